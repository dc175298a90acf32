"""The schema that the migrations make is the one the code expects."""

from __future__ import annotations

from sqlalchemy import text

from bot.store import schema
from bot.store.database import Database
from bot.store.schema import SchemaState


async def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    assert await schema.differences(database) == []


async def test_what_the_migrations_forgot_is_told(bare_database: Database) -> None:
    assert any("add_table" in difference for difference in await schema.differences(bare_database))


async def test_a_database_is_empty_then_current(bare_database: Database) -> None:
    assert await schema.state(bare_database) is SchemaState.EMPTY
    await schema.upgrade(bare_database)
    assert await schema.state(bare_database) is SchemaState.CURRENT
    await schema.upgrade(bare_database)
    assert await schema.state(bare_database) is SchemaState.CURRENT


async def test_a_database_of_another_jiayin_is_older_or_newer(database: Database) -> None:
    for version, state in (("0000", SchemaState.OLDER), ("9999", SchemaState.NEWER)):
        async with database.writing() as connection:
            await connection.execute(text(f"UPDATE alembic_version SET version_num = '{version}'"))  # noqa: S608
        assert await schema.state(database) is state
    async with database.writing() as connection:
        await connection.execute(text("DELETE FROM alembic_version"))
    assert await schema.state(database) is SchemaState.EMPTY
    async with database.writing() as connection:
        await connection.execute(text(f"INSERT INTO alembic_version VALUES ('{await _head()}')"))  # noqa: S608
    assert await schema.state(database) is SchemaState.CURRENT


async def _head() -> str:
    return max(path.stem.partition("_")[0] for path in (schema.INI.parent / "alembic" / "versions").glob("*.py"))
