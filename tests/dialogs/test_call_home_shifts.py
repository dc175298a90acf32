"""Reminders of a mother whose shift rotates: one hour for each week, and none of them lost."""

from __future__ import annotations

from datetime import time

import pytest

from dialogs.calendar.bands import Band
from dialogs.call_home.draft import Draft
from dialogs.call_home.new import AskNightTime, AskSleep, AskTime
from dialogs.call_home.unclear import AskAgain
from dialogs.effects import SaveReminder
from dialogs.engine.step import Again, Go
from dialogs.facts import CallTarget, Child, Reminder
from dialogs.language.when import Missing
from tests.chat import Chat
from tests.dialogs.call_home_parents import (
    EVERY_DAY,
    NIGHTS,
    PUPIL,
    ROTATING,
    parent,
    reminder,
    with_reminders,
)

ASK = "每周三晚上八点半提醒我给老二打电话"


def saved(chat: Chat) -> Reminder:
    last = chat.did(SaveReminder)[-1]
    assert isinstance(last, SaveReminder)
    return last.reminder


def hours(chat: Chat) -> tuple[tuple[time, ...], tuple[time, ...]]:
    timing = saved(chat).timing
    return timing.times, timing.night_times


@pytest.mark.parametrize("elsewhere", [("换个时间", "六点半"), ("对头", "六点半"), ("下午六点半",)])
def test_an_hour_in_her_sleep_is_changed_for_night_weeks_alone(elsewhere: tuple[str, ...]) -> None:
    chat = (
        parent(shift=ROTATING).says(ASK).says("中午十二点").sees("晚上8点半，上夜班那周中午12点", "上夜班那周，那会儿")
    )
    for words in elsewhere:
        chat.says(words)
    chat.sees("每周三晚上8点半，上夜班那周晚上6点半").says("是的嘛").sees("记下了")
    assert hours(chat) == ((time(20, 30),), (time(18, 30),))


def test_who_always_works_nights_is_asked_for_the_only_hour_again() -> None:
    chat = parent(PUPIL, shift=NIGHTS).says("每天中午十二点提醒我给孩子打电话").sees("你多半在睡觉").says("要得")
    chat.sees("几点好？").says("下午六点").sees("每天晚上6点。")


def test_the_hour_of_day_weeks_too_late_for_the_child_leaves_that_of_night_weeks() -> None:
    chat = parent(PUPIL, shift=ROTATING).says("每天白班晚上十点半夜班下午六点提醒我给孩子打电话")
    chat.sees("孩子要睡觉了", "先说上白班那周").says("八点").sees("每天晚上8点，上夜班那周晚上6点")


def test_she_sees_her_own_sentence_before_she_is_asked_about_the_other_week() -> None:
    parent(shift=ROTATING).says(ASK).sees("提醒你给老二打电话：每周三晚上8点半。", "上夜班那周，几点")


@pytest.mark.parametrize("words", ["对", "要得", "好嘛", "嗯嗯"])
def test_a_yes_to_the_night_weeks_takes_the_first_proposal(words: str) -> None:
    parent(shift=ROTATING).says(ASK).says(words).sees("上夜班那周晚上6点。", "对吗？")


@pytest.mark.parametrize("words", ["不晓得", "随便", "我也不知道嘛", "都行"])
def test_who_does_not_know_keeps_the_same_hour(words: str) -> None:
    chat = parent(shift=ROTATING).says(ASK).says(words).sees("先按一样的时间", "每周三晚上8点半。", "对吗？").says("中")
    assert hours(chat) == ((time(20, 30),), (time(20, 30),))


def test_a_yes_without_any_proposal_is_the_same_hour_or_asks_for_one() -> None:
    facts = parent(Child(1, Band.FROM_6), shift=ROTATING).facts
    step = AskNightTime(Draft(CallTarget(), None, (time(20),)))
    move = step.heard("对", facts)
    assert isinstance(move, Go)
    assert isinstance(AskTime(Draft(CallTarget())).heard("对", facts), Again)


def test_sleep_is_asked_about_even_where_the_hour_went_away() -> None:
    move = AskSleep(Draft(CallTarget(), EVERY_DAY)).chose("other", parent(PUPIL, shift=NIGHTS).facts)
    assert isinstance(move, Go)
    assert isinstance(move.step, AskTime)


def test_the_hour_of_one_shift_is_corrected_at_the_end() -> None:
    chat = parent(shift=ROTATING).says(ASK).says("六点半").says("夜班那周七点").sees("8点半，上夜班那周晚上7点")
    chat.says("白班晚上八点").sees("每周三晚上8点，上夜班那周晚上7点").says("夜班二十七点").sees("没有这个钟点")
    one = parent(shift=NIGHTS).says(ASK).says("白班晚上八点").sees("每周三晚上8点，上夜班那周晚上8点半")
    one.says("五点半白班，六点夜班").sees("具体几点").says("晚上七点").sees("每周三晚上7点")


@pytest.mark.parametrize("words", ["白班", "上夜班", "夜班那周"])
def test_a_bare_shift_is_no_day_and_no_hour(words: str) -> None:
    chat = parent(PUPIL).says("提醒我八点给孩子打电话").says(words).sees("按班次挑日子我还不会", "哪几天？")
    chat.says("每天").sees("每天晚上8点")
    other = parent(PUPIL).says(f"{words}提醒我给孩子打电话").sees("按班次挑日子我还不会", "哪几天？")
    assert "每天" in other.buttons


def test_a_bare_shift_is_no_correction_either() -> None:
    chat = parent(shift=ROTATING).says(ASK).says("六点半").says("夜班").sees("每周三晚上8点半，上夜班那周晚上6点半")
    assert not chat.did(SaveReminder)


def test_days_and_a_shift_still_lack_the_hour() -> None:
    chat = parent(PUPIL, shift=ROTATING).says("每周三白班提醒我给孩子打电话").sees("具体几点？").says("晚上八点")
    chat.sees("另一个班的那周").says("六点").sees("每周三晚上8点，上夜班那周晚上6点")


@pytest.mark.parametrize("words", ["时间一样", "不换", "一样", "对", "不晓得"])
def test_one_hour_for_both_shifts(words: str) -> None:
    chat = parent(PUPIL, shift=ROTATING).says("每天夜班下午六点提醒我给孩子打电话").offers("时间一样", "重新说")
    chat.says(words).sees("每天晚上6点。", "对吗？").says("可以嘛")
    assert hours(chat) == ((time(18),), (time(18),))


def test_one_hour_for_both_shifts_before_the_days_are_known() -> None:
    chat = parent(PUPIL, shift=ROTATING).says("夜班下午六点提醒我给孩子打电话").says("一样").sees("哪几天？")
    chat.says("周末").sees("每周六、周日晚上6点")


def test_the_other_hour_needs_no_name_of_its_shift() -> None:
    chat = parent(PUPIL, shift=ROTATING).says("每天白班晚上八点提醒我给孩子打电话").says("白班").sees("还定不下来")
    chat.says("六点").sees("每天晚上8点，上夜班那周晚上6点")


def test_two_shifts_behind_their_hours_are_taken_one_by_one() -> None:
    parent(PUPIL, shift=ROTATING).says("每周三晚上八点半白班，五点半夜班提醒我打电话").sees("一个一个来")


def test_it_can_be_said_anew() -> None:
    chat = parent(PUPIL).says("下周晚上八点提醒我给孩子打电话").sees("具体是哪天？").presses("重新说").sees("哪几天？")
    chat.says("返回").sees("具体是哪天？").says("不要").sees("那就不设了")


def test_nothing_to_repeat_for_both_shifts_starts_again() -> None:
    facts = parent(PUPIL, shift=ROTATING).facts
    move = AskAgain(Draft(CallTarget(), heard="不说"), Missing.OTHER_SHIFT).chose("same", facts)
    assert isinstance(move, Go)


def test_a_change_of_shift_in_the_middle_lists_the_reminders_and_goes_on() -> None:
    chat = with_reminders(parent(PUPIL, shift=ROTATING), reminder())
    chat.says("新提醒").says("换成夜班").sees("今天起夜班", "1. 孩子：每天晚上7点半", "哪几天？")
