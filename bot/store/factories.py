"""Factories: the join codes on their posters, and whether they are open yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import Instant
from bot.store.tables import factory
from bot.store.upsert import insert_missing


async def open_codes(connection: AsyncConnection) -> frozenset[str]:
    rows = await connection.execute(select(factory.c.code).where(factory.c.opened_at.is_not(None)))
    return frozenset(row.code for row in rows)


async def open_only(connection: AsyncConnection, names: Mapping[str, str], now: datetime) -> None:
    """Open these factories, by code; the others are closed, and whoever came by them stays."""
    await connection.execute(update(factory).where(factory.c.code.not_in(list(names))).values(opened_at=None))
    rows = [{"code": code, "name": name, "opened_at": now} for code, name in names.items()]
    if rows:
        await insert_missing(connection, factory, rows, ("code",))
    for code, name in names.items():
        opened_at = func.coalesce(factory.c.opened_at, bindparam("now", now, Instant()))
        values = {"name": name, "opened_at": opened_at}
        await connection.execute(update(factory).where(factory.c.code == code).values(values))
