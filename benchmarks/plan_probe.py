"""What one tick of planning costs: `python -m benchmarks.plan_probe URL [ROUNDS]`, on a database of seed_many's."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.million import DUE_AT
from bot.i18n import Words
from bot.services.content.loading import library_of_files
from bot.services.plan import Planner
from bot.services.receiving import Receiver
from bot.services.scene import Setting, Shelf
from bot.store.database import Database
from bot.store.tables import outbox, schedule

BEAT: Final = 0.001


@dataclass(frozen=True)
class Tick:
    """One tick that planned: seconds, and for how long nothing else could run in between.

    block: by the clock on the wall, in which other processes take part; block_busy: of this thread's own time.
    """

    planned: int
    seconds: float
    busy: float
    block: float
    block_busy: float
    memory: int


@dataclass
class Heart:
    """The longest that the loop was away between two beats."""

    block: float = 0.0
    block_busy: float = 0.0

    async def beat(self) -> None:
        wall, busy = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(BEAT)
            now, used = time.perf_counter(), time.thread_time()
            self.block, self.block_busy = max(self.block, now - wall - BEAT), max(self.block_busy, used - busy)
            wall, busy = now, used


@asynccontextmanager
async def beating() -> AsyncIterator[Heart]:
    heart = Heart()
    task = asyncio.create_task(heart.beat())
    try:
        await asyncio.sleep(0)
        yield heart
        await asyncio.sleep(2 * BEAT)
    finally:
        task.cancel()


async def probe(url: str, rounds: int = 3) -> list[Tick]:
    """Ticks on a database of seed_many's, put back to how it was before each of them."""
    setting = Setting(
        lambda: DUE_AT + timedelta(seconds=2), ZoneInfo("Asia/Shanghai"), Shelf(library_of_files(Words()))
    )
    ticks = []
    for _ in range(rounds):
        await rearm(url)
        database = Database(url)
        try:
            ticks.append(await _tick(Planner(database, setting, Receiver(database, setting, lambda: None))))
        finally:
            await database.close()
    return ticks


async def _tick(planner: Planner) -> Tick:
    async with beating() as heart:
        busy, before = time.process_time(), time.perf_counter()
        planned = await planner.plan_due()
        seconds, spent = time.perf_counter() - before, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Tick(planned, seconds, spent, heart.block, heart.block_busy, memory)


async def rearm(url: str) -> None:
    """Whoever was planned is due again, and nothing waits to be sent."""
    database = Database(url)
    try:
        async with database.writing() as connection:
            planned = select(outbox.c.person_id)
            await connection.execute(
                update(schedule).where(schedule.c.person_id.in_(planned)).values(next_at=DUE_AT, skip_until=None)
            )
            await connection.execute(delete(outbox))
    finally:
        await database.close()
    if not database.is_sqlite:
        engine = create_async_engine(database.url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for table in ("outbox", "schedule"):
                await connection.execute(text(f"VACUUM {table}"))
        await engine.dispose()


async def due(url: str) -> int:
    database = Database(url)
    try:
        async with database.reading() as connection:
            query = select(func.count()).where(schedule.c.next_at <= DUE_AT)
            return int((await connection.execute(query)).scalar_one())
    finally:
        await database.close()


def main() -> None:
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for tick in asyncio.run(probe(sys.argv[1], rounds)):
        print(json.dumps({name: round(value, 4) for name, value in asdict(tick).items()}))


if __name__ == "__main__":
    main()
