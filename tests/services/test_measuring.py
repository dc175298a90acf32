"""What an operator sees on /metrics is how things really stand."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path

from prometheus_client import REGISTRY
from sqlalchemy import insert, text

from bot.services.measuring import Measuring, describe
from bot.services.metrics import URGENCIES
from bot.services.ports import ChannelError
from bot.services.scene import DutyRoster
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.outbox import Rank
from bot.store.tables import process
from dialogs.effects import OpenCase
from tests.fakes import World
from tests.services.letters import push, reply


def told(metric: str, /, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(metric, labels)


def measuring(world: World, folder: Path) -> Measuring:
    return Measuring(world.database, world.setting, folder)


async def test_what_is_due_and_for_how_long_is_seen_until_it_is_sent(world: World, tmp_path: Path) -> None:
    await reply(world, "mama", "a")
    world.clock.now += timedelta(seconds=40)
    look = measuring(world, tmp_path)
    await look.measure()
    assert told("jiayin_outbox_due", lane="fake:bot", urgency="reply") == 1
    assert told("jiayin_outbox_oldest_seconds", lane="fake:bot", urgency="reply") == 40
    await world.sender.send_due()
    await look.measure()
    assert told("jiayin_outbox_due", lane="fake:bot", urgency="reply") == 0
    assert told("jiayin_outbox_oldest_seconds", lane="fake:bot", urgency="reply") == 0


async def test_people_who_blocked_the_bot_are_counted_once_a_minute(world: World, tmp_path: Path) -> None:
    await world.joins("mama")
    look = measuring(world, tmp_path)
    await look.measure()
    assert told("jiayin_people_unreachable") == 0
    world.channel.will("mama", ChannelError("blocked", permanent=True))
    await reply(world, "mama", "a")
    await world.sender.send_due()
    await look.measure()
    assert told("jiayin_people_unreachable") == 0
    for _ in range(3):
        await look.measure()
    assert told("jiayin_people_unreachable") == 1


async def test_an_alert_that_reaches_nobody_grows_older_before_our_eyes(database: Database, tmp_path: Path) -> None:
    world = World(database, roster=DutyRoster((Where("fake", "bot", "officer"),)))
    await world.joins("mama")
    look = measuring(world, tmp_path)
    await look.measure()
    assert told("jiayin_alert_unheard_seconds") == 0
    assert told("jiayin_duty_set") == 1
    await world.given("mama", OpenCase("accident", "P0", ""))
    world.clock.now += timedelta(seconds=90)
    await look.measure()
    assert told("jiayin_alert_unheard_seconds") == 90


async def test_a_database_that_is_away_is_told_and_so_is_its_return(world: World, tmp_path: Path) -> None:
    look = measuring(world, tmp_path)
    async with world.database.writing() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO mislaid"))
    await look.measure()
    assert told("jiayin_database_up") == 0
    async with world.database.writing() as connection:
        await connection.execute(text("ALTER TABLE mislaid RENAME TO outbox"))
    await look.measure()
    assert told("jiayin_database_up") == 1
    assert (told("jiayin_database_size_bytes") or 0) > 100_000
    assert (told("jiayin_disk_free_bytes") or 0) > 0
    assert told("jiayin_database_answer_seconds") is not None


async def test_the_version_of_the_content_is_the_one_that_people_hear(world: World, tmp_path: Path) -> None:
    await measuring(world, tmp_path).measure()
    assert told("jiayin_content_info", version=world.setting.shelf.library.version) == 1
    shown = [sample for family in REGISTRY.collect() for sample in family.samples if "content_info" in sample.name]
    assert len(shown) == 1


async def test_a_role_that_nobody_has_is_shown_as_nobody(world: World, tmp_path: Path) -> None:
    now = world.clock()
    row = {"name": "p1", "host": "h", "version": "1", "roles": ["plan"], "started_at": now, "seen_at": now}
    async with world.database.writing() as connection:
        await connection.execute(insert(process), row)
    await measuring(world, tmp_path).measure()
    assert told("jiayin_processes", role="plan") == 1
    assert told("jiayin_processes", role="send") == 0


async def test_a_process_says_who_it_is() -> None:
    describe("h:1", "plan,send", "1.0")
    describe("h:2", "plan,send", "1.0")
    assert told("jiayin_process_info", name="h:2", roles="plan,send", version="1.0") == 1
    assert told("jiayin_process_info", name="h:1", roles="plan,send", version="1.0") is None


async def test_measuring_goes_on_though_the_data_folder_is_gone(world: World, tmp_path: Path) -> None:
    before = told("jiayin_event_loop_lag_seconds_count") or 0
    task = asyncio.create_task(measuring(world, tmp_path / "nowhere").run())
    for _ in range(100):
        if (told("jiayin_event_loop_lag_seconds_count") or 0) > before:
            break
        await asyncio.sleep(0.05)
    assert (told("jiayin_event_loop_lag_seconds_count") or 0) > before
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert told("jiayin_database_up") == 1


async def test_how_late_messages_come_is_told_by_how_urgent_they_are(world: World) -> None:
    name = "jiayin_send_delay_seconds_count"
    before = {urgency: told(name, urgency=urgency) or 0 for urgency in URGENCIES}
    await reply(world, "mama", "a", Rank.DANGER)
    await reply(world, "mama", "b")
    await world.joins("baba", tips_a_week=7)
    await push(world, "baba", "tip", occurrence="2026-11-23T10:00")
    await world.sender.send_due()
    await world.joins("nai")
    await world.has_reminder("nai", "20:00", days="MO")
    await world.at("2026-11-23T20:00")
    after = {urgency: told(name, urgency=urgency) or 0 for urgency in before}
    assert {urgency for urgency in before if after[urgency] > before[urgency]} == set(before)


def test_no_name_of_a_metric_lacks_its_unit_or_our_prefix() -> None:
    ours = [family for family in REGISTRY.collect() if family.name.startswith("jiayin_")]
    assert len(ours) > 15
    for family in ours:
        if family.type == "histogram":
            assert family.name.endswith("_seconds"), family.name
        assert not re.search(r"_(ms|milliseconds|minutes|kb|mb|count|total)$", family.name), family.name
