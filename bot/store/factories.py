"""Factories: the join codes on their posters, their names, and whether they are open yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import factory
from bot.store.upsert import insert_missing

_OPEN = select(factory.c.code).where(factory.c.opened_at.is_not(None))


async def open_codes(connection: AsyncConnection) -> frozenset[str]:
    return frozenset((await connection.execute(_OPEN)).scalars())


async def keep(connection: AsyncConnection, names: Mapping[str, str]) -> None:
    """These factories, by code, are there; one that was there before keeps its name, and whether it is open."""
    rows = [{"code": code, "name": name, "opened_at": None} for code, name in names.items()]
    await insert_missing(connection, factory, rows, ("code",))


async def add(connection: AsyncConnection, code: str, name: str) -> bool:
    """A new factory, not open yet; False where the code is taken."""
    row = {"code": code, "name": name, "opened_at": None}
    return bool(await insert_missing(connection, factory, [row], ("code",)))


async def everyone(connection: AsyncConnection) -> Sequence[Any]:
    return (await connection.execute(select(factory).order_by(factory.c.code))).all()


async def found(connection: AsyncConnection, code: str) -> Any | None:
    return (await connection.execute(select(factory).where(factory.c.code == code))).first()


async def rename(connection: AsyncConnection, code: str, name: str) -> bool:
    done = await connection.execute(update(factory).where(factory.c.code == code).values(name=name))
    return done.rowcount > 0


async def open_one(connection: AsyncConnection, code: str, now: datetime) -> bool:
    """False where it was open before, or is not there."""
    query = update(factory).where(factory.c.code == code, factory.c.opened_at.is_(None))
    return (await connection.execute(query.values(opened_at=now))).rowcount > 0


async def close_one(connection: AsyncConnection, code: str) -> bool:
    """False where it was not open; whoever came by it stays."""
    query = update(factory).where(factory.c.code == code, factory.c.opened_at.is_not(None))
    return (await connection.execute(query.values(opened_at=None))).rowcount > 0
