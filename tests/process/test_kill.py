"""The power fails at any moment: nobody loses a word, and every conversation goes on where it was."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.process.books import rows
from tests.process.parents import Parent
from tests.process.running import OPEN, House
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.faults import Fault, slow

KILLS = 12
PARENTS = 6
IN_FLIGHT = "SELECT a.external_id AS who, o.body AS body FROM outbox o JOIN address a ON a.id = o.address_id \
WHERE o.status = 'sending'"


class Power:
    """Fails again and again, at moments that chance decides; notes what was being sent each time."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)
        self.failures = 0
        self.in_flight: list[tuple[str, str]] = []

    async def fails(self, times: int) -> None:
        for _ in range(times):
            await asyncio.sleep(self.chance.uniform(0.02, 1.0))
            await asyncio.to_thread(self.house.kill)
            self.failures += 1
            self.in_flight += [(row["who"], row["body"]) for row in rows(self.house.database, IN_FLIGHT)]
            self.house.start()
            await asyncio.to_thread(self.house.ready)


def slow_lines(telegram: FakeTelegram, chance: random.Random) -> None:
    """Some answers of Telegram take a while, so that the power fails while a message is under way."""
    fast = Fault(effect=True)
    telegram.fails("sendMessage", *(slow(chance.uniform(0, 0.1)) if chance.random() < 0.5 else fast for _ in range(4000)))


@pytest.mark.parametrize("seed", [1, 2])
async def test_nobody_loses_a_word_when_the_power_fails_again_and_again(tmp_path: Path, seed: int) -> None:
    async with FakeTelegram() as telegram:
        house = House(tmp_path, {**OPEN, "JIAYIN_TELEGRAM_TOKEN": telegram.token, "JIAYIN_TELEGRAM_API_URL": telegram.url})
        slow_lines(telegram, random.Random(seed))
        power = Power(house, seed)
        try:
            house.start()
            await asyncio.to_thread(house.ready)
            parents = [Parent(telegram.person(), who) for who in range(PARENTS)]
            lives = [asyncio.create_task(parent.lives(lambda: power.failures < KILLS)) for parent in parents]
            await power.fails(KILLS)
            await asyncio.gather(*lives)
            assert await asyncio.to_thread(house.stop) == 0
        finally:
            house.clear()
        for parent in parents:
            await parent.looks_once_more()
        assert telegram.problems == []
        known = dict.fromkeys(power.in_flight)
        for parent in parents:
            for shown in parent.twice:
                assert any(who == parent.person.external_id for who, _ in known), shown.text
        print("turns", sum(p.turns for p in parents), "twice", sum(len(p.twice) for p in parents), "in flight", len(power.in_flight))
        kept = [row["words"] for row in rows(house.database, "SELECT words FROM question ORDER BY id")]
        assert sorted(kept) == sorted(words for parent in parents for words in parent.asked)
        print(house.said[-1500:])
