"""Whoever is on duty is told that there is a case: its number and level, and nothing else."""

from __future__ import annotations

from datetime import time

from prometheus_client import REGISTRY

from bot.services.scene import DutyHours, DutyRoster
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.outbox import Rank
from bot.store.tables import outbox, person, safeguarding_case
from tests.fakes import World

DUTY = DutyRoster((Where("fake", "bot", "duty"), Where("fake", "bot", "second")))
BEATEN = "老人把孩子打出血了"


async def test_everybody_on_duty_hears_number_and_level_and_nothing_else(database: Database) -> None:
    world = World(database, roster=DUTY)
    await world.agrees("mama")
    await world.says("mama", BEATEN)
    (case,) = await world.rows(safeguarding_case)
    for officer in ("duty", "second"):
        world.sees(officer, case.number, case.level)
        words = world.words(officer)
        assert not any(part in words for part in ("老人", "打出血", "mama", (await world.facts("mama")).code))
    rows = await world.rows(outbox, kind="alert")
    assert {(row.rank, row.person_id) for row in rows} == {(Rank.DANGER, None)}
    assert len(await world.rows(person)) == 1


async def test_more_words_about_the_same_danger_ring_nobody_again(database: Database) -> None:
    world = World(database, roster=DUTY)
    await world.agrees("mama")
    await world.says("mama", BEATEN, BEATEN)
    assert len(world.channel.to("duty")) == 1


async def test_when_somebody_is_on_duty_the_reply_says_by_when_she_will_be_in_touch(database: Database) -> None:
    world = World(database, roster=DUTY)
    await world.agrees("mama")
    await world.says("mama", BEATEN)
    world.sees("mama", "15分钟", "110")


async def test_out_of_hours_the_reply_says_when_the_hours_begin_and_the_alert_goes_out(database: Database) -> None:
    nights = DutyRoster(DUTY.addresses, DutyHours(time(20), time(8)))
    world = World(database, roster=nights)
    await world.agrees("mama")
    await world.says("mama", BEATEN)
    world.sees("mama", "晚上8点", "110")
    assert len(world.channel.to("duty")) == 1


async def test_with_nobody_on_duty_the_reply_says_so_and_no_alert_is_written(world: World) -> None:
    await world.agrees("mama")
    await world.says("mama", BEATEN)
    world.sees("mama", "没有老师值班", "110")
    assert await world.rows(outbox, kind="alert") == []
    assert len(await world.rows(safeguarding_case)) == 1


async def test_cases_are_counted_by_level(world: World) -> None:
    def count() -> float:
        found = [REGISTRY.get_sample_value("jiayin_cases_opened_total", {"level": level}) for level in ("P0", "P1")]
        return sum(value or 0 for value in found)

    before = count()
    await world.agrees("mama")
    await world.says("mama", BEATEN, BEATEN)
    assert count() == before + 1
