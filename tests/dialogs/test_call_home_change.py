"""The list of reminders: changing, pausing, deleting; and the phone's own alarm where a closed page cannot ring."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from icalendar import Calendar

from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing, occurrences
from dialogs.call_home.alarm import calendar_text
from dialogs.effects import RemoveReminder, SaveReminder
from dialogs.engine.events import Verb
from dialogs.facts import CallTarget, Facts, Reminder
from tests.chat import SHANGHAI, Chat
from tests.dialogs.call_home_parents import (
    ELDERS,
    MONDAY,
    PUPIL,
    ROTATING,
    WEDNESDAYS,
    at,
    parent,
    reminder,
    with_reminders,
)


def two() -> Chat:
    return with_reminders(parent(), reminder(), reminder(2, ELDERS, WEDNESDAYS, "20:00"))


def saved(chat: Chat) -> Reminder:
    last = chat.did(SaveReminder)[-1]
    assert isinstance(last, SaveReminder)
    return last.reminder


def test_without_reminders_she_hears_what_they_are_good_for() -> None:
    chat = parent().says("提醒").sees("还没有提醒", "每周三晚上8点半提醒我打电话")
    assert chat.buttons == ["新提醒", "话头"]
    chat.presses("话头").sees("可以这样开口")
    parent().says("提醒").presses("新提醒").sees("想打给谁？")


def test_the_list_says_when_each_comes_next() -> None:
    two().says("提醒").sees("1. 老大：每天晚上7点半。下次：今天", "2. 家里老人：每周三晚上8点。下次：后天")


def test_a_day_that_was_left_out_is_not_promised() -> None:
    skipped = replace(reminder(), next_at=datetime(2026, 11, 24, 11, 30, tzinfo=UTC))
    with_reminders(parent(), skipped).says("提醒").sees("下次：明天")
    over = replace(reminder(), next_at=datetime(2026, 11, 20, 11, 30, tzinfo=UTC))
    with_reminders(parent(), over).says("提醒").sees("下次：今天")


def test_another_time_for_one_of_two() -> None:
    chat = (
        two()
        .says("提醒")
        .presses("改一个")
        .sees("想改哪一条？", "2. 家里老人：每周三晚上8点")
        .says("2")
        .sees("改什么？")
    )
    chat.presses("换个时间").says("晚上七点").sees("每周三晚上7点").says("对")
    assert saved(chat) == Reminder(2, ELDERS, Timing(WEDNESDAYS, (time(19),)))


def test_other_days_keep_their_time() -> None:
    chat = with_reminders(parent(), reminder()).says("提醒").presses("改一个").presses("换个日子").presses("周末")
    chat.sees("每周六、周日晚上7点半").says("对")
    assert saved(chat).number == 1
    again = with_reminders(parent(), reminder()).says("提醒").presses("改一个").presses("换个日子").says("每周六")
    again.sees("每周六晚上7点半")


def test_a_new_time_can_be_said_at_once() -> None:
    with_reminders(parent(), reminder()).says("提醒").presses("改一个").says("每周五晚上八点").sees(
        "每周五晚上8点", "对吗？"
    )


def test_a_child_with_one_reminder_can_be_named() -> None:
    two().says("提醒").presses("改一个").says("老人那个").sees("家里老人：每周三晚上8点", "改什么？")
    chat = two().says("提醒").presses("改一个").says("孩子不接我电话怎么办").sees("想改哪一条？")
    chat.says("先不动").sees("好，不改")


def test_nothing_has_to_change() -> None:
    with_reminders(parent(), reminder()).says("提醒").presses("改一个").presses("先不动").sees("好，不改")


def test_pausing_and_going_on() -> None:
    chat = two().says("提醒").presses("暂停或恢复").says("1").sees("暂停了")
    assert saved(chat).paused
    chat.says("提醒").sees("1. 老大：每天晚上7点半（已暂停）").presses("暂停或恢复").sees("（已暂停）").says("1").sees(
        "恢复了。下次：今天"
    )
    assert not saved(chat).paused
    over = replace(reminder(rule=Once(datetime.fromisoformat("2026-11-01T20:00"))), paused=True)
    with_reminders(parent(), over).says("提醒").presses("暂停或恢复").sees("这个时间已经过了")


def test_deleting_needs_a_second_word() -> None:
    chat = with_reminders(parent(), reminder()).says("提醒").presses("删除").sees("这条提醒要删掉吗？").presses("留着")
    assert chat.did(RemoveReminder) == []
    chat.says("提醒").presses("删除").press_data(f"s:{chat.conversation.asked}:delete").sees("删掉了")
    assert chat.did(RemoveReminder) == [RemoveReminder(1)]


def test_a_reminder_that_went_away_meanwhile() -> None:
    for verb in ("改一个", "删除"):
        chat = with_reminders(parent(), reminder()).says("提醒").presses(verb)
        with_reminders(chat).press_data(f"s:{chat.conversation.asked}:leave").sees("这条提醒已经不在了")
    chat = with_reminders(parent(), reminder()).says("提醒").presses("改一个")
    with_reminders(chat).says("红烧肉").sees("这条提醒已经不在了")


def test_an_old_list_still_works() -> None:
    chat = with_reminders(parent(), reminder()).says("提醒")
    with_reminders(chat).presses("改一个").sees("还没有提醒")
    chat.happens(Verb("reminders", "", "", "unheard_of")).sees("还没有提醒")


# ---- the phone's own alarm -----------------------------------------------------------------------------------------


def on_a_page(chat: Chat) -> Chat:
    chat.facts = replace(chat.facts, around=replace(chat.facts.around, reaches_closed_phone=False))
    return chat


def test_a_page_that_cannot_ring_says_so_and_helps() -> None:
    chat = on_a_page(parent(PUPIL)).says("每周三晚上八点半提醒我给孩子打电话").says("对")
    chat.sees("关了这页我叫不到你", "时间：每周三晚上8点半。名字写：给孩子打电话")
    document = chat.seen[-1].document
    assert document is not None
    assert (document.name, document.media_type) == ("jiayin.ics", "text/calendar")


def events(timing: Timing, facts: Facts | None = None) -> list[tuple[datetime, str]]:
    """Begin on the wall clock and rule of every event, as a calendar reads them."""
    text = calendar_text(Reminder(1, CallTarget(), timing), facts or parent(PUPIL).facts)
    calendar = Calendar.from_ical(text)
    assert len(list(calendar.walk("VALARM"))) == len(list(calendar.walk("VEVENT")))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = []
    for event in calendar.walk("VEVENT"):
        begins = event.decoded("DTSTART")
        assert begins.utcoffset() == SHANGHAI.utcoffset(begins)
        assert str(event["SUMMARY"]) == "给孩子打电话"
        lines = event.to_ical().decode().splitlines()
        rules = [line.removeprefix("RRULE:") for line in lines if line.startswith("RRULE:")]
        found.append((begins.replace(tzinfo=None), "".join(rules)))
    return found


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_calendar_repeats_by_the_same_rule() -> None:
    timing = Timing(WEDNESDAYS, (time(12), time(20, 30)))
    assert events(timing) == [
        (local("2026-11-25T12:00"), "FREQ=WEEKLY;BYDAY=WE"),
        (local("2026-11-25T20:30"), "FREQ=WEEKLY;BYDAY=WE"),
    ]
    every_other = Timing(Repeating("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", MONDAY), (time(9),))
    assert events(every_other) == [(local("2026-12-07T09:00"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")]


def test_a_lunar_day_and_a_single_call_stand_once_in_the_calendar() -> None:
    assert events(Timing(Lunar(3, 8), (time(12),))) == [(local("2027-04-14T12:00"), "")]
    assert events(Timing(Once(local("2026-12-01T20:00")))) == [(local("2026-12-01T20:00"), "")]


def test_a_rotating_shift_gets_four_weeks_of_dates() -> None:
    facts = parent(PUPIL, shift=ROTATING).facts
    timing = Timing(WEDNESDAYS, (time(20, 30),), (time(18, 30),))
    clocks = [begins.time() for begins, _rule in events(timing, facts)]
    assert clocks == [time(20, 30), time(18, 30), time(20, 30), time(18, 30)]


def test_a_habit_with_an_end_or_far_away_is_written_out() -> None:
    assert len(events(Timing(Repeating("FREQ=DAILY;COUNT=3", MONDAY), (time(20),)))) == 3
    far = Timing(Repeating("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", MONDAY), (time(20),), (time(18),))
    assert events(far) == [(local("2027-06-01T20:00"), "")]


def test_the_calendar_and_the_reminder_agree() -> None:
    chat = at(parent(PUPIL), "2026-11-25T20:30")
    timing = Timing(WEDNESDAYS, (time(20, 30),))
    first = occurrences(timing, SHANGHAI, None, chat.facts.now, 1)[0]
    assert events(timing, chat.facts)[0][0] == first.astimezone(SHANGHAI).replace(tzinfo=None)


def test_a_reminder_that_was_deleted_while_it_was_being_changed_does_not_come_back() -> None:
    chat = two().says("提醒").presses("改一个").says("1").presses("换个时间").says("晚上7点")
    chat.sees("对吗")
    chat.effects.append(RemoveReminder(1))
    chat.facts = replace(chat.facts, reminders=tuple(one for one in chat.facts.reminders if one.number != 1))
    chat.presses("对").sees("不在了")
    assert [one.number for one in chat.facts.reminders] == [2]
