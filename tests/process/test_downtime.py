"""While nobody was there, time went on: reminders that are a little late say so, those too late stay away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.process.books import days_pass, rows
from tests.process.running import House
from tests.process.serving import WITHIN, house_on, is_reminded_daily, starts, welcomed
from tests.telegram.fake_api import FakeTelegram

CALLS = "SELECT status, reason, occurrence FROM outbox WHERE kind = 'call'"


def clock(house: House, **ago: float) -> str:
    at = house.local_now() - timedelta(**ago)
    return f"{at.hour}点{at.minute}分"


async def test_a_reminder_goes_out_in_its_minute(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, house_on(telegram, tmp_path) as house:
        mother = await welcomed(telegram)
        await is_reminded_daily(mother, clock(house, minutes=1))
        days_pass(house.database)
        due = await mother.sees("给孩子打个电话吧", WITHIN)
        assert "晚了" not in due.text
        assert due.labels == ["打了", "等会儿", "今天打不了"]
        assert telegram.problems == []


async def test_a_reminder_that_fell_into_a_power_cut_comes_late_and_says_so(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, house_on(telegram, tmp_path) as house:
        mother = await welcomed(telegram)
        await is_reminded_daily(mother, clock(house, minutes=25))
        await asyncio.to_thread(house.kill)
        days_pass(house.database)
        await starts(house)
        due = await mother.sees("给孩子打个电话吧", WITHIN)
        assert "晚了" in due.text
        await mother.presses("打了")
        await mother.sees("聊得怎么样", WITHIN)
        assert [row["status"] for row in rows(house.database, CALLS)] == ["sent"]


async def test_a_reminder_of_hours_ago_stays_away_and_the_next_one_comes(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, house_on(telegram, tmp_path) as house:
        mother = await welcomed(telegram)
        await is_reminded_daily(mother, clock(house, minutes=150))
        await asyncio.to_thread(house.kill)
        days_pass(house.database)
        await starts(house)
        await skipped(house)
        assert [row["reason"] for row in rows(house.database, CALLS)] == ["too late"]
        (next_one,) = rows(house.database, "SELECT next_at FROM schedule WHERE kind = 'call'")
        assert datetime.fromisoformat(next_one["next_at"]) > datetime.now(UTC).replace(tzinfo=None) + timedelta(
            hours=20
        )
        assert not any("给孩子打个电话吧" in shown.text for shown in mother.shown)


async def skipped(house: House) -> None:
    for _ in range(200):
        if any(row["status"] == "skipped" for row in rows(house.database, CALLS)):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(rows(house.database, CALLS))
