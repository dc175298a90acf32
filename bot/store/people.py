"""People: everything the dialogs look at, read for a whole batch in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Row, Select, bindparam, delete, exists, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import factory_facts
from bot.store.among import among
from bot.store.person_rows import child_of, child_row, profile_of, profile_row, reminder_of
from bot.store.schedules import Kind, Schedule
from bot.store.tables import call, child, consent, person, profile, safeguarding_case, schedule, tip_seen
from bot.store.upsert import upsert
from dialogs.calendar.recurrence import to_json
from dialogs.effects import CallOutcome
from dialogs.facts import (
    Agreement,
    Child,
    Facts,
    Profile,
    Reminder,
    SafeguardingCase,
    Surroundings,
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
    asked = {"ids": sorted(set(ids)), "since": scene.week_start}
    rows = (await connection.execute(_PEOPLE, asked)).all()
    parts = {row.id: _person(row) for row in rows}
    for name, part in _PARTS.items():
        if rows and getattr(rows[0], name):  # somebody of them has such
            for person_id, changes in part.read(await connection.execute(part.query, asked)).items():
                parts[person_id].update(changes)
    around = replace(scene.around, factory_facts=await factory_facts.known_of(connection, _factories(parts)))
    return {
        person_id: Facts(now=scene.now, zone=scene.zone, library=scene.library, around=around, **changes)
        for person_id, changes in parts.items()
    }


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
        await connection.execute(_LOCK, {"ids": ids})


# Not as strong as FOR UPDATE: that would also keep others from writing rows that refer to a person.
_LOCK = select(person.c.id).where(among(person.c.id)).order_by(person.c.id).with_for_update(key_share=True)


def _person(row: Row[Any]) -> dict[str, Any]:
    return {
        "code": row.code,
        "last_in_at": row.last_in_at,
        "agreement": Agreement(row.agreement),
        "profile": profile_of(row) if row.language else Profile(),
    }


Rows = Iterable[Row[Any]]


@dataclass(frozen=True)
class _Part:
    """Rows that belong to facts: the question for those of a batch, and what they change."""

    query: Select[Any]
    read: Callable[[Rows], Parts]


def _grouped(field: str, read: Callable[[Row[Any]], Any]) -> Callable[[Rows], Parts]:
    def grouped(rows: Rows) -> Parts:
        groups: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            groups[row.person_id].append(read(row))
        return {person_id: {field: tuple(items)} for person_id, items in groups.items()}

    return grouped


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


def _tips(rows: Rows) -> Parts:
    parts: Parts = {}
    for row in rows:
        tips = parts.setdefault(row.person_id, {"seen_tips": (), "saved_tips": ()})
        tips["seen_tips"] = (*tips["seen_tips"], row.tip)
        if row.kept:
            tips["saved_tips"] = (*tips["saved_tips"], row.tip)
    return parts


def _consents(rows: Rows) -> Parts:
    return {row.person_id: {"may_pass_on": row.given} for row in rows}


def _cases(rows: Rows) -> Parts:
    return {row.person_id: {"case": SafeguardingCase(row.number, row.trigger, row.level)} for row in rows}


def _calls(rows: Rows) -> Parts:
    return {row.person_id: {"calls_this_week": row.calls} for row in rows}


_SINCE = bindparam("since", type_=call.c.at.type)
_CASE = safeguarding_case.c

# The questions are built once: building them costs more than asking them.
_PARTS = {
    "any_children": _Part(
        select(child).where(among(child.c.person_id)).order_by(child.c.person_id, child.c.number),
        _grouped("children", child_of),
    ),
    "any_reminders": _Part(
        select(schedule).where(among(schedule.c.person_id), schedule.c.kind == Kind.CALL).order_by(schedule.c.id),
        _grouped("reminders", reminder_of),
    ),
    "any_tips": _Part(
        select(tip_seen.c.person_id, tip_seen.c.tip, tip_seen.c.kept)
        .where(among(tip_seen.c.person_id))
        .order_by(tip_seen.c.person_id, tip_seen.c.seen_at, tip_seen.c.tip),
        _tips,
    ),
    "any_consents": _Part(
        select(consent.c.person_id, consent.c.given)
        .where(among(consent.c.person_id), consent.c.purpose == "pass_on")
        .order_by(consent.c.id),
        _consents,
    ),
    "any_cases": _Part(
        select(_CASE.person_id, _CASE.number, _CASE.trigger, _CASE.level)
        .where(among(_CASE.person_id), _CASE.closed_at.is_(None), _CASE.clear_at.is_(None))
        .order_by(_CASE.id),
        _cases,
    ),
    "any_calls": _Part(
        select(call.c.person_id, func.count().label("calls"))
        .where(among(call.c.person_id), call.c.outcome == CallOutcome.CALLED, call.c.at >= _SINCE)
        .group_by(call.c.person_id),
        _calls,
    ),
}

# Tells in passing which of the questions above have an answer at all: few of them have, for most batches.
_PEOPLE = (
    select(person.c.id, person.c.code, person.c.agreement, person.c.last_in_at, profile)
    .add_columns(*(exists(part.query.order_by(None)).label(name) for name, part in _PARTS.items()))
    .select_from(person.outerjoin(profile, profile.c.person_id == person.c.id))
    .where(among(person.c.id))
)


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
