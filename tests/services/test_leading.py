"""Only one process asks Telegram: it stops before another begins, and another begins when it is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.services.leading import Leadership
from bot.store.database import Database

WITHIN = 10.0
CUT = """SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND granted AND datname = current_database()"""


class Diary:
    """Who began and who stopped, in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._written = asyncio.Event()

    def write(self, line: str) -> None:
        self.lines.append(line)
        self._written.set()

    async def holds(self, lines: int) -> list[str]:
        """Wait for so many lines."""
        async with asyncio.timeout(WITHIN):
            while len(self.lines) < lines:
                self._written.clear()
                await self._written.wait()
        return self.lines


@asynccontextmanager
async def candidate(database: Database, diary: Diary, name: str) -> AsyncIterator[asyncio.Task[None]]:
    """A process that would like to poll."""

    async def polls() -> None:
        diary.write(f"{name} begins")
        try:
            await asyncio.Event().wait()
        finally:
            diary.write(f"{name} stops")

    task = asyncio.create_task(Leadership(database, "telegram:1", every=0.05, settle=0.2).run(polls))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_while_one_polls_the_other_waits_and_takes_over_when_it_ends(postgres_database: Database) -> None:
    diary = Diary()
    async with candidate(postgres_database, diary, "first") as first:
        await diary.holds(1)
        async with candidate(postgres_database, diary, "second"):
            first.cancel()
            assert await diary.holds(3) == ["first begins", "first stops", "second begins"]


async def test_who_loses_the_connection_stops_before_another_begins(postgres_database: Database) -> None:
    diary = Diary()
    async with candidate(postgres_database, diary, "one"), candidate(postgres_database, diary, "other"):
        for cuts in range(1, 4):
            await diary.holds(2 * cuts - 1)
            async with postgres_database.reading() as connection:
                assert (await connection.execute(text(CUT))).scalar_one() == 1
            await diary.holds(2 * cuts + 1)
        begun = diary.lines[0::2]
        assert all(line.endswith("begins") for line in begun)
        assert diary.lines[1::2] == [line.replace("begins", "stops") for line in begun[:3]]


async def test_two_bots_are_polled_side_by_side(postgres_database: Database) -> None:
    diary = Diary()

    async def polls() -> None:
        diary.write("begins")
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(Leadership(postgres_database, name).run(polls)) for name in ("bot:1", "bot:2")]
    await diary.holds(2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_breaks_while_leading_is_not_hidden(postgres_database: Database) -> None:
    async def breaks() -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        await Leadership(postgres_database, "telegram:1").run(breaks)


async def test_on_sqlite_nobody_has_to_be_asked(sqlite_database: Database) -> None:
    diary = Diary()
    async with candidate(sqlite_database, diary, "only"):
        assert await diary.holds(1) == ["only begins"]
