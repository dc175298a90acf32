"""Updates on their way in: each is taken once, in order, and answered; nobody suffers from somebody else's."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.store import addresses
from bot.store.database import Database
from bot.store.outbox import Status
from bot.store.tables import address, conversation, inbound, outbox, person, pressed, profile, safeguarding_case
from dialogs.effects import StartTimer
from dialogs.engine.events import Due, Edited, Event, Medium, Pressed, Said, Sent
from tests.fakes import World

MENU = "要我帮你做啥"


async def test_the_first_message_is_answered_with_the_notice(world: World) -> None:
    await world.says("mama", "你好")
    world.sees("mama", "家音", "同意")
    assert not (await world.facts("mama")).agreed


async def test_an_update_that_comes_again_is_answered_once(world: World) -> None:
    update = world.update("mama", "你好")
    await world.receiver([update, update])
    await world.receiver([update])
    await world.sender.send_due()
    assert [message.text.count("我是家音") for message in world.channel.to("mama")] == [1]
    assert len(await world.rows(inbound)) == 1


async def test_an_empty_batch_is_no_work(world: World) -> None:
    await world.receiver([])
    assert await world.rows(inbound) == []


async def test_everybody_of_a_batch_is_answered_at_her_own_address(world: World) -> None:
    people = ["mama", "baba", "nai"]
    await world.receiver([world.update(who, "你好") for who in people])
    await world.sender.send_due()
    assert {one.external_id for one in world.channel.arrived} == set(people)
    assert len(await world.rows(person)) == 3


async def test_several_messages_of_one_person_in_one_batch_are_read_in_their_order(world: World) -> None:
    batch = [world.update("mama", words) for words in ("开始", "同意", "6-9")]
    await world.receiver([batch[0], world.update("baba", "你好"), *batch[1:]])
    facts = await world.facts("mama")
    assert facts.agreed
    assert [child.band for child in facts.children] == ["6-9"]
    await world.sender.send_due()
    words = [message.text for message in world.channel.to("mama")]
    assert [any(part in one for one in words) for part in ("同意", "最小的孩子多大")] == [True, True]


async def test_a_message_in_two_batches_at_the_same_instant_keeps_the_order_of_each(world: World) -> None:
    batches = [[world.update("mama", "开始")], [world.update("mama", "同意")], [world.update("mama", "6-9")]]
    await asyncio.gather(*(world.receiver(batch) for batch in batches))
    assert [child.band for child in (await world.facts("mama")).children] == ["6-9"]


async def test_two_processes_play_one_persons_messages_one_after_another(world: World) -> None:
    await world.agrees("mama")
    (before,) = await world.rows(conversation)
    other = World(world.database)
    other.clock.now = world.clock.now
    batches = [
        (one.receiver, one.update("mama", "菜单", key=f"{id(one)}:{n}")) for one in (world, other) for n in range(6)
    ]
    await asyncio.gather(*(receiver([update]) for receiver, update in batches))
    (after,) = await world.rows(conversation)
    assert after.turn == before.turn + 12
    assert {row.status for row in await world.rows(inbound)} == {"taken"}


async def test_many_people_at_once_in_two_processes_never_stand_in_each_others_way(world: World) -> None:
    names = [f"p{number:02}" for number in range(20)]
    other = World(world.database)
    orders = [(world, names), (other, names[::-1])]

    async def chat(one: World, order: list[str]) -> None:
        for _round in range(3):
            await one.receiver([one.update(name, "菜单", key=f"{id(one)}:{_round}:{name}") for name in order])
            await one.sender.send_due()

    await asyncio.gather(*(chat(one, order) for one, order in orders))
    assert {row.turn for row in await world.rows(conversation)} == {6}
    assert {row.status for row in await world.rows(outbox)} == {Status.SENT}


# -- poison -----------------------------------------------------------------------------------------------------------


async def _spoil_conversation(world: World, who: str) -> None:
    async with world.database.writing() as connection:
        spoilt = conversation.update().where(conversation.c.person_id == await world.person(who))
        await connection.execute(spoilt.values(state={"frames": 7}))


async def test_an_update_that_cannot_be_played_is_answered_and_harms_nobody_else(world: World) -> None:
    for who in ("mama", "baba"):
        await world.agrees(who)
        world.forget(who)
    await _spoil_conversation(world, "mama")
    poison = world.update("mama", "菜单")
    await world.receiver([poison, world.update("baba", "菜单")])
    await world.sender.send_due()
    world.sees("mama", "再发一次")
    world.sees("baba", MENU)
    assert [row.status for row in await world.rows(inbound) if row.status == "failed"] == ["failed"]
    world.forget("mama")
    await world.receiver([poison])
    await world.sender.send_due()
    world.sees_nothing("mama")


async def test_somebody_whose_profile_makes_no_sense_is_told_all_the_same(world: World) -> None:
    await world.agrees("mama")
    await world.agrees("baba")
    async with world.database.writing() as connection:
        broken = profile.update().where(profile.c.person_id == await world.person("mama"))
        await connection.execute(broken.values(rest_day="someday"))
    world.forget("mama")
    world.forget("baba")
    await world.receiver([world.update("mama", "菜单"), world.update("baba", "菜单")])
    await world.sender.send_due()
    world.sees("mama", "再发一次")
    world.sees("baba", MENU)


async def test_a_conversation_that_this_version_no_longer_knows_begins_again_kindly(world: World) -> None:
    await world.agrees("mama")
    gone = {"step": "AskSomethingOld", "v": 1, "data": {}}
    async with world.database.writing() as connection:
        (row,) = await world.rows(conversation)
        state = {**row.state, "frames": [[gone]]}
        await connection.execute(conversation.update().values(state=state))
    await world.says("mama", "菜单")
    world.sees("mama", "我刚更新过", MENU)


async def test_an_address_that_is_too_long_is_refused_and_harms_nobody_else(world: World) -> None:
    await world.receiver([world.update("far too long " * 20, "你好"), world.update("baba", "你好")])
    await world.sender.send_due()
    world.sees("baba", "家音")
    assert len(await world.rows(person)) == 1
    assert sorted(row.status for row in await world.rows(inbound)) == ["failed", "taken"]


async def test_whatever_people_send_gets_a_reply(world: World) -> None:
    await world.agrees("mama")
    said = ["", " ", "\u202e\u200f", "🙂", "\x00\x07", "\ud83d", "{name} %s <b>", "/unknown", "啊" * 1_000_000]
    events: list[Event] = [*map(Said, said), Pressed(""), Pressed("x" * 10_000), Pressed("o:::"), Edited()]
    events += [Sent(medium) for medium in Medium]
    for event in events:
        await world.does("mama", event)
        assert world.messages("mama"), f"no reply to {str(event)[:60]!r}"
    assert {row.status for row in await world.rows(inbound)} == {"taken"}


async def test_words_of_danger_get_through_whatever_stands_between_them(world: World) -> None:
    await world.agrees("mama")
    await world.does("mama", Said("老人把孩子\0打出\ud83d血了"))
    world.sees("mama", "110")
    (case,) = await world.rows(safeguarding_case)
    assert case.person_id == await world.person("mama")


# -- outages ----------------------------------------------------------------------------------------------------------


async def test_while_the_database_is_locked_the_caller_is_told_and_nothing_is_lost(sqlite_database: Database) -> None:
    world = World(sqlite_database)
    await world.says("mama", "开始")
    async with sqlite_database.reading() as connection:
        await connection.execute(text("PRAGMA busy_timeout=50"))
    update = world.update("mama", "同意")
    with closing(sqlite3.connect(str(sqlite_database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            await world.receiver([update])
        other.execute("ROLLBACK")
    assert not (await world.facts("mama")).agreed
    await world.receiver([update])
    await world.receiver([update])
    assert (await world.facts("mama")).agreed
    assert {row.status for row in await world.rows(inbound)} == {"taken"}


async def test_a_server_that_restarts_loses_nothing(postgres_database: Database) -> None:
    world = World(postgres_database)
    await world.says("mama", "开始")
    async with postgres_database.reading() as connection:
        others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        for (pid,) in (await connection.execute(text(others))).all():
            await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    await world.says("mama", "同意")
    assert (await world.facts("mama")).agreed


async def test_a_server_that_only_reads_for_now_loses_nothing(postgres_database: Database) -> None:
    world = World(postgres_database)
    await world.says("mama", "开始")
    update = world.update("mama", "同意")
    async with postgres_database.writing() as connection:
        await connection.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
    with pytest.raises(OperationalError):
        await world.receiver([update])
    await postgres_database.close()  # the next connection may write again
    await world.receiver([update])
    assert (await world.facts("mama")).agreed
    assert {row.status for row in await world.rows(inbound)} == {"taken"}


# -- buttons ----------------------------------------------------------------------------------------------------------


async def _tip_card(world: World, who: str) -> None:
    await world.agrees(who)
    await world.says(who, "今日贴士")


async def test_a_standing_button_does_its_work_once(world: World) -> None:
    await _tip_card(world, "mama")
    await world.presses("mama", "收藏")
    assert len((await world.facts("mama")).saved_tips) == 1
    await world.presses("mama", "我试了")
    first = world.words("mama")
    await world.presses("mama", "我试了")
    assert world.words("mama") not in ("", first)


async def test_a_button_pressed_twice_in_one_batch_counts_once(world: World) -> None:
    await _tip_card(world, "mama")
    data = world.button("mama", "我试了")
    world.forget("mama")
    await world.receiver([world.update("mama", Pressed(data)), world.update("mama", Pressed(data))])
    await world.sender.send_due()
    first, second = [message.text for message in world.messages("mama")]
    assert first != second


async def test_a_button_of_somebody_else_does_nothing_and_stays_fresh_for_her(world: World) -> None:
    await _tip_card(world, "mama")
    await world.agrees("baba")
    data = world.button("mama", "收藏")
    await world.does("baba", Pressed(data))
    world.sees("baba", "按钮")
    assert (await world.facts("baba")).saved_tips == ()
    assert (await world.facts("mama")).saved_tips == ()
    assert await world.rows(pressed) == []
    await world.presses("mama", "收藏")
    assert len((await world.facts("mama")).saved_tips) == 1


@pytest.mark.parametrize("data", ["o:AAAABBBBCCCC:keep", "o:x", "s:1:agree", "s:999:agree", "junk", "o:%00:keep"])
async def test_forged_and_stale_buttons_are_answered_kindly_and_change_nothing(world: World, data: str) -> None:
    await world.agrees("mama")
    before = await world.facts("mama")
    await world.does("mama", Pressed(data))
    assert world.messages("mama")
    assert await world.facts("mama") == before


async def test_the_button_of_an_earlier_question_no_longer_works(world: World) -> None:
    await world.says("mama", "开始")
    agree = world.button("mama", "同意")
    await world.does("mama", Pressed(agree))
    assert (await world.facts("mama")).agreed
    await world.does("mama", Pressed(agree))
    world.sees("mama", "最小的孩子")


# -- leaving ----------------------------------------------------------------------------------------------------------


async def test_erasing_in_the_middle_of_a_batch_and_beginning_anew(world: World) -> None:
    await world.agrees("mama")
    code = (await world.facts("mama")).code
    world.forget("mama")
    said = ("菜单", "我的资料", "删除我的资料", "删除", "开始", "同意")
    await world.receiver([world.update("mama", words) for words in said])
    await world.sender.send_due()
    facts = await world.facts("mama")
    assert facts.agreed
    assert facts.code != code
    assert facts.children == ()
    order = [world.words("mama").find(part) for part in ("资料删掉了", "同意", "最小的孩子")]
    assert -1 not in order
    assert order == sorted(order)
    assert {row.status for row in await world.rows(inbound)} == {"taken"}


async def test_the_last_message_reaches_her_after_everything_of_hers_is_gone(world: World) -> None:
    await world.agrees("mama")
    await world.says("mama", "删除我的资料", "删除")
    world.sees("mama", "资料删掉了")
    assert await world.person("mama") is None
    assert await world.rows(person) == []
    await world.housekeeping.tidy()
    assert await world.rows(outbox) == []


# -- timers -----------------------------------------------------------------------------------------------------------


async def test_a_timer_is_not_a_sign_of_life(world: World) -> None:
    await world.agrees("mama")
    wrote = (await world.rows(person))[0].last_in_at
    async with world.database.writing() as connection:
        await addresses.set_reachable(connection, world.where("mama"), reachable=False)
    await world.later(hours=2)
    await world.receiver([world.update("mama", Due("danger_ask_back", "accident:P1"))])
    assert (await world.rows(person))[0].last_in_at == wrote
    async with world.database.reading() as connection:
        assert await addresses.for_pushes(connection, [await world.person("mama") or 0]) == {}


async def test_a_timer_of_somebody_who_was_forgotten_makes_nobody_known(world: World) -> None:
    await world.receiver([world.update("nobody", Due("danger_ask_back", "accident:P1"))])
    assert await world.rows(person) == []
    await world.agrees("mama")
    await world.given("mama", StartTimer("danger_ask_back", "accident:P1", world.clock()))
    await world.says("mama", "删除我的资料", "删除")
    await world.tick()
    assert await world.rows(person) == []
    assert await world.rows(safeguarding_case) == []


# -- one person, several addresses ------------------------------------------------------------------------------------


async def test_she_is_answered_where_she_wrote(world: World) -> None:
    await world.agrees("phone")
    async with world.database.writing() as connection:
        found = await addresses.resolve(connection, [world.where("page")], world.clock())
        one = await world.person("phone")
        moved = address.update().where(address.c.id == found[world.where("page")].id)
        await connection.execute(moved.values(person_id=one))
    await world.receiver([world.update("page", "菜单"), world.update("phone", "今日贴士")])
    world.forget("phone")
    await world.sender.send_due()
    world.sees("page", MENU)
    assert world.words("phone") != ""
    assert world.words("phone") != world.words("page")


async def test_nothing_of_what_she_wrote_is_kept_of_an_update(world: World) -> None:
    await world.says("mama", "这是我的秘密")
    assert "秘密" not in str(await world.rows(inbound))
