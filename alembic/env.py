"""Runs migrations over the connection it is given (by the application or a test), or over JIAYIN_DATABASE_URL."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from bot.settings import read_settings
from bot.store.database import Database
from bot.store.tables import metadata


def migrate(connection: Connection) -> None:
    # SQLite alters a table by copying it; batch mode does that.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def migrate_configured() -> None:
    database = Database(read_settings().database)
    try:
        async with database.writing() as connection:
            await connection.run_sync(migrate)
    finally:
        await database.close()


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    asyncio.run(migrate_configured())
else:
    migrate(given)
