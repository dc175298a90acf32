"""Content records and their version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import content, content_version
from bot.store.upsert import upsert


async def version(connection: AsyncConnection) -> str | None:
    found: str | None = (await connection.execute(select(content_version.c.version))).scalar()
    return found


async def replace_all(
    connection: AsyncConnection, rows: Sequence[Mapping[str, Any]], new_version: str, now: datetime
) -> None:
    await connection.execute(delete(content))
    if rows:
        await connection.execute(insert(content), list(rows))
    row = {"id": 1, "version": new_version, "loaded_at": now}
    await upsert(connection, content_version, [row], ("id",))


async def all_records(connection: AsyncConnection) -> Sequence[Any]:
    return (await connection.execute(select(content).order_by(content.c.kind, content.c.id))).all()
