"""What the privacy notice promises is kept: everything is forgotten in its time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import text

from bot.services.cases.desk import Closing
from bot.store import schema
from bot.store.database import Database
from bot.store.outbox import Rank, Status
from bot.store.tables import address, inbound, outbox, person, pressed, question, return_code
from dialogs.effects import ForwardToTrainer, MakeReturnCode, OpenCase
from tests.fakes import REFUSED, World
from tests.services.letters import reply


async def test_whoever_never_agreed_is_forgotten_a_day_after_her_last_word(world: World) -> None:
    await world.says("mama", "你好")
    await world.says("baba", "你好", "不同意")
    await world.agrees("nai")
    await world.later(hours=12)
    await world.says("baba", "菜单")
    await world.later(hours=13)
    done = await world.housekeeping.tidy()
    assert done["people_unagreed"] == 1
    assert await world.person("mama") is None
    assert await world.person("baba") is not None
    await world.later(hours=12)
    await world.housekeeping.tidy()
    assert [row.external_id for row in await world.rows(address)] == ["nai"]
    assert {row.person_id for row in await world.rows(outbox)} == {await world.person("nai")}


async def test_whoever_left_is_forgotten_after_thirty_days_and_whoever_came_back_is_not(world: World) -> None:
    await world.joins("mama", stopped=True)
    await world.joins("baba", stopped=True)
    await world.later(days=29)
    await world.housekeeping.tidy()
    assert len(await world.rows(person)) == 2
    await world.says("baba", "开始")
    await world.later(days=2)
    await world.housekeeping.tidy()
    assert await world.person("mama") is None
    assert await world.person("baba") is not None


async def test_whoever_is_in_danger_is_not_forgotten_before_her_case_is_closed(world: World) -> None:
    await world.joins("mama", stopped=True)
    await world.given("mama", OpenCase("accident", "P1", ""))
    await world.later(days=40)
    await world.housekeeping.tidy()
    assert await world.person("mama") is not None
    (case,) = await world.cases.listed(None)
    await world.case_desk.close(None, case.number, Closing("safe", "", lacking="a drill"))
    await world.housekeeping.tidy()
    assert await world.person("mama") is None


async def test_words_are_blanked_after_a_week_whether_they_arrived_or_not(world: World) -> None:
    await world.joins("mama")
    world.channel.will("mama", None, REFUSED)
    await reply(world, "mama", "arrived")
    await reply(world, "mama", "never arrived")
    await world.sender.send_due()
    await world.later(days=6)
    await world.housekeeping.tidy()
    assert all(row.body for row in await world.rows(outbox))
    await world.later(days=2)
    assert (await world.housekeeping.tidy())["words_sent"] == 2
    rows = await world.rows(outbox)
    assert [(row.body, row.verbs) for row in rows] == [(None, None)] * 2
    assert [row.status for row in rows] == [Status.SENT, Status.FAILED]


async def test_an_answered_question_goes_after_thirty_days(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", ForwardToTrainer("娃不接电话"), ForwardToTrainer("娃不写作业"))
    first, _second = await world.office.questions()
    await world.office.answer(first.id, "晚饭后再打")
    await world.later(days=31)
    await world.housekeeping.tidy()
    assert [row.words for row in await world.rows(question)] == ["娃不写作业"]


async def test_keys_codes_presses_and_deliveries_go_in_their_time(world: World) -> None:
    await world.agrees("mama")
    await world.says("mama", "今日贴士")
    await world.presses("mama", "收藏")
    await world.given("mama", MakeReturnCode())
    await world.sender.send_due()
    await world.says("mama", "退出")
    await world.says("mama", "开始")
    await world.changes("mama", stopped=False, paused=True)
    await world.later(days=31)
    await world.housekeeping.tidy()
    assert await world.rows(inbound) == []
    assert await world.rows(return_code) == []
    assert await world.rows(pressed) != []
    await world.says("mama", "菜单")
    await world.later(days=340)
    await world.housekeeping.tidy()
    assert await world.rows(pressed) == []
    assert all(row.created_at > world.clock.now - timedelta(days=365) for row in await world.rows(outbox))


async def test_whoever_is_silent_for_a_year_is_forgotten(world: World) -> None:
    await world.joins("mama", paused=True)
    await world.later(days=366)
    await world.housekeeping.tidy()
    assert await world.rows(person) == []
    assert await world.rows(address) == []


async def test_an_address_without_a_person_stays_until_its_last_message_is_gone(world: World) -> None:
    await world.agrees("mama")
    world.channel.slow.add("nobody")
    await reply(world, "mama", "last words", Rank.REPLY)
    code = (await world.facts("mama")).code
    await world.office.erase(code)
    await world.housekeeping.tidy()
    assert await world.rows(address) == []


async def test_much_is_forgotten_in_small_steps(world: World) -> None:
    async with world.database.writing() as connection:
        old = {"channel": "fake", "bot_id": "bot", "received_at": world.clock(), "status": "taken"}
        rows = [{**old, "key": str(number)} for number in range(1203)]
        await connection.execute(inbound.insert(), rows)
    await world.later(days=31)
    assert (await world.housekeeping.tidy())["update_keys"] == 1203
    assert not any((await world.housekeeping.tidy()).values())


async def test_a_chore_that_fails_keeps_none_of_the_others_from_being_done(bare_database: Database) -> None:
    await schema.upgrade(bare_database)
    world = World(bare_database)
    await world.says("mama", "你好")
    await world.later(days=31)
    async with world.database.writing() as connection:
        await connection.execute(text("ALTER TABLE question RENAME TO mislaid"))
    done = await world.housekeeping.tidy()
    assert done["questions_answered"] == 0
    assert done["update_keys"] == 1
    assert done["orphan_addresses"] == 1


async def test_two_processes_that_tidy_at_once_do_it_once_and_do_not_stop_each_other(world: World) -> None:
    async with world.database.writing() as connection:
        old = {"channel": "fake", "bot_id": "bot", "received_at": world.clock(), "status": "taken"}
        await connection.execute(inbound.insert(), [{**old, "key": str(number)} for number in range(1700)])
    for number in range(30):
        await world.says(f"p{number}", "你好")
    await world.later(days=31)
    other = World(world.database)
    other.clock.now = world.clock.now
    done = await asyncio.gather(world.housekeeping.tidy(), other.housekeeping.tidy())
    assert sum(one["update_keys"] for one in done) == 1730
    assert sum(one["people_unagreed"] for one in done) == 30
    assert await world.rows(inbound) == []
    assert await world.rows(person) == []
