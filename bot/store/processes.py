"""The processes that run, as they say it themselves every few seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import process
from bot.store.upsert import upsert


async def keep(connection: AsyncConnection, row: dict[str, Any]) -> None:
    """A row of the table `process`, in the place of what it said before."""
    await upsert(connection, process, [row], ("name",))


async def remove(connection: AsyncConnection, name: str) -> None:
    await connection.execute(delete(process).where(process.c.name == name))


async def drop_all(connection: AsyncConnection) -> None:
    await connection.execute(delete(process))


async def everyone(connection: AsyncConnection) -> Sequence[Any]:
    """All that is known, whoever was seen last first."""
    return (await connection.execute(select(process).order_by(process.c.seen_at.desc(), process.c.name))).all()


async def drop_silent(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget who has said nothing since an instant: it ended without a word."""
    old = select(process.c.name).where(process.c.seen_at < before).order_by(process.c.name).limit(limit)
    names = [row.name for row in await connection.execute(old)]
    await connection.execute(delete(process).where(process.c.name.in_(names)))
    return len(names)
