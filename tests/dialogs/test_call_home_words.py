"""Every timing can be read back in words that a tired parent understands."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing
from dialogs.facts import CallTarget, Reminder
from dialogs.reminder_words import moment, next_at, read_back, rule_words, timing_words
from tests.dialogs.call_home_parents import ELDERS, MONDAY, ROTATING, WEDNESDAYS, parent, reminder, with_reminders

START = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        ("FREQ=DAILY", "每天"),
        ("FREQ=DAILY;INTERVAL=2", "隔一天"),
        ("FREQ=DAILY;INTERVAL=3", "每3天"),
        ("FREQ=WEEKLY", "每周三"),
        ("FREQ=WEEKLY;BYDAY=SU,SA", "每周六、周日"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一到周五"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "每天"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "隔一周的周六"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=SA", "每3周的周六"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月1号、15号"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "每月30号（没有这天就提前一天）"),
        ("FREQ=MONTHLY;INTERVAL=2", "每2个月的25号"),
        ("FREQ=MONTHLY;BYDAY=2SU", "每月第2个周日"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "每月最后一个周五"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", "每年6月1号"),
        ("FREQ=YEARLY", "每年11月25号"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=6;BYMONTHDAY=1", "每2年的6月1号"),
        ("FREQ=DAILY;COUNT=2", "11月25日 周三、11月26日 周四"),
    ],
)
def test_days_are_said_as_people_say_them(rrule: str, words: str) -> None:
    facts = parent().facts
    assert facts.say(rule_words(Repeating(rrule, START), START)) == words


def test_days_of_the_farmers_calendar_and_single_days() -> None:
    facts = parent().facts
    assert facts.say(rule_words(Lunar(12, 30), START)) == "每年农历腊月三十"
    assert facts.say(rule_words(Lunar(1, 21), START)) == "每年农历正月廿一"
    assert facts.say(rule_words(Once(datetime.fromisoformat("2026-11-26T20:00")), START)) == "11月26日 周四"


def test_clock_times_for_both_shifts() -> None:
    facts = parent().facts
    both = Timing(WEDNESDAYS, (time(12), time(20, 30)), (time(18, 15),))
    assert facts.say(timing_words(both, START)) == "每周三中午12点、晚上8点半，上夜班那周晚上6点15分"


def test_every_reminder_is_read_back_with_its_next_date_by_the_shift_of_now() -> None:
    elders = reminder(2, ELDERS, Lunar(3, 8), "12:00")
    over = reminder(3, rule=Once(datetime.fromisoformat("2026-11-01T20:00")))
    asleep = Reminder(4, CallTarget(child=2), Timing(WEDNESDAYS, (time(20),)), paused=True)
    turning = Reminder(5, CallTarget(child=2), Timing(WEDNESDAYS, (time(20),), (time(18, 30),)))
    chat = with_reminders(parent(shift=ROTATING), reminder(), elders, over, asleep, turning)
    lines = [chat.facts.say(line) for line in read_back(chat.facts)]
    assert lines == [
        "1. 老大：每天晚上7点半。下次：今天（11月23日 周一）晚上7点半。",
        "2. 家里老人：每年农历三月初八中午12点。下次：2027年4月14日 周三 中午12点。",
        "3. 老大：11月1日 周日 晚上8点，就这一次。已经过了。",
        "4. 老二：每周三晚上8点（已暂停）",
        "5. 老二：每周三晚上8点，上夜班那周晚上6点半。下次：后天（11月25日 周三）晚上8点。",
    ]


def test_the_next_instant_is_said_seen_from_today() -> None:
    facts = parent().facts
    due_at = next_at(reminder().timing, facts)
    assert due_at is not None
    assert moment(due_at, facts).today == MONDAY
