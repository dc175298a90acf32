"""What is known of a person, as questions see it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, datetime, time

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.facts import (
    MOST_CHILDREN,
    MOST_REMINDERS,
    Agreement,
    CallTarget,
    Carer,
    Child,
    Facts,
    Home,
    Profile,
    Reach,
    Reminder,
)
from dialogs.text import _
from tests.chat import new_facts

EVENING = Timing(Repeating("FREQ=WEEKLY;BYDAY=WE", date(2026, 11, 23)), (time(20, 30),), (time(17, 0),))


def size_of(facts: Facts) -> int:
    """Characters of the facts as JSON, without the content."""
    known = asdict(replace(facts, library=None))  # type: ignore[arg-type]
    return len(json.dumps(known, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def test_the_clock_on_her_wall_is_the_one_of_her_zone() -> None:
    facts = new_facts()
    assert facts.local == datetime.combine(date(2026, 11, 23), time(10))
    assert facts.today == date(2026, 11, 23)


def test_her_language_is_spoken_to_her_and_chinese_to_the_others() -> None:
    facts = new_facts()
    english = facts.with_profile(Profile(language="en"))
    assert facts.say(_("Tip of the day")) == "今日贴士"
    assert english.say(_("Tip of the day")) == "Tip of the day"


def test_children_and_reminders_are_found_by_number() -> None:
    child, reminder = Child(2, Band.FROM_3), Reminder(3, CallTarget(child=2), EVENING)
    facts = replace(new_facts(), children=(Child(1, Band.FROM_9), child), reminders=(reminder,))
    assert facts.child(2) == child
    assert facts.child(5) is None
    assert facts.bands == {Band.FROM_3, Band.FROM_9}
    assert facts.reminder(3) == reminder
    assert facts.reminder(1) is None
    assert facts.free_reminder_number == 1


def test_there_is_no_free_number_once_all_reminders_are_taken() -> None:
    full = tuple(Reminder(number, CallTarget(), EVENING) for number in range(1, MOST_REMINDERS + 1))
    assert replace(new_facts(), reminders=full).free_reminder_number is None
    assert replace(new_facts(), reminders=full[1:]).free_reminder_number == 1


def test_agreement_and_what_was_asked_before() -> None:
    facts = new_facts()
    assert not facts.agreed
    assert replace(facts, agreement=Agreement.AGREED).agreed
    assert not replace(facts, agreement=Agreement.REFUSED).agreed
    asked = facts.with_profile(Profile(asked=frozenset({"home"})))
    assert asked.was_asked("home")
    assert not asked.was_asked("shift")


def test_a_shift_that_was_never_told_is_none() -> None:
    assert Profile().shift_on(date(2026, 11, 23)) is None
    rotating = Profile(shift=ShiftPattern(Shift.DAY_LONG, 7, date(2026, 11, 23)))
    assert rotating.shift_on(date(2026, 12, 1)) is Shift.NIGHT_LONG


def test_two_children_four_reminders_and_two_months_of_tips_stay_under_four_kilobytes() -> None:
    tips = tuple(sorted(new_facts().library.tips))[:26]
    children = tuple(
        Child(number, Band.FROM_6, Carer.GRANDPARENT, frozenset({Reach.BASIC_PHONE}), Boarding.WEEKLY)
        for number in range(1, 3)
    )
    facts = replace(
        new_facts(),
        agreement=Agreement.AGREED,
        children=children,
        reminders=tuple(Reminder(number, CallTarget(child=1), EVENING) for number in range(1, 5)),
        seen_tips=tips,
        profile=Profile(home=Home("0856", "铜仁"), shift=ShiftPattern(Shift.DAY_LONG, 7, date(2026, 11, 23))),
    )
    assert len(children) < MOST_CHILDREN
    assert size_of(facts) <= 4096
