"""Safeguarding cases as they are opened: facts, times and words, kept apart from the person's other data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.addresses import new_code
from bot.store.tables import case_note, case_work, safeguarding_case
from bot.store.upsert import insert_missing

STAFF_ABUSE = "staff_abuse"  # about our own people: once it is, it stays a matter of the leads alone
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
    """What became of an opening; new: there is something to alert about."""

    number: str
    level: str
    new: bool
    case_id: int = 0
    trace: str = ""  # of the update that told of it


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
        await work_for(connection, case_id)
        await _note(connection, case_id, ("opened", opening.words or opening.trigger), now)
        return Opened(number, opening.level, new=True, case_id=case_id)
    changes, anew = _changes(known, opening)
    if anew:  # there is a new alert, and nobody has heard that one
        changes |= {"alerted_at": now, "heard_at": None, "unheard_told_at": None}
        await work_for(connection, known.id)
        await connection.execute(
            update(case_work).where(case_work.c.case_id == known.id).values(rounds=0, rung_at=None)
        )
    await connection.execute(update(safeguarding_case).where(safeguarding_case.c.id == known.id).values(changes))
    await _note(connection, known.id, (f"again:{opening.trigger}"[:20], opening.words or opening.trigger), now)
    return Opened(known.number, min(opening.level, known.level), new=anew, case_id=known.id)


def _changes(known: Any, opening: Opening) -> tuple[dict[str, Any], bool]:
    """What becomes different in a case that is open already, and whether it needs a new alert."""
    changes: dict[str, Any] = {"clear_at": None}
    graver = opening.level < known.level
    ours = opening.trigger == STAFF_ABUSE != known.trigger
    if graver:
        changes["level"] = opening.level
    if ours or (graver and known.trigger != STAFF_ABUSE):
        changes["trigger"] = opening.trigger
    return changes, graver or ours or known.clear_at is not None


async def work_for(connection: AsyncConnection, case_id: int) -> None:
    """A place for what officers do with a case, where there is none yet."""
    row = {"case_id": case_id, "taken_name": "", "checklist": {}, "reports": [], "rounds": 0, "outcome": ""}
    await insert_missing(connection, case_work, [row], ("case_id",))


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


async def blank_contacts(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget how to reach the person, in cases that were closed before an instant."""
    query = (
        select(case_note.c.id)
        .join(safeguarding_case, safeguarding_case.c.id == case_note.c.case_id)
        .where(safeguarding_case.c.closed_at < before, case_note.c.about == CONTACT, case_note.c.words != "")
        .limit(limit)
        .with_for_update(skip_locked=True, of=case_note)
    )
    ids = [row.id for row in await connection.execute(query)]
    if ids:
        await connection.execute(update(case_note).where(case_note.c.id.in_(ids)).values(words=""))
    return len(ids)


async def drop_closed(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget cases that were closed before an instant, with their notes."""
    closed_at = safeguarding_case.c.closed_at
    query = select(safeguarding_case.c.id).where(closed_at < before).order_by(closed_at).limit(limit)
    query = query.with_for_update(skip_locked=True)
    ids = [row.id for row in await connection.execute(query)]
    if ids:
        await connection.execute(delete(safeguarding_case).where(safeguarding_case.c.id.in_(ids)))
    return len(ids)
