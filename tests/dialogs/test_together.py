"""Together for a while: calls are not reminded of, tips change, and parting is not left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.effects import ShowTip
from dialogs.facts import CallTarget, Reminder
from dialogs.rhythm import is_together
from tests.chat import LIBRARY, Chat, agreed_chat

EVENINGS = Timing(Repeating("FREQ=DAILY", date(2026, 11, 23)), (time(20, 0),))


def shown_tip(chat: Chat) -> str:
    return chat.facts.seen_tips[-1]


@pytest.mark.parametrize("words", ["我回家了", "孩子来了"])
def test_being_together_begins_at_once(words: str) -> None:
    chat = agreed_chat().says(words).sees("真好", "能在一起多久", "不提醒打电话")
    assert is_together(chat.facts)


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        ("一周", date(2026, 11, 30)),
        ("半个月", date(2026, 12, 8)),
        ("一个月", date(2026, 12, 23)),
        ("住十天", date(2026, 12, 3)),
        ("到正月十五", date(2027, 2, 20)),
    ],
)
def test_it_lasts_until_the_day_she_names_and_that_day_belongs_to_it(answer: str, until: date) -> None:
    chat = agreed_chat().says("我回家了").says(answer).sees("为止", "我回厂了")
    assert chat.facts.profile.together_until == until
    days = (until - chat.facts.today).days
    assert is_together(chat.later(days=days).facts)
    assert not is_together(chat.later(days=1).facts)


def test_the_last_day_can_be_said_in_her_own_words() -> None:
    chat = agreed_chat().says("孩子来了").presses("我自己说").sees("哪天分开")
    chat.says("说不清哦").sees("没看懂是哪天").says("2月20号").sees("2月20日")
    assert chat.facts.profile.together_until == date(2027, 2, 20)


def test_without_a_day_it_lasts_until_she_writes_that_they_have_parted() -> None:
    for skip in ("还说不准", "不知道"):
        chat = agreed_chat().says("我回家了").says(skip).sees("我回厂了")
        assert is_together(chat.later(days=300).facts)
    chat = agreed_chat().says("我回家了").presses("我自己说").says("不知道").sees("我回厂了")
    assert chat.facts.profile.together_until is None


def test_a_question_left_open_does_not_silence_her_reminders_for_ever() -> None:
    chat = agreed_chat().says("我回家了").says("取消")
    assert is_together(chat.facts)
    assert not is_together(chat.later(days=31).facts)


def test_a_question_in_between_is_answered_and_the_day_is_asked_again() -> None:
    agreed_chat().says("我回家了").says("娃不接我电话咋办").sees("能在一起多久")
    chat = agreed_chat().says("我回家了").presses("我自己说").says("孩子老是不接我的电话怎么办才好呢")
    chat.sees("哪天分开").does_not_see("没看懂是哪天")


def test_tips_are_for_being_together_as_long_as_it_lasts() -> None:
    chat = agreed_chat().says("我回家了").says("一周").says("今日贴士")
    assert LIBRARY.tips[shown_tip(chat)].together is True
    chat.later(days=8).says("今日贴士")
    assert LIBRARY.tips[shown_tip(chat)].together is not True


def test_before_they_part_there_is_a_tip_for_parting() -> None:
    chat = agreed_chat().says("我回家了").says("一周").says("我回厂了").sees("你们分开了没有")
    assert not chat.facts.profile.together
    chat.presses("还没分开")
    assert "before_leaving" in LIBRARY.tips[shown_tip(chat)].occasions


def test_after_they_parted_there_is_a_tip_for_being_apart() -> None:
    chat = agreed_chat().says("我回厂了").says("已经走了")
    tip = LIBRARY.tips[shown_tip(chat)]
    assert (tip.topic, tip.together) == ("reunion", False)


def test_she_may_want_no_tip_at_all() -> None:
    chat = agreed_chat().says("我回厂了").says("不用").sees("路上平安")
    assert chat.did(ShowTip) == []


def test_reminders_that_come_again_are_only_promised_to_who_has_some() -> None:
    agreed_chat().says("我回厂了").sees("小贴士换回").does_not_see("提醒照原来的")
    chat = agreed_chat()
    chat.facts = replace(chat.facts, reminders=(Reminder(1, CallTarget(), EVENINGS),))
    chat.says("我回厂了").sees("打电话的提醒照原来的发")
