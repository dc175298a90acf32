"""Questions that wait for a trainer: asked, given to somebody, answered, forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import canned_answer, person, profile, question

_WAITS = and_(question.c.answered_at.is_(None), question.c.spam_at.is_(None))
_VOICE = or_(question.c.file != "", question.c.file_deleted)
# A list is read to be worked off: what is beyond this comes when the first are done.
MOST = 2000


async def ask(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    await connection.execute(insert(question), [dict(row) for row in rows])


async def ask_for_nobody(connection: AsyncConnection, words: str, now: datetime, *, accuses: bool = False) -> int:
    """A question that was asked in a group; its number."""
    row = {"person_id": None, "words": words, "file": "", "asked_at": now, "accuses": accuses}
    return int((await connection.execute(insert(question).returning(question.c.id), row)).scalar_one())


async def listed(connection: AsyncConnection, *, answered: bool = False) -> Sequence[Any]:
    """Questions oldest first, with the code of who asked; spam is left out."""
    query = _with_asker().where(question.c.spam_at.is_(None)).order_by(question.c.id)
    if not answered:
        query = query.where(question.c.answered_at.is_(None))
    return (await connection.execute(query)).all()


def _with_asker() -> Select[*tuple[Any, ...]]:
    asker = question.outerjoin(person, person.c.id == question.c.person_id)
    asker = asker.outerjoin(profile, profile.c.person_id == question.c.person_id)
    return select(
        question, person.c.code, profile.c.shift, profile.c.rotation_days, profile.c.shift_anchor
    ).select_from(asker)


@dataclass(frozen=True)
class Which:
    """A part of the inbox: all, mine, group, voice, spam or answered; account_id: whose `mine` is.

    staff_abuse: with the questions in which our own people are accused.
    """

    part: str = "all"
    account_id: int = 0
    staff_abuse: bool = True

    @property
    def clause(self) -> ColumnElement[bool]:
        return self._part if self.staff_abuse else and_(self._part, ~question.c.accuses)

    @property
    def _part(self) -> ColumnElement[bool]:
        match self.part:
            case "mine":
                return and_(_WAITS, question.c.assigned_to == self.account_id)
            case "group":
                return and_(_WAITS, question.c.person_id.is_(None))
            case "voice":
                return and_(_WAITS, _VOICE)
            case "spam":
                return and_(question.c.answered_at.is_(None), question.c.spam_at.is_not(None))
            case "answered":
                return question.c.answered_at.is_not(None)
        return _WAITS


async def part(connection: AsyncConnection, which: Which) -> Sequence[Any]:
    """The questions of a part: those that wait oldest first, those that were answered newest first."""
    query = _with_asker().where(which.clause).limit(MOST)
    if which.part == "answered":
        return (await connection.execute(query.order_by(question.c.answered_at.desc(), question.c.id))).all()
    return (await connection.execute(query.order_by(question.c.asked_at, question.c.id))).all()


async def counts(connection: AsyncConnection, parts: Sequence[Which]) -> dict[str, int]:
    """How many questions each part has."""
    sums = [func.count(case((which.clause, 1))).label(which.part) for which in parts]
    row = (await connection.execute(select(*sums).select_from(question))).one()
    return {which.part: row[number] for number, which in enumerate(parts)}


async def find(connection: AsyncConnection, number: int, *, staff_abuse: bool = True) -> Any | None:
    query = _with_asker().where(question.c.id == number)
    return (await connection.execute(query if staff_abuse else query.where(~question.c.accuses))).first()


async def find_all(connection: AsyncConnection, numbers: Collection[int]) -> Sequence[Any]:
    query = _with_asker().where(question.c.id.in_(sorted(numbers))).order_by(question.c.asked_at, question.c.id)
    return (await connection.execute(query)).all()


@dataclass(frozen=True)
class Answer:
    """What is kept of an answer; `name`: of the trainer, for her colleagues."""

    words: str
    name: str
    at: datetime


async def answer(connection: AsyncConnection, number: int, given: Answer) -> Any | None:
    """Keep a trainer's answer; the question, or None when it is unknown or was answered already.

    With the answer the recording has served its time, so the handle to it goes.
    """
    where = and_(question.c.id == number, question.c.answered_at.is_(None))
    values = {
        "answer": given.words,
        "answered_at": given.at,
        "answered_name": given.name,
        "spam_at": None,
        "file_deleted": or_(question.c.file_deleted, question.c.file != ""),
        "file": "",
    }
    return (await connection.execute(update(question).where(where).values(values).returning(question))).first()


async def change(connection: AsyncConnection, number: int, values: Mapping[str, Any]) -> bool:
    """Change a question that waits for an answer; False when there is none of that number."""
    where = and_(question.c.id == number, question.c.answered_at.is_(None))
    return (await connection.execute(update(question).where(where).values(dict(values)))).rowcount > 0


async def keep_for_leads(connection: AsyncConnection, number: int) -> None:
    """Our own people are accused in it, as whoever read or heard it says."""
    await connection.execute(update(question).where(question.c.id == number).values(accuses=True))


async def answered_together(connection: AsyncConnection, number: int) -> Sequence[Any]:
    """The others that were answered at the same stroke as this one."""
    one, other = question.alias(), question
    same = and_(one.c.answered_at == other.c.answered_at, one.c.answered_name == other.c.answered_name)
    others = select(other.c.id).join(one, and_(one.c.id == number, same)).where(other.c.id != number)
    return await find_all(connection, list((await connection.execute(others)).scalars()))


async def set_became(connection: AsyncConnection, numbers: Collection[int], item_id: str) -> None:
    """These led to this answer in the library."""
    where = question.c.id.in_(sorted(numbers))
    await connection.execute(update(question).where(where).values(became=item_id))


async def blank_files(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Give up the recordings of questions that were asked before an instant, answered or not."""
    kept = question.c.file != literal_column("''")  # as the index of recordings says it
    old = select(question.c.id).where(kept, question.c.asked_at < before).order_by(question.c.asked_at).limit(limit)
    ids = [row.id for row in await connection.execute(old.with_for_update(skip_locked=True))]
    if ids:
        where = question.c.id.in_(ids)
        await connection.execute(update(question).where(where).values(file="", file_deleted=True))
    return len(ids)


async def drop_answered(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await _drop(connection, question.c.answered_at, before, limit)


async def drop_unanswered(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await _drop(connection, question.c.asked_at, before, limit)


async def _drop(connection: AsyncConnection, at: ColumnElement[datetime], before: datetime, limit: int) -> int:
    old = select(question.c.id).where(at < before).order_by(at).limit(limit)
    ids = [row.id for row in await connection.execute(old.with_for_update(skip_locked=True))]
    if ids:
        await connection.execute(delete(question).where(question.c.id.in_(ids)))
    return len(ids)


async def canned(connection: AsyncConnection) -> Sequence[Any]:
    return (await connection.execute(select(canned_answer).order_by(canned_answer.c.title, canned_answer.c.id))).all()


async def keep_canned(connection: AsyncConnection, row: Mapping[str, Any], number: int | None) -> int | None:
    """A new canned answer, or other words for one; its number, None where there is none of that number."""
    if number is None:
        added = insert(canned_answer).returning(canned_answer.c.id)
        return int((await connection.execute(added, dict(row))).scalar_one())
    where = canned_answer.c.id == number
    changed = await connection.execute(update(canned_answer).where(where).values(dict(row)))
    return number if changed.rowcount else None


async def drop_canned(connection: AsyncConnection, number: int) -> bool:
    return (await connection.execute(delete(canned_answer).where(canned_answer.c.id == number))).rowcount > 0
