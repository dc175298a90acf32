"""Schedules and their next instants: kept right when a person's life changes, and turned into the outbox when due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import people, schedules
from bot.store.schedules import Kind, Schedule
from dialogs.calendar.recurrence import Timing, next_occurrence, timing_from_json, to_json
from dialogs.facts import Facts
from dialogs.rhythm import tips_timing, week_line_timing


async def replan(connection: AsyncConnection, moved: Mapping[int, Facts]) -> None:
    """Bring the schedules of these people in line with their facts; what is due and not yet planned stays due."""
    if not moved:
        return
    known = {(one.person_id, one.kind, one.subject): one for one in await schedules.ruled_of(connection, moved)}
    wanted: dict[tuple[int, str, str], Schedule] = {}
    for person_id, facts in moved.items():
        for schedule in wanted_by(person_id, facts):
            key = (person_id, schedule.kind, schedule.subject)
            wanted[key] = placed(schedule, facts, known.get(key))
    await schedules.save(connection, list(wanted.values()))
    await schedules.drop(connection, [key for key in known if key not in wanted])


def wanted_by(person_id: int, facts: Facts) -> list[Schedule]:
    """The schedules with rules that these facts ask for, without their next instants."""
    found = [people.reminder_schedule(person_id, reminder) for reminder in facts.reminders]
    for kind, timing in ((Kind.TIP, tips_timing(facts)), (Kind.WEEK_LINE, week_line_timing(facts))):
        if timing is not None:
            found.append(Schedule(person_id, kind, "", None, to_json(timing)))
    return found


def placed(schedule: Schedule, facts: Facts, known: Schedule | None) -> Schedule:
    """With its next instant. An occurrence that is due now keeps its place, or it would be lost to this change."""
    skip_until = known.skip_until if known else None
    skipped = bool(known and known.next_at and skip_until and known.next_at <= skip_until)
    if known and not skipped and known.timing == schedule.timing and known.next_at and known.next_at <= facts.now:
        return replace(schedule, next_at=known.next_at, skip_until=skip_until)
    if schedule.timing is None:
        return schedule
    timing = timing_from_json(schedule.timing)
    return replace(schedule, next_at=upcoming(timing, facts, skip_until), skip_until=skip_until)


def upcoming(timing: Timing, facts: Facts, skip_until: datetime | None = None) -> datetime | None:
    """The next instant of a schedule of hers, after now, after what she skipped, and after her pause."""
    after = max(facts.now, skip_until or facts.now)
    until = facts.profile.paused_until
    if until is not None:
        paused = datetime.combine(until + timedelta(days=1), time(0), facts.zone) - timedelta(microseconds=1)
        after = max(after, paused)
    return next_occurrence(timing, facts.zone, facts.profile.shift, after)
