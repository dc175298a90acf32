"""People: everything the dialogs look at, read for a whole batch in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Row, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import factory_facts
from bot.store.schedules import Kind, Schedule
from bot.store.tables import call, child, consent, person, profile, safeguarding_case, schedule, tip_seen
from bot.store.upsert import upsert
from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import timing_from_json, to_json
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.effects import CallOutcome
from dialogs.facts import (
    Agreement,
    CallTarget,
    Carer,
    Child,
    Facts,
    Home,
    Profile,
    Reach,
    Reminder,
    SafeguardingCase,
    Surroundings,
    TargetKind,
)
from dialogs.library import Library

log = structlog.get_logger()


@dataclass(frozen=True)
class Scene:
    """What facts are read against: the moment, the wall clock, the content, the surroundings."""

    now: datetime
    zone: ZoneInfo
    library: Library
    around: Surroundings

    @property
    def week_start(self) -> datetime:
        local = self.now.astimezone(self.zone)
        monday = local - timedelta(days=local.weekday())
        return monday.replace(hour=0, minute=0, second=0, microsecond=0)


Parts = dict[int, dict[str, Any]]


async def read_facts(connection: AsyncConnection, ids: Iterable[int], scene: Scene) -> dict[int, Facts]:
    """The facts of these people, by person id; people who are gone are left out."""
    wanted = sorted(set(ids))
    parts = await _people(connection, wanted)
    for read in (_children, _reminders, _tips, _consents, _cases):
        for person_id, changes in (await read(connection, wanted)).items():
            parts[person_id].update(changes)
    for person_id, count in (await _calls(connection, wanted, scene.week_start)).items():
        parts[person_id]["calls_this_week"] = count
    around = replace(scene.around, factory_facts=await factory_facts.known_of(connection, _factories(parts)))
    base = Facts(now=scene.now, zone=scene.zone, library=scene.library, around=around)
    return {person_id: replace(base, **changes) for person_id, changes in parts.items()}


def _factories(parts: Parts) -> frozenset[str]:
    return frozenset(part["profile"].factory for part in parts.values())


async def read_readable(connection: AsyncConnection, ids: Iterable[int], scene: Scene) -> dict[int, Facts]:
    """The facts of those whose rows make sense; nobody else's messages wait for a row that does not."""
    wanted = sorted(set(ids))
    try:
        return await read_facts(connection, wanted, scene)
    except (ValueError, KeyError, TypeError) as error:
        if len(wanted) == 1:
            log.error("person_not_readable", person=wanted[0], error=type(error).__name__)
            return {}
        half = len(wanted) // 2
        first = await read_readable(connection, wanted[:half], scene)
        return first | await read_readable(connection, wanted[half:], scene)


async def lock(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Hold these people until the transaction ends, in one order everywhere; SQLite's writer already holds all."""
    if connection.dialect.name == "postgresql":
        query = select(person.c.id).where(person.c.id.in_(sorted(set(ids)))).order_by(person.c.id)
        # Not as strong as FOR UPDATE: that would also keep others from writing rows that refer to a person.
        await connection.execute(query.with_for_update(key_share=True))


async def _people(connection: AsyncConnection, ids: Sequence[int]) -> Parts:
    query = (
        select(person.c.id, person.c.code, person.c.agreement, person.c.last_in_at, profile)
        .select_from(person.outerjoin(profile, profile.c.person_id == person.c.id))
        .where(person.c.id.in_(ids))
    )
    return {
        row.id: {
            "code": row.code,
            "last_in_at": row.last_in_at,
            "agreement": Agreement(row.agreement),
            "profile": profile_of(row) if row.language else Profile(),
        }
        for row in await connection.execute(query)
    }


def profile_of(row: Row[Any]) -> Profile:
    shift = ShiftPattern(Shift(row.shift), row.rotation_days, row.shift_anchor) if row.shift else None
    return Profile(
        language=row.language,
        shift=shift,
        rest_day=RestDay(row.rest_day) if row.rest_day else None,
        tips_a_week=row.tips_a_week,
        tip_at=row.tip_at,
        topics=frozenset(row.topics),
        home=Home(row.home_area_code, row.home_name or "") if row.home_area_code else None,
        factory=row.factory,
        paused_until=row.paused_until,
        paused=row.paused,
        stopped=row.stopped,
        together=row.together,
        together_until=row.together_until,
        pin=row.pin,
        wrong_pins=row.wrong_pins,
        wrong_pin_at=row.wrong_pin_at,
        asked=frozenset(row.asked),
    )


def profile_row(person_id: int, value: Profile) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "language": value.language,
        "shift": value.shift.shift if value.shift else None,
        "rotation_days": value.shift.rotation_days if value.shift else None,
        "shift_anchor": value.shift.anchor if value.shift else None,
        "rest_day": value.rest_day,
        "tips_a_week": value.tips_a_week,
        "tip_at": value.tip_at,
        "topics": sorted(value.topics),
        "home_area_code": value.home.area_code if value.home else None,
        "home_name": value.home.name if value.home else None,
        "factory": value.factory,
        "paused": value.paused,
        "paused_until": value.paused_until,
        "stopped": value.stopped,
        "together": value.together,
        "together_until": value.together_until,
        "pin": value.pin,
        "wrong_pins": value.wrong_pins,
        "wrong_pin_at": value.wrong_pin_at,
        "asked": sorted(value.asked),
    }


async def _grouped(
    connection: AsyncConnection, query: Any, field: str, read: Callable[[Row[Any]], Any]
) -> dict[int, dict[str, Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in await connection.execute(query):
        groups[row.person_id].append(read(row))
    return {person_id: {field: tuple(items)} for person_id, items in groups.items()}


async def _children(connection: AsyncConnection, ids: Sequence[int]) -> Parts:
    query = select(child).where(child.c.person_id.in_(ids)).order_by(child.c.person_id, child.c.number)
    return await _grouped(connection, query, "children", _child)


def _child(row: Row[Any]) -> Child:
    return Child(
        number=row.number,
        band=Band(row.band),
        carer=Carer(row.carer) if row.carer else None,
        reach=frozenset(Reach(way) for way in row.reach),
        boarding=Boarding(row.boarding),
    )


def child_row(person_id: int, value: Child) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "number": value.number,
        "band": value.band,
        "carer": value.carer,
        "reach": sorted(value.reach),
        "boarding": value.boarding,
    }


async def _reminders(connection: AsyncConnection, ids: Sequence[int]) -> Parts:
    query = select(schedule).where(schedule.c.person_id.in_(ids), schedule.c.kind == "call").order_by(schedule.c.id)
    return await _grouped(connection, query, "reminders", _reminder)


def _reminder(row: Row[Any]) -> Reminder:
    kind, _colon, number = row.detail.partition(":")
    target = CallTarget(TargetKind(kind), int(number or 1))
    return Reminder(int(row.subject), target, timing_from_json(row.timing), row.paused, row.next_at)


def reminder_schedule(person_id: int, reminder: Reminder) -> Schedule:
    return Schedule(
        person_id=person_id,
        kind=Kind.CALL,
        subject=str(reminder.number),
        next_at=reminder.next_at,
        timing=to_json(reminder.timing),
        detail=f"{reminder.target.kind}:{reminder.target.child}",
        paused=reminder.paused,
    )


async def _tips(connection: AsyncConnection, ids: Sequence[int]) -> Parts:
    query = (
        select(tip_seen.c.person_id, tip_seen.c.tip, tip_seen.c.kept)
        .where(tip_seen.c.person_id.in_(ids))
        .order_by(tip_seen.c.person_id, tip_seen.c.seen_at, tip_seen.c.tip)
    )
    parts: Parts = {}
    for row in await connection.execute(query):
        tips = parts.setdefault(row.person_id, {"seen_tips": (), "saved_tips": ()})
        tips["seen_tips"] = (*tips["seen_tips"], row.tip)
        if row.kept:
            tips["saved_tips"] = (*tips["saved_tips"], row.tip)
    return parts


async def _consents(connection: AsyncConnection, ids: Sequence[int]) -> Parts:
    query = (
        select(consent.c.person_id, consent.c.given)
        .where(consent.c.person_id.in_(ids), consent.c.purpose == "pass_on")
        .order_by(consent.c.id)
    )
    return {row.person_id: {"may_pass_on": row.given} for row in await connection.execute(query)}


async def _cases(connection: AsyncConnection, ids: Sequence[int]) -> Parts:
    case = safeguarding_case.c
    query = (
        select(case.person_id, case.number, case.trigger, case.level)
        .where(case.person_id.in_(ids), case.closed_at.is_(None), case.clear_at.is_(None))
        .order_by(case.id)
    )
    rows = await connection.execute(query)
    return {row.person_id: {"case": SafeguardingCase(row.number, row.trigger, row.level)} for row in rows}


async def _calls(connection: AsyncConnection, ids: Sequence[int], since: datetime) -> dict[int, int]:
    query = (
        select(call.c.person_id, func.count().label("calls"))
        .where(call.c.person_id.in_(ids), call.c.outcome == CallOutcome.CALLED, call.c.at >= since)
        .group_by(call.c.person_id)
    )
    return {row.person_id: row.calls for row in await connection.execute(query)}


async def save_profiles(connection: AsyncConnection, rows: Sequence[tuple[int, Profile]]) -> None:
    await upsert(connection, profile, [profile_row(person_id, value) for person_id, value in rows], ("person_id",))


async def save_children(connection: AsyncConnection, rows: Sequence[tuple[int, Child]]) -> None:
    found = [child_row(person_id, value) for person_id, value in rows]
    await upsert(connection, child, found, ("person_id", "number"))


async def set_agreement(connection: AsyncConnection, ids: Iterable[int], agreement: Agreement) -> None:
    await connection.execute(update(person).where(person.c.id.in_(sorted(ids))).values(agreement=agreement))


async def remove_children(connection: AsyncConnection, keys: Sequence[tuple[int, int]]) -> None:
    columns = tuple_(child.c.person_id, child.c.number)
    await connection.execute(delete(child).where(columns.in_(list(keys))))


async def with_code(connection: AsyncConnection, code: str) -> int | None:
    query = select(person.c.id).where(person.c.code == code.strip().upper())
    found: int | None = (await connection.execute(query)).scalar()
    return found
