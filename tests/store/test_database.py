"""The two views of a database, and what its outages look like."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from bot.store import inbound
from bot.store.database import Database
from bot.store.inbound import update_key
from bot.store.tables import inbound as table
from tests.store.rows import NOW, all_of, known


async def test_what_fails_in_the_middle_leaves_nothing_behind(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as connection:
            await inbound.keep_new(connection, [update_key("web", "web", "1")], NOW)
            raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        await fail()
    async with database.reading() as connection:
        assert await all_of(connection, table) == []


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.writing() as connection:
            await all_of(connection, table)  # reads before it writes: a read lock that must not stand in the way
            await inbound.keep_new(connection, [update_key("web", "web", str(number))], NOW)

    await asyncio.gather(*(write(number) for number in range(20)))
    async with database.reading() as connection:
        assert len(await all_of(connection, table)) == 20


async def test_an_instant_without_its_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - that is what is tried
    async with database.writing() as connection:
        with pytest.raises(StatementError, match="time zone"):
            await inbound.keep_new(connection, [update_key("web", "web", "1")], naive)


async def test_instants_come_back_in_utc_whatever_zone_they_were_given_in(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        rows = (await connection.execute(text("SELECT count(*) FROM person"))).scalar_one()
        assert rows == 1
        (row,) = await all_of(connection, table.metadata.tables["person"], id=mama.person_id)
    assert row.created_at == NOW
    assert row.created_at.utcoffset().total_seconds() == 0


async def test_sqlite_keeps_every_commit_through_a_power_cut_and_checks_references(sqlite_database: Database) -> None:
    async with sqlite_database.reading() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys")
        found = [(await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names]
    assert found == ["wal", 2, 1]


async def test_a_locked_file_is_an_outage(sqlite_url: str) -> None:
    impatient = Database(sqlite_url)
    path = sqlite_url.removeprefix("sqlite:///")
    try:
        async with impatient.reading() as connection:
            await connection.execute(text("PRAGMA busy_timeout=50"))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError, match="locked"):
                async with impatient.writing():
                    pass
            other.execute("ROLLBACK")
        async with impatient.writing() as connection:
            await known(connection, "mama")
    finally:
        await impatient.close()


async def test_a_file_that_is_no_database_is_an_outage(tmp_path: Path) -> None:
    path = tmp_path / "jiayin.sqlite3"
    path.write_bytes(b"not a database at all, but long enough to look like one" * 100)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(OperationalError):
        async with database.reading() as connection:
            await connection.execute(text("SELECT 1 FROM person"))
    await database.close()


async def test_a_server_that_is_not_there_is_an_outage(tmp_path: Path) -> None:
    database = Database(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(OperationalError):
        async with database.reading():
            pass
    await database.close()


async def test_a_connection_that_breaks_is_an_outage_and_the_next_one_works(postgres_database: Database) -> None:
    async def broken() -> None:
        async with postgres_database.writing() as connection:
            mine = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            async with postgres_database.reading() as other:
                await other.execute(text(f"SELECT pg_terminate_backend({mine})"))
            await asyncio.sleep(0.1)
            await all_of(connection, table)

    with pytest.raises(OperationalError):
        await broken()
    async with postgres_database.writing() as connection:
        await known(connection, "mama")


@pytest.mark.parametrize("code", ["25006", "40P01", "53100", "53300", "55P03", "57P03", "58030", "XX000"])
async def test_what_the_server_cannot_do_for_now_is_an_outage(postgres_database: Database, code: str) -> None:
    with pytest.raises(OperationalError):
        await _fails_with(postgres_database, code)


@pytest.mark.parametrize("code", ["22001", "22P02", "23503", "42P01", "25P02"])
async def test_what_was_asked_wrongly_is_no_outage(postgres_database: Database, code: str) -> None:
    with pytest.raises(DBAPIError) as raised:
        await _fails_with(postgres_database, code)
    assert not isinstance(raised.value, OperationalError)


async def _fails_with(database: Database, code: str) -> None:
    async with database.writing() as connection:
        await connection.execute(text(f"DO $$ BEGIN RAISE 'as told' USING ERRCODE = '{code}'; END $$"))


async def test_a_server_that_takes_no_connections_is_an_outage(postgres_database: Database) -> None:
    async with postgres_database.reading() as connection:
        name = (await connection.execute(text("SELECT current_database()"))).scalar_one()
    refused = Database(postgres_database.url.set(database=f"{name}_gone").render_as_string(hide_password=False))
    with pytest.raises(OperationalError):
        async with refused.writing():
            pass
    await refused.close()


async def test_a_value_that_does_not_fit_is_no_outage(postgres_database: Database) -> None:
    row = {"channel": "x" * 99, "bot_id": "", "key": "", "received_at": NOW, "status": ""}
    async with postgres_database.writing() as connection:
        with pytest.raises(DBAPIError) as raised:
            await connection.execute(table.insert(), row)
    assert not isinstance(raised.value, OperationalError)


def test_other_databases_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="mysql"):
        Database("mysql://localhost/jiayin")


async def test_sqlite_keeps_instants_in_the_form_that_can_be_compared(sqlite_database: Database) -> None:
    early, late = NOW, NOW + timedelta(microseconds=1)
    keys = [update_key("web", "web", "early"), update_key("web", "web", "late")]
    async with sqlite_database.writing() as connection:
        for key, at in zip(keys, (early, late), strict=True):
            await inbound.keep_new(connection, [key], at.astimezone(timezone(timedelta(hours=8))))
        kept = (await connection.execute(text("SELECT received_at FROM inbound ORDER BY received_at"))).scalars().all()
    assert kept == ["2026-11-23 02:00:00.000000", "2026-11-23 02:00:00.000001"]
