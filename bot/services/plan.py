"""What is due is turned into rows of the outbox, or into timers that run out; the schedules move on by their rules."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import structlog

from bot.services.letters import REF_LENGTH
from bot.services.metrics import PLANNED
from bot.services.planning import begins_again, next_instant, pattern_of, timing_of
from bot.services.ports import Inbound
from bot.services.receiving import Receiver
from bot.services.scene import Setting
from bot.store import addresses, planned, schedules
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.planned import Due as DueRow
from bot.store.planned import Push
from bot.store.schedules import Kind
from dialogs.engine.events import Due

log = structlog.get_logger()

MOST_AT_ONCE = 500
AT_ONCE = 2  # steps at a time on PostgreSQL: while it works on one, the other is thought about here
UNREADABLE = timedelta(days=1)  # until a rule that cannot be read is tried again


class Planner:
    """Turns what is due into messages to be sent. Several may run: what one is planning the others leave alone."""

    def __init__(self, database: Database, setting: Setting, receiver: Receiver) -> None:
        self._database = database
        self._setting = setting
        self._receiver = receiver

    async def plan_due(self) -> int:
        """Plan everything that is due now, in small steps; how many schedules were due."""
        moment = _Moment(self._setting.clock(), self._setting.zone)
        at_once = 1 if self._database.is_sqlite else AT_ONCE
        return sum(await asyncio.gather(*(self._plan_all(moment) for _ in range(at_once))))

    async def _plan_all(self, moment: _Moment) -> int:
        total = 0
        while due := await self._plan_some(moment):
            total += due
        return total

    async def _plan_some(self, moment: _Moment) -> int:
        async with self._database.writing() as connection:
            due = await planned.due(connection, moment.now, MOST_AT_ONCE)
            if not due:
                return 0
            await planned.write(connection, moment.pushes(due), moment.now)
            await planned.move_on(connection, [(one.id, moment.next_of(one)) for one in due if _ruled(one)])
            await schedules.remove(connection, [one.id for one in due if not _ruled(one) and one.kind != Kind.TIMER])
            timers = [one for one in due if one.kind == Kind.TIMER]
            wheres = await addresses.whereabouts(connection, [one.person_id for one in timers]) if timers else {}
        for kind, count in Counter(one.kind for one in due).items():
            PLANNED.labels(kind).inc(count)
        if timers:
            await self._run_out(timers, wheres)
        return len(due)

    async def _run_out(self, timers: Sequence[DueRow], wheres: dict[int, Where]) -> None:
        """Timers go the way of everything that happens in a conversation; their key drops repeats."""
        found = []
        for one in timers:
            if where := wheres.get(one.person_id):
                key = f"timer:{one.id}:{one.next_at.isoformat()}"
                event = Due(one.subject, one.detail)
                found.append(Inbound(where.channel, where.bot_id, key, where.external_id, event))
        await self._receiver(found)
        async with self._database.writing() as connection:
            await schedules.forget(connection, [(one.id, one.next_at) for one in timers])


def _ruled(one: DueRow) -> bool:
    return one.timing not in (None, "null")


@dataclass(frozen=True)
class _Moment:
    """What is due at one moment, by one wall clock."""

    now: datetime
    zone: ZoneInfo

    def pushes(self, due: Sequence[DueRow]) -> list[Push]:
        """Rows without their words. Somebody who cannot be reached gets none."""
        wanted = [one for one in due if one.kind != Kind.TIMER and not one.paused and one.address_id is not None]
        refs = planned.new_codes(len(wanted), REF_LENGTH)
        return [
            Push(
                schedule_id=one.id,
                ref=ref,
                address_id=one.address_id or 0,
                occurrence=_local_minute(one.next_at, self.zone),
                lane=f"{one.channel}:{one.bot_id}",
                factory=one.factory or "",
            )
            for one, ref in zip(wanted, refs, strict=True)
        ]

    def next_of(self, one: DueRow) -> datetime | None:
        """By its rule. A rule or a shift that cannot be read is tried again tomorrow, and keeps nobody else waiting."""
        try:
            pattern = pattern_of(one.shift, one.rotation_days, one.shift_anchor)
            after = begins_again(self.now, self.zone, one.skip_until, one.paused_until)
            return next_instant(timing_of(one.timing or ""), self.zone, pattern, after)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            log.error("rule_not_readable", schedule=one.id, error=type(error).__name__)
            return self.now + UNREADABLE


@lru_cache(maxsize=1024)
def _local_minute(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")
