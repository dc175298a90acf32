"""The schema that the migrations make is the one the code expects."""

from __future__ import annotations

from bot.store import schema
from bot.store.database import Database
from bot.store.schema import SchemaState


async def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    assert await schema.differences(database) == []


async def test_a_migrated_database_is_current(database: Database) -> None:
    assert await schema.state(database) is SchemaState.CURRENT
