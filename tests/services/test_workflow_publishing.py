"""From a wording to what parents read: who may, when, and how it reaches every process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.services.workflow.items import NotAllowed, Status
from bot.store.database import Database
from tests.content import shelf
from tests.services.newsroom import Newsroom, workflow_over

TIP, REPLY = ("tip", "tip-new"), ("safeguarding", "physical_abuse")
NEW = shelf.tip(id="tip-new", text="今天打电话，先问他吃了啥。再听他说。")
HOUR = timedelta(hours=1)


@pytest.fixture
async def room(database: Database) -> Newsroom:
    return await Newsroom(database).opened()


async def test_a_reviewer_publishes_what_a_trainer_handed_in(room: Newsroom) -> None:
    await room.handed_in(*TIP, NEW)
    before = await room.version()
    await room.workflow.publish(room.wang, *TIP)
    item = await room.item(*TIP)
    assert (item.status, item.published_number, item.look_again_at) == (Status.PUBLISHED, 1, None)
    assert (await room.published(*TIP))["text"] == NEW["text"]
    assert await room.version() != before
    with pytest.raises(NotAllowed, match="已经发布"):
        await room.workflow.publish(room.wang, *TIP)


async def test_nobody_publishes_her_own_words_nor_an_unfinished_draft(room: Newsroom) -> None:
    await room.workflow.save(room.wang, *TIP, NEW, number=None)
    with pytest.raises(NotAllowed, match="草稿"):
        await room.workflow.publish(room.zhao, *TIP)
    with pytest.raises(NotAllowed, match="自己写的"):
        await room.workflow.publish(room.wang, *TIP)
    with pytest.raises(NotAllowed, match="不能发布"):
        await room.workflow.publish(room.li, *TIP)
    await room.workflow.submit(room.wang, *TIP)
    with pytest.raises(NotAllowed, match="自己写的"):
        await room.workflow.publish(room.wang, *TIP)
    await room.workflow.publish(room.zhao, *TIP)
    assert await room.status(*TIP) is Status.PUBLISHED


async def test_in_a_small_team_one_person_sends_out_a_tip_and_somebody_looks_next_day(room: Newsroom) -> None:
    assert not await room.workflow.small_team()
    with pytest.raises(NotAllowed, match="开关"):
        await room.workflow.set_small_team(room.li, True)
    await room.workflow.set_small_team(room.wang, True)
    assert await room.workflow.small_team()
    await room.workflow.save(room.wang, *TIP, NEW, number=None)
    await room.workflow.publish(room.wang, *TIP)
    assert (await room.item(*TIP)).look_again_at == room.clock() + timedelta(days=1)
    with pytest.raises(NotAllowed, match="复看"):
        await room.workflow.looked_again(room.wang, *TIP)
    await room.workflow.looked_again(room.zhao, *TIP)
    assert (await room.item(*TIP)).look_again_at is None


async def test_health_law_and_danger_never_go_out_with_one_person(room: Newsroom) -> None:
    await room.workflow.set_small_team(room.wang, True)
    grave = {
        ("tip", "tip-health"): shelf.tip(topic="health"),
        ("tip", "tip-law"): shelf.tip(source="家庭教育促进法 第17条"),
        ("faq", "faq-danger"): shelf.faq(escalate={"level": "P0", "trigger": "accident", "when": "受伤"}),
        ("faq", "faq-whole"): shelf.faq(answer="他挂得快，不是不想你。先说说你自己的一件小事。"),
        ("course", "course-calls"): shelf.course(),
    }
    for key, record in grave.items():
        await room.workflow.save(room.wang, *key, record, number=None)
        with pytest.raises(NotAllowed, match="另一位老师"):
            await room.workflow.publish(room.wang, *key)


async def test_new_ways_of_asking_and_opening_hours_go_out_with_one_person(room: Newsroom) -> None:
    await room.workflow.set_small_team(room.wang, True)
    answer = shelf.faq(answer="他挂得快，不是不想你。先说说你自己的一件小事。")
    await room.handed_in("faq", "short-calls", answer)
    await room.workflow.publish(room.wang, "faq", "short-calls")
    more = {**await room.workflow.record("faq", "short-calls"), "variants": [*answer["variants"], "他老说没空"]}
    await room.workflow.save(room.wang, "faq", "short-calls", more, number=1)
    await room.workflow.publish(room.wang, "faq", "short-calls")
    line = await room.workflow.record("hotline", "12345")
    await room.workflow.save(room.wang, "hotline", "12345", {**line, "hours": "周一到周五9点到17点"}, number=1)
    await room.workflow.publish(room.wang, "hotline", "12345")
    assert (await room.published("hotline", "12345"))["hours"] == "周一到周五9点到17点"
    await room.workflow.save(room.wang, "hotline", "12345", {**line, "number": "12346"}, number=2)
    with pytest.raises(NotAllowed, match="另一位老师"):
        await room.workflow.publish(room.wang, "hotline", "12345")


async def test_a_safeguarding_reply_needs_two_signatures_for_exactly_these_words(room: Newsroom) -> None:
    await room.workflow.set_small_team(room.wang, True)
    chen = await room.person("陈老师", *room.wang.roles)
    await room.handed_in(*REPLY, shelf.reply("physical_abuse"), who=room.wang)
    with pytest.raises(NotAllowed, match="另外两位"):
        await room.workflow.sign(room.wang, *REPLY)
    with pytest.raises(NotAllowed, match="不能给保护孩子的话签字"):
        await room.workflow.sign(room.li, *REPLY)
    await room.workflow.sign(room.zhao, *REPLY)
    await room.workflow.sign(room.zhao, *REPLY)
    with pytest.raises(NotAllowed, match="两位"):
        await room.workflow.publish(room.zhao, *REPLY)
    await room.workflow.sign(chen, *REPLY)
    await room.workflow.publish(chen, *REPLY)
    assert await room.status(*REPLY) is Status.PUBLISHED
    changed = {**await room.workflow.record(*REPLY), "reply": "先离开那里。报警打{110}。"}
    await room.handed_in(*REPLY, changed)
    with pytest.raises(NotAllowed, match="两位"):
        await room.workflow.publish(chen, *REPLY)
    with pytest.raises(NotAllowed, match="不能撤下"):
        await room.workflow.retire(chen, *REPLY)


async def test_what_must_be_put_right_cannot_be_published(room: Newsroom) -> None:
    await room.handed_in(*TIP, {**NEW, "text": "打110报警。"})
    with pytest.raises(NotAllowed, match="电话号码110"):
        await room.workflow.publish(room.wang, *TIP)
    assert await room.published(*TIP) is None


async def test_a_whole_import_is_published_and_what_is_wrong_stays_behind(room: Newsroom) -> None:
    keys = [("tip", f"tip-{number}") for number in range(30)]
    for number, key in enumerate(keys):
        text = "打110报警。" if number == 7 else f"今天打电话，先讲一件小事{number}。"
        await room.handed_in(*key, {**NEW, "text": text})
    hindered = await room.workflow.publish_many(room.wang, [*keys, ("tip", "tip-gone")])
    assert set(hindered) == {("tip", "tip-7"), ("tip", "tip-gone")}
    assert "110" in hindered["tip", "tip-7"]
    assert [await room.status(*key) for key in keys].count(Status.PUBLISHED) == 29
    with pytest.raises(NotAllowed):
        await room.workflow.publish_many(room.li, keys)


async def test_two_texts_for_one_week_are_not_published_together(room: Newsroom) -> None:
    keys = [("weekly", "weekly-1"), ("weekly", "weekly-2")]
    for key in keys:
        await room.handed_in(*key, shelf.weekly(weeks=[48]))
    hindered = await room.workflow.publish_many(room.wang, keys)
    assert list(hindered) == [("weekly", "weekly-2")]
    assert "第48周" in hindered["weekly", "weekly-2"]


async def test_a_text_goes_out_on_its_day_and_is_taken_away_on_another(room: Newsroom) -> None:
    await room.handed_in(*TIP, NEW)
    await room.workflow.publish(room.wang, *TIP, at=room.clock() + HOUR)
    await room.workflow.retire(room.wang, *TIP, at=room.clock() + 3 * HOUR)
    assert await room.workflow.turn(room.clock()) == 0
    assert await room.published(*TIP) is None
    room.clock.now += HOUR
    assert await room.workflow.turn(room.clock()) == 1
    assert await room.status(*TIP) is Status.PUBLISHED
    room.clock.now += 2 * HOUR
    assert await room.workflow.turn(room.clock()) == 1
    assert await room.status(*TIP) is Status.RETIRED
    assert await room.published(*TIP) is None
    acts = [step.act for step in await room.workflow.steps(*TIP)]
    assert acts == ["retired", "published", "retiring", "scheduled", "submitted"]


async def test_two_processes_turn_in_the_same_moment_and_it_happens_once(room: Newsroom) -> None:
    await room.handed_in(*TIP, NEW)
    await room.workflow.publish(room.wang, *TIP, at=room.clock() + HOUR)
    room.clock.now += HOUR
    others = [workflow_over(room.database, room.clock) for _number in range(3)]
    assert sum(await asyncio.gather(*(other.turn(room.clock()) for other in others))) == 1
    assert [step.act for step in await room.workflow.steps(*TIP)].count("published") == 1


async def test_words_changed_after_the_day_was_set_do_not_go_out_on_it(room: Newsroom) -> None:
    await room.handed_in(*TIP, NEW)
    await room.workflow.publish(room.wang, *TIP, at=room.clock() + HOUR)
    await room.workflow.save(room.li, *TIP, {**NEW, "text": "没人看过的话。"}, number=1)
    room.clock.now += HOUR
    assert await room.workflow.turn(room.clock()) == 0
    assert await room.published(*TIP) is None


async def test_what_became_wrong_before_its_day_does_not_go_out_and_says_why(room: Newsroom) -> None:
    await room.handed_in("weekly", "weekly-1", shelf.weekly(weeks=[48]))
    await room.handed_in("weekly", "weekly-2", shelf.weekly(weeks=[48]))
    await room.workflow.publish(room.wang, "weekly", "weekly-1", at=room.clock() + HOUR)
    await room.workflow.publish(room.wang, "weekly", "weekly-2")
    room.clock.now += HOUR
    assert await room.workflow.turn(room.clock()) == 0
    newest = (await room.workflow.steps("weekly", "weekly-1"))[0]
    assert newest.act == "hindered"
    assert "第48周" in newest.words
    assert (await room.item("weekly", "weekly-1")).publish_at is None


async def test_a_day_that_was_set_can_be_taken_back(room: Newsroom) -> None:
    await room.handed_in(*TIP, NEW)
    await room.workflow.publish(room.wang, *TIP, at=room.clock() + HOUR)
    await room.workflow.unschedule(room.wang, *TIP)
    room.clock.now += HOUR
    assert await room.workflow.turn(room.clock()) == 0


async def test_a_retired_text_comes_back_in_its_old_words(room: Newsroom) -> None:
    await room.workflow.retire(room.wang, "tip", "call-first-name")
    assert await room.published("tip", "call-first-name") is None
    await room.workflow.restore(room.li, "tip", "call-first-name", 1)
    await room.workflow.submit(room.li, "tip", "call-first-name")
    await room.workflow.publish(room.wang, "tip", "call-first-name")
    assert await room.published("tip", "call-first-name") is not None


async def test_a_number_that_texts_name_cannot_be_taken_away(room: Newsroom) -> None:
    await room.handed_in(*TIP, {**NEW, "text": "有急事，打{110}。"})
    await room.workflow.publish(room.wang, *TIP)
    with pytest.raises(NotAllowed, match="有急事"):
        await room.workflow.retire(room.wang, "hotline", "110")
    await room.workflow.retire(room.wang, "hotline", "12345")
    assert await room.published("hotline", "12345") is None


async def test_a_writer_throws_her_own_draft_away_but_not_what_parents_read(room: Newsroom) -> None:
    await room.workflow.save(room.li, *TIP, NEW, number=None)
    await room.workflow.retire(room.li, *TIP)
    assert await room.status(*TIP) is Status.RETIRED
    with pytest.raises(NotAllowed, match="不能发布"):
        await room.workflow.retire(room.li, "tip", "call-first-name")
