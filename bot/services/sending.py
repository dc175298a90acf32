"""The one way out: leases addresses that have something due, sends in order, and writes down what happened."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.composing import compose
from bot.services.delivering import LEASE, Deliverer, Result
from bot.services.grouping import Group
from bot.services.pace import Pacing, Rule
from bot.services.scene import Setting
from bot.services.streams import Streams
from bot.store import addresses, case_alerts, factories, outbox_claims, outbox_due, outbox_results
from bot.store.addresses import lane_of, new_code
from bot.store.database import Database
from bot.store.dealing import Lease, shares
from bot.store.outbox import Rank, Status
from bot.store.outbox_claims import Claimed
from bot.store.outbox_due import Due
from bot.store.outbox_results import Unsent

log = structlog.get_logger()

MOST_ADDRESSES = 512  # served at once; half of them are claimed together
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # seconds between tries to write down what was sent
IDLE = 5.0  # seconds between looks when nobody wakes us
SOON = 0.02  # seconds between looks when something is due that could not be had
NEXT_PORTION = 0.05  # seconds at least between looks while only the pace keeps us from claiming more
TOGETHER = 0.025  # seconds between two writings of what was sent, when there is much
NO_PACE: Final[Mapping[str, Rule]] = MappingProxyType({})


@dataclass(frozen=True)
class Taken:
    """What was claimed to be sent now, and after how many seconds it is worth looking again by ourselves."""

    rows: Sequence[Claimed]
    rest: float


class Sender:
    """Sends what is due. Several may run, in one process or many: the leases divide the work.

    paces: how fast each lane may go; others go as fast as they can.
    """

    def __init__(
        self, database: Database, setting: Setting, streams: Streams, paces: Mapping[str, Rule] = NO_PACE
    ) -> None:
        self._database = database
        self._setting = setting
        self._streams = streams
        self._name = new_code(10)
        self._awake = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._pacing = Pacing(database, paces)
        self._deliverer = Deliverer(setting, self._pacing)
        self._record: Group[Result] = Group(self._write_down, rest=TOGETHER)
        self._alarm: asyncio.Handle | None = None
        self._rings_at = 0.0
        self._moments: set[float] = set()  # when we wake by ourselves, by the loop's clock
        self._looked_at = 0.0
        self._waits_for_pace = False

    def wake(self) -> None:
        """Something was written to the outbox."""
        self._awake.set()

    async def run(self) -> None:
        """Send until cancelled; then what was begun is ended, and what was not goes back at once."""
        claim: asyncio.Task[Taken] | None = None
        try:
            while True:
                self._awake.clear()
                self._looked_at = asyncio.get_running_loop().time()
                claim = asyncio.create_task(self._tried_claim())
                taken = await asyncio.shield(claim)
                claim = None
                self._start(taken.rows)
                self._waits_for_pace = not taken.rows and taken.rest < IDLE
                if taken.rest or len(self._busy) >= MOST_ADDRESSES:
                    await self._rest(taken.rest or IDLE)
        finally:
            self._deliverer.ending = True
            if claim is not None:  # a claim that is cut off may have been committed
                self._start((await claim).rows)
            self._silence()
            await self._pacing.close()
            await asyncio.gather(*self._busy, return_exceptions=True)

    def _wake_at(self, moment: datetime) -> None:
        """Something is due then; what is further away is found by an idle look."""
        seconds = max(0.0, (moment - self._setting.clock()).total_seconds())
        if seconds < IDLE:
            self._ring_at(asyncio.get_running_loop().time() + seconds)

    def _ring_at(self, at: float) -> None:
        """Wake at this time of the loop's clock, or up to a hundredth later together with others."""
        self._moments.add(math.ceil(at * 100) / 100)
        self._arm()

    def _arm(self) -> None:
        first = min(self._moments, default=None)
        if self._alarm is not None and first != self._rings_at:
            self._alarm.cancel()
            self._alarm = None
        if self._alarm is None and first is not None:
            self._alarm, self._rings_at = asyncio.get_running_loop().call_at(first, self._rung), first

    def _rung(self) -> None:
        self._alarm = None
        self._moments.discard(self._rings_at)
        self._awake.set()
        self._arm()

    def _silence(self) -> None:
        self._moments.clear()
        self._arm()

    async def send_due(self) -> int:
        """Send everything that is due now, once, and return how many addresses were served."""
        served = 0
        while claimed := (await self._claim()).rows:
            served += len({row.address_id for row in claimed})
            self._start(claimed)
            await asyncio.gather(*self._busy)
        return served

    async def _rest(self, seconds: float) -> None:
        # Not wait_for: before Python 3.12 it may swallow a cancellation that comes together with a bell.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._awake.wait()

    @property
    def _lanes(self) -> tuple[str, ...]:
        """What this process can send on; the rest is for others."""
        return tuple(lane_of(*account) for account in self._setting.channels)

    async def _tried_claim(self) -> Taken:
        try:
            return await self._claim()
        except Exception as error:  # whatever it was: nobody hears from us any more if this loop ends
            log.error("outbox_unreadable", error=type(error).__name__)
            return Taken((), IDLE)

    async def _claim(self) -> Taken:
        """Rows to send now, with their words; looks on while all that was due is postponed or skipped."""
        while (room := MOST_ADDRESSES - len(self._busy)) > 0:
            now = self._setting.clock()
            async with self._database.reading() as connection:
                due = await outbox_due.due(connection, now, self._lanes)
                if not due:
                    return Taken((), IDLE)
                rooms = await self._pacing.rooms(connection)
            lease = Lease(self._name, self._lanes, now + LEASE, room, rooms.room)
            if all(one.lane for one in due) and not shares(due, lease, 0):
                return Taken((), max(rooms.longest_rest(due), NEXT_PORTION))
            leased, certain = await self._lease(lease, now, due)
            if certain or not leased:
                return Taken(certain, 0.0 if certain else SOON)
        return Taken((), IDLE)

    async def _lease(self, lease: Lease, now: datetime, due: Sequence[Due]) -> tuple[int, list[Claimed]]:
        """How many rows were claimed, and those of them that go now; addresses without any are given back at once."""
        granted: dict[str, list[float]] = {}
        async with self._database.writing() as connection:
            rows = await outbox_claims.claim(connection, now, lease, due)
            if not rows:
                return 0, []
            pushes = any(row.rank is Rank.PUSH for row in rows)
            scene = self._setting.scene(await factories.open_codes(connection) if pushes else frozenset())
            certain = _one_push_each(await compose(connection, self._setting, scene, rows))
            certain = await self._one_at_a_time(connection, certain, now)
            await outbox_claims.sending(connection, [row.id for row in certain])
            idle = {row.address_id for row in rows} - {row.address_id for row in certain}
            await outbox_results.release(connection, idle, self._name)
            for lane in sorted({row.lane for row in certain if self._pacing.rule(row.lane)}):
                count = sum(row.lane == lane for row in certain)
                granted[lane] = await self._pacing.reserve(connection, lane, count)
        for lane, times in granted.items():
            if (slots := self._pacing.slots(lane)) is not None:
                slots.grant(times)
        return len(rows), certain

    async def _one_at_a_time(
        self, connection: AsyncConnection, rows: Sequence[Claimed], now: datetime
    ) -> list[Claimed]:
        """Those for which their chat is free now; the others are due when it is."""
        free: dict[int, datetime | None] = {row.address_id: row.free_at for row in rows}
        kept, later = [], []
        for row in rows:
            rule = self._pacing.rule(row.lane)
            if rule is None:
                kept.append(row)
                continue
            at = rule.chat_is_free(free[row.address_id], row.urgency)
            free[row.address_id] = rule.chat_is_free_after(free[row.address_id], now)
            if at is None or at <= now:
                kept.append(row)
            else:
                later.append(Unsent(row.id, Status.WAITING, "one at a time", at))
                self._wake_at(at)
        await outbox_results.mark_unsent(connection, later)
        return kept

    def _start(self, claimed: Sequence[Claimed]) -> None:
        for _address, rows in groupby(claimed, key=lambda row: row.address_id):
            task = asyncio.create_task(self._deliver(list(rows)))
            self._busy.add(task)
            task.add_done_callback(self._delivered)

    def _delivered(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        if len(self._busy) <= MOST_ADDRESSES // 2 and not self._waits_for_pace:
            self._ring_at(self._looked_at + SOON)  # she may have more by now, but not everybody is looked at for it
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery_not_recorded", error=type(error).__name__)

    # -- one address --------------------------------------------------------------------------------------------------

    async def _deliver(self, rows: Sequence[Claimed]) -> None:
        result = await self._deliverer.deliver(rows)
        await self._written_down(result)
        if not self._deliverer.ending:
            for moment in result.held.values():
                self._wake_at(moment)

    async def _written_down(self, result: Result) -> None:
        """What is known is not given up because the database is away for a moment; else it would all be sent again."""
        for pause in PAUSES:
            try:
                await self._record(result)
            except OperationalError as error:
                log.error("delivery_not_recorded_yet", error=type(error).__name__)
                await asyncio.sleep(pause)
            else:
                return
        await self._record(result)

    async def _write_down(self, results: Sequence[Result]) -> None:
        async with self._database.writing() as connection:
            await outbox_results.settle(connection, results, self._name)
            if heard := [alert for result in results for alert in result.heard]:
                await case_alerts.set_heard(connection, heard, self._setting.clock())
            for result in results:
                if result.gone:
                    await addresses.set_reachable(connection, result.where, reachable=False)
        for result in results:
            if result.sent:
                self._streams.announce(result.where)


def _one_push_each(rows: Sequence[Claimed]) -> list[Claimed]:
    """Of the pushes to an address only the first: the others stay certain if this process dies during the call."""
    kept: list[Claimed] = []
    for _address, group in groupby(rows, key=lambda row: row.address_id):
        pushes = 0
        for row in group:
            pushes += row.rank is Rank.PUSH
            if row.rank is not Rank.PUSH or pushes == 1:
                kept.append(row)
    return kept
