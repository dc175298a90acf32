"""The desk behind the chat: questions are answered, people exported and erased."""

from __future__ import annotations

import pytest

from bot.services.errors import Unreachable
from bot.store import addresses
from bot.store.tables import outbox
from dialogs.effects import ForwardToTrainer
from tests.fakes import World


async def test_a_trainers_answer_reaches_the_parent_with_her_question(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", ForwardToTrainer("娃不接电话咋办"))
    (question,) = await world.office.questions()
    assert question.code == (await world.facts("mama")).code
    assert await world.office.answer(question.id, "晚饭后再打,先问今天吃了啥。")
    await world.sender.send_due()
    world.sees("mama", "娃不接电话咋办", "晚饭后再打,先问今天吃了啥。")
    assert await world.office.questions() == []
    assert [row.answer for row in await world.office.questions(answered=True)] == ["晚饭后再打,先问今天吃了啥。"]


async def test_a_question_is_not_answered_twice_and_an_unknown_one_not_at_all(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", ForwardToTrainer("娃不接电话咋办"))
    (question,) = await world.office.questions()
    assert await world.office.answer(question.id, "first")
    assert not await world.office.answer(question.id, "second")
    assert not await world.office.answer(999, "nothing")
    assert len(await world.rows(outbox)) == 1


async def test_an_answer_comes_through_a_pause_because_she_asked_for_it(world: World) -> None:
    await world.joins("mama", paused=True)
    await world.given("mama", ForwardToTrainer("娃不接电话咋办"))
    (question,) = await world.office.questions()
    await world.office.answer(question.id, "晚饭后再打")
    await world.sender.send_due()
    world.sees("mama", "晚饭后再打")


async def test_a_question_of_somebody_who_cannot_be_reached_stays_open_until_she_is_back(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", ForwardToTrainer("娃不接电话咋办"))
    async with world.database.writing() as connection:
        await addresses.set_reachable(connection, world.where("mama"), reachable=False)
    (question,) = await world.office.questions()
    with pytest.raises(Unreachable):
        await world.office.answer(question.id, "晚饭后再打")
    assert await world.rows(outbox) == []
    assert [row.answer for row in await world.office.questions()] == [None]
    await world.says("mama", "菜单")
    assert await world.office.answer(question.id, "晚饭后再打")
    await world.sender.send_due()
    world.sees("mama", "晚饭后再打")


async def test_a_person_is_exported_and_erased_by_her_code(world: World) -> None:
    await world.joins("mama")
    code = (await world.facts("mama")).code
    exported = await world.office.export(code)
    assert exported is not None
    assert exported["addresses"][0]["external_id"] == "mama"
    assert await world.office.export("00000000") is None
    assert await world.office.erase(code.lower())
    assert not await world.office.erase(code)
    assert await world.person("mama") is None
