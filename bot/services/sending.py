"""The one way out: leases addresses that have something due, sends in order, and writes down what happened."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from sqlalchemy.exc import OperationalError

from bot.rendering.message import Message
from bot.services.alerts import ALERT
from bot.services.composing import compose
from bot.services.grouping import Group
from bot.services.kinds import kind_of
from bot.services.metrics import DELAY, SENDS
from bot.services.ports import ChannelError
from bot.services.scene import Setting
from bot.services.streams import Streams
from bot.store import addresses, case_alerts, factories, outbox_claims
from bot.store.addresses import Where, lane_of, new_code
from bot.store.database import Database
from bot.store.dealing import Lease
from bot.store.outbox import Rank, Status
from bot.store.outbox_claims import Claimed, Sent, Unsent

log = structlog.get_logger()

LEASE = timedelta(seconds=90)  # longer than any one call may take
MOST_ADDRESSES = 100
MOST_UNKNOWN = 8  # attempts of which nobody knows whether they arrived; what surely did not go is tried on
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
DOUBLINGS = 8  # more would not wait longer
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # seconds between tries to write down what was sent
IDLE = 5.0  # seconds between looks when nobody wakes us


@dataclass(frozen=True)
class Result:
    """What became of the rows of one address."""

    address_id: int
    where: Where
    sent: tuple[Sent, ...] = ()
    unsent: tuple[Unsent, ...] = ()
    heard: tuple[tuple[str, datetime], ...] = ()  # cases whose alert arrived, and when it was written
    gone: bool = False


class Sender:
    """Sends what is due. Several may run, in one process or many: the leases divide the work."""

    def __init__(self, database: Database, setting: Setting, streams: Streams) -> None:
        self._database = database
        self._setting = setting
        self._streams = streams
        self._name = new_code(10)
        self._awake = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._held: dict[tuple[str, str], datetime] = {}  # channels that asked us to wait
        self._record: Group[Result] = Group(self._write_down)

    def wake(self) -> None:
        """Something was written to the outbox."""
        self._awake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            while True:
                self._awake.clear()
                try:
                    claimed = await self._claim()
                except Exception as error:  # whatever it was: nobody hears from us any more if this loop ends
                    log.error("outbox_unreadable", error=type(error).__name__)
                    claimed = []
                self._start(claimed)
                if not claimed or len(self._busy) >= MOST_ADDRESSES:
                    await self._rest()
        finally:
            await asyncio.gather(*self._busy, return_exceptions=True)

    async def send_due(self) -> int:
        """Send everything that is due now, once, and return how many addresses were served."""
        served = 0
        while claimed := await self._claim():
            served += len({row.address_id for row in claimed})
            self._start(claimed)
            await asyncio.gather(*self._busy)
        return served

    async def _rest(self) -> None:
        # Not wait_for: before Python 3.12 it may swallow a cancellation that comes together with a bell.
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await self._awake.wait()

    @property
    def _lanes(self) -> tuple[str, ...]:
        """What this process can send on; the rest is for others."""
        return tuple(lane_of(*account) for account in self._setting.channels)

    async def _claim(self) -> list[Claimed]:
        """Rows to send now, with their words; looks on while all that was due is postponed or skipped."""
        while (room := MOST_ADDRESSES - len(self._busy)) > 0:
            now = self._setting.clock()
            async with self._database.reading() as connection:
                if not await outbox_claims.anything_due(connection, now, self._lanes):
                    return []
            leased, certain = await self._lease(Lease(self._name, self._lanes, now + LEASE, room), now)
            if certain or not leased:
                return certain
        return []

    async def _lease(self, lease: Lease, now: datetime) -> tuple[int, list[Claimed]]:
        """How many rows were claimed, and those of them that go now; addresses without any are given back at once."""
        async with self._database.writing() as connection:
            rows = await outbox_claims.claim(connection, now, lease)
            if not rows:
                return 0, []
            pushes = any(row.rank is Rank.PUSH for row in rows)
            scene = self._setting.scene(await factories.open_codes(connection) if pushes else frozenset())
            certain = _one_push_each(await compose(connection, self._setting, scene, rows))
            await outbox_claims.sending(connection, [row.id for row in certain])
            idle = {row.address_id for row in rows} - {row.address_id for row in certain}
            await outbox_claims.release(connection, idle, self._name)
        return len(rows), certain

    def _start(self, claimed: Sequence[Claimed]) -> None:
        for _address, rows in groupby(claimed, key=lambda row: row.address_id):
            task = asyncio.create_task(self._deliver(list(rows)))
            self._busy.add(task)
            task.add_done_callback(self._delivered)

    def _delivered(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        self._awake.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery_not_recorded", error=type(error).__name__)

    # -- one address --------------------------------------------------------------------------------------------------

    async def _deliver(self, rows: Sequence[Claimed]) -> None:
        """Send an address's rows one after another; a row that must wait holds back only its own rank."""
        first = rows[0]
        where = Where(first.channel, first.bot_id, first.external_id)
        sent: list[Sent] = []
        unsent: list[Unsent] = []
        held: set[Rank] = set()
        gone = False
        until = self._setting.clock() + LEASE / 2
        for row in rows:
            if gone or row.rank in held or self._setting.clock() > until:
                unsent.append(self._put_back(row, gone=gone))
                continue
            outcome = await self._send(row)
            if isinstance(outcome, Sent):
                sent.append(outcome)
                continue
            unsent.append(outcome[0])
            gone = outcome[1]
            if outcome[0].status is Status.WAITING:
                held.add(row.rank)
        arrived = {one.id for one in sent}
        heard = tuple((row.subject, row.created_at) for row in rows if row.kind == ALERT and row.id in arrived)
        await self._written_down(Result(first.address_id, where, tuple(sent), tuple(unsent), heard, gone))

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

    def _put_back(self, row: Claimed, *, gone: bool) -> Unsent:
        if gone:
            return Unsent(row.id, Status.FAILED, "the address cannot be reached", row.due_at)
        return Unsent(row.id, Status.WAITING, "behind an earlier message", row.due_at, tried=False)

    async def _send(self, row: Claimed) -> Sent | tuple[Unsent, bool]:
        """One API call. Either it was sent, or: what becomes of the row, and whether the address is gone."""
        channel = self._setting.channels.get((row.channel, row.bot_id))
        now = self._setting.clock()
        if channel is None:
            return Unsent(row.id, Status.WAITING, "its channel is not running", now + LONGEST_WAIT, tried=False), False
        if (until := self._held.get((row.channel, row.bot_id))) and until > now:
            return Unsent(row.id, Status.WAITING, "the channel asked us to wait", until, tried=False), False
        try:
            external_id = await channel.send(row.external_id, Message.from_json(row.body or {}))
        except ChannelError as error:
            return self._failed(row, error)
        except Exception as error:  # a fault of ours: told apart from nothing, so it may have arrived
            log.error("channel_broke", channel=row.channel, kind=row.kind, error=type(error).__name__)
            return self._failed(row, ChannelError(type(error).__name__, unknown=True))
        at = self._setting.clock()
        SENDS.labels(row.channel, row.kind, "sent").inc()
        DELAY.observe(max(0.0, (at - row.due_at).total_seconds()))
        return Sent(row.id, row.address_id, external_id, at)

    def _failed(self, row: Claimed, error: ChannelError) -> tuple[Unsent, bool]:
        now = self._setting.clock()
        attempts = abs(row.attempts) + 1
        rules = kind_of(row.kind, push=row.rank is Rank.PUSH)
        SENDS.labels(row.channel, row.kind, "unknown" if error.unknown else "failed").inc()
        log.warning("send_failed", channel=row.channel, kind=row.kind, outbox=row.id, reason=str(error)[:120])
        if error.permanent or error.refused:
            return Unsent(row.id, Status.FAILED, str(error), now), error.permanent
        if error.unknown and (not rules.resend or attempts >= MOST_UNKNOWN):
            return Unsent(row.id, Status.UNCERTAIN, str(error), now), False
        until = now + min(FIRST_WAIT * 2 ** min(attempts, DOUBLINGS), LONGEST_WAIT)
        if error.retry_after is not None:
            until = now + timedelta(seconds=error.retry_after)
            self._held[(row.channel, row.bot_id)] = until
        if now - row.created_at > rules.grace:
            return Unsent(row.id, Status.FAILED, str(error), now), False
        return Unsent(row.id, Status.WAITING, str(error), until), False

    async def _write_down(self, results: Sequence[Result]) -> None:
        sent = [one for result in results for one in result.sent]
        async with self._database.writing() as connection:
            await addresses.hold(connection, [result.address_id for result in results])
            await outbox_claims.mark_sent(connection, sorted(sent, key=lambda one: one.address_id))
            await outbox_claims.mark_unsent(connection, [one for result in results for one in result.unsent])
            if heard := [alert for result in results for alert in result.heard]:
                await case_alerts.set_heard(connection, heard, self._setting.clock())
            for result in results:
                if result.gone:
                    await addresses.set_reachable(connection, result.where, reachable=False)
            await outbox_claims.release(connection, [result.address_id for result in results], self._name)
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
