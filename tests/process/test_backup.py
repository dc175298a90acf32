"""Backups made and put back by the real commands, on both databases; what people wished since holds."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.assembly import clock
from bot.store import addresses
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.tables import address, person, profile
from tests.process.running import OPEN, House, jiayin

WELCOME = "开始\n同意\n6到9岁\n"


class Safe:
    """A house on a database of its own, and what its operator does with backups."""

    def __init__(self, url: str, folder: Path, programs: str = "") -> None:
        self.url = url
        own = {"JIAYIN_DATABASE_URL": url, "JIAYIN_SECRET_KEY": "a key of the test", "JIAYIN_PG_BIN": programs}
        self.house = House(folder, {**OPEN, **own, "JIAYIN_TICK_SECONDS": "0.3"})
        self.backups = folder / "backups"
        self.journal = folder / "data" / "erasures.jsonl"

    async def jiayin(self, *words: str, typed: str = "", code: int = 0) -> str:
        ended = await asyncio.to_thread(self.house.jiayin, *words, typed=typed)
        assert ended.code == code, ended.said
        assert "Traceback" not in ended.said
        return ended.said

    async def chats(self, who: str, typed: str) -> str:
        return await self.jiayin("chat", "--as", who, typed=typed)

    async def makes(self) -> Path:
        """A backup, made just now."""
        before = set(self.backups.glob("*.backup"))
        await self.jiayin("backup", str(self.backups))
        (made,) = set(self.backups.glob("*.backup")) - before
        return made

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        database = Database(self.url)
        try:
            yield database
        finally:
            await database.close()

    async def codes(self) -> set[str]:
        async with self.opened() as database, database.reading() as connection:
            return set((await connection.execute(select(person.c.code))).scalars())


@pytest.fixture
def safe(bare_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Safe:
    programs = "" if bare_url.startswith("sqlite") else request.getfixturevalue("postgres_programs")
    return Safe(bare_url, tmp_path, programs)


@pytest.fixture
def moved(safe: Safe, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], Awaitable[Safe]]:
    """Another machine, with nothing on it."""
    folder = tmp_path / "other"
    folder.mkdir()
    if safe.url.startswith("sqlite"):
        return _ready(Safe(f"sqlite:///{folder / 'new.sqlite3'}", folder))
    new: Callable[[], Awaitable[str]] = request.getfixturevalue("new_postgres")
    return lambda: _made(new, folder, safe.house.settings["JIAYIN_PG_BIN"])


def _ready(other: Safe) -> Callable[[], Awaitable[Safe]]:
    async def make() -> Safe:
        return other

    return make


async def _made(new: Callable[[], Awaitable[str]], folder: Path, programs: str) -> Safe:
    return Safe(await new(), folder, programs)


async def test_a_backup_is_put_back_on_an_empty_machine_and_people_are_known_there(
    safe: Safe, moved: Callable[[], Awaitable[Safe]]
) -> None:
    await safe.chats("阿芳", WELCOME)
    made = await safe.makes()
    assert made.stat().st_mode & 0o777 == 0o600
    other = await moved()
    assert "Forgotten again: 0" in await other.jiayin("restore", str(made), "--yes")
    assert await other.codes() == await safe.codes() != set()
    assert "6到9岁" in await other.chats("阿芳", "我的资料\n")
    assert "The schema is right." in await other.jiayin("db", "check")


async def test_who_was_forgotten_or_left_after_the_backup_stays_so(safe: Safe) -> None:
    for who in ("阿芳", "阿明", "阿红"):
        await safe.chats(who, WELCOME)
    made = await safe.makes()
    before = await safe.codes()
    assert "删" in await safe.chats("阿芳", "删除我的资料\n删除\n")
    (forgotten,) = before - await safe.codes()
    await safe.chats("阿明", "退出\n")
    told = await safe.jiayin("restore", str(made), typed="y\n")
    assert "Forgotten again: 1. Left alone again: 1." in told
    assert await safe.codes() == before - {forgotten}
    async with safe.opened() as database, database.reading() as connection:
        left = (await connection.execute(select(profile.c.stopped))).scalars().all()
    assert sorted(left) == [False, True]
    assert "我是家音" in await safe.chats("阿芳", "你好\n")  # she is new to us


async def test_a_wish_holds_though_the_database_is_lost_with_its_disk(
    safe: Safe, moved: Callable[[], Awaitable[Safe]]
) -> None:
    """The journal is also a file that the running Jiayin writes; it may lie on another disk."""
    await safe.chats("阿芳", WELCOME)
    (code,) = await safe.codes()
    made = await safe.makes()
    with safe.house.open():
        await safe.jiayin("people", "erase", code, "--yes")
        await _holds(safe.journal, code)
    other = await moved()
    told = await other.jiayin("restore", str(made), "--yes", "--journal", str(safe.journal))
    assert "Forgotten again: 1." in told
    assert await other.codes() == set()
    await _holds(other.journal, code)


async def _holds(journal: Path, code: str) -> None:
    """Wait until the journal has a line with this code, and nothing more than the code."""
    for _ in range(200):
        with suppress(FileNotFoundError):
            if lines := [json.loads(line) for line in _lines(journal) if code in line]:
                assert [sorted(line) for line in lines] == [["at", "code", "wish"]]
                return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{journal} never held {code}.")


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


async def test_while_jiayin_runs_a_backup_is_made_and_none_is_put_back(safe: Safe) -> None:
    await safe.chats("阿芳", WELCOME)
    with safe.house.open() as house:
        made = await safe.makes()
        refused = await safe.jiayin("restore", str(made), "--yes", code=1)
        assert len(refused.splitlines()) == 1
        assert re.search("another Jiayin runs|other connections are open", refused)
        assert await asyncio.to_thread(house.answers, "/health/ready") == 200
        assert await asyncio.to_thread(house.stop) == 0
    assert len(await safe.codes()) == 1
    await safe.jiayin("restore", str(made), "--yes")
    with safe.house.open() as house:
        assert await asyncio.to_thread(house.stop) == 0


async def test_a_backup_under_traffic_holds_whole_transactions_and_keeps_no_writer_waiting(safe: Safe) -> None:
    await safe.chats("阿芳", WELCOME)
    written: list[float] = []
    async with safe.opened() as database, _meanwhile(_people_come(database, written)):
        made = await safe.makes()
        during = len(written)
    assert during > 20
    assert max(written) < 2.0
    await safe.jiayin("restore", str(made), "--yes")
    async with safe.opened() as database, database.reading() as connection:
        people = (await connection.execute(select(func.count()).select_from(person))).scalar_one()
        theirs = (await connection.execute(select(func.count()).select_from(address))).scalar_one()
    assert people == theirs
    assert 1 < people < 1 + len(written)


async def _people_come(database: Database, written: list[float]) -> None:
    """One after another: each a person and her address, in one transaction. How long each took."""
    loop = asyncio.get_running_loop()
    for number in range(100_000):
        began = loop.time()
        async with database.writing() as connection:
            await addresses.resolve(connection, [Where("fake", "bot", f"p{number}")], clock())
        written.append(loop.time() - began)
        await asyncio.sleep(0.005)


@asynccontextmanager
async def _meanwhile(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_backup_that_is_torn_is_refused_in_one_line(safe: Safe) -> None:
    await safe.chats("阿芳", WELCOME)
    made, whole = await safe.makes(), await safe.codes()
    made.write_bytes(made.read_bytes()[:-1000])
    told = await safe.jiayin("restore", str(made), "--yes", code=1)
    assert "damaged" in told
    assert len(told.splitlines()) == 1
    assert await safe.codes() == whole


async def test_only_so_many_backups_are_kept(safe: Safe) -> None:
    await safe.chats("阿芳", "你好\n")
    safe.backups.mkdir()
    older = [safe.backups / f"jiayin-2026110{day}T020000Z.backup" for day in range(1, 5)]
    ancient = safe.backups / "jiayin-20200101T020000Z.backup"
    for one in (*older, ancient, safe.backups / "mine.backup"):
        one.write_bytes(b"")
    await safe.jiayin("backup", str(safe.backups), "--keep", "3")
    (fresh,) = (one for one in safe.backups.iterdir() if one.stat().st_size)
    assert set(safe.backups.iterdir()) == {fresh, *older[2:], safe.backups / "mine.backup"}


async def test_a_damaged_database_is_replaced_and_kept_beside(tmp_path: Path) -> None:
    safe = Safe(f"sqlite:///{tmp_path / 'data' / 'jiayin.sqlite3'}", tmp_path)
    await safe.chats("阿芳", WELCOME)
    made = await safe.makes()
    file = safe.house.database
    file.write_bytes(b"not any more" * 1000)
    told = await safe.jiayin("restore", str(made), "--yes")
    assert "WARNING: the replaced database held no journal" in told
    (aside,) = (one for one in file.parent.iterdir() if "before_restore" in one.name)
    assert aside.read_bytes().startswith(b"not any more")
    assert len(await safe.codes()) == 1
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_without_the_programs_of_postgresql_the_package_is_named(tmp_path: Path, postgres_url: str) -> None:
    settings = {"JIAYIN_DATABASE_URL": postgres_url, "JIAYIN_SECRET_KEY": "k", "JIAYIN_PG_BIN": str(tmp_path)}
    ended = jiayin(tmp_path, "backup", settings=settings)
    assert ended.code == 1
    assert "postgresql-client" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_programs_older_than_the_server_are_refused(tmp_path: Path, postgres_url: str) -> None:
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
        (tmp_path / name).chmod(0o755)
    settings = {"JIAYIN_DATABASE_URL": postgres_url, "JIAYIN_SECRET_KEY": "k", "JIAYIN_PG_BIN": str(tmp_path)}
    ended = jiayin(tmp_path, "backup", settings=settings)
    assert ended.code == 1
    assert "is of PostgreSQL 9, older than the server" in ended.err
    assert "postgresql-client-" in ended.err


async def test_a_restore_that_breaks_off_on_postgresql_leaves_the_old_database_as_it_was(
    bare_postgres_url: str, tmp_path: Path, postgres_programs: str
) -> None:
    safe = Safe(bare_postgres_url, tmp_path, postgres_programs)
    await safe.chats("阿芳", WELCOME)
    made, whole = await safe.makes(), await safe.codes()
    safe.house.settings["JIAYIN_PG_BIN"] = str(_broken_programs(tmp_path, postgres_programs))
    told = await safe.jiayin("restore", str(made), "--yes", code=1)
    assert told == "pg_restore did not succeed: no space left\n"
    assert await safe.codes() == whole
    assert "The schema is right." in await safe.jiayin("db", "check")


def _broken_programs(folder: Path, real: str) -> Path:
    """They tell their versions and what is in a dump; the disk is full when it is put back."""
    found = Path(real or str(Path(shutil.which("pg_dump") or "").parent))
    made = folder / "broken"
    made.mkdir()
    (made / "pg_dump").symlink_to(found / "pg_dump")
    (made / "pg_restore").write_text(
        f'#!/bin/sh\ncase "$1" in --list) exec "{found}/pg_restore" "$@";; esac\necho "no space left" >&2\nexit 1\n'
    )
    (made / "pg_restore").chmod(0o755)
    return made
