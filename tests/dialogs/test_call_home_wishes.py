"""What parents write about reminders: yes in their own words, other calendars, changes in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.effects import RemoveReminder, SaveReminder
from dialogs.facts import CallTarget, Reminder
from tests.chat import Chat
from tests.dialogs.call_home_parents import EVERY_DAY, MONDAY, PUPIL, WEDNESDAYS, parent, reminder, with_reminders

ASK = "每周三晚上八点半提醒我给孩子打电话"


def saved(chat: Chat) -> Reminder:
    last = chat.did(SaveReminder)[-1]
    assert isinstance(last, SaveReminder)
    return last.reminder


def one() -> Chat:
    return with_reminders(parent(PUPIL), reminder())


def two() -> Chat:
    return with_reminders(parent(), reminder(), reminder(2, CallTarget(child=2)))


@pytest.mark.parametrize(
    "words", ["是的嘛", "是的", "对头", "要得", "得行", "中", "好嘛", "可以嘛", "好的好的", "行吧"]
)
def test_yes_in_her_own_words(words: str) -> None:
    chat = parent(PUPIL).says(ASK).says(words).sees("记下了")
    assert saved(chat).timing.times == (time(20, 30),)


def test_no_in_her_own_words_asks_for_another_time() -> None:
    parent(PUPIL).says(ASK).says("不对头").sees("几点好？")


def test_who_leaves_everything_open_is_led_to_the_end() -> None:
    chat = (
        parent()
        .says("新提醒")
        .says("随便")
        .sees("给老大打电话。哪几天？")
        .says("不晓得")
        .sees("先定周末", "每周六、周日")
    )
    chat.says("都行").sees("对吗？").says("要得").sees("记下了")


def test_nobody_to_choose_for_who_has_told_of_no_child() -> None:
    chat = parent(PUPIL).says("每周三和每周五晚上八点周六早上九点提醒我打电话").says("不晓得").sees("哪几天？")
    chat.says("对").sees("照你平时说的写就行")


def test_a_yes_is_no_choice_between_two_readings() -> None:
    parent(PUPIL).says("周三和周五晚上八点提醒我给孩子打电话").says("对").sees("挑一个就行", "就这一次，还是每次")


@pytest.mark.parametrize("answer", ["每月8号", "要得", "不晓得", "8号每个月"])
def test_every_month_by_the_farmers_calendar_is_said_to_be_beyond_us(answer: str) -> None:
    chat = (
        parent(PUPIL).says("每月初八晚上七点半提醒我给孩子打电话").sees("按农历每个月提醒，我还不会").offers("每月8号")
    )
    chat.says(answer).sees("每月8号晚上7点半").says("好")
    assert saved(chat).timing == Timing(Repeating("FREQ=MONTHLY;BYMONTHDAY=8", MONDAY), (time(19, 30),))


def test_the_first_and_the_fifteenth() -> None:
    parent(PUPIL).says("每月初一十五晚上八点提醒我给孩子打电话").presses("每月1号、15号").sees("每月1号、15号晚上8点")
    parent(PUPIL).says("每月初一十五晚上八点提醒我给孩子打电话").says("重新说").sees("哪几天？")


def test_a_lunar_day_of_no_month_and_a_feast_of_several_days_are_asked_about() -> None:
    chat = parent(PUPIL).says("初八晚上七点半提醒我给孩子打电话").sees("具体是哪天？").says("正月初八")
    chat.sees("2027年2月13日 周六 晚上7点半")
    parent(PUPIL).says("过年晚上八点提醒我给孩子打电话").says("除夕").sees("2027年2月5日 周五 晚上8点")


def test_a_time_that_was_not_understood_is_not_passed_over() -> None:
    parent(PUPIL).says("每个月十五晚上八点提醒我给孩子打电话").sees("时间那块我没看懂", "哪几天？")
    parent(PUPIL).says("提醒我给孩子打电话").does_not_see("没看懂").sees("哪几天？")


@pytest.mark.parametrize("words", [ASK, "新提醒", "每周日晚上八点给孩子打电话"])
def test_who_has_left_hears_that_nothing_would_come(words: str) -> None:
    chat = parent(PUPIL, stopped=True).says(words).sees("你退出过", "先发“开始”")
    assert chat.conversation.step is None
    parent(PUPIL, stopped=True).says("提醒").sees("你退出过")


def test_while_all_is_paused_a_reminder_is_kept_and_its_silence_said() -> None:
    chat = parent(PUPIL, paused_until=date(2026, 12, 1)).says(ASK).sees("先停到12月1日", "对吗？").says("对")
    chat.sees("记下了。", "先停到12月1日").does_not_see("提醒你")
    chat.says("提醒").sees("先停到12月1日")
    parent(PUPIL, paused=True).says(ASK).sees("现在是暂停", "发“恢复”")
    parent(PUPIL, paused_until=date(2026, 11, 22)).says(ASK).does_not_see("停")


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("把提醒改成七点", "每天晚上7点。"),
        ("提醒从七点半改到八点", "每天晚上8点。"),
        ("提醒改到周六", "每周六晚上7点半"),
        ("把提醒换成每周三晚上八点半", "每周三晚上8点半"),
        ("把周三的提醒改到九点", "每天晚上9点"),
    ],
)
def test_the_only_reminder_is_changed_in_one_sentence(words: str, when: str) -> None:
    chat = with_reminders(parent(replace(PUPIL, band=parent().facts.children[0].band)), reminder())
    chat.says(words).sees(when, "对吗？").says("对")
    assert saved(chat).number == 1


def test_the_only_reminder_without_a_new_time_is_asked_about() -> None:
    one().says("改提醒").sees("每天晚上7点半", "改什么？").says("对").sees("改什么？")


@pytest.mark.parametrize("words", ["删掉提醒", "不要提醒了", "取消提醒", "提醒不用了"])
def test_the_only_reminder_is_deleted_after_one_yes(words: str) -> None:
    chat = one().says(words).sees("这条提醒要删掉吗？").says("是的嘛").sees("删掉了")
    assert chat.did(RemoveReminder) == [RemoveReminder(1)]
    assert not one().says(words).says("留着").did(RemoveReminder)
    one().says(words).says("孩子不接我电话怎么办").sees("这条提醒要删掉吗？")


def test_the_only_reminder_pauses_and_goes_on() -> None:
    one().says("暂停提醒").sees("暂停了").says("恢复提醒").sees("恢复了")


def test_one_of_several_is_named_or_asked_for_and_her_words_are_kept() -> None:
    two().says("把老二的提醒改成八点").sees("给老二打电话：每天晚上8点。")
    chat = two().says("把提醒改成八点").sees("想改哪一条？").says("2").sees("给老二打电话：每天晚上8点。").says("要得")
    assert saved(chat) == Reminder(2, CallTarget(child=2), Timing(EVERY_DAY, (time(20),)))
    two().says("把提醒改成八点").says("老大的").sees("给老大打电话：每天晚上8点。")


def test_without_reminders_there_is_nothing_to_tend() -> None:
    parent(PUPIL).says("删掉提醒").sees("还没有提醒")


def test_do_not_forget_to_remind_me_is_a_wish() -> None:
    chat = one().says("别忘了提醒我每周三晚上八点打电话").sees("每周三晚上8点", "对吗？").says("对")
    assert saved(chat) == Reminder(2, CallTarget(), Timing(WEDNESDAYS, (time(20),)))


@pytest.mark.parametrize(
    "words", ["我要看下提醒", "看看提醒", "有哪些提醒", "提醒有几个", "我的提醒都有啥", "查一下我的提醒"]
)
def test_the_list_for_who_wants_to_look(words: str) -> None:
    one().says(words).sees("你的提醒：", "1. 孩子")
