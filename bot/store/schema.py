"""The schema's version: where the database stands, where this Jiayin wants it, and the way between."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

INI = Path(__file__).resolve().parent.parent.parent / "alembic.ini"


class SchemaState(StrEnum):
    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    RESTORING = "restoring"  # a backup is being put back, and nobody may be sent anything yet


def _config() -> Config:
    from alembic.config import Config  # heavy, and needed only where migrations run

    return Config(str(INI))


def head_version() -> str:
    """The newest migration, found without loading Alembic: the names of the files are in order."""
    return sorted(path.name.partition("_")[0] for path in (INI.parent / "alembic" / "versions").glob("*.py"))[-1]


async def state(database: Database) -> SchemaState:
    """Where the database stands against this Jiayin."""
    async with database.reading() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
            return SchemaState.EMPTY
        found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
    if found is None:
        return SchemaState.EMPTY
    if found == SchemaState.RESTORING:
        return SchemaState.RESTORING
    head = head_version()
    if found == head:
        return SchemaState.CURRENT
    return SchemaState.NEWER if found > head else SchemaState.OLDER


async def upgrade(database: Database) -> None:
    """Bring the schema to the newest version, in one transaction."""
    from alembic import command

    def run(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with database.writing() as connection:
        await connection.run_sync(run)


async def upgrade_closed(database: Database, version: str) -> None:
    """Bring the schema of a backup from this version to the newest, and let nobody start on it before `reopen`."""
    from alembic import command

    def run(connection: Connection) -> None:
        _mark(connection, version)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _mark(connection, SchemaState.RESTORING)

    async with database.writing() as connection:
        await connection.run_sync(run)


async def reopen(database: Database) -> None:
    """The database may be used: all that had to be done after its restore is done."""
    async with database.writing() as connection:
        await connection.run_sync(_mark, head_version())


def _mark(connection: Connection, version: str) -> None:
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": version})


async def differences(database: Database) -> list[str]:
    """What the tables in the code and in the database do not share."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from bot.store.tables import metadata

    def compare(connection: Connection) -> list[str]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, metadata)]

    async with database.reading() as connection:
        return await connection.run_sync(compare)
