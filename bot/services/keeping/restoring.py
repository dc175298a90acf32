"""Puts a backup in the place of a database: all of it with what was wished since, or nothing."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.keeping import backup_file
from bot.services.keeping.backing_up import tools_of
from bot.services.keeping.backup_file import Damaged, Header
from bot.services.keeping.journal import JournalFile, sync_folder
from bot.services.keeping.replaying import Replayed, replay
from bot.store import erasures, postgres_tools, schema, sqlite_copy
from bot.store.database import Database
from bot.store.erasures import Entry
from bot.store.people import Scene
from bot.store.postgres_tools import Tools

SceneOf = Callable[[Database], Awaitable[Scene]]


class Refused(Exception):
    """This backup does not go there, or not now; nothing was changed. The message is for the operator."""


@dataclass(frozen=True)
class Wanted:
    """Which backup to put back, and the journals that know what was wished since. scene_of: as of now, for rules."""

    file: Path
    scene_of: SceneOf
    journal: JournalFile
    more_journals: tuple[Path, ...] = ()
    programs: Path | None = None


@dataclass
class Restored:
    """How it went. aside: what the replaced database is called now, if there was one."""

    replayed: Replayed = field(default_factory=lambda: Replayed(0, 0, 0))
    aside: str = ""
    journal_lost: bool = False  # the replaced database could not be read: what only it knew is not known


def looked_at(file: Path, *, sqlite: bool) -> Header:
    """The header of a backup that fits this database and this Jiayin. Raises Damaged, Refused, OSError."""
    header = backup_file.read_header(file)
    if (header.database == "sqlite") is not sqlite:
        raise Refused(f"{file} is a backup of {header.database}, and JIAYIN_DATABASE_URL names another kind.")
    if header.schema > schema.head_version():
        raise Refused(f"{file} was made by a newer Jiayin ({header.version}). Install that version, then restore.")
    return header


async def restore(database: Database, wanted: Wanted, now: datetime) -> Restored:
    """Put it back. Raises Damaged, Refused, NotWhole, ToolTrouble, OSError, SQLAlchemyError.

    Whoever calls sees to it that no Jiayin runs on an SQLite file; on PostgreSQL that is looked at here.
    """
    header = looked_at(wanted.file, sqlite=database.is_sqlite)
    await asyncio.to_thread(_write_down, wanted.journal, _given(wanted.more_journals))
    if database.is_sqlite:
        return await _sqlite(Path(str(database.url.database)), header, wanted, now)
    return await _postgres(database, header, wanted, now)


def _given(paths: Iterable[Path]) -> list[Entry]:
    found: list[Entry] = []
    for path in paths:
        if not path.exists():
            raise Refused(f"There is no journal {path}.")
        found.extend(JournalFile(path).read())
    return found


async def _of_database(database: Database) -> list[Entry] | None:
    """The journal in the database that is replaced; None where it is damaged or too old to have one."""
    try:
        async with database.reading() as connection:
            if not await connection.run_sync(lambda sync: inspect(sync).has_table("erasure")):
                return None
            return await erasures.everything(connection)
    except (SQLAlchemyError, ValueError):
        return None


async def _made_right(database: Database, header: Header, wanted: Wanted) -> Replayed:
    """Migrate, then do again what was wished; until that is done nobody can start on this database."""
    await schema.upgrade_closed(database, header.schema)
    scene = await wanted.scene_of(database)
    known = await asyncio.to_thread(wanted.journal.read)
    replayed = await replay(database, known, header.taken_at, scene)
    async with database.reading() as connection:
        merged = await erasures.everything(connection)
    await asyncio.to_thread(_write_down, wanted.journal, merged)
    await schema.reopen(database)
    return replayed


def _write_down(journal: JournalFile, entries: Iterable[Entry]) -> None:
    """Into the file, which outlives whatever happens to this restore."""
    written = set(journal.read())
    journal.append(sorted(one for one in set(entries) if one not in written))


async def _learnt(database: Database, wanted: Wanted, restored: Restored) -> None:
    """What only the database knows that is about to be replaced goes into the file first."""
    old = await _of_database(database)
    restored.journal_lost = old is None
    await asyncio.to_thread(_write_down, wanted.journal, old or [])


# -- SQLite: made ready in a file beside, which then takes the place of the old one ------------------------------------


async def _sqlite(path: Path, header: Header, wanted: Wanted, now: datetime) -> Restored:
    restored = Restored()
    exists = await asyncio.to_thread(_is_there, path)
    with tempfile.TemporaryDirectory(prefix=".jiayin-", dir=path.parent) as beside:
        fresh = Path(beside) / "fresh.sqlite3"
        await asyncio.to_thread(backup_file.unpack, wanted.file, header, fresh)
        found = await asyncio.to_thread(sqlite_copy.check, fresh)
        if found != header.schema:
            raise Damaged(f"{wanted.file} is damaged: it does not hold what its beginning says.")
        if exists:
            async with _opened(f"sqlite:///{path}") as old:
                await _learnt(old, wanted, restored)
        async with _opened(f"sqlite:///{fresh}") as database:
            restored.replayed = await _made_right(database, header, wanted)
        await asyncio.to_thread(sqlite_copy.folded, fresh)
        if exists:
            restored.aside = str(_put_aside(path, now))
        fresh.replace(path)
        sync_folder(path.parent)
    return restored


def _is_there(path: Path) -> bool:
    """Whether there is something to be replaced."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path.exists() and path.stat().st_size > 0


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


def _put_aside(path: Path, now: datetime) -> Path:
    """The old database under another name, with its log of writes; a damaged one as it is."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA journal_mode=DELETE")
    aside = path.with_name(f"{path.name}.{_aside_name(now)}")
    for ending in ("-wal", "-shm", ""):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    return aside


def _aside_name(now: datetime) -> str:
    return f"{postgres_tools.ASIDE}{now.astimezone(UTC):%Y%m%dt%H%M%Sz}"


# -- PostgreSQL: the old tables are put aside into a schema of their own -----------------------------------------------


async def _postgres(database: Database, header: Header, wanted: Wanted, now: datetime) -> Restored:
    restored = Restored()
    tools = await tools_of(database, wanted.programs)
    with tempfile.TemporaryDirectory(prefix="jiayin-", dir=wanted.journal.path.parent) as beside:
        dump = Path(beside) / "database.dump"
        await asyncio.to_thread(backup_file.unpack, wanted.file, header, dump)
        chosen = await asyncio.to_thread(_chosen, tools, dump)
        async with database.reading() as connection:
            await _nobody_else(connection)
            replaces = await postgres_tools.has_tables(connection)
        if replaces:
            await _learnt(database, wanted, restored)
            restored.aside = _aside_name(now)
            async with database.writing() as connection:
                await postgres_tools.put_aside(connection, restored.aside)
        try:
            await asyncio.to_thread(tools.put_back, dump, chosen)
            restored.replayed = await _made_right(database, header, wanted)
        except BaseException:
            async with database.writing() as connection:
                await postgres_tools.take_back(connection, restored.aside)
            raise
    return restored


def _chosen(tools: Tools, dump: Path) -> Path:
    """What is put back: all but the version of the schema, without which no Jiayin starts on half a restore."""
    listed = tools.contents(dump).splitlines()
    chosen = dump.with_suffix(".list")
    chosen.write_text("\n".join(line for line in listed if "TABLE DATA public alembic_version" not in line) + "\n")
    return chosen


async def _nobody_else(connection: AsyncConnection) -> None:
    if others := await postgres_tools.others(connection):
        raise Refused(
            f"{len(others)} other connections are open to this database ({', '.join(sorted(set(others))[:5])}). "
            "Stop every Jiayin and whatever else uses it, then restore."
        )
