"""Makes a backup of a database that is in use, reads it once, and lets go of old ones."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.services.keeping import backup_file
from bot.services.keeping.backup_file import Header
from bot.store import postgres_tools, sqlite_copy
from bot.store.database import Database
from bot.store.postgres_tools import Tools


@dataclass(frozen=True)
class Order:
    """What is wanted of a backup. key: the sign of the signing key; programs: where pg_dump is, if that was said."""

    folder: Path
    version: str
    key: str
    programs: Path | None = None


async def back_up(database: Database, order: Order, now: datetime) -> Path:
    """Make one file. Raises NotWhole, ToolTrouble, OSError, SQLAlchemyError, sqlite3.Error."""
    order.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with database.reading() as connection:
        schema = str((await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one())
    header = Header(order.version, schema, "sqlite" if database.is_sqlite else "postgresql", now, order.key)
    if database.is_sqlite:
        return await asyncio.to_thread(_sqlite, Path(str(database.url.database)), header, order)
    tools = await tools_of(database, order.programs)
    return await asyncio.to_thread(_postgres, tools, header, order)


async def tools_of(database: Database, programs: Path | None) -> Tools:
    """PostgreSQL's programs for this server. Raises ToolTrouble."""
    async with database.reading() as connection:
        server = await postgres_tools.server_version(connection)
    return await asyncio.to_thread(postgres_tools.tools_for, database.url, server, programs)


def _sqlite(source: Path, header: Header, order: Order) -> Path:
    with tempfile.TemporaryDirectory(prefix=".jiayin-", dir=order.folder) as beside:
        copied = Path(beside) / "copy.sqlite3"
        copied.touch(mode=0o600)
        sqlite_copy.copy(source, copied)
        written = backup_file.write(order.folder, header, backup_file.zipped(copied))
        _read_once(written, header, Path(beside) / "again.sqlite3")
    return written


def _postgres(tools: Tools, header: Header, order: Order) -> Path:
    written = backup_file.write(order.folder, header, tools.dump())
    with tempfile.TemporaryDirectory(prefix=".jiayin-", dir=order.folder) as beside:
        again = Path(beside) / "again.dump"
        _read_once(written, header, again)
        tools.contents(again)
    return written


def _read_once(written: Path, header: Header, into: Path) -> None:
    """What cannot be read back is no backup."""
    backup_file.unpack(written, backup_file.read_header(written), into)
    if header.database == "sqlite":
        sqlite_copy.check(into)


def let_go(folder: Path, keep: int, before: datetime) -> list[Path]:
    """Delete all but the newest `keep` backups, and those from before an instant; never the newest. Raises OSError."""
    found = backup_file.all_in(folder)
    oldest = backup_file.name_at(before)
    old = [path for place, path in enumerate(found) if place >= keep or (place > 0 and path.name < oldest)]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def too_old(header: Header, now: datetime, days: int) -> bool:
    """Whether wishes made since that backup may have left the journal already."""
    return header.taken_at < now - timedelta(days=days)
