"""The desk behind the chat: questions are answered, cases looked after, people exported and erased."""

from __future__ import annotations

import pytest

from bot.services.errors import Unreachable
from bot.store import addresses
from bot.store.outbox import Rank
from bot.store.tables import outbox, profile
from dialogs.effects import ForwardToTrainer, OpenCase
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


async def test_whoever_is_on_duty_can_write_to_somebody_whose_profile_makes_no_sense(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    async with world.database.writing() as connection:
        await connection.execute(profile.update().values(rest_day="someday"))
    (case,) = await world.office.cases()
    assert await world.office.write(case.number, "孩子送医院了吗?")
    await world.sender.send_due()
    world.sees("mama", "孩子送医院了吗?")


async def test_a_case_is_looked_at_and_closed(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    (listed,) = await world.office.cases()
    found = await world.office.case(listed.number)
    assert found is not None
    assert found[0].code == (await world.facts("mama")).code
    assert [note.words for note in found[1]] == ["烫着了"]
    assert await world.office.close(listed.number, "孩子没事了")
    assert not await world.office.close(listed.number, "again")
    assert await world.office.cases() == []
    assert len(await world.office.cases(closed=True)) == 1
    assert (await world.facts("mama")).case is None
    assert await world.office.case("J000000-XXXX") is None


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


async def test_whoever_is_on_duty_writes_to_the_parent_of_an_open_case(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    (case,) = await world.office.cases()
    assert await world.office.write(case.number, "我是值班的王老师,孩子送医院了吗?")
    await world.sender.send_due()
    world.sees("mama", "我是值班的王老师,孩子送医院了吗?")
    (row,) = await world.rows(outbox)
    assert row.rank == Rank.DANGER
    found = await world.office.case(case.number)
    assert found is not None
    assert [note.about for note in found[1]] == ["opened", "written"]


async def test_nobody_is_written_to_without_an_open_case_or_a_way_to_her(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    (case,) = await world.office.cases()
    async with world.database.writing() as connection:
        await addresses.set_reachable(connection, world.where("mama"), reachable=False)
    assert not await world.office.write(case.number, "在吗?")
    async with world.database.writing() as connection:
        await addresses.set_reachable(connection, world.where("mama"), reachable=True)
    await world.office.close(case.number, "")
    assert not await world.office.write(case.number, "在吗?")
    assert not await world.office.write("J000000-XXXX", "在吗?")
    assert await world.rows(outbox) == []
