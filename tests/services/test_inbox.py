"""Questions wait in one inbox for all trainers: put together, shared out, answered once, and looked at on record."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.services.errors import Unreachable
from bot.services.staff.rights import Role
from bot.store import addresses
from bot.store.tables import audit_entry, case_note, outbox, question, safeguarding_case
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.language.danger import Trigger
from tests.fakes import World
from tests.services.inbox_house import InboxHouse


@pytest.fixture
def house(world: World) -> InboxHouse:
    return InboxHouse(world)


async def acts(house: InboxHouse) -> list[tuple[str, str]]:
    return [(row.act, row.subject) for row in await house.world.rows(audit_entry) if row.subject_kind == "question"]


async def test_what_asks_the_same_stands_together_and_danger_stands_first(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    first = await house.asked("mama", "娃不接电话咋办")
    await house.asked("baba", "厂里几号发工资")
    second = await house.asked("baba", "孩子不接我电话怎么办")
    await house.asked("ayi", "老公喝醉了打我 孩子都看到了")
    groups = await house.inbox.waiting.groups("all", wang)
    assert groups[0].in_danger
    assert [one.number for one in groups[1].questions] == [first, second]
    assert len(groups) == 3
    assert (await house.inbox.waiting.counts(wang))["all"] == 4


async def test_a_trainer_sees_the_shift_and_a_piece_of_the_code_and_nothing_else_of_her(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    await house.world.joins("mama", shift=ShiftPattern(Shift.NIGHT_LONG))
    number = await house.asked("mama", "娃不接电话咋办")
    seen = await house.inbox.waiting.look(number, wang)
    assert seen is not None
    code = (await house.world.facts("mama")).code
    assert seen.question.shift == ShiftPattern(Shift.NIGHT_LONG)
    assert seen.question.code == code[:4]
    assert code not in str(seen)


async def test_every_look_at_one_question_is_on_record_with_those_shown_beside_it(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    number = await house.asked("mama", "娃不接电话咋办")
    beside = await house.asked("baba", "孩子不接我电话怎么办")
    await house.inbox.waiting.groups("all", wang)
    await house.inbox.waiting.look(number, wang)
    (entry,) = [row for row in await house.world.rows(audit_entry) if row.act == "looked"]
    assert (entry.account_name, entry.subject, entry.detail) == ("王老师", str(number), {"beside": [beside]})
    assert await house.inbox.waiting.look(999, wang) is None


async def test_one_answer_goes_to_all_who_asked_the_same(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    first = await house.asked("mama", "娃不接电话咋办")
    second = await house.asked("baba", "孩子不接我电话怎么办")
    outcome = await house.inbox.answering.answer_all([first, second, first], "晚饭后再打。", wang)
    assert outcome.sent == (first, second)
    await house.world.sender.send_due()
    house.world.sees("mama", "娃不接电话咋办", "晚饭后再打。")
    house.world.sees("baba", "孩子不接我电话怎么办", "晚饭后再打。")
    assert await acts(house) == [("answered", str(first)), ("answered", str(second))]
    assert {row.answered_name for row in await house.world.rows(question)} == {"王老师"}


async def test_the_second_of_two_trainers_is_told_who_was_first(house: InboxHouse) -> None:
    wang, li = await house.trainer("王老师"), await house.trainer("李老师")
    number = await house.asked("mama", "娃不接电话咋办")
    outcomes = await asyncio.gather(
        house.inbox.answering.answer_all([number], "晚饭后再打。", wang),
        house.inbox.answering.answer_all([number], "先发句话。", li),
    )
    (winner,) = [name for name, one in zip(("王老师", "李老师"), outcomes, strict=True) if one.sent]
    (late,) = [one for one in outcomes if not one.sent]
    assert late.taken == {number: winner}
    assert len(await house.world.rows(outbox)) == 1


async def test_who_cannot_be_reached_hinders_nobody_else_and_her_question_stays_open(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    gone = await house.asked("mama", "娃不接电话咋办")
    there = await house.asked("baba", "孩子不接我电话怎么办")
    async with house.world.database.writing() as connection:
        await addresses.set_reachable(connection, house.world.where("mama"), reachable=False)
    outcome = await house.inbox.answering.answer_all([gone, there], "晚饭后再打。", wang)
    assert (outcome.sent, outcome.unreachable) == ((there,), (gone,))
    with pytest.raises(Unreachable):
        await house.inbox.answering.answer(gone, "晚饭后再打。", wang)
    assert [row.id for row in await house.world.office.questions()] == [gone]
    assert ("answered", str(gone)) not in await acts(house)


async def test_braces_and_tags_of_a_trainer_reach_the_parent_as_they_are_and_numbers_are_filled_in(
    house: InboxHouse,
) -> None:
    wang = await house.trainer("王老师")
    number = await house.asked("mama", "<b>{110}</b> 咋办")
    words = "先看 {这个} <b>，急了打 {110}。"
    line = house.world.setting.shelf.library.hotlines["110"].number
    assert f"急了打 {line}。" in house.inbox.answering.preview("咋办", words)
    await house.inbox.answering.answer(number, words, wang)
    await house.world.sender.send_due()
    house.world.sees("mama", "<b>{110}</b> 咋办", f"先看 {{这个}} <b>，急了打 {line}。")


async def test_a_voice_message_is_not_called_by_the_name_of_its_kind(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    number = await house.asked("mama", "voice", "AgAD")
    await house.inbox.answering.answer(number, "听到了，晚饭后再打。", wang)
    await house.world.sender.send_due()
    house.world.sees("mama", "听到了")
    assert "voice" not in house.world.words("mama")


async def test_a_question_is_given_to_a_colleague_who_may_answer_and_to_nobody_else(house: InboxHouse) -> None:
    wang, li = await house.trainer("王老师"), await house.trainer("李老师")
    officer = await house.trainer("陈值班", Role.DUTY_OFFICER)
    inside = await house.trainer("厂里人", Role.TRAINER, factory_employed=True)
    number = await house.asked("mama", "娃不接电话咋办")
    waiting = house.inbox.waiting
    assert set((await waiting.colleagues()).values()) == {"王老师", "李老师"}
    assert await waiting.assign(number, li.account_id, wang)
    assert [group.first.assigned for group in await waiting.groups("mine", li)] == ["李老师"]
    assert await waiting.groups("mine", wang) == []
    assert not await waiting.assign(number, officer.account_id, wang)
    assert not await waiting.assign(number, inside.account_id, wang)
    assert await waiting.assign(number, None, wang)
    assert await waiting.groups("mine", li) == []


async def test_spam_waits_for_nobody_until_it_is_taken_back(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    number = await house.asked("mama", "加微信办贷款")
    assert await house.inbox.waiting.set_aside(number, wang, spam=True)
    assert await house.inbox.waiting.groups("all", wang) == []
    assert await house.world.office.questions() == []
    assert [group.first.number for group in await house.inbox.waiting.groups("spam", wang)] == [number]
    assert await house.inbox.waiting.set_aside(number, wang, spam=False)
    assert [group.first.number for group in await house.inbox.waiting.groups("all", wang)] == [number]
    await house.inbox.answering.answer(number, "好", wang)
    assert not await house.inbox.waiting.set_aside(number, wang, spam=True)


async def test_a_question_of_a_group_is_answered_though_nobody_is_there_to_send_it_to(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    number = await house.inbox.waiting.keep_from_group("暑假能来厂里吗", wang)
    assert await house.inbox.answering.answer(number, "可以先问问儿童空间。", wang)
    assert await house.world.rows(outbox) == []
    (row,) = await house.world.rows(question)
    assert (row.person_id, row.answer) == (None, "可以先问问儿童空间。")


async def test_words_of_danger_become_a_case_of_hers_and_whoever_is_on_duty_is_told(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    number = await house.asked("mama", "老公喝醉了打我 孩子都看到了")
    question_now = await house.inbox.waiting.find(number, await house.trainer("看问题的"))
    assert question_now is not None
    assert question_now.danger is not None
    danger = (question_now.danger.trigger, question_now.danger.level)
    case_number = await house.inbox.protecting.open_case(number, danger, wang)
    (case,) = await house.world.rows(safeguarding_case)
    assert (case.number, case.trigger) == (case_number, Trigger.PARTNER_VIOLENCE)
    assert [note.words for note in await house.world.rows(case_note)] == ["老公喝醉了打我 孩子都看到了"]
    assert ("opened a case", str(number)) in await acts(house)
    nobodys = await house.inbox.waiting.keep_from_group("老公打我", wang)
    assert await house.inbox.protecting.open_case(nobodys, danger, wang) is None


async def test_who_wonders_how_to_prevent_a_danger_is_in_none(house: InboxHouse) -> None:
    number = await house.asked("mama", "怎么教女儿防性侵")
    found = await house.inbox.waiting.find(number, await house.trainer("看问题的"))
    assert found is not None
    assert found.danger is None


async def test_what_she_may_take_along_says_nothing_of_who_shared_out_the_work(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    number = await house.asked("mama", "娃不接电话咋办")
    await house.inbox.waiting.assign(number, wang.account_id, wang)
    await house.inbox.answering.answer(number, "晚饭后再打。", wang)
    exported: Any = await house.world.office.export((await house.world.facts("mama")).code)
    (told,) = exported["questions"]
    assert (told["words"], told["answer"]) == ("娃不接电话咋办", "晚饭后再打。")
    assert not {"assigned_to", "answered_name", "spam_at", "became", "accuses"} & set(told)
