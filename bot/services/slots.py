"""The slots of one lane in this process, and the messages that wait for them: the most urgent take the next ones."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from heapq import heappop, heappush
from itertools import count
from typing import Final

from bot.services.metrics import SLOTS_MISSED

LATE: Final = 0.005  # seconds; a slot that is missed by more is not used any more

More = Callable[[int], Awaitable[Sequence[float]]]


class Slots:
    """Slots are instants of the loop's clock; `more` reserves as many as are lacking."""

    def __init__(self, more: More) -> None:
        self._more = more
        self._slots: deque[float] = deque()
        self._waiting: list[tuple[int, int, asyncio.Future[float | None]]] = []
        self._number = count()
        self._timer: asyncio.Handle | None = None
        self._rings_at: float | None = None
        self._reserving: asyncio.Task[None] | None = None
        self._held_until = 0.0
        self._closed = False

    def grant(self, slots: Sequence[float]) -> None:
        """These were reserved."""
        in_order = not self._slots or not slots or slots[0] >= self._slots[-1]
        self._slots.extend(slots)
        if not in_order:
            self._slots = deque(sorted(self._slots))
        self._look()

    async def turn(self, urgency: int) -> bool:
        """Wait for a slot. True: go now, before anything else is awaited; False: nobody goes for the time being."""
        time = asyncio.get_running_loop().time
        number = next(self._number)
        while not self._closed and time() >= self._held_until:
            ready: asyncio.Future[float | None] = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (urgency, number, ready))
            self._look()
            slot = await ready
            if slot is None:
                return False
            if time() <= slot + LATE:
                return True
            SLOTS_MISSED.inc()
        return False

    def _look(self) -> None:
        """Slots that have come go to those who wait; there shall be as many as are waited for."""
        now = asyncio.get_running_loop().time()
        self._drop_missed(now)
        while self._slots and self._waiting and self._slots[0] <= now:
            _urgency, _number, ready = heappop(self._waiting)
            if not ready.done():
                ready.set_result(self._slots.popleft())
        self._arm()
        if self._lacking > 0 and (self._reserving is None or self._reserving.done()):
            self._reserving = asyncio.create_task(self._reserve())

    def _drop_missed(self, now: float) -> None:
        while self._slots and self._slots[0] < now - LATE:
            self._slots.popleft()
            if self._waiting:
                SLOTS_MISSED.inc()

    def _arm(self) -> None:
        at = self._slots[0] if self._slots and self._waiting else None
        if self._timer is not None and self._rings_at != at:
            self._timer.cancel()
            self._timer = None
        if at is not None and self._timer is None:
            self._timer, self._rings_at = asyncio.get_running_loop().call_at(at, self._rung), at

    def _rung(self) -> None:
        self._timer = None
        self._look()

    @property
    def _lacking(self) -> int:
        return 0 if self._closed else len(self._waiting) - len(self._slots)

    async def _reserve(self) -> None:
        while (lacking := self._lacking) > 0:
            self.grant(await self._more(lacking))

    def hold(self, seconds: float) -> None:
        """Nobody goes for so long, and whoever waits is told so."""
        self._held_until = max(self._held_until, asyncio.get_running_loop().time() + seconds)
        self._send_away()

    @property
    def held(self) -> float:
        """Seconds for which nobody goes."""
        return max(0.0, self._held_until - asyncio.get_running_loop().time())

    async def close(self) -> None:
        """Whoever waits is sent away, for good."""
        self._closed = True
        self._send_away()
        if self._reserving is not None:
            self._reserving.cancel()
            with suppress(asyncio.CancelledError):
                await self._reserving

    def _send_away(self) -> None:
        self._slots.clear()
        waiting, self._waiting = self._waiting, []
        for _urgency, _number, ready in waiting:
            if not ready.done():
                ready.set_result(None)
        self._arm()
