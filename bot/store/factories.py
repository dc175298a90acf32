"""Factories: the join codes on their posters, and whether they are open yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import factory
from bot.store.upsert import upsert


async def open_codes(connection: AsyncConnection) -> frozenset[str]:
    rows = await connection.execute(select(factory.c.code).where(factory.c.opened_at.is_not(None)))
    return frozenset(row.code for row in rows)


async def save(connection: AsyncConnection, code: str, name: str, opened_at: datetime | None) -> None:
    await upsert(connection, factory, [{"code": code, "name": name, "opened_at": opened_at}], ("code",))
