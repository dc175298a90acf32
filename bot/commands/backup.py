"""Make a backup, and put one back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.metadata import version as package_version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.errors import Trouble, settings_or_trouble
from bot.services.errors import CannotStart
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.services.keeping.backup_file import Header
    from bot.services.keeping.restoring import Restored
    from bot.store.database import Database
    from bot.store.people import Scene

ResultT = TypeVar("ResultT")

KEEP = 14


def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to write it. Default: backups, in the data folder.")
    ] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many to keep; older ones are deleted.")] = KEEP,
) -> None:
    """Write the database into one file, also while Jiayin runs."""
    from bot.assembly import clock
    from bot.services.keeping import backing_up, backup_file
    from bot.services.keeping.backing_up import Order
    from bot.services.keeping.journal import Journal

    settings = settings_or_trouble()
    into = folder or settings.data_dir / "backups"
    now = clock()
    with _told():
        _there(settings)
        order = Order(into, package_version("jiayin"), backup_file.signed_by(settings.signing_key()), settings.pg_bin)

        async def work(database: Database) -> Path:
            written = await backing_up.back_up(database, order, now)
            await Journal(database, clock, settings.journal, timedelta(days=settings.backup_days)).catch_up()
            return written

        written = asyncio.run(_with_database(settings, work))
        old = backing_up.let_go(into, keep, now - timedelta(days=settings.backup_days))
    typer.echo(f"Written and read back: {written} ({written.stat().st_size:,} bytes).")
    if old:
        typer.echo(f"Deleted {len(old)} old ones.")
    if not settings.secret_key.get_secret_value():
        typer.echo(
            f"The signing key {settings.data_dir / 'secret'} is not in it. Keep a copy in another place: without it "
            "everybody signs in anew, and trainers set up their second factor anew."
        )


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    journal: Annotated[
        list[Path] | None, typer.Option(help="One more erasure journal, from another machine; may be repeated.")
    ] = None,
    although_old: Annotated[
        bool, typer.Option("--although-old", help="Although wishes since then may have left the journal.")
    ] = False,
) -> None:
    """Put a backup in the place of the database; who was forgotten or left since is forgotten or left alone again."""
    from bot.assembly import clock
    from bot.services.keeping.journal import JournalFile
    from bot.services.keeping.restoring import Wanted
    from bot.services.keeping.restoring import restore as put_back

    settings = settings_or_trouble()
    with _told():
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        header = _header(settings, file, although_old=although_old)
        if not yes:
            typer.confirm(f"Replace the database by the one of {header.taken_at:%Y-%m-%d %H:%M} UTC?", abort=True)
        wanted = Wanted(file, _scene_of(settings), JournalFile(settings.journal), tuple(journal or ()), settings.pg_bin)

        async def work(database: Database) -> Restored:
            from bot.app import running_alone

            with running_alone(database):
                return await put_back(database, wanted, clock())

        restored = asyncio.run(_with_database(settings, work))
    _tell(settings, header, restored)


def _header(settings: Settings, file: Path, *, although_old: bool) -> Header:
    from bot.assembly import clock
    from bot.services.keeping.backing_up import too_old
    from bot.services.keeping.restoring import looked_at

    header = looked_at(file, sqlite=settings.database.startswith("sqlite"))
    if too_old(header, clock(), settings.backup_days) and not although_old:
        raise Trouble(
            f"{file} is older than the {settings.backup_days} days for which erasures are remembered "
            "(JIAYIN_BACKUP_DAYS): people who asked to be forgotten might come back. Nothing was changed. "
            "If there is no newer one, repeat with --although-old."
        )
    return header


def _tell(settings: Settings, header: Header, restored: Restored) -> None:
    from bot.services.keeping.backup_file import signed_by

    done = restored.replayed
    typer.echo(f"Restored as of {header.taken_at:%Y-%m-%d %H:%M} UTC.")
    typer.echo(f"Forgotten again: {done.forgotten}. Left alone again: {done.quiet}. Messages not sent: {done.unsent}.")
    if restored.journal_lost:
        typer.echo(
            "WARNING: the replaced database held no journal that can be read. What was wished since the backup is "
            f"known from {settings.journal} alone."
        )
    if restored.aside:
        typer.echo(f"The replaced database is kept as {restored.aside}. Delete it soon: erasures do not reach it.")
    if signed_by(settings.signing_key()) != header.key:
        typer.echo(
            "WARNING: the signing key here is not the one of that time. Put that one back (data/secret or "
            "JIAYIN_SECRET_KEY), or everybody begins anew on the web page, trainers with their second factor too."
        )
    typer.echo("Accounts that were disabled since are enabled again: look at `jiayin console accounts`.")


def _there(settings: Settings) -> None:
    path = Path(settings.database.removeprefix("sqlite:///"))
    if settings.database.startswith("sqlite") and not path.exists():
        raise Trouble(f"There is no database {path}; nothing was written.")


@contextmanager
def _told() -> Iterator[None]:
    """What an operator can mend is told in one line."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    from bot.services.keeping.backup_file import Damaged
    from bot.services.keeping.restoring import Refused
    from bot.store.postgres_tools import ToolTrouble
    from bot.store.sqlite_copy import NotWhole

    try:
        yield
    except (Damaged, Refused, ToolTrouble, CannotStart) as error:
        raise Trouble(str(error)) from error
    except NotWhole as error:
        raise Trouble(f"The database is damaged: {error}. Nothing was replaced.") from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise Trouble(f"It did not succeed: {reason}") from error


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[ResultT]]) -> ResultT:
    from bot.store.database import Database

    database = Database(settings.database)
    try:
        return await work(database)
    finally:
        await database.close()


def _scene_of(settings: Settings) -> Callable[[Database], Awaitable[Scene]]:
    """What rules are read against, once the tables of the backup are there."""

    async def scene(database: Database) -> Scene:
        from bot.assembly import clock
        from bot.i18n import Words
        from bot.services.content.loading import read_library
        from bot.services.scene import Setting, Shelf

        shelf = Shelf(await read_library(database, Words()))
        return Setting(clock, settings.timezone, shelf).scene(frozenset())

    return scene
