"""Safeguarding cases: facts, times and words, kept apart from the person's other data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.addresses import new_code
from bot.store.tables import address, case_note, person, safeguarding_case

CONTACT = "contact"  # what a note about how to reach the person is filed under


@dataclass(frozen=True)
class Opening:
    """A case to open for a person, or words to add to the one that is open."""

    person_id: int
    trigger: str
    level: str
    words: str
    promised: bool = True


@dataclass(frozen=True)
class Opened:
    number: str
    level: str
    new: bool


async def open_cases(connection: AsyncConnection, openings: Sequence[Opening], now: datetime) -> list[Opened]:
    """Open each, one after another; a graver level raises the case that is open already."""
    return [await _open(connection, opening, now) for opening in openings]


async def _open(connection: AsyncConnection, opening: Opening, now: datetime) -> Opened:
    known = await _open_case(connection, opening.person_id)
    if known is None:
        number = f"J{now:%y%m%d}-{new_code(4)}"
        row = {
            "number": number,
            "person_id": opening.person_id,
            "trigger": opening.trigger,
            "level": opening.level,
            "opened_at": now,
            "alerted_at": now,
            "unheard_told_at": None if opening.promised else now,  # nobody waits for a call that was never promised
        }
        case_id = (
            await connection.execute(insert(safeguarding_case).returning(safeguarding_case.c.id), row)
        ).scalar_one()
        await _note(connection, case_id, ("opened", opening.words or opening.trigger), now)
        return Opened(number, opening.level, new=True)
    graver = opening.level < known.level
    changes: dict[str, Any] = {"clear_at": None}
    if graver:
        changes |= {"level": opening.level, "trigger": opening.trigger}
    anew = graver or known.clear_at is not None
    if anew:  # there is a new alert, and nobody has heard that one
        changes |= {"alerted_at": now, "heard_at": None, "unheard_told_at": None}
    await connection.execute(update(safeguarding_case).where(safeguarding_case.c.id == known.id).values(changes))
    await _note(connection, known.id, (f"again:{opening.trigger}"[:20], opening.words or opening.trigger), now)
    return Opened(known.number, min(opening.level, known.level), new=anew)


async def _open_case(connection: AsyncConnection, person_id: int) -> Any | None:
    query = (
        select(safeguarding_case)
        .where(safeguarding_case.c.person_id == person_id, safeguarding_case.c.closed_at.is_(None))
        .order_by(safeguarding_case.c.id.desc())
    )
    return (await connection.execute(query)).first()


async def _note(connection: AsyncConnection, case_id: int, note: tuple[str, str], now: datetime) -> None:
    about, words = note
    await connection.execute(insert(case_note), {"case_id": case_id, "at": now, "about": about, "words": words})


async def note(connection: AsyncConnection, person_id: int, about: tuple[str, str], now: datetime) -> None:
    """Write something down in the person's open case; without one there is nothing to write it in."""
    known = await _open_case(connection, person_id)
    if known is not None:
        await _note(connection, known.id, about, now)


async def set_clear(connection: AsyncConnection, people: Iterable[int], now: datetime) -> None:
    """They wrote that it is over: pushes go on, the cases stay open for a person to close."""
    await connection.execute(
        update(safeguarding_case)
        .where(safeguarding_case.c.person_id.in_(list(people)), safeguarding_case.c.closed_at.is_(None))
        .values(clear_at=now)
    )


async def listed(connection: AsyncConnection, *, closed: bool = False) -> Sequence[Any]:
    query = select(safeguarding_case).order_by(safeguarding_case.c.level, safeguarding_case.c.opened_at)
    if not closed:
        query = query.where(safeguarding_case.c.closed_at.is_(None))
    return (await connection.execute(query)).all()


async def find(connection: AsyncConnection, number: str) -> tuple[Any, Sequence[Any], Sequence[Any]] | None:
    """A case with its notes and the addresses of its person."""
    query = (
        select(safeguarding_case, person.c.code)
        .outerjoin(person, person.c.id == safeguarding_case.c.person_id)
        .where(safeguarding_case.c.number == number)
    )
    case = (await connection.execute(query)).first()
    if case is None:
        return None
    notes = await connection.execute(select(case_note).where(case_note.c.case_id == case.id).order_by(case_note.c.id))
    # An empty person_id would match every address that is nobody's.
    hers = select(address.c.channel).where(address.c.person_id == case.person_id)
    wheres = (await connection.execute(hers)).all() if case.person_id is not None else []
    return case, notes.all(), wheres


async def close(connection: AsyncConnection, number: str, closing_note: str, now: datetime) -> bool:
    """Close an open case; False when there is none of that number."""
    done = await connection.execute(
        update(safeguarding_case)
        .where(safeguarding_case.c.number == number, safeguarding_case.c.closed_at.is_(None))
        .values(closed_at=now, closing_note=closing_note)
    )
    return done.rowcount > 0


async def blank_contacts(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget how to reach the person, in cases that were closed before an instant."""
    query = (
        select(case_note.c.id)
        .join(safeguarding_case, safeguarding_case.c.id == case_note.c.case_id)
        .where(safeguarding_case.c.closed_at < before, case_note.c.about == CONTACT, case_note.c.words != "")
        .limit(limit)
    )
    ids = [row.id for row in await connection.execute(query)]
    if ids:
        await connection.execute(update(case_note).where(case_note.c.id.in_(ids)).values(words=""))
    return len(ids)


async def drop_closed(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget cases that were closed before an instant, with their notes."""
    query = select(safeguarding_case.c.id).where(safeguarding_case.c.closed_at < before).limit(limit)
    ids = [row.id for row in await connection.execute(query)]
    if ids:
        await connection.execute(delete(safeguarding_case).where(safeguarding_case.c.id.in_(ids)))
    return len(ids)


async def set_heard(connection: AsyncConnection, alerts: Iterable[tuple[str, datetime]], now: datetime) -> None:
    """Alerts about these cases, written at these instants, reached somebody; an older alert says nothing of a newer."""
    for number, written_at in alerts:
        case = safeguarding_case.c
        await connection.execute(
            update(safeguarding_case)
            .where(case.number == number, case.heard_at.is_(None), case.alerted_at <= written_at)
            .values(heard_at=now)
        )


def _unheard(since: datetime, before: datetime) -> ColumnElement[bool]:
    case = safeguarding_case.c
    return and_(
        case.closed_at.is_(None),
        case.heard_at.is_(None),
        case.unheard_told_at.is_(None),
        case.person_id.is_not(None),
        case.alerted_at > since,
        case.alerted_at < before,
    )


async def any_unheard(connection: AsyncConnection, since: datetime, before: datetime) -> bool:
    """Whether nobody on duty has heard of some open case that was opened between two instants."""
    query = select(safeguarding_case.c.id).where(_unheard(since, before)).limit(1)
    return (await connection.execute(query)).first() is not None


async def take_unheard(connection: AsyncConnection, since: datetime, before: datetime, now: datetime) -> Sequence[Any]:
    """Those cases, each given out once: (person_id, trigger)."""
    columns = (safeguarding_case.c.person_id, safeguarding_case.c.trigger)
    taken = update(safeguarding_case).where(_unheard(since, before)).values(unheard_told_at=now).returning(*columns)
    return (await connection.execute(taken)).all()
