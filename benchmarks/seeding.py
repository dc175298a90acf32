"""Databases as measurements need them: with many people who are left alone, or with a broadcast that is due."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.bots import waking_zone
from benchmarks.million import seed_many
from benchmarks.peers.words import ANNOUNCED
from bot.assembly import assembled
from bot.services.announcements.announcements import Status as AnnouncementStatus
from bot.settings import Settings
from bot.store.database import Database
from bot.store.outbox import Status
from bot.store.tables import address, announcement, outbox, profile, schedule

FAR: Final = timedelta(days=30)


def file_of(folder: Path) -> Path:
    """The database that Jiayin uses in this folder where no other is set."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return folder / "data" / "jiayin.sqlite3"


def url_of(folder: Path) -> str:
    return f"sqlite:///{file_of(folder)}"


def crowded(url: str, people: int) -> None:
    """So many people with a reminder each, none of them due for a month."""
    asyncio.run(seed_many(url, people, 1))
    put_off(url)


def put_off(url: str) -> None:
    """Nothing is due for a month."""
    asyncio.run(_with(url, _put_off))


def announced(url: str, folder: Path, people: int, times: int = 1) -> float:
    """So many people to each of whom so many announcements are due, in the outbox; seconds that spreading them took."""
    asyncio.run(seed_many(url, people, 1))
    asyncio.run(_with(url, _announce, times, people))
    return asyncio.run(_spread(url, folder))


def outcomes(url: str) -> dict[str, int]:
    """How many rows of the outbox there are of each status, and under `again` those that were tried more than once."""
    found: dict[str, int] = asyncio.run(_with(url, _counted))
    return found


def chats_of(url: str, status: str = "") -> set[int]:
    """Whom the outbox has rows for, of this status where one is given."""
    found: set[int] = asyncio.run(_with(url, _chats, status))
    return found


def unfinished(url: str) -> int:
    found = outcomes(url)
    return found.get(Status.WAITING, 0) + found.get(Status.SENDING, 0)


async def _with(url: str, work: Any, *arguments: Any) -> Any:
    database = Database(url)
    try:
        async with database.writing() as connection:
            return await work(connection, *arguments)
    finally:
        await database.close()


async def _put_off(connection: AsyncConnection) -> None:
    await connection.execute(update(schedule).values(next_at=datetime.now(UTC) + FAR))


async def _announce(connection: AsyncConnection, times: int, people: int) -> None:
    """Nobody works nights, so that all of them are awake at noon; and nothing else is due."""
    await connection.execute(delete(schedule))
    await connection.execute(update(profile).values(shift=None, rotation_days=None, shift_anchor=None))
    now = datetime.now(UTC)
    row = {
        "words": ANNOUNCED,
        "factory": "",
        "band": "",
        "shift": "",
        "status": AnnouncementStatus.PLANNED,
        "recipients": people,
        "made_by": 1,
        "made_name": "bench",
        "made_at": now,
        "second_name": "bench",
        "send_at": now - timedelta(seconds=1),
        "recalled_name": "",
    }
    await connection.execute(insert(announcement), [row] * times)


async def _spread(url: str, folder: Path) -> float:
    chosen: dict[str, Any] = {
        "_env_file": None,
        "data_dir": folder / "data",
        "database_url": url,
        "secret_key": SecretStr("k" * 32),
        "timezone": waking_zone(datetime.now(UTC)),
    }
    async with assembled(Settings(**chosen), on_duty=False) as jiayin:
        began = time.perf_counter()
        await jiayin.announcements.spread()
        return time.perf_counter() - began


async def _counted(connection: AsyncConnection) -> dict[str, int]:
    query = select(outbox.c.status, func.count().label("rows")).group_by(outbox.c.status)
    found = {row.status: int(row.rows) for row in await connection.execute(query)}
    again = select(func.count()).select_from(outbox).where(outbox.c.attempts > 1)
    return {**found, "again": int((await connection.execute(again)).scalar_one())}


async def _chats(connection: AsyncConnection, status: str) -> set[int]:
    query = select(address.c.external_id).join(outbox, outbox.c.address_id == address.c.id)
    rows = await connection.execute(query.where(outbox.c.status == status) if status else query)
    return {int(row.external_id) for row in rows}
