"""The schema's version: where the database stands, where this Jiayin wants it, and the way between."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from bot.store.alone import after_others
from bot.store.database import Database
from bot.store.indexes import build_missing_indexes

if TYPE_CHECKING:
    from alembic.config import Config

NOT_FREE = "55P03"  # PostgreSQL's code for a lock that was not had in time
WAIT_MS = 400  # shorter than PostgreSQL takes to find a deadlock, which would end somebody else's transaction
PAUSES = (0.5,) * 20 + (2.0,) * 60  # seconds between tries

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
    """Bring the schema to the newest version beside the traffic of the version before; of several at once one does it.

    The tables change in one short transaction, which gives way to whoever uses them and comes again. Raises
    OperationalError when it never finds them free.
    """
    for pause in PAUSES:
        try:
            await _upgrade(database)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != NOT_FREE:
                raise
            await asyncio.sleep(pause)
        else:
            break
    else:
        await _upgrade(database)
    await build_missing_indexes(database)


async def _upgrade(database: Database) -> None:
    from alembic import command

    def run(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with database.writing() as connection:
        await after_others(connection, "schema")
        if not database.is_sqlite:
            # Everybody queues behind whoever waits for a whole table.
            await connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_MS}ms'"))
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
