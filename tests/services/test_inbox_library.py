"""What a trainer answered once is found by the next parent: as a new answer, or as one more way of asking."""

from __future__ import annotations

import pytest

from bot.i18n import Words
from bot.services.content.loading import load_files, read_library
from bot.services.inbox.asked import Asked
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.services.workflow.items import Conflict, NotAllowed, Status
from bot.store.tables import question
from dialogs.language.questions import Decision
from tests.fakes import World
from tests.services.inbox_house import InboxHouse

ASKED = "厂门口修鞋摊几点收摊"
AGAIN = "修鞋摊晚上几点收摊呀"


@pytest.fixture
async def house(world: World) -> InboxHouse:
    await load_files(world.database, world.clock())
    return InboxHouse(world)


async def answered(house: InboxHouse, who: Signed, *words: str) -> Asked:
    """These were asked by one parent each, and answered together."""
    numbers = [await house.asked(f"parent {place}", each) for place, each in enumerate(words)]
    await house.inbox.answering.answer_all(numbers, "晚上8点收摊。可以下班顺路去。", who)
    found = await house.inbox.waiting.find(numbers[0], who)
    assert found is not None
    return found


async def test_all_ways_of_asking_go_into_the_draft_without_names(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    first = await answered(house, wang, ASKED, f"张三: {AGAIN}", ASKED, "voice")
    item = await house.inbox.growing.as_new(first, wang)
    assert (item.kind, item.status) == ("faq", Status.DRAFT)
    record = await house.workflow.record("faq", item.id)
    assert record["question"] == ASKED
    assert list(record["variants"]) == [ASKED, AGAIN]
    assert record["answer"] == "晚上8点收摊。可以下班顺路去。"
    assert {row.became for row in await house.world.rows(question)} == {item.id}


async def test_a_draft_is_tried_with_the_same_words_before_anybody_gets_it(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    first = await answered(house, wang, ASKED)
    before = await house.inbox.matching.now(ASKED, "none")
    assert before.decision is not Decision.ANSWER
    item = await house.inbox.growing.as_new(first, wang)
    tried = await house.inbox.growing.try_again(first, item)
    assert (tried.decision, tried.place) == (Decision.ANSWER, 1)
    assert tried.questions == (ASKED,)
    assert item.id not in house.world.setting.shelf.library.faqs


async def test_one_more_way_of_asking_is_found_at_once_after_publishing(house: InboxHouse) -> None:
    wang, li = await house.trainer("王老师"), await house.trainer("李审核", Role.REVIEWER)
    words = "小孩一写作业就抠橡皮屑"
    first = await answered(house, wang, words)
    item = await house.inbox.growing.as_wording(first, "praise", wang)
    assert item.published_number != item.number
    assert (await house.inbox.growing.try_again(first, item)).place == 1
    await house.workflow.submit(wang, "faq", "praise")
    await house.workflow.publish(li, "faq", "praise")
    house.world.setting.shelf.library = await read_library(house.world.database, Words())
    now = await house.inbox.waiting.find(first.number, wang)
    found = await house.inbox.growing.item(now) if now else None
    assert found is not None
    assert found.status is Status.PUBLISHED
    assert (await house.inbox.growing.try_again(first, found)).place == 1
    await house.world.joins("later")
    await house.world.says("later", words)
    house.world.sees("later", house.world.setting.shelf.library.faqs["praise"].answer[:12])


async def test_words_that_stand_there_already_change_nothing(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    known = await house.workflow.record("faq", "praise")
    first = await answered(house, wang, known["variants"][0])
    item = await house.inbox.growing.as_wording(first, "praise", wang)
    assert item.number == 1
    assert list((await house.workflow.record("faq", "praise"))["variants"]) == list(known["variants"])


async def test_what_was_asked_without_words_has_no_wording_to_keep(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    first = await answered(house, wang, "voice")
    with pytest.raises(ValueError, match="words"):
        await house.inbox.growing.as_new(first, wang)
    with pytest.raises(ValueError, match="words"):
        await house.inbox.growing.as_wording(first, "praise", wang)


async def test_an_answer_that_is_not_there_takes_no_wording(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    first = await answered(house, wang, ASKED)
    with pytest.raises(KeyError):
        await house.inbox.growing.as_wording(first, "nothing-like-it", wang)


async def test_who_may_not_write_makes_no_draft(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    first = await answered(house, wang, ASKED)
    officer = await house.trainer("陈值班", Role.DUTY_OFFICER)
    with pytest.raises(NotAllowed):
        await house.inbox.growing.as_new(first, officer)


async def test_answers_for_a_group_have_their_numbers_filled_in(house: InboxHouse) -> None:
    matching = house.inbox.matching
    line = next(
        line
        for line in house.world.setting.shelf.library.hotlines.values()
        if line.needs_area_code and line.place == "child"
    )
    faq = next(faq for faq in house.world.setting.shelf.library.faqs.values() if f"{{{line.id}}}" in faq.answer)
    (plain, *_rest) = matching.best(faq.question)
    assert plain.id == faq.id
    assert "{" not in plain.long + plain.short
    home = matching.home("湖南怀化")
    assert home is not None
    (local, *_rest) = matching.best(faq.question, home)
    assert home.area_code + line.number in local.long
    assert matching.home("") is None
    assert matching.home("没有这个地方") is None


async def test_answers_are_searched_by_a_word_of_their_question(house: InboxHouse) -> None:
    found = house.inbox.matching.search("撒谎")
    assert "lying" in [one.id for one in found]
    assert house.inbox.matching.search("  ") == []


async def test_two_trainers_who_add_to_the_same_answer_lose_nothing(house: InboxHouse) -> None:
    wang, li = await house.trainer("王老师"), await house.trainer("李老师")
    first = await answered(house, wang, "小孩一写作业就抠橡皮屑")
    second = await answered(house, li, "小孩上课老是抠橡皮")
    await house.inbox.growing.as_wording(first, "praise", wang)
    await house.inbox.growing.as_wording(second, "praise", li)
    variants = (await house.workflow.record("faq", "praise"))["variants"]
    assert {"小孩一写作业就抠橡皮屑", "小孩上课老是抠橡皮"} <= set(variants)
    with pytest.raises(Conflict):
        await house.workflow.save(li, "faq", "praise", {"variants": []}, number=1)
