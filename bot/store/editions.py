"""Items and revisions in bulk, when an edition of files is taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import content_item, content_revision, content_step
from bot.store.upsert import upsert

Key = tuple[str, str]
Rows = Sequence[Mapping[str, Any]]


async def items(connection: AsyncConnection) -> dict[Key, Any]:
    """All items, without their words."""
    names = ("kind", "id", "status", "number", "came_from", "files_digest")
    rows = await connection.execute(select(*(content_item.c[name] for name in names)))
    return {(row.kind, row.id): row for row in rows}


async def touched(connection: AsyncConnection) -> frozenset[Key]:
    """The items with which people have done something."""
    written = select(content_revision.c.kind, content_revision.c.item_id).where(content_revision.c.act != "came")
    done = select(content_step.c.kind, content_step.c.item_id)
    return frozenset((row.kind, row.item_id) for row in await connection.execute(union(written, done)))


async def last_numbers(connection: AsyncConnection) -> dict[Key, int]:
    """The highest number that a revision of each item has."""
    columns = (content_revision.c.kind, content_revision.c.item_id)
    rows = await connection.execute(select(*columns, func.max(content_revision.c.number)).group_by(*columns))
    return {(kind, id): number for kind, id, number in rows}


async def add_revisions(connection: AsyncConnection, rows: Rows) -> None:
    if rows:
        await connection.execute(insert(content_revision), [dict(row) for row in rows])


async def put_items(connection: AsyncConnection, rows: Rows) -> None:
    await upsert(connection, content_item, rows, ("kind", "id"))


async def note_files(connection: AsyncConnection, rows: Rows) -> None:
    """rows: kind, id and files_digest of what changed in the files beside people's own words."""
    if rows:
        these = (content_item.c.kind == bindparam("of_kind"), content_item.c.id == bindparam("of_id"))
        statement = update(content_item).where(*these).values(files_digest=bindparam("digest"))
        values = [{"of_kind": row["kind"], "of_id": row["id"], "digest": row["files_digest"]} for row in rows]
        await connection.execute(statement, values)


async def retire(connection: AsyncConnection, keys: Sequence[Key], now: datetime) -> None:
    if keys:
        these = (content_item.c.kind == bindparam("of_kind"), content_item.c.id == bindparam("of_id"))
        values = {"status": "retired", "published_number": None, "updated_at": now}
        statement = update(content_item).where(*these).values(**values)
        await connection.execute(statement, [{"of_kind": kind, "of_id": id} for kind, id in keys])
