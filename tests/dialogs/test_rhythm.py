"""When things come unasked: the days of the week, the hour of the shift, the kind for the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern, asleep
from dialogs.calendar.windows import Boarding
from dialogs.facts import Agreement, CallTarget, Child, Facts, Profile, Reminder
from dialogs.rhythm import (
    FREQUENCIES,
    is_together,
    receives_tips,
    rest_weekday,
    tip_days,
    tip_kind,
    tips_timing,
    week_line_timing,
)
from tests.chat import new_facts

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
CALL = Reminder(1, CallTarget(), Timing(Repeating("FREQ=DAILY", date(2026, 11, 23)), (time(20),)))


def parent(*, boarding: Boarding = Boarding.NONE, reminders: tuple[Reminder, ...] = (), **profile: object) -> Facts:
    return replace(
        new_facts(),
        agreement=Agreement.AGREED,
        children=(Child(1, Band.FROM_9, boarding=boarding),),
        reminders=reminders,
        profile=replace(Profile(), **profile),  # type: ignore[arg-type]
    )


def rule_of(timing: Timing | None) -> str:
    assert timing is not None
    assert isinstance(timing.rule, Repeating)
    return timing.rule.rrule


def test_the_long_call_is_on_her_day_of_rest() -> None:
    assert rest_weekday(parent(rest_day=RestDay.TUESDAY)) == TUE
    assert rest_weekday(parent(rest_day=RestDay.IRREGULAR)) == SUN
    assert rest_weekday(parent()) == SUN
    assert rest_weekday(parent(boarding=Boarding.WEEKLY)) == FRI


def test_three_a_week_are_the_first_day_of_work_the_middle_and_the_day_of_rest() -> None:
    assert tip_days(parent()) == (MON, WED, SUN)
    assert tip_days(parent(rest_day=RestDay.TUESDAY)) == (TUE, WED, FRI)


def test_one_a_week_comes_on_the_day_of_rest_and_seven_every_day() -> None:
    assert tip_days(parent(tips_a_week=1)) == (SUN,)
    assert tip_days(parent(tips_a_week=7)) == (MON, TUE, WED, THU, FRI, SAT, SUN)
    assert FREQUENCIES == (1, 3, 7)


def test_each_day_has_its_kind() -> None:
    facts = parent()
    assert [tip_kind(facts, day) for day in (MON, WED, SUN)] == ["fact", "tip", "starter"]


@pytest.mark.parametrize(
    ("pattern", "days", "nights"),
    [
        (None, (time(20),), ()),
        (ShiftPattern(Shift.DAY_LONG), (time(20, 30),), (time(17),)),
        (ShiftPattern(Shift.NIGHT_LONG), (time(20, 30),), (time(17),)),
        (ShiftPattern(Shift.DAY_FIXED), (time(19, 30),), ()),
        (ShiftPattern(Shift.THREE_SHIFT), (time(20),), ()),
    ],
)
def test_the_hour_follows_the_shift(
    pattern: ShiftPattern | None, days: tuple[time, ...], nights: tuple[time, ...]
) -> None:
    timing = tips_timing(parent(shift=pattern))
    assert timing is not None
    assert (timing.times, timing.night_times) == (days, nights)


def test_nobody_is_woken_by_a_tip_in_any_shift() -> None:
    for shift in (Shift.DAY_LONG, Shift.NIGHT_LONG, Shift.DAY_FIXED):
        facts = parent(shift=ShiftPattern(shift))
        timing = tips_timing(facts)
        assert timing is not None
        for clock in timing.clocks(shift):
            assert not asleep(facts.profile.shift, facts.local.replace(hour=clock.hour, minute=clock.minute))


def test_her_own_hour_counts_before_the_shift() -> None:
    timing = tips_timing(parent(shift=ShiftPattern(Shift.DAY_LONG), tip_at=time(12, 10)))
    assert timing is not None
    assert (timing.times, timing.night_times) == ((time(12, 10),), ())


def test_no_tips_come_to_those_who_do_not_want_them() -> None:
    assert receives_tips(Profile())
    for profile in ({"tips_a_week": 0}, {"paused": True}, {"stopped": True}):
        assert tips_timing(parent(**profile)) is None
    assert tips_timing(replace(parent(), agreement=Agreement.REFUSED)) is None


def test_the_line_about_the_week_comes_alone_where_no_tip_carries_it() -> None:
    assert rule_of(week_line_timing(parent(reminders=(CALL,), tips_a_week=0))) == "FREQ=WEEKLY;BYDAY=SU"
    assert week_line_timing(parent(reminders=(CALL,))) is None
    assert week_line_timing(parent(tips_a_week=0)) is None
    assert week_line_timing(parent(reminders=(CALL,), tips_a_week=0, paused=True)) is None
    assert week_line_timing(replace(parent(reminders=(CALL,)), agreement=Agreement.REFUSED)) is None


def test_being_together_lasts_through_the_day_she_named() -> None:
    assert not is_together(parent())
    assert is_together(parent(together=True))
    assert is_together(parent(together=True, together_until=date(2026, 11, 23)))
    assert not is_together(parent(together=True, together_until=date(2026, 11, 22)))
