"""Processes with roles of their own over one PostgreSQL are together one Jiayin."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.process.company import WITHIN, company, page, started
from tests.process.serving import welcomed
from tests.telegram.fake_api import FakeTelegram

SOON = 10.0  # seconds in which somebody else takes over


async def test_a_page_shows_at_once_what_another_process_sends(postgres_url: str, tmp_path: Path) -> None:
    async with company(postgres_url, tmp_path) as jiayin:
        web, _sender, _planner = await jiayin.open("web", "send", "receive,plan")
        async with page(web) as mother:
            await mother.sees("我是家音")
            began = time.monotonic()
            await mother.presses("同意")
            await mother.sees("最小的孩子多大了")
            await mother.presses("6到9岁")
            await mother.sees("可以这样开口")
            for _ in range(3):
                await mother.says("今日贴士")
                await mother.sees("")
            # The sender looks by itself every 5 seconds, the page every 15: without notices this takes far longer.
            assert time.monotonic() - began < 10


async def test_when_the_one_that_polls_is_killed_another_goes_on(postgres_url: str, tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, company(postgres_url, tmp_path, telegram) as jiayin:
        first, second = jiayin.house("receive"), jiayin.house("receive,send")
        await started([first])
        await telegram.until(lambda: telegram.called("getUpdates"), WITHIN)
        await started([second])
        mother = await welcomed(telegram)
        await asyncio.to_thread(first.kill)
        killed = time.monotonic()
        await mother.says("今日贴士")
        await mother.sees("", SOON)
        assert time.monotonic() - killed < SOON
        assert telegram.problems == []
