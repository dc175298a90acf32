"""What can be wrong at the start: one clear line, exit code 1, and nothing harmed."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.process.books import opened, rows
from tests.process.running import OPEN, House, free_port, jiayin
from tests.process.serving import WITHIN, all_sent, house_on, welcomed
from tests.telegram.fake_api import FakeTelegram

LONGEST_LINE = 320


def refusal(house: House) -> str:
    """It does not start: the one line that says why."""
    house.start()
    assert house.ends() == 1, house.said
    lines = [line for line in house.said.splitlines() if line.strip()]
    assert "Traceback" not in house.said
    assert len(lines) == 1, house.said
    assert len(lines[0]) < LONGEST_LINE
    return lines[0]


@pytest.fixture
def made(tmp_path: Path) -> House:
    """A house that has run once, and holds a person."""
    house = House(tmp_path)
    assert house.jiayin("chat", typed="开始\n同意\n").code == 0
    return house


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JIAYIN_PORT", "eighty"),
        ("JIAYIN_TIMEZONE", "Asia/Dongguan"),
        ("JIAYIN_DUTY_HOURS", "early till late"),
        ("JIAYIN_DATABASE_URL", "mysql://localhost/jiayin"),
        ("JIAYIN_TELEGRAM_TOKEN_FILE", "/nowhere/token"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert name in refusal(House(tmp_path, {name: value}))


def test_what_is_no_token_is_said_without_repeating_it(tmp_path: Path) -> None:
    said = refusal(House(tmp_path, {"JIAYIN_TELEGRAM_TOKEN": "my-secret-password"}))
    assert "JIAYIN_TELEGRAM_TOKEN" in said
    assert "my-secret-password" not in said


async def test_a_token_that_telegram_does_not_know_ends_the_start(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram:
        wrong = "7012345678:AAGxSomebodyElse"
        settings = {"JIAYIN_TELEGRAM_TOKEN": wrong, "JIAYIN_TELEGRAM_API_URL": telegram.url}
        house = House(tmp_path, {**OPEN, **settings})
        try:
            house.start()
            assert await asyncio.to_thread(house.ends) == 1
        finally:
            house.clear()
        assert "JIAYIN_TELEGRAM_TOKEN" in house.said.splitlines()[-1]
        assert wrong not in house.said
        assert "Traceback" not in house.said


async def test_a_telegram_that_is_away_does_not_keep_the_page_closed(tmp_path: Path) -> None:
    nowhere = {"JIAYIN_TELEGRAM_API_URL": f"http://127.0.0.1:{free_port()}"}
    with House(tmp_path, {"JIAYIN_TELEGRAM_TOKEN": "7012345678:AAGxTest", **nowhere}).open() as house:
        assert house.answers("/") == 200
        assert house.stop() == 0


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        house = House(tmp_path, port=int(other.getsockname()[1]))
        said = refusal(house)
    assert str(house.port) in said
    assert "JIAYIN_PORT" in said


def test_a_second_process_in_the_same_house_leaves_the_first_alone(tmp_path: Path) -> None:
    with House(tmp_path).open() as first:
        second = House(tmp_path, port=first.port)
        second.start()
        assert second.ends() == 1
        assert "JIAYIN_PORT" in first.said.splitlines()[-1]
        assert first.answers("/health/ready") == 200


def test_a_second_process_on_the_same_database_is_told_so(tmp_path: Path) -> None:
    with House(tmp_path).open() as first:
        second = House(tmp_path)
        second.start()
        assert second.ends() == 1
        assert "jiayin.sqlite3.running" in first.said.splitlines()[-1]
        assert first.answers("/health/ready") == 200


def test_a_damaged_database_is_left_as_it_is(made: House) -> None:
    made.database.write_bytes(b"this was a database once" * 500)
    for end in ("-wal", "-shm"):
        Path(f"{made.database}{end}").unlink(missing_ok=True)
    said = refusal(made)
    assert "jiayin.sqlite3" in said
    assert "backup" in said
    assert made.database.read_bytes().startswith(b"this was a database once")


def test_a_database_torn_in_the_middle_is_noticed(made: House) -> None:
    whole = made.database.read_bytes()
    made.database.write_bytes(whole[: len(whole) // 2])
    assert "jiayin.sqlite3" in refusal(made)


def test_a_database_that_another_program_holds_is_not_waited_for_for_ever(made: House) -> None:
    with opened(made.database) as connection:
        connection.execute("UPDATE person SET code = code")
        assert "locked" in refusal(made)
    assert len(rows(made.database, "SELECT id FROM person")) == 1


def test_a_newer_schema_is_not_touched(made: House) -> None:
    with opened(made.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in refusal(made)
    assert rows(made.database, "SELECT version_num FROM alembic_version") == [{"version_num": "9999"}]


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert str(tmp_path / "data") in refusal(House(tmp_path))


@pytest.mark.parametrize("folder", ["/sys/jiayin", "/sys/kernel"])
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, folder: str) -> None:
    """Below /sys not even root may make files: the folder cannot be made, or is there and takes no file."""
    assert folder in refusal(House(tmp_path, {"JIAYIN_DATA_DIR": folder}))


def test_a_full_disk_at_the_start_is_said(tmp_path: Path) -> None:
    """A limit on the size of files stands for the end of the disk."""
    assert "jiayin.sqlite3" in refusal(House(tmp_path, before=("prlimit", "--fsize=40960", "--")))


async def test_what_is_written_while_the_disk_is_full_is_answered_once_there_is_room(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, house_on(telegram, tmp_path) as house:
        mother = await welcomed(telegram)
        await all_sent(house)
        limit_files(house, "8192")
        await mother.says("老家")
        await mother.sees_nothing(1)
        assert house.answers("/health/live") == 200
        limit_files(house, "unlimited")
        await mother.sees("孩子在哪个市", WITHIN)
        await mother.says("铜仁")
        await mother.sees("0856", WITHIN)
        await mother.sees_nothing()
        assert telegram.problems == []


def limit_files(house: House, size: str) -> None:
    """No file of this process may grow beyond that, which to a programme looks like the end of the disk."""
    assert house.process
    subprocess.run(["prlimit", f"--pid={house.process.pid}", f"--fsize={size}:unlimited"], check=True)


def test_a_malformed_content_file_is_named_by_file_and_line(tmp_path: Path) -> None:
    locales = Path(__file__).resolve().parents[2] / "locales"
    copy = shutil.copytree(locales, tmp_path / "locales")
    tips = copy / "zh_Hans" / "content" / "tips" / "call_home.yaml"
    lines = tips.read_text("utf-8").splitlines()
    tips.write_text("\n".join([*lines[:10], "  text: “没有引号: [", *lines[10:]]), "utf-8")
    checked = jiayin(tmp_path, "content", "check", str(copy))
    assert checked.code == 1
    assert "tips/call_home.yaml:1" in checked.out
    assert "Traceback" not in checked.said


def test_commands_say_the_same_about_a_damaged_database(made: House) -> None:
    made.database.write_bytes(b"this was a database once" * 500)
    for words in (["cases", "list"], ["db", "check"], ["chat"]):
        ended = made.jiayin(*words)
        assert ended.code == 1, words
        assert len(ended.err.splitlines()) == 1, ended.said
        assert "Traceback" not in ended.said
