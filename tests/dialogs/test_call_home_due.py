"""It is time to call: what she is told, and what becomes of the call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.windows import Boarding
from dialogs.effects import CallLater, CallOutcome, CallRating, RateCall, RecordCall, SkipToday
from dialogs.engine.catalogue import Push
from dialogs.engine.events import Verb
from dialogs.facts import CallTarget, Child
from tests.chat import Chat
from tests.dialogs.call_home_parents import (
    ELDERS,
    EVERY_DAY,
    MONDAY,
    NIGHTS,
    PUPIL,
    ROTATING,
    WEDNESDAYS,
    at,
    due,
    parent,
    reminder,
    with_reminders,
)

EVENING = "2026-11-23T19:30"
BOARDER = Child(1, Band.FROM_9, boarding=Boarding.WEEKLY)


def rung(chat: Chat, occurrence: str = EVENING) -> Chat:
    return at(chat, occurrence).is_pushed(due(1, occurrence))


def pupil() -> Chat:
    return with_reminders(parent(PUPIL), reminder())


def test_she_is_told_whom_to_call_why_now_and_how_to_begin() -> None:
    chat = rung(pupil()).sees("给孩子打个电话吧。", "孩子放学了，还没到睡觉的点", "可以这样开口：", "接着：")
    assert chat.buttons == ["打了", "等会儿", "今天打不了"]
    chat.does_not_see("来晚了")


def test_a_late_one_says_so() -> None:
    chat = at(pupil(), "2026-11-23T19:45").is_pushed(due(1, EVENING)).sees("这条来晚了，本来是晚上7点半的")
    chat.presses("打了")


def test_why_now_depends_on_her_day_and_the_child() -> None:
    rung(with_reminders(parent(PUPIL, rest_day=RestDay.MONDAY), reminder())).sees("你今天休息，可以慢慢聊")
    early = with_reminders(parent(PUPIL, shift=NIGHTS), reminder(at="18:30"))
    rung(early, "2026-11-23T18:30").sees("孩子放学了，你还没上班")
    rung(with_reminders(parent(PUPIL), reminder(at="12:00")), "2026-11-23T12:00").sees("这是你自己挑的时间")
    rung(with_reminders(parent(BOARDER), reminder()), "2026-11-27T19:30").sees("孩子从学校回来了")
    rung(with_reminders(parent(BOARDER), reminder()), "2026-11-25T19:30").sees("这是你自己挑的时间")


def test_the_elders_are_called_when_they_hear_the_phone() -> None:
    chat = with_reminders(parent(PUPIL), reminder(target=ELDERS))
    rung(chat).sees("给家里老人打个电话吧", "这个点老人在家")
    rung(chat, "2026-11-23T15:00").sees("这是你自己挑的时间")


def test_a_day_that_comes_once_a_year_brings_birthday_words() -> None:
    for rule in (Lunar(10, 15), Repeating("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=23", MONDAY)):
        chat = rung(with_reminders(parent(PUPIL), reminder(rule=rule)))
        openers = [one.opener for one in chat.facts.library.starters.values() if "birthday" in one.occasions]
        assert any(opener.strip("“”") in chat.text for opener in openers)


@pytest.mark.parametrize(
    ("clock", "reason"),
    [("2026-11-23T21:00", "the child is in bed"), ("2026-11-24T08:00", "its day is over")],
)
def test_a_reminder_that_comes_too_late_is_left_out(clock: str, reason: str) -> None:
    assert at(pupil(), clock).push_is_skipped(due(1, EVENING)) == reason


def test_late_at_night_nobody_rings_the_elders_unexpectedly() -> None:
    chat = with_reminders(parent(PUPIL), reminder(target=ELDERS))
    assert at(chat, "2026-11-23T21:00").push_is_skipped(due(1, EVENING)) == "the elders are in bed"
    at(chat, "2026-11-23T21:00").is_pushed(due(1, "2026-11-23T21:00"))


def test_what_is_gone_paused_or_not_needed_is_left_out() -> None:
    chat = at(pupil(), EVENING)
    assert chat.push_is_skipped(due(2, EVENING)) == "the reminder is gone"
    paused = with_reminders(parent(PUPIL), replace(reminder(), paused=True))
    assert at(paused, EVENING).push_is_skipped(due(1, EVENING)) == "the reminder is paused"
    together = with_reminders(parent(PUPIL, together=True), reminder())
    assert at(together, EVENING).push_is_skipped(due(1, EVENING)) == "parent and child are together"


def test_she_called_and_it_was_a_good_talk() -> None:
    chat = rung(pupil()).presses("打了").sees("打了就好。聊得怎么样？")
    assert chat.buttons == ["聊得开心", "一般", "没聊起来"]
    chat.presses("聊得开心").sees("真好")
    assert chat.did(RecordCall) == [RecordCall(1, EVENING, CallOutcome.CALLED)]
    assert chat.did(RateCall) == [RateCall(1, EVENING, CallRating.HAPPY)]


def test_she_may_answer_with_a_number() -> None:
    chat = rung(pupil()).says("1").says("2").sees("常有的事")
    assert chat.did(RateCall) == [RateCall(1, EVENING, CallRating.SO_SO)]


def test_after_a_call_without_a_real_talk_comes_a_starter() -> None:
    chat = rung(pupil()).presses("打了").presses("没聊起来").sees("谁都有聊不起来的时候", "打给孩子，可以这样开口")
    assert "换一个" in chat.buttons
    elders = rung(with_reminders(parent(PUPIL), reminder(target=ELDERS))).presses("打了").presses("没聊起来")
    elders.sees("打给家里老人，可以这样开口")


def test_a_rating_after_the_reminder_was_deleted_still_counts() -> None:
    chat = rung(pupil()).presses("打了")
    with_reminders(chat).presses("没聊起来").sees("可以这样开口")
    assert len(chat.did(RateCall)) == 1


def test_pressing_twice_does_nothing_twice() -> None:
    chat = rung(pupil())
    chat.presses("打了").presses("打了").sees("已经记下了，你打过了")
    chat.presses("等会儿").press_data("o:r0:later").sees("在上面选一个时间")
    chat.presses("今天打不了").presses("今天打不了").sees("今天不打，没关系")
    chat.presses("一般").presses("一般").sees("已经记下了")
    chat.presses("30分钟").presses("30分钟").sees("已经记下了")
    assert len(chat.did(RateCall)) == 1
    assert len(chat.did(CallLater)) == 1
    assert len(chat.did(RecordCall)) == 3


def test_buttons_of_a_reminder_that_is_gone_say_so() -> None:
    chat = with_reminders(rung(pupil()).presses("等会儿"))
    chat.presses("打了").sees("这条提醒已经不在了").presses("明天").sees("这条提醒已经不在了")


def later(chat: Chat) -> datetime:
    effect = chat.did(CallLater)[-1]
    assert isinstance(effect, CallLater)
    return effect.due_at.astimezone(chat.facts.zone).replace(tzinfo=None)


def test_in_half_an_hour() -> None:
    chat = rung(pupil()).presses("等会儿").presses("30分钟").sees("好，今天（11月23日 周一）晚上8点再提醒你")
    assert chat.did(CallLater) == [CallLater(1, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))]
    assert chat.did(RecordCall) == [RecordCall(1, EVENING, CallOutcome.LATER)]
    at(chat, "2026-11-23T20:00").is_pushed(due(1, "2026-11-23T20:00", "later")).sees("给孩子打个电话吧")


def test_after_work() -> None:
    chat = rung(pupil()).presses("等会儿").presses("下班后")
    assert later(chat) == datetime.fromisoformat("2026-11-23T20:10")
    unknown = rung(with_reminders(parent(PUPIL, shift=None), reminder())).presses("等会儿").presses("下班后")
    assert later(unknown) == datetime.fromisoformat("2026-11-23T20:10")


def test_later_never_means_after_bedtime() -> None:
    assert rung(pupil(), "2026-11-23T20:30").presses("等会儿").buttons == ["明天"]
    chat = rung(pupil(), "2026-11-23T20:15").presses("等会儿").later(minutes=20)
    chat.presses("30分钟").sees("到那会儿孩子该睡了")
    assert chat.did(CallLater) == []
    chat.presses("明天").sees("明天（11月24日 周二）晚上7点半本来就会提醒你")
    assert chat.did(CallLater) == []


def test_after_a_night_shift_the_child_is_at_school() -> None:
    chat = rung(with_reminders(parent(PUPIL, shift=NIGHTS), reminder(at="18:30")), "2026-11-23T18:30")
    assert chat.presses("等会儿").buttons == ["30分钟", "明天"]
    morning = with_reminders(parent(PUPIL, shift=NIGHTS), reminder(target=ELDERS, at="07:30"))
    rung(morning, "2026-11-23T07:30").presses("等会儿").presses("下班后")
    assert later(morning) == datetime.fromisoformat("2026-11-23T08:10")


def test_tomorrow_at_the_usual_hour_or_at_one_that_suits() -> None:
    weekly = with_reminders(parent(PUPIL), reminder(rule=WEDNESDAYS, at="20:00"))
    rung(weekly, "2026-11-25T20:00").presses("等会儿").presses("明天").sees("明天（11月26日 周四）晚上8点再提醒你")
    early = with_reminders(parent(PUPIL), reminder(rule=WEDNESDAYS, at="09:00"))
    rung(early, "2026-11-25T09:00").presses("等会儿").presses("明天")
    assert later(early).time() in {time(20), time(20, 30)}


def test_a_single_call_is_put_off_as_well() -> None:
    once = with_reminders(parent(PUPIL), reminder(rule=Once(datetime.fromisoformat(EVENING))))
    rung(once).presses("等会儿").presses("明天").sees("明天（11月24日 周二）")


def test_a_boarder_is_called_again_when_he_is_home() -> None:
    chat = with_reminders(parent(BOARDER), reminder(rule=Repeating("FREQ=MONTHLY;BYMONTHDAY=29", MONDAY), at="12:00"))
    rung(chat, "2026-11-29T12:00").presses("等会儿").presses("明天").sees("12月4日 周五")


def test_a_boarder_cannot_be_reached_later_on_a_school_day() -> None:
    chat = rung(with_reminders(parent(BOARDER), reminder()), "2026-11-25T19:30").presses("等会儿")
    assert chat.buttons == ["明天"]


@pytest.mark.parametrize("band", list(Band))
def test_when_she_cannot_call_there_is_a_sentence_for_her_own_voice(band: Band) -> None:
    chat = rung(with_reminders(parent(Child(1, band)), reminder(at="18:00")), "2026-11-23T18:00").presses("今天打不了")
    chat.sees("用你自己的声音发一条语音", "“")
    assert chat.did(RecordCall) == [RecordCall(1, "2026-11-23T18:00", CallOutcome.NOT_TODAY)]


def test_there_is_one_for_the_elders_too_and_it_changes_with_the_days() -> None:
    chat = with_reminders(parent(PUPIL), reminder(target=ELDERS))
    monday = rung(chat).presses("今天打不了").text
    assert rung(chat, "2026-11-24T19:30").presses("今天打不了").text != monday


# ---- overtime ------------------------------------------------------------------------------------------------------


def test_overtime_leaves_out_today_only() -> None:
    second = reminder(2, ELDERS, at="20:00")
    friday = reminder(3, CallTarget(child=2), Repeating("FREQ=WEEKLY;BYDAY=FR", MONDAY))
    chat = with_reminders(parent(), reminder(), second, friday).says("今天加班")
    chat.sees("辛苦了", "老大：今天不提醒。下次：明天（11月24日 周二）晚上7点半。", "家里老人：今天不提醒。")
    chat.does_not_see("老二")
    assert chat.did(SkipToday) == [SkipToday(1), SkipToday(2)]
    chat.sees("今天还想打的话，选个时间").presses("晚上8点10分").sees("再提醒你")
    assert [effect.number for effect in chat.did(CallLater) if isinstance(effect, CallLater)] == [1, 2]
    chat.presses("晚上8点10分").sees("已经记下了")


def test_overtime_that_ends_after_the_elders_went_to_bed_reminds_of_the_child_only() -> None:
    chat = with_reminders(parent(), reminder(), reminder(2, ELDERS, at="20:00")).says("今天加班").presses("晚上8点40分")
    assert [effect.number for effect in chat.did(CallLater) if isinstance(effect, CallLater)] == [1]


def test_an_offer_that_is_over_is_not_kept() -> None:
    chat = pupil().says("今天加班")
    at(chat, "2026-11-23T20:20").presses("晚上8点10分").sees("今天太晚了")
    assert chat.did(CallLater) == []


def test_overtime_without_anything_planned() -> None:
    with_reminders(parent(), reminder(rule=WEDNESDAYS), replace(reminder(2), paused=True)).says("今天加班").sees(
        "今天后面没有要打的电话"
    )
    skipped = replace(reminder(), next_at=datetime(2026, 11, 24, 11, 30, tzinfo=UTC))
    with_reminders(parent(), skipped).says("今天加班").sees("今天后面没有要打的电话")


def test_overtime_before_a_single_call_and_for_a_little_one() -> None:
    once = reminder(rule=Once(datetime.fromisoformat(EVENING)))
    chat = with_reminders(parent(Child(1, Band.FROM_0)), once).says("今天加班").sees("孩子：今天不提醒。")
    chat.does_not_see("下次", "选个时间")
    assert chat.buttons == []


# ---- the week ------------------------------------------------------------------------------------------------------

WEEK = Push("week_line", "", "2026-11-29T10:00")


def test_the_week_in_one_kind_line() -> None:
    chat = with_reminders(parent(), reminder())
    chat.is_pushed(WEEK).sees("这周辛苦了").does_not_see("0", "没打")
    chat.facts = replace(chat.facts, calls_this_week=2)
    chat.is_pushed(WEEK).sees("这周你往家里打了2次电话").presses("话头").sees("可以这样开口")


def test_no_line_where_no_calls_were_planned_or_needed() -> None:
    assert parent().push_is_skipped(WEEK) == "no calls were planned"
    assert with_reminders(parent(together=True), reminder()).push_is_skipped(WEEK) == "parent and child are together"


def test_a_rotating_shift_puts_off_to_the_hour_of_that_shift() -> None:
    timing = Timing(Once(datetime.fromisoformat("2026-11-29T20:00")))
    chat = with_reminders(parent(PUPIL, shift=ROTATING), replace(reminder(), timing=timing))
    rung(chat, "2026-11-29T20:00").presses("等会儿").presses("明天")
    assert later(chat).date() == date(2026, 11, 30)
    assert later(chat).time() <= time(19)
    assert EVERY_DAY.start == MONDAY


def test_a_forged_button_does_nothing() -> None:
    chat = rung(pupil())
    for kind in ("call", "call_rating", "call_later", "overtime"):
        chat.happens(Verb(kind, "1", EVENING, "forged")).sees("这个按钮")
    assert chat.did(RecordCall) == chat.did(RateCall) == chat.did(CallLater) == []
