"""From content records to the library, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.calendar.bands import Band
from dialogs.language.danger import Level, Trigger
from dialogs.library import Library
from dialogs.records import KINDS, danger_reply, faq, hotline, library_from, question, starter, tip
from tests.chat import LIBRARY, WORDS

TIP: dict[str, Any] = {"id": "t", "kind": "tip", "topic": "health", "bands": ["6-9"], "text": " 今晚问问。\n"}
STARTER: dict[str, Any] = {"id": "s", "bands": ["0-3"], "opener": " 猜猜 ", "follow_up": "换你", "avoid": "别急"}
FAQ: dict[str, Any] = {"id": "f", "topic": "health", "question": "孩子发烧怎么办？", "answer": "先量一量。\n"}
HOTLINE: dict[str, Any] = {"id": "110", "number": "110", "name": "报警", "scope": "打人", "needs_area_code": True}
REPLY: dict[str, Any] = {
    "trigger": "accident",
    "level": "P0",
    "reply": "打{120}。 ",
    "eta_line": "老师{eta}联系你。",
    "off_duty_line": "没有老师值班。",
    "hotlines": ["120"],
}


def library(**records: list[dict[str, Any]]) -> Library:
    return library_from(records, "1", WORDS.say)


def test_a_tip_with_only_what_it_needs_is_for_any_time_and_for_parents_far_away() -> None:
    read = tip(TIP)
    assert (read.text, read.bands, read.together, read.share) == ("今晚问问。", frozenset({Band.FROM_6}), False, "")
    assert read.seasons == read.shifts == read.occasions == frozenset()


@pytest.mark.parametrize(("written", "meant"), [(True, True), (False, False), ("any", None)])
def test_a_tip_is_for_being_together_for_being_apart_or_for_both(written: object, meant: bool | None) -> None:
    assert tip({**TIP, "together": written}).together is meant


def test_a_tip_keeps_what_else_was_written() -> None:
    read = tip({**TIP, "share": "转", "basic_phone": "老人机", "seasons": ["summer"], "source": "书"})
    assert (read.share, read.basic_phone, read.seasons, read.source) == ("转", "老人机", frozenset({"summer"}), "书")


def test_a_starter_is_for_a_child_by_any_way_unless_it_says_otherwise() -> None:
    read = starter(STARTER)
    assert (read.opener, read.target, read.ways) == ("猜猜", "child", frozenset({"video", "voice", "text"}))
    narrow = starter({**STARTER, "target": "caregiver", "ways": ["voice"], "occasions": ["festival"]})
    assert (narrow.target, sorted(narrow.ways), sorted(narrow.occasions)) == ("caregiver", ["voice"], ["festival"])


def test_an_answer_knows_the_danger_it_lies_close_to() -> None:
    assert faq(FAQ).trigger is None
    assert faq(FAQ).place == "child"
    near = faq({**FAQ, "escalate": {"level": "P0", "trigger": "accident"}, "place": "parent", "share": "转"})
    assert (near.trigger, near.place, near.share) == (Trigger.ACCIDENT, "parent", "转")
    assert question({**FAQ, "variants": ["娃发烧"]}).variants == ("娃发烧",)
    assert question(FAQ).negative_examples == ()


def test_a_line_knows_whether_it_needs_the_area_code() -> None:
    assert hotline(HOTLINE).place == "none"
    assert hotline({**HOTLINE, "place": "child", "hours": "24小时"}).needs_area_code


def test_a_prepared_reply_is_followed_up_unless_that_would_put_her_in_danger() -> None:
    read = danger_reply(REPLY)
    assert (read.level, read.reply, read.place, read.no_follow_up) == (Level.P0, "打{120}。", "child", False)
    assert danger_reply({**REPLY, "place": "parent", "no_follow_up": True}).no_follow_up


def test_a_whole_library_and_an_empty_one() -> None:
    notices = [
        {"language": "zh_Hans", "key": "refused", "text": "没关系"},
        {"language": "en", "key": "refused", "text": "Never mind"},
        {"language": "zh_Hans", "key": "demo_notice", "text": "试用"},
    ]
    full = library(tip=[TIP], starter=[STARTER], faq=[FAQ], hotline=[HOTLINE], safeguarding=[REPLY], notice=notices)
    assert set(full.tips) == {"t"}
    assert full.danger_replies[Trigger.ACCIDENT].hotlines == ("120",)
    assert full.notice("refused", "en") == "Never mind"
    assert full.notice("demo_notice", "en") == "试用"
    assert library().notices == {"zh_Hans": {}}
    assert not library().tips


def test_what_was_never_checked_is_refused() -> None:
    with pytest.raises(ValueError, match="dragons"):
        library(faq=[{**FAQ, "escalate": {"trigger": "dragons"}}])
    with pytest.raises(KeyError):
        library(tip=[{"id": "t"}])


def test_the_shipped_content_has_something_of_every_kind_and_a_reply_to_every_danger() -> None:
    assert KINDS[0] == "tip"
    assert len(LIBRARY.tips) >= 40
    assert len(LIBRARY.starters) >= 30
    assert len(LIBRARY.faqs) >= 30
    assert set(LIBRARY.danger_replies) == set(Trigger)
