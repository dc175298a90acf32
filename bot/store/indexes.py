"""Indexes that a migration left out, because building them would keep everybody waiting: built beside the traffic."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Index, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex

from bot.store.alone import lock_number
from bot.store.database import Database
from bot.store.tables import metadata

LOOKS = 0.2  # seconds between looks whether somebody else is still building
_WHOLE = text("SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisvalid")


async def build_missing_indexes(database: Database) -> None:
    """Those of the code that PostgreSQL does not have, or only half of; SQLite has them all from its migrations."""
    if database.is_sqlite:
        return
    async with _outside_of_transactions(database) as connection:
        if not await _missing(connection):
            return
        await _turn(connection)
        for index in await _missing(connection):
            name = connection.dialect.identifier_preparer.format_index(index)
            # What was broken off stays behind, and is of no use to anybody.
            await connection.execute(text(f"DROP INDEX CONCURRENTLY IF EXISTS {name}"))
            await connection.execute(text(_built_beside_traffic(index)))


async def _missing(connection: AsyncConnection) -> list[Index]:
    there = {row.relname for row in await connection.execute(_WHOLE)}
    wanted = (index for table in metadata.sorted_tables for index in table.indexes)
    return sorted((index for index in wanted if index.name not in there), key=lambda index: str(index.name))


async def _turn(connection: AsyncConnection) -> None:
    """Nobody else builds. Asked again and again: whoever waits for a lock holds up the building itself."""
    question = text("SELECT pg_try_advisory_lock(:number)")
    while True:
        if (await connection.execute(question, {"number": lock_number("indexes")})).scalar_one():
            return
        await asyncio.sleep(LOOKS)


def _built_beside_traffic(index: Index) -> str:
    statement = str(CreateIndex(index).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    return statement.replace(" INDEX ", " INDEX CONCURRENTLY ", 1)


@asynccontextmanager
async def _outside_of_transactions(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection of its own; locks that it takes last until the end."""
    engine = create_async_engine(database.url, isolation_level="AUTOCOMMIT", poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
