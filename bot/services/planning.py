"""Schedules and their next instants: kept right when a person's life changes, and turned into the outbox when due."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import people, schedules
from bot.store.schedules import Kind, Schedule
from dialogs.calendar.recurrence import Timing, next_occurrence, timing_from_json, to_json
from dialogs.calendar.shifts import Shift, ShiftPattern
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
    after = begins_again(facts.now, facts.zone, skip_until, facts.profile.paused_until)
    return next_instant(timing, facts.zone, facts.profile.shift, after)


def begins_again(now: datetime, zone: ZoneInfo, skip_until: datetime | None, paused_until: date | None) -> datetime:
    """The instant after which something may come again: now, or after what was skipped, or after a pause."""
    after = now if skip_until is None else max(now, skip_until)
    return after if paused_until is None else max(after, _day_ends(paused_until, zone))


@lru_cache(maxsize=512)
def _day_ends(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), zone) - timedelta(microseconds=1)


def next_instant(timing: Timing, zone: ZoneInfo, pattern: ShiftPattern | None, after: datetime) -> datetime | None:
    """By the rule, strictly after an instant, in UTC; worked out once for everybody with the same rule and shift.

    Rules are kept to the minute: what comes after an instant comes after the beginning of its minute as well.
    """
    return _known_instants(timing, zone, pattern, after.astimezone(UTC).replace(second=0, microsecond=0))


# Rules are few and people many. What is forgotten is worked out again.
_known_instants = lru_cache(maxsize=8192)(next_occurrence)


@lru_cache(maxsize=8192)
def timing_of(stored: str) -> Timing:
    """A rule from its JSON text. Raises ValueError, KeyError or TypeError where it is none."""
    return timing_from_json(json.loads(stored))


@lru_cache(maxsize=2048)
def pattern_of(shift: str | None, rotation_days: int | None, anchor: date | None) -> ShiftPattern | None:
    """A shift from its columns. Raises ValueError where there is no such shift."""
    return ShiftPattern(Shift(shift), rotation_days, anchor) if shift else None
