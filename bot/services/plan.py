"""What is due is turned into rows of the outbox, or into timers that run out; the schedules move on by their rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.services.letters import REF_LENGTH
from bot.services.metrics import PLANNED
from bot.services.planning import upcoming
from bot.services.ports import Inbound
from bot.services.receiving import Receiver
from bot.services.scene import Setting
from bot.store import addresses, factories, outbox, people, schedules
from bot.store.addresses import Address, Where, new_code
from bot.store.database import Database
from bot.store.outbox import Letter, Rank
from bot.store.schedules import Kind, Schedule
from dialogs.calendar.recurrence import timing_from_json
from dialogs.engine.events import Due
from dialogs.facts import Facts

log = structlog.get_logger()

MOST_AT_ONCE = 500


class Planner:
    """Turns what is due into messages to be sent."""

    def __init__(self, database: Database, setting: Setting, receiver: Receiver) -> None:
        self._database = database
        self._setting = setting
        self._receiver = receiver

    async def plan_due(self) -> int:
        """Plan everything that is due now; how many schedules were due."""
        planned = 0
        while due := await self._plan_some():
            planned += due
        return planned

    async def _plan_some(self) -> int:
        async with self._database.writing() as connection:
            scene = self._setting.scene(await factories.open_codes(connection))
            due = await schedules.due(connection, scene.now, MOST_AT_ONCE)
            if not due:
                return 0
            ids = [one.person_id for one in due]
            facts = await people.read_readable(connection, ids, scene)
            homes = await addresses.for_pushes(connection, ids)
            letters = [letter for one in due if (letter := _letter(one, homes, facts, scene.zone))]
            await outbox.write(connection, letters, scene.now)
            await schedules.move_on(
                connection, [(one.id, _next(one, facts.get(one.person_id), scene.now)) for one in due if _ruled(one)]
            )
            await schedules.remove(connection, [one.id for one in due if not _ruled(one) and one.kind != Kind.TIMER])
            timers = await self._timers(due, await addresses.whereabouts(connection, _timed(due)))
        for one in due:
            PLANNED.labels(one.kind).inc()
        await self._receiver(timers)
        await self._forget_timers(due)
        return len(due)

    async def _timers(self, due: Sequence[Schedule], wheres: dict[int, Where]) -> list[Inbound]:
        """Timers go the way of everything that happens in a conversation; their key drops repeats."""
        found = []
        for one in due:
            if one.kind == Kind.TIMER and (where := wheres.get(one.person_id)) and one.next_at:
                key = f"timer:{one.id}:{one.next_at.isoformat()}"
                event = Due(one.subject, one.detail)
                found.append(Inbound(where.channel, where.bot_id, key, where.external_id, event))
        return found

    async def _forget_timers(self, due: Sequence[Schedule]) -> None:
        timers = [(one.id, one.next_at) for one in due if one.kind == Kind.TIMER]
        if timers:
            async with self._database.writing() as connection:
                await schedules.forget(connection, timers)


def _timed(due: Sequence[Schedule]) -> list[int]:
    return [one.person_id for one in due if one.kind == Kind.TIMER]


def _ruled(one: Schedule) -> bool:
    return one.timing is not None


def _letter(one: Schedule, homes: dict[int, Address], facts: dict[int, Facts], zone: ZoneInfo) -> Letter | None:
    """A row for a push, without its words. Somebody who cannot be reached gets none."""
    home = homes.get(one.person_id)
    if one.kind == Kind.TIMER or one.paused or home is None or one.next_at is None:
        return None
    occurrence = one.next_at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")
    return Letter(
        ref=new_code(REF_LENGTH),
        address_id=home.id,
        person_id=one.person_id,
        kind=one.kind,
        rank=Rank.PUSH,
        due_at=one.next_at,
        subject=one.subject,
        occurrence=occurrence,
        dedupe=f"{one.kind}:{one.person_id}:{one.subject}:{occurrence}",
        lane=home.where.lane,
        factory=facts[one.person_id].profile.factory if one.person_id in facts else "",
    )


def _next(one: Schedule, facts: Facts | None, now: datetime) -> datetime | None:
    """By its rule. A rule or a person that cannot be read is tried again tomorrow, and keeps nobody else waiting."""
    try:
        if facts is not None and one.timing is not None:
            return upcoming(timing_from_json(one.timing), facts, one.skip_until)
    except (ValueError, KeyError, TypeError) as error:
        log.error("rule_not_readable", schedule=one.id, error=type(error).__name__)
    return now + timedelta(days=1)
