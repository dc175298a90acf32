"""Look after the database's schema."""

from __future__ import annotations

import asyncio

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.errors import Trouble, settings_or_trouble

database = typer.Typer(no_args_is_help=True, help="The schema of the database.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the schema to the version of this Jiayin."""
    _with_database(check_only=False)


@database.command("check")
def check() -> None:
    """Whether the schema is the one that this Jiayin needs."""
    _with_database(check_only=True)


def _with_database(*, check_only: bool) -> None:
    from bot.store import schema
    from bot.store.database import Database
    from bot.store.schema import SchemaState

    settings = settings_or_trouble()
    settings.data_dir.mkdir(parents=True, exist_ok=True)

    async def work() -> None:
        opened = Database(settings.database)
        try:
            state = await schema.state(opened)
            if state is SchemaState.NEWER:
                raise Trouble("The database was made by a newer Jiayin; install that version again.")
            if not check_only:
                await schema.upgrade(opened)
            elif state is not SchemaState.CURRENT:
                raise Trouble(f"The database is {state}; run `jiayin db upgrade`.")
            differences = await schema.differences(opened)
            for difference in differences:
                typer.echo(difference)
            if differences:
                raise Trouble("The tables differ from what this Jiayin expects.")
            typer.echo("The schema is right.")
        finally:
            await opened.close()

    try:
        asyncio.run(work())
    except SQLAlchemyError as error:
        raise Trouble(f"The database cannot be used: {str(error).splitlines()[0]}") from error
