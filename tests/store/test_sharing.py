"""Short transactions in one line: each is kept before its writer is told so, and harms nobody else's."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.store import inbound
from bot.store.database import Database
from bot.store.inbound import update_key
from bot.store.sqlite_link import Link
from tests.store.rows import NOW


@pytest.fixture
async def one_link(sqlite_url: str) -> AsyncIterator[Database]:
    """A database with a single connection."""
    opened = Database(sqlite_url, pool_size=1)
    yield opened
    await opened.close()


class Desk:
    """Writes keys of updates, each in a short transaction of its own, and looks what the file has."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.path = database.url.database or ""

    async def write(self, key: str, *, fails: bool = False, undoes_all: bool = False) -> None:
        async with self.database.writing(at_once=True) as connection:
            await inbound.keep_new(connection, [update_key("web", "web", key)], NOW)
            if undoes_all:
                await connection.exec_driver_sql("ROLLBACK")  # as SQLite does by itself when the disk is full
                raise sqlite3.OperationalError("database or disk is full")
            if fails:
                raise ValueError(key)
        assert self.has(key)

    def has(self, key: str) -> bool:
        with closing(sqlite3.connect(self.path)) as other:
            digest = update_key("web", "web", key).key
            return other.execute("SELECT 1 FROM inbound WHERE key = ?", [digest]).fetchone() is not None


async def _commits(database: Database, seen: list[str]) -> None:
    async with database.reading() as connection:
        link = (await connection.get_raw_connection()).driver_connection
        assert isinstance(link, Link)
        await link.set_trace_callback(lambda statement: seen.append(statement) if statement == "COMMIT" else None)


async def test_those_who_stand_in_line_are_kept_by_one_commit_and_told_only_then(one_link: Database) -> None:
    desk, seen = Desk(one_link), list[str]()
    await _commits(one_link, seen)
    seen.clear()
    await asyncio.gather(*(desk.write(str(number)) for number in range(20)))
    assert len(seen) == 1


async def test_a_lone_one_is_kept_at_once(one_link: Database) -> None:
    desk, seen = Desk(one_link), list[str]()
    await _commits(one_link, seen)
    seen.clear()
    for number in range(3):
        await desk.write(str(number))
    assert len(seen) == 3


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_one_that_fails_is_undone_alone(sqlite_database: Database, place: int) -> None:
    desk = Desk(sqlite_database)
    writes = [desk.write(str(number), fails=number == place) for number in range(3)]
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [isinstance(result, ValueError) for result in results] == [number == place for number in range(3)]
    assert [desk.has(str(number)) for number in range(3)] == [number != place for number in range(3)]


async def test_when_the_disk_is_full_nobody_is_told_that_all_was_well(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    results = await asyncio.gather(desk.write("1"), desk.write("2", undoes_all=True), return_exceptions=True)
    assert isinstance(results[0], OperationalError)
    assert not desk.has("1")
    await desk.write("1")


async def test_whoever_stops_waiting_takes_nothing_from_the_others(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    writes = [asyncio.create_task(desk.write(str(number))) for number in range(6)]
    await asyncio.sleep(0)
    for impatient in writes[::2]:
        impatient.cancel()
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [result for result in results[1::2] if result is not None] == []
    await desk.write("later")


async def test_a_long_transaction_between_short_ones_has_its_own(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)

    async def long_one() -> None:
        async with sqlite_database.writing() as connection:
            count = (await connection.execute(text("SELECT count(*) FROM inbound"))).scalar_one()
            await asyncio.sleep(0.01)
            assert (await connection.execute(text("SELECT count(*) FROM inbound"))).scalar_one() == count == 1
            await inbound.keep_new(connection, [update_key("web", "web", "long")], NOW)

    await asyncio.gather(desk.write("before"), long_one(), desk.write("after"))
    assert all(desk.has(key) for key in ("before", "long", "after"))


async def test_a_long_transaction_that_is_cut_off_while_it_waits_holds_nobody_up(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)

    async def long_one() -> None:
        async with sqlite_database.writing() as connection:
            await connection.execute(text("SELECT 1"))

    short, long = asyncio.create_task(desk.write("short")), asyncio.create_task(long_one())
    await asyncio.sleep(0)
    long.cancel()
    await short
    await desk.write("next")


async def test_a_database_that_closes_keeps_what_was_under_way(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    desk = Desk(database)
    writing = asyncio.create_task(desk.write("last"))
    for _step in range(50):
        await asyncio.sleep(0)
    await database.close()
    await writing
    assert desk.has("last")
