"""SQLite without needless hops: what is short runs on the spot, what may wait holds up nobody."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import inbound
from bot.store.database import Database
from bot.store.inbound import update_key
from bot.store.sqlite_link import Link
from bot.store.tables import inbound as table
from tests.store.rows import NOW, all_of

KEYS = [update_key("web", "web", str(number)) for number in range(3)]


@pytest.fixture
async def link(tmp_path: Path) -> AsyncIterator[Link]:
    link = Link(lambda: sqlite3.connect(tmp_path / "file", check_same_thread=False, isolation_level=None))
    await link
    yield link
    await link.close()


async def _where_it_runs(connection: AsyncConnection) -> str:
    """The thread that a statement runs in."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, Link)
    await driver.create_function("thread", 0, lambda: threading.current_thread().name)
    return str((await connection.execute(text("SELECT thread()"))).scalar_one())


async def test_a_short_transaction_runs_on_the_spot_and_any_other_in_the_thread(sqlite_database: Database) -> None:
    here = threading.current_thread().name
    async with sqlite_database.writing(at_once=True) as connection:
        assert await _where_it_runs(connection) == here
    async with sqlite_database.reading(at_once=True) as connection:
        assert await _where_it_runs(connection) == here
    async with sqlite_database.writing() as connection:
        assert await _where_it_runs(connection) != here


async def test_what_a_short_transaction_wrote_is_there_for_everybody(sqlite_database: Database) -> None:
    async with sqlite_database.writing(at_once=True) as connection:
        await inbound.keep_new(connection, KEYS, NOW)
    async with sqlite_database.reading(at_once=True) as connection:
        assert len(await all_of(connection, table)) == 3


async def test_a_short_transaction_that_fails_leaves_nothing_behind(sqlite_database: Database) -> None:
    async def fail() -> None:
        async with sqlite_database.writing(at_once=True) as connection:
            await inbound.keep_new(connection, KEYS, NOW)
            raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        await fail()
    async with sqlite_database.writing(at_once=True) as connection:
        assert await all_of(connection, table) == []


async def test_while_another_process_writes_a_short_transaction_waits_and_all_else_goes_on(
    sqlite_database: Database, sqlite_url: str
) -> None:
    async def write() -> None:
        async with sqlite_database.writing(at_once=True) as connection:
            await inbound.keep_new(connection, KEYS, NOW)

    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(write())
        for _moment in range(5):
            await asyncio.sleep(0.01)  # a loop that stood still would not come back from this before the lock is free
        assert not writing.done()
        other.execute("ROLLBACK")
        await writing
        assert other.execute("SELECT count(*) FROM inbound").fetchone() == (3,)


async def test_a_file_that_stays_locked_is_an_outage_for_a_short_transaction_too(
    sqlite_database: Database, sqlite_url: str
) -> None:
    async with sqlite_database.reading() as connection:
        await connection.execute(text("PRAGMA busy_timeout=50"))
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            async with sqlite_database.writing(at_once=True):
                pass
        other.execute("ROLLBACK")
    async with sqlite_database.writing(at_once=True) as connection:
        assert (await connection.execute(text("PRAGMA busy_timeout"))).scalar_one() == 50


async def test_what_is_cut_off_in_the_thread_is_over_before_anything_else_begins(link: Link) -> None:
    gate = threading.Event()
    await link.create_function("wait_for_gate", 0, gate.wait)
    pointer = link.cursor()
    waiting = asyncio.create_task(pointer.execute("SELECT wait_for_gate()"))
    await asyncio.sleep(0)
    waiting.cancel()
    link.at_once = True
    next_one = asyncio.create_task(link.cursor().execute("CREATE TABLE one (two)"))
    await asyncio.sleep(0.01)
    assert not next_one.done()
    gate.set()
    await next_one
    assert waiting.cancelled()


async def test_a_cursor_hands_out_its_rows_in_any_portions(link: Link) -> None:
    pointer = link.cursor()
    await pointer.execute("SELECT value FROM json_each('[1, 2, 3, 4, 5]')")
    assert await pointer.fetchone() == (1,)
    assert await pointer.fetchmany(2) == [(2,), (3,)]
    assert [row async for row in pointer] == [(4,), (5,)]
    assert await pointer.fetchone() is None
    assert await pointer.fetchall() == []
    await pointer.close()


async def test_many_rows_are_written_by_one_statement(link: Link) -> None:
    pointer = link.cursor()
    await pointer.execute("CREATE TABLE one (two)")
    await pointer.executemany("INSERT INTO one VALUES (?)", [(1,), (2,)])
    assert pointer.rowcount == 2
    await pointer.execute("INSERT INTO one VALUES (3)")
    assert (pointer.rowcount, pointer.lastrowid) == (1, 3)
    await link.rollback()
