"""Items of one kind in bulk: all their wordings at once, and the drafts that a spreadsheet brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import content, content_item, content_revision
from bot.store.upsert import insert_missing

Rows = Sequence[Mapping[str, Any]]


async def standing(connection: AsyncConnection, kind: str) -> Sequence[Any]:
    """id, number and record of the wording that each item of a kind stands at, in the order of their ids."""
    joined = and_(
        content_item.c.kind == content_revision.c.kind,
        content_item.c.id == content_revision.c.item_id,
        content_item.c.number == content_revision.c.number,
    )
    query = (
        select(content_item.c.id, content_item.c.number, content_revision.c.record)
        .join(content_revision, joined)
        .where(content_item.c.kind == kind)
        .order_by(content_item.c.id)
    )
    return (await connection.execute(query)).all()


async def published(connection: AsyncConnection, kind: str) -> Sequence[Any]:
    """The records of a kind that parents read, in the order of their ids."""
    query = select(content.c.record).where(content.c.kind == kind).order_by(content.c.id)
    return (await connection.execute(query)).scalars().all()


async def kinds_of_ids(connection: AsyncConnection, kinds: Sequence[str]) -> dict[str, str]:
    """The ids of these kinds."""
    query = select(content_item.c.id, content_item.c.kind).where(content_item.c.kind.in_(kinds))
    return {row.id: row.kind for row in await connection.execute(query)}


async def last_numbers(connection: AsyncConnection, kind: str, ids: Sequence[str]) -> dict[str, int]:
    """The highest number that a revision of each item has."""
    query = (
        select(content_revision.c.item_id, func.max(content_revision.c.number))
        .where(content_revision.c.kind == kind, content_revision.c.item_id.in_(ids))
        .group_by(content_revision.c.item_id)
    )
    return {id: number for id, number in await connection.execute(query)}


async def add_items(connection: AsyncConnection, rows: Rows) -> set[str]:
    """The ids of those that were new; another may have been taken by somebody in the same moment."""
    return {row.id for row in await insert_missing(connection, content_item, rows, ("id",))}


async def change_items(connection: AsyncConnection, kind: str, rows: Rows) -> None:
    """rows: of_id, and the columns that change, the same in each."""
    if not rows:
        return
    changed: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "of_id"}
    these = (content_item.c.kind == kind, content_item.c.id == bindparam("of_id"))
    await connection.execute(update(content_item).where(*these).values(**changed), [dict(row) for row in rows])


async def add_revisions(connection: AsyncConnection, rows: Rows) -> None:
    if rows:
        await connection.execute(insert(content_revision), [dict(row) for row in rows])
