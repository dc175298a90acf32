"""Her shift, how it changes, her day of rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from dialogs.calendar.recurrence import Once, Repeating, Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.effects import SaveProfile
from dialogs.engine.step import Go
from dialogs.facts import CallTarget, Reminder, TargetKind
from dialogs.work import AskShift, monday_of, shift
from tests.chat import Chat, agreed_chat

MONDAY = date(2026, 11, 23)
DAYS = ShiftPattern(Shift.DAY_LONG, 7, MONDAY)


def parent(pattern: ShiftPattern | None = None) -> Chat:
    return agreed_chat(shift=pattern)


def with_reminders(chat: Chat, *timings: Timing) -> Chat:
    reminders = tuple(Reminder(number, CallTarget(), timing) for number, timing in enumerate(timings, start=1))
    chat.facts = replace(chat.facts, reminders=reminders)
    return chat


def weekly(day: str, at: time, *night: time) -> Timing:
    return Timing(Repeating(f"FREQ=WEEKLY;BYDAY={day}", MONDAY), (at,), night)


def asks_shift(pattern: ShiftPattern | None = None) -> Chat:
    return parent(pattern).says("设置").presses("班次")


# ---- the shift -----------------------------------------------------------------------------------------------------


def test_two_presses_tell_a_shift_and_its_rotation_and_no_date_is_asked() -> None:
    chat = (
        asks_shift().sees("不上班、不睡觉的时候", "这周白班还是夜班").presses("夜班").sees("多久一换").presses("两周")
    )
    chat.sees("记下了：夜班，两周一换", "换班了")
    assert chat.facts.profile.shift == ShiftPattern(Shift.NIGHT_LONG, 14, MONDAY)
    assert chat.facts.was_asked("shift")


def test_the_rotation_counts_from_the_monday_of_this_week() -> None:
    chat = parent().later(days=3).says("设置").presses("班次").presses("白班").presses("一周")
    assert chat.facts.profile.shift == DAYS
    assert monday_of(date(2026, 11, 29)) == MONDAY


@pytest.mark.parametrize(
    ("answer", "rotation"),
    [
        ("1", 7),
        ("一个星期", 7),
        ("半个月", 14),
        ("2", 14),
        ("月月换", 30),
        ("不换", None),
        ("不知道", None),
        ("差不多十天一换吧", 10),
        ("每周换", 7),
        ("5", None),
    ],
)
def test_the_rotation_may_be_a_button_a_number_or_words(answer: str, rotation: int | None) -> None:
    chat = asks_shift().presses("白班").says(answer).sees("记下了")
    assert chat.facts.profile.shift == ShiftPattern(Shift.DAY_LONG, rotation, MONDAY)


def test_a_rotation_nobody_can_read_is_asked_again() -> None:
    chat = asks_shift().presses("白班").says("啦啦啦").sees("多久一换")
    assert chat.facts.profile.shift is None


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("一直白班", Shift.DAY_FIXED),
        ("都是白班的", Shift.DAY_FIXED),
        ("三班两倒", Shift.THREE_SHIFT),
        ("4", Shift.THREE_SHIFT),
        ("看情况吧，不一定", Shift.IRREGULAR),
    ],
)
def test_other_shifts_need_no_rotation(answer: str, kept: Shift) -> None:
    chat = asks_shift().says(answer).sees("记下了").does_not_see("换班了")
    assert chat.facts.profile.shift == ShiftPattern(kept)


def test_one_sentence_may_tell_both() -> None:
    chat = asks_shift().says("这周上夜班，一周一换").sees("记下了：夜班，一周一换")
    assert chat.facts.profile.shift == ShiftPattern(Shift.NIGHT_LONG, 7, MONDAY)


@pytest.mark.parametrize("words", ["下周夜班", "不是夜班", "白班夜班都有", "啦啦啦"])
def test_words_that_do_not_tell_this_weeks_shift_are_not_guessed(words: str) -> None:
    chat = asks_shift().says(words).sees("这周白班还是夜班")
    assert chat.facts.profile.shift is None


def test_who_does_not_want_to_say_is_not_asked_again() -> None:
    chat = asks_shift().says("先跳过").sees("设置")
    assert chat.facts.profile.shift is None
    assert chat.facts.was_asked("shift")


def test_what_is_known_stands_above_the_question() -> None:
    asks_shift(DAYS).sees("现在记的是：白班，一周一换")
    asks_shift(ShiftPattern(Shift.DAY_LONG, 10, MONDAY)).sees("10天一换")
    asks_shift(ShiftPattern(Shift.THREE_SHIFT)).sees("现在记的是：三班倒")


def test_in_the_middle_of_a_reminder_the_reason_was_given_and_nothing_is_read_back() -> None:
    chat = with_reminders(parent(), weekly("WE", time(20, 30)))
    assert shift(chat.facts, "reminder") == Go(AskShift(for_reminder=True))
    chat.says("每天晚上九点提醒我给老人打电话").sees("这周白班还是夜班").does_not_see("不上班、不睡觉的时候")
    chat.says("一直白班").sees("记下了：一直白班").does_not_see("现在的提醒是这样")


def test_a_shift_told_later_reads_the_reminders_back() -> None:
    chat = (
        with_reminders(parent(), weekly("WE", time(20, 30)))
        .says("设置")
        .presses("班次")
        .presses("白班")
        .presses("不换")
    )
    chat.sees("记下了：白班", "现在的提醒是这样", "每周三")
    assert "改提醒" in chat.buttons


# ---- the shift has changed -----------------------------------------------------------------------------------------


def test_changed_shifts_read_every_reminder_back_with_its_next_date() -> None:
    chat = with_reminders(parent(DAYS), weekly("WE", time(20, 30), time(18, 0)), weekly("SU", time(19, 0))).says(
        "换班了"
    )
    chat.sees("今天起夜班", "1. 孩子", "2. 孩子", "11月25日 周三", "晚上6点", "11月29日 周日")
    assert chat.facts.profile.shift == ShiftPattern(Shift.NIGHT_LONG, 7, MONDAY)


def test_a_reminder_in_her_sleep_is_pointed_out_and_can_be_changed() -> None:
    chat = with_reminders(parent(DAYS), weekly("WE", time(12, 30)), weekly("WE", time(18, 0)))
    paused = replace(chat.facts.reminders[1], paused=True)
    over = Reminder(3, CallTarget(TargetKind.CAREGIVER), Timing(Once(chat.facts.local - timedelta(days=1))))
    chat.facts = replace(chat.facts, reminders=(chat.facts.reminders[0], paused, over))
    chat.says("换班了").sees("第1个提醒，那时你多半在睡")
    assert chat.facts.profile.shift is not None
    chat.presses("改提醒").sees("1. 孩子")


def test_a_shift_changed_by_mistake_is_put_right_with_one_button() -> None:
    chat = parent(DAYS).says("换班了").sees("今天起夜班").presses("班次不对").sees("这周白班还是夜班")
    chat.presses("白班").presses("一周")
    assert chat.facts.profile.shift == DAYS


def test_who_never_told_her_shift_is_asked_for_it() -> None:
    parent().says("换班了").sees("这周白班还是夜班")
    parent(ShiftPattern(Shift.THREE_SHIFT)).says("换班了").sees("这周白班还是夜班")


def test_a_new_shift_said_in_passing_is_understood() -> None:
    chat = parent(DAYS).says("我今天开始上夜班了").sees("今天起夜班")
    chat.says("换夜班了").sees("我记的就是：夜班，一周一换")
    assert len(chat.did(SaveProfile)) == 1
    parent().says("转到白班了").sees("多久一换")


def test_whoever_has_not_agreed_gives_no_shift() -> None:
    Chat().says("/start").says("我换夜班了").does_not_see("多久一换", "今天起夜班")


# ---- the day of rest -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("周三", RestDay.WEDNESDAY),
        ("星期天", RestDay.SUNDAY),
        ("礼拜六", RestDay.SATURDAY),
        ("5", RestDay.FRIDAY),
        ("不固定", RestDay.IRREGULAR),
        ("最近没休", RestDay.NONE),
        ("没得休", RestDay.NONE),
        ("这周四休息", RestDay.THURSDAY),
        ("明天休", RestDay.TUESDAY),
        ("周7休", RestDay.SUNDAY),
    ],
)
def test_the_day_of_rest_is_understood(answer: str, kept: RestDay) -> None:
    chat = parent().says("休息日").sees("这周哪天休", "长一点的电话").says(answer).sees("记下了")
    assert chat.facts.profile.rest_day is kept
    assert chat.facts.was_asked("rest_day")


def test_of_two_days_of_rest_she_chooses_one() -> None:
    chat = parent().says("休息日").says("周末双休").sees("哪天更有空").says("周六")
    assert chat.facts.profile.rest_day is RestDay.SATURDAY


@pytest.mark.parametrize("words", ["周三不休", "哼哼"])
def test_a_day_that_is_not_said_is_not_guessed(words: str) -> None:
    chat = parent().says("休息日").says(words).sees("这周哪天休")
    assert chat.facts.profile.rest_day is None


def test_the_day_of_rest_may_be_skipped_and_seen_again() -> None:
    chat = parent().says("休息日").says("跳过").sees("先不填")
    assert chat.facts.was_asked("rest_day")
    chat = agreed_chat(rest_day=RestDay.SUNDAY).says("休息日").sees("现在记的是：周日")
    chat.says("返回").sees("要我帮你做啥")
