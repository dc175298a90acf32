"""Processes with roles of their own over one PostgreSQL are together one Jiayin."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest

from bot.services.content.loading import load_files
from bot.services.staff.rights import Role
from bot.store import processes, roster
from bot.store.database import Database
from tests.content import shelf
from tests.process.company import WITHIN, Page, company, page, ready_with, started
from tests.process.running import House
from tests.process.serving import welcomed
from tests.services.newsroom import Newsroom
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.faults import slow

SOON = 10.0  # seconds in which somebody else takes over


async def test_a_page_shows_at_once_what_another_process_sends(postgres_url: str, tmp_path: Path) -> None:
    async with company(postgres_url, tmp_path) as jiayin:
        web, _sender, _planner = await jiayin.open("web", "send", "receive,plan")
        async with page(web) as mother:
            await mother.sees("我是家音")
            await mother.presses("同意")
            await mother.sees("最小的孩子多大了")
            await mother.presses("6到9岁")
            await mother.sees("可以这样开口")
            waits = []
            for town in ("铜仁", "遵义", "恩施"):
                for words, answer in (("老家", "孩子在哪个市"), (town, f"老家{town}")):
                    began = time.monotonic()
                    await mother.says(words)
                    await mother.sees(answer)
                    waits.append(time.monotonic() - began)
            # The sender looks by itself every 5 seconds, the page every 15: without notices most take longer.
            assert median(waits) < 4


@pytest.mark.parametrize(("fate", "within"), [(signal.SIGKILL, SOON), (signal.SIGSTOP, 2 * SOON)])
async def test_when_the_one_that_polls_dies_or_hangs_another_goes_on(
    postgres_url: str, tmp_path: Path, fate: signal.Signals, within: float
) -> None:
    async with FakeTelegram() as telegram, company(postgres_url, tmp_path, telegram) as jiayin:
        first, second = jiayin.house("receive"), jiayin.house("receive,send")
        await started([first])
        await telegram.until(lambda: telegram.called("getUpdates"), WITHIN)
        await started([second])
        mother = await welcomed(telegram)
        await telegram.until(lambda: not telegram.waiting, WITHIN)
        first.signal(fate)
        await mother.says("今日贴士")
        await mother.sees("", within)
        assert telegram.problems == []
        await ends(first, fate)


async def ends(house: House, fate: signal.Signals) -> None:
    """One that hung wakes up, finds that another polls, and goes on waiting for its turn."""
    if fate is signal.SIGSTOP:
        house.signal(signal.SIGCONT)
        await says(house, "lead_waited_for")
    else:
        await asyncio.to_thread(house.kill)


async def says(house: House, words: str) -> None:
    for _ in range(100):
        if words in house.said:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(house.said)


async def test_what_trainers_do_in_one_process_reaches_those_that_answer(postgres_url: str, tmp_path: Path) -> None:
    async with company(postgres_url, tmp_path) as jiayin, desk(postgres_url) as room:
        jiayin.settings["JIAYIN_TELEGRAM_TOKEN"] = "7012345678:AAGxNobodyIsCalledHere"
        jiayin.settings["JIAYIN_TELEGRAM_API_URL"] = "http://127.0.0.1:9"
        web, _sender = await jiayin.open("web", "send")
        await room.handed_in("tip", "tip-new", shelf.tip(id="tip-new", text="今天打电话，先问他吃了啥。"))
        await room.workflow.publish(room.wang, "tip", "tip-new")
        await ready_with(web, await room.version())
        async with page(web) as mother:
            await mother.sees("我是家音")
            await mother.presses("同意")
            await mother.sees("最小的孩子多大了")
            await mother.says("孩子不见了")
            assert "15分钟内" not in (await mother.sees("110"))["text"]
            officer = await room.person("陈老师", Role.DUTY_OFFICER, telegram="4711")
            now = datetime.now(UTC)
            shift = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=9), "rank": 0}
            async with room.database.writing() as connection:
                await roster.add(connection, [{"account_id": officer.account_id, "acknowledged_at": now, **shift}])
            await promised(mother)


@asynccontextmanager
async def desk(url: str) -> AsyncIterator[Newsroom]:
    """A trainer and a reviewer at a console of their own."""
    database = Database(url)
    try:
        room = Newsroom(database)
        await load_files(database, room.clock())
        room.li = await room.person("李老师", Role.TRAINER)
        room.wang = await room.person("王老师", Role.REVIEWER)
        yield room
    finally:
        await database.close()


async def promised(mother: Page) -> None:
    """The roster is read anew every few seconds; then she is told by when somebody is in touch."""
    for _ in range(20):
        await mother.says("孩子不见了")
        if "15分钟内" in (await mother.sees("110"))["text"]:
            return
        await asyncio.sleep(0.3)
    raise AssertionError("Nobody promises anything.")


async def test_each_process_says_that_it_runs_and_takes_it_back_when_it_ends(postgres_url: str, tmp_path: Path) -> None:
    database = Database(postgres_url)
    try:
        async with company(postgres_url, tmp_path) as jiayin:
            _planner, sender = await jiayin.open("plan,console", "send")
            assert sorted(await running(database)) == [["plan", "console"], ["send"]]
            assert await asyncio.to_thread(sender.stop) == 0
            assert await running(database) == [["plan", "console"]]
        assert await running(database) == []
    finally:
        await database.close()


async def running(database: Database) -> list[list[str]]:
    async with database.reading() as connection:
        return [row.roles for row in await processes.everyone(connection)]


async def test_a_sender_that_is_asked_to_end_finishes_what_is_under_way(postgres_url: str, tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, company(postgres_url, tmp_path, telegram) as jiayin:
        _receiver, sender = await jiayin.open("receive", "send")
        mother = await welcomed(telegram)
        telegram.fails("sendMessage", slow(1.5))
        before = len(telegram.called("sendMessage"))
        await mother.says("老家")
        await telegram.until(lambda: len(telegram.called("sendMessage")) > before, WITHIN)
        assert await asyncio.to_thread(sender.stop) == 0
        await jiayin.open("send")
        await mother.says("遵义")
        await mother.sees("老家遵义，区号0851", WITHIN)
        assert len([shown for shown in mother.shown if "孩子在哪个市" in shown.text]) == 1
