"""Look after the database's schema."""

from __future__ import annotations

import asyncio

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.errors import Trouble, settings_or_trouble
from bot.store import schema
from bot.store.database import Database
from bot.store.schema import SchemaState

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
    settings = settings_or_trouble()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_look(settings.database, check_only=check_only))
    except SQLAlchemyError as error:
        raise Trouble(f"The database cannot be used: {str(error).splitlines()[0]}") from error
    typer.echo("The schema is right.")


async def _look(url: str, *, check_only: bool) -> None:
    opened = Database(url)
    try:
        state = await schema.state(opened)
        if state is SchemaState.NEWER:
            raise Trouble("The database was made by a newer Jiayin; install that version again.")
        if not check_only:
            await schema.upgrade(opened)
        elif state is not SchemaState.CURRENT:
            raise Trouble(f"The database is {state}; run `jiayin db upgrade`.")
        if differences := await schema.differences(opened):
            raise Trouble("\n".join([*differences, "The tables differ from what this Jiayin expects."]))
    finally:
        await opened.close()
