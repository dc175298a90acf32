"""The journal of wishes that no backup may undo: who was forgotten, who left, who took a consent back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import erasure, person
from bot.store.upsert import upsert


class Wish(StrEnum):
    """What she wished, or what housekeeping did for her; the second of a pair takes the first one back."""

    ERASED = "erased"
    LEFT = "left"
    BACK = "back"
    REFUSED = "refused"
    AGREED = "agreed"
    PRIVATE = "private"  # her questions are not passed on any more
    SHARED = "shared"
    CHILD_1 = "child_1"  # what was kept of this child is erased; another one may be told of later
    CHILD_2 = "child_2"
    CHILD_3 = "child_3"
    CHILD_4 = "child_4"
    CHILD_5 = "child_5"
    CHILD_6 = "child_6"


CHILDREN = {int(wish[-1]): wish for wish in Wish if wish.startswith("child_")}
OPPOSITE = {Wish.BACK: Wish.LEFT, Wish.AGREED: Wish.REFUSED, Wish.SHARED: Wish.PRIVATE}


@dataclass(frozen=True, order=True)
class Entry:
    """One line of the journal: nothing but the code that chance gave her, what, and when."""

    at: datetime
    code: str
    wish: Wish


async def note(connection: AsyncConnection, wish: Wish, ids: Iterable[int], now: datetime) -> None:
    """These people wished this; in the transaction that does it. A wish taken back is noted only where it stood."""
    wanted = sorted(set(ids))
    if not wanted:
        return
    query = select(person.c.code).where(person.c.id.in_(wanted))
    if wish in OPPOSITE:
        query = query.join(erasure, erasure.c.code == person.c.code).where(erasure.c.kind == OPPOSITE[wish])
    codes = (await connection.execute(query)).scalars()
    await keep(connection, [Entry(now, code, wish) for code in codes])


async def keep(connection: AsyncConnection, entries: Iterable[Entry]) -> None:
    """Write these; of the same wish of the same person the newest stands, which must come last."""
    newest = {(one.code, one.wish): one for one in entries}
    rows = [{"code": one.code, "kind": one.wish.value, "at": one.at} for one in newest.values()]
    await upsert(connection, erasure, rows, ("code", "kind"))


async def since(connection: AsyncConnection, after: Entry, limit: int) -> list[Entry]:
    """What was wished after this line, oldest first."""
    at, code, kind = erasure.c.at, erasure.c.code, erasure.c.kind
    same_moment = and_(at == after.at, or_(code > after.code, and_(code == after.code, kind > after.wish.value)))
    query = select(erasure).where(at >= after.at, or_(at > after.at, same_moment)).order_by(at, code, kind).limit(limit)
    return [Entry(row.at, row.code, Wish(row.kind)) for row in await connection.execute(query)]


async def everything(connection: AsyncConnection) -> list[Entry]:
    return [Entry(row.at, row.code, Wish(row.kind)) for row in await connection.execute(select(erasure))]


async def prune(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget what was wished before an instant: no backup is as old as that any more."""
    old = select(erasure.c.code, erasure.c.kind).where(erasure.c.at < before).limit(limit)
    keys: Sequence[tuple[str, str]] = [(row.code, row.kind) for row in await connection.execute(old)]
    if keys:
        await connection.execute(delete(erasure).where(tuple_(erasure.c.code, erasure.c.kind).in_(keys)))
    return len(keys)
