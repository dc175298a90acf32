"""The power fails at any moment: nobody loses a word, and every conversation goes on where it was."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process.books import rows
from tests.process.parents import Parent
from tests.process.running import House
from tests.process.serving import house_on
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.faults import Fault, slow

KILLS = 6
PARENTS = 6
IN_FLIGHT = """
    SELECT address.external_id AS who, outbox.body AS body
    FROM outbox JOIN address ON address.id = outbox.address_id WHERE outbox.status = 'sending'
"""


class Power:
    """Fails again and again, at moments that chance decides; notes what was being sent to whom each time."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)
        self.failures = 0
        self.in_flight: Counter[tuple[str, str]] = Counter()

    async def fails(self, times: int) -> None:
        for _ in range(times):
            await asyncio.sleep(self.chance.uniform(0.02, 1.0))
            await asyncio.to_thread(self.house.kill)
            self.failures += 1
            for row in rows(self.house.database, IN_FLIGHT):
                self.in_flight[row["who"], json.loads(row["body"])["text"]] += 1
            self.house.start()
            await asyncio.to_thread(self.house.ready)


def slow_down(telegram: FakeTelegram, chance: random.Random) -> None:
    """Half of Telegram's answers take a while, so that the power fails while messages are under way."""
    lines = (slow(chance.uniform(0, 0.1)) if chance.random() < 0.5 else Fault(effect=True) for _ in range(5000))
    telegram.fails("sendMessage", *lines)


@pytest.mark.parametrize("seed", [1, 2])
async def test_nobody_loses_a_word_when_the_power_fails_again_and_again(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    async with FakeTelegram() as telegram, house_on(telegram, tmp_path) as house:
        slow_down(telegram, random.Random(seed))
        power = Power(house, seed)
        parents = [Parent(telegram.person(), who) for who in range(PARENTS)]
        lives = [asyncio.create_task(parent.lives(lambda: power.failures < KILLS)) for parent in parents]
        await power.fails(KILLS)
        await asyncio.gather(*lives)
        for parent in parents:
            parent.looks_once_more()
        assert telegram.problems == []
    handed_on = [row["words"] for row in rows(house.database, "SELECT words FROM question")]
    waiting = rows(house.database, "SELECT id FROM outbox WHERE status IN ('waiting', 'sending', 'failed')")
    assert sorted(handed_on) == sorted(words for parent in parents for words in parent.asked)
    assert waiting == []
    again = Counter((parent.person.external_id, words) for parent in parents for words in parent.twice)
    account = {"turns": sum(parent.turns for parent in parents), "twice": again.total(), "cuts": power.failures}
    record_property("power cuts", account)
    assert again <= power.in_flight
    assert "Traceback" not in house.said


def test_a_first_start_that_is_cut_off_anywhere_can_be_done_again(tmp_path: Path) -> None:
    """Half a schema or half the content would be worse than none."""
    chance = random.Random(7)
    for attempt in range(8):
        house = House(tmp_path / str(attempt % 2))
        house.folder.mkdir(exist_ok=True)
        try:
            house.start()
            time.sleep(chance.uniform(0.4, 1.6))
            house.kill()
        finally:
            house.clear()
    for name in ("0", "1"):
        with House(tmp_path / name).open() as house:
            assert house.jiayin("db", "check").code == 0
            assert "可以这样开口" in house.jiayin("chat", typed="开始\n同意\n6到9岁\n").out
            assert house.stop() == 0
