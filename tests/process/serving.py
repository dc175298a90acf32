"""A house that serves a Telegram of ours, and parents who have been welcomed there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.process.afternoon import afternoon
from tests.process.books import rows
from tests.process.running import OPEN, House
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.person import Person

WITHIN = 20.0  # seconds in which an answer must come, however busy the machine is


@asynccontextmanager
async def house_on(
    telegram: FakeTelegram, folder: Path, *, webhook: bool = False, **settings: str
) -> AsyncIterator[House]:
    """A running house; stopped kindly at the end. It is always afternoon there."""
    own = {
        "JIAYIN_TELEGRAM_TOKEN": telegram.token,
        "JIAYIN_TELEGRAM_API_URL": telegram.url,
        "JIAYIN_TIMEZONE": afternoon(),
        "JIAYIN_TICK_SECONDS": "0.3",
    }
    house = House(folder, {**OPEN, **own, **settings})
    if webhook:
        house.settings["JIAYIN_PUBLIC_URL"] = house.url
    try:
        await starts(house)
        yield house
        assert await asyncio.to_thread(house.stop) == 0
        assert "Traceback" not in house.said
    finally:
        house.clear()


async def starts(house: House) -> None:
    house.start()
    await asyncio.to_thread(house.ready)


async def welcomed(telegram: FakeTelegram) -> Person:
    """A mother who agreed and said how old her child is."""
    mother = telegram.person()
    await mother.starts()
    await mother.presses("同意", WITHIN)
    await mother.presses("6到9岁", WITHIN)
    await mother.sees("可以这样开口", WITHIN)
    return mother


async def is_reminded_daily(mother: Person, at: str) -> None:
    """She asks for a reminder every day at this clock time."""
    await mother.says(f"每天{at}提醒我给孩子打电话")
    await mother.sees("这周白班还是夜班", WITHIN)
    await mother.presses("一直白班")
    await mother.sees("对吗", WITHIN)
    await mother.presses("对")
    await mother.sees("提醒你", WITHIN)


async def all_sent(house: House) -> None:
    """Wait until everything that was said so far is written down as sent."""
    for _ in range(200):
        if not rows(house.database, "SELECT id FROM outbox WHERE status IN ('waiting', 'sending')"):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("Something still waits to be sent.")
