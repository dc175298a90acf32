"""A small house in memory for the web door: it takes messages in, answers by a script, and gives out what it said."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette

from bot.channels.web.door import Unlocking, WebDoor
from bot.channels.web.routes import routes
from bot.rendering.message import Message
from bot.services.ports import Delivered, Inbound

KEY = b"a key for tests only, as long as it should be"
EVENING = datetime(2026, 5, 3, 12, 5, tzinfo=UTC)  # 20:05 in China

Answers = Callable[[Inbound], Sequence[Message]]


def silent(inbound: Inbound) -> Sequence[Message]:
    return ()


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at

    def move(self, **time: float) -> None:
        self.at += timedelta(**time)


class Room:
    """Receive and Stream in one, with return codes and PINs."""

    def __init__(self, answers: Answers = silent, clock: Clock | None = None) -> None:
        self.answers = answers
        self.clock = clock or Clock()
        self.heard: list[Inbound] = []
        self.codes: dict[str, str] = {}
        self.pins: dict[str, str] = {}
        self.outcome: Unlocking | None = None  # of every try at a PIN, whatever was written
        self.is_down = False
        self._keys: set[str] = set()
        self._said: dict[str, list[Delivered]] = defaultdict(list)
        self._ears: dict[str, asyncio.Event] = {}
        self._sites: dict[bool, Starlette] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def people(self) -> list[str]:
        """External ids in the order in which they first wrote."""
        return list(dict.fromkeys(inbound.external_id for inbound in self.heard))

    def forget(self, external_id: str) -> None:
        """The house forgets what it said to somebody, and counts from the beginning again."""
        self._said[external_id].clear()

    def say(self, external_id: str, message: Message, kind: str = "reply") -> int:
        """Deliver a message; from any thread."""
        said = self._said[external_id]
        position = said[-1].position + 1 if said else 1
        said.append(Delivered(position, kind, message, self.clock.now()))
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ear(external_id).set)
        return position

    def _ear(self, external_id: str) -> asyncio.Event:
        return self._ears.setdefault(external_id, asyncio.Event())

    async def receive(self, batch: Sequence[Inbound]) -> None:
        if self.is_down:
            raise ConnectionError
        for inbound in batch:
            if inbound.key not in self._keys:
                self._keys.add(inbound.key)
                self.heard.append(inbound)
                for message in self.answers(inbound):
                    self.say(inbound.external_id, message)

    __call__ = receive

    async def since(self, external_id: str, position: int, limit: int = 50) -> Sequence[Delivered]:
        return [one for one in self._said[external_id] if one.position > position][:limit]

    async def latest(self, external_id: str, limit: int) -> Sequence[Delivered]:
        return self._said[external_id][-limit:]

    async def wait(self, external_id: str, seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        ear = self._ear(external_id)
        ear.clear()
        try:
            await asyncio.wait_for(ear.wait(), seconds)
        except TimeoutError:
            return

    async def redeem(self, code: str) -> str | None:
        await asyncio.sleep(0)
        return self.codes.pop(code, None)

    async def locked(self, external_id: str) -> bool:
        return external_id in self.pins

    async def unlock(self, external_id: str, pin: str) -> Unlocking:
        if self.outcome:
            return self.outcome
        return Unlocking.OPEN if self.pins.get(external_id) == pin else Unlocking.WRONG

    def door(self, *, secure: bool = False) -> WebDoor:
        return WebDoor(
            receive=self,
            stream=self,
            redeem=self.redeem,
            locked=self.locked,
            unlock=self.unlock,
            signer_key=KEY,
            secure=secure,
            now=self.clock.now,
        )

    def site(self, *, secure: bool = False) -> Starlette:
        """The one site that all phones of this house visit."""
        if secure not in self._sites:
            self._sites[secure] = Starlette(routes=routes(self.door(secure=secure)))
        return self._sites[secure]


class HurriedRoom(Room):
    """A house in which waiting takes no time, but the clock moves on by it."""

    waits: int = 0

    async def wait(self, external_id: str, seconds: float) -> None:
        self.waits += 1
        self.clock.move(seconds=seconds)
