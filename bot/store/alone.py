"""What one process at a time should do, by a lock of PostgreSQL that a transaction holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database


def lock_number(name: str) -> int:
    """What PostgreSQL calls the lock of this name."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


@asynccontextmanager
async def alone(database: Database, name: str) -> AsyncIterator[bool]:
    """Whether nobody else is doing it, until the end of the block. On SQLite there is nobody else."""
    if database.is_sqlite:
        yield True
        return
    async with database.reading() as connection:
        query = text("SELECT pg_try_advisory_xact_lock(:number)")
        yield bool((await connection.execute(query, {"number": lock_number(name)})).scalar_one())


async def after_others(connection: AsyncConnection, name: str) -> None:
    """Wait until nobody else is doing it; the lock is kept to the end of the transaction."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": lock_number(name)})
