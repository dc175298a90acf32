"""Several processes that take updates of the same people: the order in which they were accepted is the order of all."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.store.database import Database
from bot.store.outbox import Status
from bot.store.tables import conversation, inbound, outbox, person, profile
from dialogs.engine.events import Event, Pressed, Said
from tests.fakes import World

ASKED = re.compile(r"s:(\d+):")
WISH = "提醒我打电话"  # answered with a question, whose buttons tell the turn


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[tuple[World, World]]:
    """Two processes, each with connections of its own."""
    databases = [Database(database_url), Database(database_url)]
    one, other = (World(database) for database in databases)
    yield one, other
    for database in databases:
        await database.close()


def troubles(logs: list[Any]) -> list[Any]:
    """What was noted as more than a step on the way."""
    return [one for one in logs if one["log_level"] != "debug"]


async def _take(world: World, who: str, key: str, event: Event | str) -> None:
    await world.receiver([world.update(who, event, key=key)])


async def _turns_asked(world: World, who: str) -> list[int]:
    """The turns of which the questions to somebody stand in the outbox, in the order in which they are sent."""
    bodies = [row.body for row in await world.rows(outbox, person_id=await world.person(who))]
    buttons = [body["buttons"][0][1] for body in bodies if body.get("buttons")]
    return [int(found[1]) for data in buttons if (found := ASKED.match(data))]


async def test_replies_of_one_person_stand_in_the_order_in_which_her_updates_were_accepted(
    two: tuple[World, World],
) -> None:
    await two[0].agrees("mama")
    (before,) = await two[0].rows(conversation)
    await asyncio.gather(*(_take(two[n % 2], "mama", f"now:{n}", WISH) for n in range(10)))
    (after,) = await two[0].rows(conversation)
    assert after.turn == before.turn + 10
    asked = (await _turns_asked(two[0], "mama"))[-10:]
    assert asked == list(range(before.turn + 1, after.turn + 1))


async def test_what_was_accepted_first_is_answered_first_whichever_process_comes_next(two: tuple[World, World]) -> None:
    one, other = two
    await _take(one, "mama", "1", "开始")
    await _take(other, "mama", "2", "同意")
    await _take(one, "mama", "3", "6-9")
    facts = await other.facts("mama")
    assert facts.agreed
    assert [child.band for child in facts.children] == ["6-9"]
    assert [row.id for row in await one.rows(outbox)] == sorted(row.id for row in await one.rows(outbox))


async def test_newcomers_whom_two_processes_meet_at_once_are_each_one_person_and_get_all_answers(
    two: tuple[World, World],
) -> None:
    names = [f"p{number:02}" for number in range(20)]

    async def meet(world: World, order: list[str], key: str) -> None:
        await world.receiver([world.update(name, "你好", key=f"{key}:{name}") for name in order])

    with capture_logs() as logs:
        await asyncio.gather(meet(two[0], names, "one"), meet(two[1], names[::-1], "other"))
    assert troubles(logs) == []  # nobody was taken anew because of somebody else
    assert len(await two[0].rows(person)) == len(names)
    assert {row.turn for row in await two[0].rows(conversation)} == {2}
    assert {row.status for row in await two[0].rows(inbound)} == {"taken"}


async def test_batches_in_any_order_beside_senders_never_stand_in_each_others_way(two: tuple[World, World]) -> None:
    names = [f"p{number:02}" for number in range(16)]
    for words in ("开始", "同意", "6-9"):
        await two[0].receiver([two[0].update(name, words) for name in names])
    await two[0].sender.send_due()

    async def chat(world: World, order: list[str], key: str) -> None:
        for number in range(4):
            await world.receiver([world.update(name, WISH, key=f"{key}:{number}:{name}") for name in order])
            await world.sender.send_due()

    with capture_logs() as logs:
        await asyncio.gather(chat(two[0], names, "one"), chat(two[1], names[8:] + names[:8], "other"))
        await two[0].sender.send_due()
    assert troubles(logs) == []
    assert {row.turn for row in await two[0].rows(conversation)} == {11}
    assert {row.status for row in await two[0].rows(outbox)} == {Status.SENT}
    for name in names:
        assert (await _turns_asked(two[0], name))[-8:] == list(range(4, 12))


async def test_an_update_that_both_processes_are_given_is_taken_once(two: tuple[World, World]) -> None:
    updates = [two[0].update(who, "你好", key=who) for who in ("mama", "baba", "nai")]
    await asyncio.gather(two[0].receiver(updates), two[1].receiver(updates[::-1]))
    assert {row.turn for row in await two[0].rows(conversation)} == {1}
    assert len(await two[0].rows(inbound)) == 3


async def test_a_failing_update_in_one_process_takes_nothing_from_the_other(two: tuple[World, World]) -> None:
    one, other = two
    for who in ("mama", "baba"):
        await one.agrees(who)
    async with one.database.writing() as connection:
        broken = profile.update().where(profile.c.person_id == await one.person("mama"))
        await connection.execute(broken.values(rest_day="someday"))
    both = ("baba", "mama")
    (before,) = await one.rows(conversation, person_id=await one.person("baba"))
    await asyncio.gather(
        one.receiver([one.update(who, "菜单", key=f"one:{who}") for who in both]),
        other.receiver([other.update(who, "菜单", key=f"other:{who}") for who in both[::-1]]),
    )
    (after,) = await one.rows(conversation, person_id=await one.person("baba"))
    assert after.turn == before.turn + 2
    assert len(await one.rows(inbound, status="failed")) == 2


async def test_a_question_is_answered_in_the_process_that_did_not_ask_it(two: tuple[World, World]) -> None:
    one, other = two
    await one.says("mama", "开始")
    await _take(other, "mama", "press", Pressed(one.button("mama", "同意")))
    await _take(one, "mama", "band", Said("6-9"))
    assert [child.band for child in (await other.facts("mama")).children] == ["6-9"]
