"""Looks at the database and the disk: reachable, safe against a power cut, the right schema, quick, and with room."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.doctor.clocks import CLOCK, skew
from bot.services.doctor.findings import Finding, State, Visit, broken, by_much, fine, look
from bot.store import measures, schema
from bot.store.schema import SchemaState

DATABASE, SAFETY, SPEED, SCHEMA, DISK = "database", "safety", "commit", "schema", "disk"
OLDEST_SERVER = 140_000  # PostgreSQL's way of writing 14.0
MUCH_IN_USE = 0.8
_WRITE_AHEAD = b"\x02\x02"  # in the head of the file


async def reach(visit: Visit) -> Finding:
    """Whether there is a database that answers; if not, nothing else about it can be looked at."""
    url = visit.database.url
    if visit.database.is_sqlite and (strange := _strange_file(Path(str(url.database)))):
        return strange
    try:
        async with asyncio.timeout(visit.limits.patience), visit.database.reading() as connection:
            told = str((await connection.execute(text(_version_of(connection)))).scalar_one())
    except (SQLAlchemyError, TimeoutError, OSError) as error:
        do = "Start the server, or correct JIAYIN_DATABASE_URL."
        if visit.database.is_sqlite:
            do = "If another program holds the file, stop that one; if it is damaged, put a backup in its place."
        return broken(DATABASE, f"It does not answer: {_reason(error)}.", do)
    return fine(DATABASE, f"{'SQLite' if visit.database.is_sqlite else 'PostgreSQL'} {told} answers.")


def _strange_file(path: Path) -> Finding | None:
    """What is no file of ours is not opened: that alone would change it."""
    try:
        with path.open("rb") as file:
            head = file.read(20)
    except FileNotFoundError:
        head = b""
    except OSError as error:
        return broken(DATABASE, f"{path} cannot be read ({error.strerror}).", "Give this user the right to read it.")
    if not head:
        return look(DATABASE, f"There is no database {path} yet.", "Start Jiayin once: `jiayin run` makes it.")
    if not head.startswith(b"SQLite format 3"):
        return broken(DATABASE, f"{path} is no SQLite database.", "Put a backup in its place.")
    if head[18:20] != _WRITE_AHEAD:
        do = "Start Jiayin once: it switches it on."
        return look(DATABASE, f"{path} has no write-ahead log; it was not made by a Jiayin that ran.", do)
    return None


def _version_of(connection: AsyncConnection) -> str:
    return "SELECT sqlite_version()" if connection.dialect.name == "sqlite" else "SHOW server_version"


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(getattr(error, "orig", None) or error).splitlines()[0][:200]


async def check_safety(visit: Visit) -> list[Finding]:
    """Whether what was accepted is still there after a power cut."""
    async with visit.database.reading() as connection:
        if visit.database.is_sqlite:
            return [fine(SAFETY, "Write-ahead log, and every commit waits for the disk.")]
        told = {name: await _shown(connection, name) for name in ("fsync", "synchronous_commit", "full_page_writes")}
        server = int(await _shown(connection, "server_version_num"))
        used, most = await _connections(connection)
    off = [name for name, value in told.items() if value == "off"]
    found = [
        broken(SAFETY, f"{name} is off: a power cut loses what was accepted.", f"Set {name} = on in PostgreSQL.")
        for name in off
    ] or [fine(SAFETY, "Every commit waits for the disk.")]
    if server < OLDEST_SERVER:
        found.append(
            look(DATABASE, "This PostgreSQL is older than 14.", "Move to a version that is still looked after.")
        )
    if used > MUCH_IN_USE * most:
        do = "Run fewer processes, or set max_connections higher: each process holds up to ten."
        found.append(look(DATABASE, f"{used} of {most} connections are in use.", do))
    return found


async def _shown(connection: AsyncConnection, name: str) -> str:
    return str((await connection.execute(text("SELECT current_setting(:name)"), {"name": name})).scalar_one())


async def _connections(connection: AsyncConnection) -> tuple[int, int]:
    used = (
        await connection.execute(text("SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL"))
    ).scalar_one()
    return int(used), int(await _shown(connection, "max_connections"))


async def check_commit(visit: Visit) -> list[Finding]:
    """How long a commit takes that changes nothing: a mark in PostgreSQL's log, SQLite's own number as it was."""
    started = time.perf_counter()
    async with visit.database.writing() as connection:
        if visit.database.is_sqlite:
            number = int((await connection.execute(text("PRAGMA user_version"))).scalar_one())
            await connection.execute(text(f"PRAGMA user_version = {number}"))
        else:
            await connection.execute(text("SELECT pg_logical_emit_message(true, 'jiayin', '')"))
    took = time.perf_counter() - started
    state = by_much(took, visit.limits.slow_commit)
    says = f"A commit took {took * 1000:.0f} ms."
    do = "" if state is State.FINE else "Look at what else writes to this disk; each answer to a parent waits for one."
    return [Finding(SPEED, state, says, do)]


async def check_schema(visit: Visit) -> list[Finding]:
    state = await schema.state(visit.database)
    if state is SchemaState.NEWER:
        return [broken(SCHEMA, "It was made by a newer Jiayin.", "Install that version again.")]
    if state is not SchemaState.CURRENT:
        do = "Stop Jiayin, make a backup, run `jiayin db upgrade`, start again."
        return [broken(SCHEMA, f"It is {'older than this Jiayin' if state is SchemaState.OLDER else 'empty'}.", do)]
    if not visit.quick and (differences := await schema.differences(visit.database)):
        return [
            look(
                SCHEMA,
                f"{len(differences)} things differ from what this Jiayin expects.",
                "`jiayin db check` names them.",
            )
        ]
    return [fine(SCHEMA, "It is the one that this Jiayin needs.")]


async def check_disk(visit: Visit) -> list[Finding]:
    folder = visit.settings.data_dir
    if not folder.exists():
        return [look(DISK, f"There is no folder {folder} yet.", "Start Jiayin once: `jiayin run` makes it.")]
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free
    least = visit.limits.least_free
    state = State.FINE if free >= least else State.LOOK if free >= least / 5 else State.BROKEN
    do = "" if state is State.FINE else "Free some space, or move the data folder: a full disk stops everything."
    return [Finding(DISK, state, f"{_size(free)} are free where {folder} lies.", do)]


async def check_size(visit: Visit) -> list[Finding]:
    async with visit.database.reading() as connection:
        return [fine(DISK, f"The database holds {_size(await measures.bytes_held(connection))}.")]


async def check_clock(visit: Visit) -> list[Finding]:
    """Our clock against the database's, where that is another one."""
    started = time.perf_counter()
    async with visit.database.reading() as connection:
        told = await measures.clock(connection)
    if told is None:
        return [fine(CLOCK, "The database uses the clock of this machine.")]
    passed = time.perf_counter() - started
    return [skew("the database", (visit.clock() - told).total_seconds(), passed, visit.limits)]


def _size(held: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if held < 1000:
            return f"{held:.0f} {unit}"
        held /= 1000
    return f"{held:.1f} TB"


CHECKS: Sequence[Any] = (check_safety, check_commit, check_schema, check_size, check_clock)
