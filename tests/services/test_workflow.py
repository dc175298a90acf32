"""People write content: every wording is kept, and two who write at once both keep theirs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.services.listing import Condition, Listing
from bot.services.workflow.items import Conflict, NotAllowed, Status
from bot.store import audit
from bot.store.database import Database
from tests.content import shelf
from tests.services.newsroom import Newsroom, workflow_over

TIP = ("tip", "call-first-name")
NEW = shelf.tip(id="tip-new", text="今天打电话，先问他吃了啥。")


@pytest.fixture
async def room(database: Database) -> Newsroom:
    return await Newsroom(database).opened()


async def test_a_trainer_writes_a_tip_that_nobody_reads_yet(room: Newsroom) -> None:
    item = await room.workflow.save(room.li, "tip", "tip-new", NEW, number=None)
    assert (item.status, item.number, item.published_number) == (Status.DRAFT, 1, None)
    assert (item.title, item.topic, item.updated_name) == (NEW["text"], "call_home", "李老师")
    assert item.bands == ("0-3", "3-6", "6-9", "9-12", "12-15", "15-18")
    assert await room.published("tip", "tip-new") is None
    async with room.database.reading() as connection:
        assert [row.act for row in await audit.about(connection, "content", "tip/tip-new")] == ["content_wrote"]


async def test_what_parents_read_stays_until_the_new_words_are_published(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    await room.workflow.save(room.li, *TIP, {**old, "text": "换一句话。"}, number=1)
    item = await room.item(*TIP)
    assert (item.status, item.number, item.published_number) == (Status.DRAFT, 2, 1)
    assert await room.published(*TIP) == old
    assert (await room.workflow.record(*TIP))["text"] == "换一句话。"
    assert await room.workflow.record(*TIP, number=1) == old


async def test_the_same_words_make_no_new_revision(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    await room.workflow.save(room.li, *TIP, dict(reversed(list(old.items()))), number=1)
    assert [one.number for one in await room.workflow.revisions(*TIP)] == [1]
    assert await room.status(*TIP) is Status.PUBLISHED


async def test_who_saves_later_is_shown_what_the_other_one_wrote(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    await room.workflow.save(room.li, *TIP, {**old, "text": "李老师写的。"}, number=1)
    with pytest.raises(Conflict) as conflict:
        await room.workflow.save(room.wang, *TIP, {**old, "text": "王老师写的。"}, number=1)
    theirs = conflict.value.theirs
    assert (theirs.number, theirs.by_name, theirs.record["text"]) == (2, "李老师", "李老师写的。")
    assert (await room.workflow.record(*TIP))["text"] == "李老师写的。"


async def test_two_people_who_save_in_the_same_moment_do_not_overwrite_each_other(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    other = workflow_over(room.database, room.clock)
    outcomes = await asyncio.gather(
        room.workflow.save(room.li, *TIP, {**old, "text": "甲"}, number=1),
        other.save(room.wang, *TIP, {**old, "text": "乙"}, number=1),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Item"]
    assert len(await room.workflow.revisions(*TIP)) == 2


async def test_two_new_texts_with_one_name_are_a_conflict_too(room: Newsroom) -> None:
    other = workflow_over(room.database, room.clock)
    outcomes = await asyncio.gather(
        room.workflow.save(room.li, "tip", "tip-new", NEW, number=None),
        other.save(room.wang, "tip", "tip-new", {**NEW, "text": "别的话。"}, number=None),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Item"]


async def test_going_back_makes_a_new_revision_with_the_old_words(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    await room.workflow.save(room.li, *TIP, {**old, "text": "不好的一句。"}, number=1)
    item = await room.workflow.restore(room.wang, *TIP, 1)
    assert item.number == 3
    newest = (await room.workflow.revisions(*TIP))[0]
    assert (newest.record, newest.act, newest.note, newest.by_name) == (old, "restored", "1", "王老师")


async def test_handing_in_and_sending_back_with_words(room: Newsroom) -> None:
    await room.handed_in("tip", "tip-new", NEW)
    assert await room.status("tip", "tip-new") is Status.IN_REVIEW
    await room.workflow.send_back(room.wang, "tip", "tip-new", "再短一点")
    assert await room.status("tip", "tip-new") is Status.DRAFT
    steps = await room.workflow.steps("tip", "tip-new")
    assert [(one.act, one.by_name, one.words) for one in steps] == [
        ("sent_back", "王老师", "再短一点"),
        ("submitted", "李老师", ""),
    ]
    with pytest.raises(NotAllowed, match="正在审核"):
        await room.workflow.send_back(room.wang, "tip", "tip-new", "还是长")


async def test_whoever_may_not_write_is_told_so(room: Newsroom) -> None:
    with pytest.raises(NotAllowed, match="不能写内容"):
        await room.workflow.save(room.sun, "tip", "tip-new", NEW, number=None)
    with pytest.raises(NotAllowed, match="不能写内容"):
        await room.workflow.keep_draft(room.sun, "tip", "tip-new", 0, NEW)
    with pytest.raises(NotAllowed, match="不能发布"):
        await room.workflow.send_back(room.li, *TIP, "")


async def test_only_what_trainers_write_is_written_here(room: Newsroom) -> None:
    with pytest.raises(NotAllowed, match="不在这里改"):
        await room.workflow.save(room.li, "notice", "zh_Hans:x", {"text": "x"}, number=None)
    for name in ("", "Tip 1", "贴士", "a" * 81, "../x"):
        with pytest.raises(NotAllowed, match="小写字母"):
            await room.workflow.save(room.li, "tip", name, NEW, number=None)


async def test_what_somebody_types_is_kept_for_her_alone_until_she_saves(room: Newsroom) -> None:
    await room.workflow.keep_draft(room.li, *TIP, 1, {"text": "写了一"})
    await room.workflow.keep_draft(room.li, *TIP, 1, {"text": "写了一半\0"})
    draft = await room.workflow.draft_of(room.li, *TIP)
    assert draft is not None
    assert (draft.number, draft.record["text"]) == (1, "写了一半")
    assert await room.workflow.draft_of(room.wang, *TIP) is None
    await room.workflow.save(room.li, *TIP, {**await room.workflow.record(*TIP), "text": "写完了。"}, number=1)
    assert await room.workflow.draft_of(room.li, *TIP) is None
    await room.workflow.keep_draft(room.li, *TIP, 2, {"text": "又写"})
    await room.workflow.drop_draft(room.li, *TIP)
    assert await room.workflow.draft_of(room.li, *TIP) is None


async def test_a_new_name_is_readable_and_free(room: Newsroom) -> None:
    assert await room.workflow.new_id("tip", NEW) == "tip-call-home-1"
    await room.workflow.save(room.li, "tip", "tip-call-home-1", NEW, number=None)
    assert await room.workflow.new_id("tip", NEW) == "tip-call-home-2"
    assert await room.workflow.new_id("starter", shelf.starter()) == "starter-6-9-1"
    assert await room.workflow.new_id("weekly", {}) == "weekly-1"


async def test_a_list_is_searched_filtered_and_counted(room: Newsroom) -> None:
    await room.workflow.save(
        room.li, "tip", "tip-new", {**NEW, "bands": ["6-9"], "share": "百分之50%的爸妈"}, number=None
    )

    async def ids(**wanted: Any) -> list[str]:
        listing = Listing(**wanted)
        found = [item.id for item in await room.workflow.listed("tip", listing)]
        assert await room.workflow.counted("tip", listing) == len(found)
        return found

    assert await ids() == ["call-first-name", "tip-new"]
    assert await ids(words="先问 50%") == ["tip-new"]
    assert await ids(words="5_%") == []
    assert await ids(conditions=(Condition("status", "is", "published"),)) == ["call-first-name"]
    assert await ids(conditions=(Condition("bands", "contains", "0-3"),)) == ["call-first-name"]
    assert await ids(conditions=(Condition("topic", "one_of", ["call_home"]),), sorts=(("title", True),)) != []


async def test_signs_that_no_chat_can_show_are_taken_out_and_braces_stay(room: Newsroom) -> None:
    typed = "一\0行\r\n\u202e二行\t<b>粗</b> {这样} {evil} \ud800👨\u200d👩\u200d👧 “好”"
    await room.workflow.save(room.li, "tip", "tip-new", {**NEW, "text": typed, "seasons": ("a\x07",)}, number=None)
    record = await room.workflow.record("tip", "tip-new")
    assert record["text"] == "一行\n二行 <b>粗</b> {这样} {evil} 👨\u200d👩\u200d👧 “好”"
    assert record["seasons"] == ["a"]
    assert record["id"] == "tip-new"


async def test_somebody_answers_for_every_text_and_looks_at_it_within_a_year(room: Newsroom) -> None:
    bare = {name: value for name, value in NEW.items() if name not in ("author", "review_due")}
    assert [one for one in room.workflow.remarks("tip", bare) if one.must] == []
    await room.workflow.save(room.li, "tip", "tip-new", bare, number=None)
    record = await room.workflow.record("tip", "tip-new")
    assert (record["author"], record["review_due"]) == ("李老师", "2027-11-23")
