"""Whoever runs Jiayin is told what is wrong, each thing provoked for real, and what to do about it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from bot.assembly import clock
from bot.services.content.loading import load_files
from bot.services.doctor.examining import examine
from bot.services.doctor.findings import Finding, Limits, State, Visit
from bot.settings import Settings
from bot.store import factories
from bot.store.database import Database
from bot.store.tables import account, duty_shift, process
from bot.store.tables import outbox as outbox_table
from tests.fakes import World
from tests.services.letters import reply
from tests.telegram import faults
from tests.telegram.fake_api import FakeTelegram

EASY = Limits(least_free=1, slow_commit=30, patience=30)
TOKEN = "7012345678:AAGxTestTestTestTestTestTestTestTest"


def settings(folder: Path, database: Database, **given: Any) -> Settings:
    url = database.url.render_as_string(hide_password=False).replace("+asyncpg", "").replace("+aiosqlite", "")
    values = {"data_dir": folder, "database_url": url, "secret_key": "k" * 32, **given}
    return Settings.model_validate(values)


async def visited(database: Database, folder: Path, limits: Limits = EASY, **given: Any) -> list[Finding]:
    thorough = given.pop("thorough", False)
    return await examine(Visit(settings(folder, database, **given), database, clock, limits, not thorough))


def of(found: Iterable[Finding], area: str, state: State) -> str:
    """What was said of an area in this state, with what to do; there must be something."""
    said = [f"{one.says} → {one.do}" for one in found if one.area == area and one.state is state]
    assert said, [one for one in found if one.area == area]
    return "\n".join(said)


def well(found: Iterable[Finding], area: str) -> bool:
    return all(one.state is State.FINE for one in found if one.area == area)


# -- the database -----------------------------------------------------------------------------------------------------


async def test_a_healthy_house_is_told_to_be_fine(database: Database, tmp_path: Path) -> None:
    """All that can be fine without a public address; a server that was told not to wait for its disk is not."""
    await load_files(database, clock())
    now = clock()
    row = {"name": "p1", "host": "h", "version": "1", "started_at": now, "seen_at": now}
    async with database.writing() as connection:
        await connection.execute(insert(process), {**row, "roles": ["receive", "plan", "send", "web", "console"]})
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "jiayin.backup").write_bytes(b"x")
    found = await visited(
        database,
        tmp_path,
        public_url="https://chat.example.org",
        operator_name="n",
        operator_phone="1",
        duty_webhook="",
        duty_telegram="",
        thorough=True,
    )
    unwell = {one.area for one in found if one.state is not State.FINE}
    assert unwell == ({"duty"} if database.is_sqlite else {"duty", "safety"})
    assert {"settings", "database", "schema", "commit", "content", "disk", "outbox", "processes"} <= {
        one.area for one in found
    }


async def test_a_server_that_may_forget_in_a_power_cut_is_broken(postgres_database: Database, tmp_path: Path) -> None:
    """The tests' own server runs without fsync."""
    found = await visited(postgres_database, tmp_path)
    assert "fsync" in of(found, "safety", State.BROKEN)


async def test_the_visit_changes_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    path = Path(str(sqlite_database.url.database))
    await visited(sqlite_database, tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        before = "\n".join(connection.iterdump())
    listed = sorted(os.listdir(tmp_path))
    await visited(sqlite_database, tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        assert "\n".join(connection.iterdump()) == before
    assert sorted(os.listdir(tmp_path)) == listed


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = Database(f"sqlite:///{tmp_path / 'jiayin.sqlite3'}")
    found = await visited(missing, tmp_path)
    assert "no database" in of(found, "database", State.LOOK)
    assert not (tmp_path / "jiayin.sqlite3").exists()
    await missing.close()


async def test_what_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "jiayin.sqlite3"
    path.write_bytes(b"this is a letter, not a database")
    broken = Database(f"sqlite:///{path}")
    assert "is no SQLite database" in of(await visited(broken, tmp_path), "database", State.BROKEN)
    await broken.close()
    assert path.read_bytes() == b"this is a letter, not a database"


async def test_a_file_that_no_jiayin_ran_on_is_not_switched_over(tmp_path: Path) -> None:
    path = tmp_path / "jiayin.sqlite3"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE t (i)")
    before = path.read_bytes()
    strange = Database(f"sqlite:///{path}")
    assert "no write-ahead log" in of(await visited(strange, tmp_path), "database", State.LOOK)
    await strange.close()
    assert path.read_bytes() == before


async def test_a_server_that_is_away_leaves_the_other_looks(tmp_path: Path) -> None:
    away = Database("postgresql://bot:geheim@127.0.0.1:9/jiayin")
    found = await visited(away, tmp_path)
    said = of(found, "database", State.BROKEN)
    assert "geheim" not in said
    assert well(found, "settings")
    assert {one.area for one in found} >= {"disk", "telegram", "backup"}
    await away.close()


async def test_a_server_that_never_answers_does_not_hold_the_visit_up(tmp_path: Path) -> None:
    async def silence(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gone.wait()
        writer.close()

    gone = asyncio.Event()
    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    silent = Database(f"postgresql://bot:pw@127.0.0.1:{port}/jiayin")
    began = time.monotonic()
    found = await visited(silent, tmp_path, replace(EASY, patience=1.5))
    assert time.monotonic() - began < 20
    assert "in time" in of(found, "database", State.BROKEN)
    gone.set()
    server.close()
    await server.wait_closed()
    await silent.close()


async def test_a_schema_of_another_jiayin_is_broken_and_nothing_else_is_read(
    database: Database, tmp_path: Path
) -> None:
    async with database.reading() as connection:
        head = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
    for version, words in (("0001", "older"), ("9999", "newer")):
        async with database.writing() as connection:
            await connection.execute(text(f"UPDATE alembic_version SET version_num = '{version}'"))  # noqa: S608
        found = await visited(database, tmp_path)
        assert words in of(found, "schema", State.BROKEN)
        assert not [one for one in found if one.area == "outbox"]
    async with database.writing() as connection:
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{head}'"))  # noqa: S608


async def test_tables_that_differ_from_the_code_are_worth_a_look(database: Database, tmp_path: Path) -> None:
    async with database.writing() as connection:
        await connection.execute(text("ALTER TABLE pace ADD COLUMN mislaid INTEGER"))
    try:
        assert "jiayin db check" in of(await visited(database, tmp_path, thorough=True), "schema", State.LOOK)
    finally:
        async with database.writing() as connection:
            await connection.execute(text("ALTER TABLE pace DROP COLUMN mislaid"))


async def test_a_slow_commit_is_told_with_its_time(database: Database, tmp_path: Path) -> None:
    found = await visited(database, tmp_path, replace(EASY, slow_commit=0.0))
    assert "ms" in of(found, "commit", State.BROKEN)


async def test_a_disk_that_is_nearly_full_is_worth_a_look_and_a_full_one_is_broken(
    database: Database, tmp_path: Path
) -> None:
    stats = os.statvfs(tmp_path)
    free = stats.f_bavail * stats.f_frsize
    found = await visited(database, tmp_path, replace(EASY, least_free=2 * free))
    assert "Free some space" in of(found, "disk", State.LOOK)
    found = await visited(database, tmp_path, replace(EASY, least_free=20 * free))
    assert "Free some space" in of(found, "disk", State.BROKEN)


async def test_a_clock_that_is_wrong_is_found_against_the_servers(postgres_database: Database, tmp_path: Path) -> None:
    for behind, state in ((20, State.LOOK), (3600, State.BROKEN)):
        wrong = lambda seconds=behind: clock() - timedelta(seconds=seconds)  # noqa: E731
        found = await examine(Visit(settings(tmp_path, postgres_database), postgres_database, wrong, EASY, quick=True))
        assert "behind the database" in of(found, "clock", state)


# -- what runs --------------------------------------------------------------------------------------------------------


async def test_a_house_without_a_sender_is_broken_and_an_empty_one_worth_a_look(
    database: Database, tmp_path: Path
) -> None:
    assert "No Jiayin runs" in of(await visited(database, tmp_path), "processes", State.LOOK)
    now = clock()
    row = {"host": "h", "version": "1", "started_at": now}
    async with database.writing() as connection:
        rows = [
            {**row, "name": "a", "roles": ["receive", "web"], "seen_at": now},
            {**row, "name": "b", "roles": ["send"], "seen_at": now - timedelta(hours=1)},
            {**row, "name": "c", "roles": ["plan"], "seen_at": now, "version": "2"},
        ]
        await connection.execute(insert(process), rows)
    found = await visited(database, tmp_path)
    assert of(found, "processes", State.BROKEN) == (
        "Nobody sends. → Start a process with that role: `jiayin run --roles send`."
    )
    assert "different versions" in of(found, "processes", State.LOOK)


async def test_a_message_that_has_been_due_for_long_is_found(database: Database, tmp_path: Path) -> None:
    world = World(database)
    await reply(world, "mama", "a", due_at=clock() - timedelta(minutes=5))
    found = await visited(database, tmp_path)
    assert "1 messages are due" in of(found, "outbox", State.LOOK)
    async with database.writing() as connection:
        await connection.execute(update(outbox_table).values(due_at=clock() - timedelta(hours=5)))
    of(await visited(database, tmp_path), "outbox", State.BROKEN)


async def test_an_open_factory_with_nobody_on_duty_is_broken(database: Database, tmp_path: Path) -> None:
    of(await visited(database, tmp_path), "duty", State.LOOK)
    async with database.writing() as connection:
        await factories.add(connection, "GFDG01", "Golden Field")
        await factories.open_one(connection, "GFDG01", clock())
    assert "Nobody is on duty" in of(await visited(database, tmp_path), "duty", State.BROKEN)
    assert well(await visited(database, tmp_path, duty_telegram="1", telegram_token="1:a"), "duty")


async def test_a_shift_of_somebody_who_cannot_be_called_is_no_duty(database: Database, tmp_path: Path) -> None:
    now = clock()
    async with database.writing() as connection:
        told = {"password_hash": "", "totp_secret": "", "totp_step": 0, "wrong_tries": 0, "created_at": now}
        ways = {"telegram": "", "email": "", "factory": "", "factory_employed": False}
        officer = insert(account).values(name="li", roles=["duty_officer"], **told, **ways).returning(account.c.id)
        made = await connection.execute(officer)
        shift = {"account_id": made.scalar_one(), "starts_at": now, "ends_at": now + timedelta(hours=8), "rank": 0}
        await connection.execute(insert(duty_shift), shift)
    of(await visited(database, tmp_path), "duty", State.LOOK)


async def test_a_house_without_content_is_broken_and_old_content_worth_a_look(
    database: Database, tmp_path: Path
) -> None:
    assert "jiayin content load" in of(await visited(database, tmp_path), "content", State.BROKEN)
    await load_files(database, clock())
    assert well(await visited(database, tmp_path), "content")
    async with database.writing() as connection:
        await connection.execute(text("UPDATE content_version SET files = 'another'"))
    assert "files changed" in of(await visited(database, tmp_path), "content", State.LOOK)


async def test_an_old_backup_is_worth_a_look(database: Database, tmp_path: Path) -> None:
    assert "There is none" in of(await visited(database, tmp_path), "backup", State.LOOK)
    backup = tmp_path / "backups" / "jiayin-20261124T020000Z.backup"
    backup.parent.mkdir()
    backup.write_bytes(b"x")
    assert well(await visited(database, tmp_path), "backup")
    old = time.time() - 40 * 3600
    os.utime(backup, (old, old))
    assert "40 hours old" in of(await visited(database, tmp_path), "backup", State.LOOK)


# -- settings ---------------------------------------------------------------------------------------------------------


async def test_a_secret_that_others_may_read_is_named(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "token"
    secret.write_text(TOKEN, "utf-8")
    for path, mode in ((tmp_path, 0o755), (secret, 0o644), (Path(str(sqlite_database.url.database)), 0o600)):
        os.chmod(path, mode)
    monkeypatch.setenv("JIAYIN_TELEGRAM_TOKEN_FILE", str(secret))
    assert f"chmod 600 {secret}" in of(await visited(sqlite_database, tmp_path), "secret files", State.LOOK)
    os.chmod(secret, 0o600)
    assert well(await visited(sqlite_database, tmp_path), "secret files")


async def test_an_address_that_is_not_encrypted_is_told(sqlite_database: Database, tmp_path: Path) -> None:
    of(await visited(sqlite_database, tmp_path), "public address", State.LOOK)
    plain = "http://chat.example.org"
    of(await visited(sqlite_database, tmp_path, public_url=plain), "public address", State.LOOK)
    nowhere = "http://127.0.0.1:9"
    told = await visited(sqlite_database, tmp_path, public_url=plain, telegram_token=TOKEN, telegram_proxy=nowhere)
    of(told, "public address", State.BROKEN)


# -- the ways in and out ----------------------------------------------------------------------------------------------


@asynccontextmanager
async def on_telegram(database: Database, folder: Path) -> AsyncIterator[tuple[FakeTelegram, Any]]:
    """A Telegram, and a visit of a house that uses it."""
    async with FakeTelegram() as telegram:

        async def visit(**given: Any) -> list[Finding]:
            return await visited(
                database, folder, **{"telegram_token": telegram.token, "telegram_api_url": telegram.url, **given}
            )

        yield telegram, visit
        assert telegram.problems == []
        assert {call.method for call in telegram.calls} <= {"getMe", "getWebhookInfo", "setWebhook"}


async def test_a_bot_that_telegram_knows_is_fine(sqlite_database: Database, tmp_path: Path) -> None:
    async with on_telegram(sqlite_database, tmp_path) as (_telegram, visit):
        found = await visit()
        assert "@jiayin_bot" in of(found, "telegram", State.FINE)
        assert "polling" in of(found, "telegram", State.FINE)
        assert well(found, "clock")


async def test_a_wrong_token_is_told_without_saying_it(sqlite_database: Database, tmp_path: Path) -> None:
    async with on_telegram(sqlite_database, tmp_path) as (_telegram, visit):
        said = of(await visit(telegram_token="7012345678:AAwrong"), "telegram", State.BROKEN)
        assert "does not know the token" in said
        assert "AAwrong" not in said


async def test_a_telegram_that_cannot_be_reached_is_told(sqlite_database: Database, tmp_path: Path) -> None:
    found = await visited(sqlite_database, tmp_path, telegram_token=TOKEN, telegram_api_url="http://127.0.0.1:9")
    said = of(found, "telegram", State.BROKEN)
    assert "cannot be reached" in said
    assert "AAGx" not in said


async def test_a_telegram_in_trouble_is_told_in_its_words(sqlite_database: Database, tmp_path: Path) -> None:
    async with on_telegram(sqlite_database, tmp_path) as (telegram, visit):
        telegram.fails("getMe", faults.html_page())
        of(await visit(), "telegram", State.BROKEN)
        telegram.fails("getMe", faults.flood(7))
        assert "429" in of(await visit(), "telegram", State.BROKEN)
        telegram.fails("getMe", faults.cut_before(), faults.cut_before())  # a cut is tried once more
        of(await visit(), "telegram", State.BROKEN)


async def test_a_webhook_and_polling_that_get_in_each_others_way_are_told(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with on_telegram(sqlite_database, tmp_path) as (telegram, visit):
        public = "https://chat.example.org"
        assert "No webhook is set" in of(await visit(public_url=public), "telegram", State.LOOK)
        await telegram._setWebhook({"url": "https://other.example.org/secret-path"})
        said = of(await visit(), "telegram", State.LOOK)
        assert "https://other.example.org" in said
        assert "secret-path" not in said
        assert "not to the public address" in of(await visit(public_url=public), "telegram", State.LOOK)
        await telegram._setWebhook({"url": f"{public}/telegram/webhook"})
        assert well(await visit(public_url=public), "telegram")


async def test_updates_that_pile_up_and_deliveries_that_fail_are_told(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with on_telegram(sqlite_database, tmp_path) as (telegram, visit):
        public = "https://chat.example.org"
        await telegram._setWebhook({"url": f"{public}/telegram/webhook"})
        said = "Wrong response from the webhook: 500 Internal Server Error"
        telegram.trouble = {
            "pending_update_count": 4000,
            "last_error_date": int(time.time()) - 60,
            "last_error_message": said,
        }
        told = of(await visit(public_url=public), "telegram", State.LOOK)
        assert "4000 updates wait" in told
        assert said in told
        telegram.trouble["last_error_date"] -= 7200
        assert said not in of(await visit(public_url=public), "telegram", State.LOOK)


async def test_a_clock_that_telegram_does_not_share_is_told(sqlite_database: Database, tmp_path: Path) -> None:
    async with on_telegram(sqlite_database, tmp_path) as (telegram, visit):
        telegram.clock_ahead = 30
        assert "behind Telegram" in of(await visit(), "clock", State.LOOK)
        telegram.clock_ahead = -3600
        assert "ahead of Telegram" in of(await visit(), "clock", State.BROKEN)


async def test_alerts_that_could_not_leave_are_told_and_nobody_is_written_to(
    sqlite_database: Database, tmp_path: Path
) -> None:
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read())
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    ways: dict[str, Any] = {"mail_from": "a@example.org", "smtp_url": f"smtp://u:geheim@127.0.0.1:{port}"}
    found = await visited(sqlite_database, tmp_path, duty_webhook=f"http://127.0.0.1:{port}/send?key=geheim", **ways)
    assert well(found, "e-mail")
    assert well(found, "duty webhook")
    server.close()
    await server.wait_closed()
    assert set(heard) == {b""}
    found = await visited(sqlite_database, tmp_path, duty_webhook=f"http://127.0.0.1:{port}/send?key=geheim", **ways)
    for area in ("e-mail", "duty webhook"):
        assert "geheim" not in of(found, area, State.BROKEN)
