"""What officers do with cases: lists, taking, steps, notes, reports, follow-ups, closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cases import STAFF_ABUSE
from bot.store.tables import address, case_alert, case_follow_up, case_note, case_work, person, safeguarding_case

_CASE = safeguarding_case.c
_WORK = (
    case_work.c.taken_by,
    case_work.c.taken_name,
    case_work.c.taken_at,
    case_work.c.checklist,
    case_work.c.reports,
    case_work.c.rounds,
    case_work.c.outcome,
)


def _cases(*, staff_abuse: bool) -> Select[Any]:
    """Cases with the work on them; those about our own people only for whoever may see them."""
    query = (
        select(safeguarding_case, *_WORK, person.c.code)
        .outerjoin(case_work, case_work.c.case_id == _CASE.id)
        .outerjoin(person, person.c.id == _CASE.person_id)
    )
    return query if staff_abuse else query.where(_CASE.trigger != STAFF_ABUSE)


async def listed(
    connection: AsyncConnection, *, closed: bool = False, staff_abuse: bool = True, limit: int | None = None
) -> Sequence[Any]:
    """Open cases, the gravest and then the oldest first; with `closed` the closed ones after them, the newest first."""
    query = _cases(staff_abuse=staff_abuse)
    if not closed:
        query = query.where(_CASE.closed_at.is_(None))
    order = (_CASE.closed_at.is_not(None), _CASE.closed_at.desc(), _CASE.level, _CASE.opened_at)
    rows: Sequence[Any] = (await connection.execute(query.order_by(*order).limit(limit))).all()
    return rows


async def one(connection: AsyncConnection, number: str, *, staff_abuse: bool, hold: bool = False) -> Any | None:
    """A case by its number; `hold` keeps others from changing its work until the transaction ends."""
    if hold:
        locked = select(case_work.c.case_id).join(safeguarding_case).where(_CASE.number == number)
        await connection.execute(locked.with_for_update(of=case_work))
    return (await connection.execute(_cases(staff_abuse=staff_abuse).where(_CASE.number == number))).first()


async def notes(connection: AsyncConnection, case_id: int) -> Sequence[Any]:
    return (
        await connection.execute(select(case_note).where(case_note.c.case_id == case_id).order_by(case_note.c.id))
    ).all()


async def channels(connection: AsyncConnection, person_id: int | None) -> Sequence[Any]:
    """By what its person can be reached. An empty person_id would match every address that is nobody's."""
    if person_id is None:
        return []
    return (await connection.execute(select(address.c.channel).where(address.c.person_id == person_id))).all()


async def add_note(connection: AsyncConnection, case_id: int, row: Mapping[str, Any]) -> None:
    """row: at, about, words, and the name of whoever wrote it."""
    await connection.execute(insert(case_note), {"case_id": case_id, "name": "", **row})


async def take(connection: AsyncConnection, case_id: int, seen: datetime | None, values: Mapping[str, Any]) -> bool:
    """Taken by somebody, unless it was taken since she saw it; then somebody has heard of it, too."""
    unchanged = case_work.c.taken_at.is_(None) if seen is None else case_work.c.taken_at == seen
    done = update(case_work).where(case_work.c.case_id == case_id, unchanged).values(dict(values))
    if (await connection.execute(done)).rowcount == 0:
        return False
    unheard = update(safeguarding_case).where(_CASE.id == case_id, _CASE.heard_at.is_(None))
    await connection.execute(unheard.values(heard_at=values["taken_at"]))
    return True


async def change(connection: AsyncConnection, case_id: int, values: Mapping[str, Any]) -> None:
    await connection.execute(update(case_work).where(case_work.c.case_id == case_id).values(dict(values)))


async def close(connection: AsyncConnection, number: str, closing_note: str, now: datetime) -> bool:
    """Close an open case; False when there is none of that number."""
    done = await connection.execute(
        update(safeguarding_case)
        .where(_CASE.number == number, _CASE.closed_at.is_(None))
        .values(closed_at=now, closing_note=closing_note)
    )
    return done.rowcount > 0


async def reopen(connection: AsyncConnection, case_id: int) -> bool:
    done = await connection.execute(
        update(safeguarding_case)
        .where(_CASE.id == case_id, _CASE.closed_at.is_not(None))
        .values(closed_at=None, closing_note=None)
    )
    return done.rowcount > 0


async def follow_ups(connection: AsyncConnection, case_id: int) -> Sequence[Any]:
    query = select(case_follow_up).where(case_follow_up.c.case_id == case_id).order_by(case_follow_up.c.due_at)
    return (await connection.execute(query)).all()


async def plan_follow_ups(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    await connection.execute(insert(case_follow_up), [{**row, "done_name": "", "words": ""} for row in rows])


async def do_follow_up(connection: AsyncConnection, case_id: int, number: int, values: Mapping[str, Any]) -> bool:
    """True for the one who did it; what is done stays as it was written."""
    done = (
        update(case_follow_up)
        .where(case_follow_up.c.id == number, case_follow_up.c.case_id == case_id, case_follow_up.c.done_at.is_(None))
        .values(dict(values))
    )
    return (await connection.execute(done)).rowcount > 0


async def due(connection: AsyncConnection, until: datetime, *, staff_abuse: bool) -> Sequence[Any]:
    """Follow-ups that are due by an instant and not done, the oldest first."""
    query = (
        select(case_follow_up, _CASE.number, _CASE.level, _CASE.trigger)
        .join(safeguarding_case, _CASE.id == case_follow_up.c.case_id)
        .where(case_follow_up.c.done_at.is_(None), case_follow_up.c.due_at <= until)
        .order_by(case_follow_up.c.due_at)
    )
    if not staff_abuse:
        query = query.where(_CASE.trigger != STAFF_ABUSE)
    return (await connection.execute(query)).all()


async def alerts(connection: AsyncConnection, case_id: int) -> Sequence[Any]:
    query = select(case_alert).where(case_alert.c.case_id == case_id).order_by(case_alert.c.id)
    return (await connection.execute(query)).all()
