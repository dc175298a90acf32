"""Who sleeps when, and how day and night weeks take turns."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.shifts import Shift, ShiftPattern, asleep, can_switch, next_waking, switched, work_hours

MONDAY = date(2026, 11, 23)
NIGHTS = ShiftPattern(Shift.NIGHT_LONG)
WEEKLY = ShiftPattern(Shift.DAY_LONG, 7, MONDAY)

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
patterns = st.builds(
    ShiftPattern, st.sampled_from([Shift.DAY_LONG, Shift.NIGHT_LONG]), st.integers(1, 40), st.none() | days
)


def at(day: int, clock: str) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time.fromisoformat(clock))


def test_after_seven_days_of_days_come_seven_nights() -> None:
    shifts = [WEEKLY.on(MONDAY + timedelta(days=day)) for day in (-1, 0, 6, 7, 13, 14)]
    assert [shift is Shift.NIGHT_LONG for shift in shifts] == [True, False, False, True, True, False]


@given(patterns, days)
def test_a_rotation_comes_back_after_two_periods(pattern: ShiftPattern, day: date) -> None:
    period = timedelta(days=pattern.rotation_days or 1)
    assert pattern.on(day) == pattern.on(day + 2 * period)
    assert (pattern.on(day) != pattern.on(day + period)) == pattern.rotates


@given(patterns, days)
def test_who_says_that_the_shift_changed_works_the_other_one_from_today(pattern: ShiftPattern, today: date) -> None:
    after = switched(pattern, today)
    assert after.on(today) != pattern.on(today)
    assert after.rotation_days == pattern.rotation_days
    assert switched(after, today).on(today) == pattern.on(today)


def test_three_shifts_have_no_single_other_one() -> None:
    pattern = ShiftPattern(Shift.THREE_SHIFT)
    assert not can_switch(pattern)
    assert switched(pattern, MONDAY) == pattern
    assert can_switch(WEEKLY)


def test_a_rotation_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least a day"):
        ShiftPattern(Shift.DAY_LONG, 0, MONDAY)


def test_a_fixed_shift_does_not_rotate_even_with_a_rhythm() -> None:
    pattern = ShiftPattern(Shift.DAY_FIXED, 7, MONDAY)
    assert not pattern.rotates
    assert pattern.on(MONDAY + timedelta(days=8)) is Shift.DAY_FIXED


def test_nights_are_worked_over_midnight_and_nobody_knows_the_hours_of_irregular_work() -> None:
    assert work_hours(Shift.NIGHT_LONG) == (time(20), time(8))
    assert work_hours(Shift.IRREGULAR) is None


@pytest.mark.parametrize("clock", ["09:00", "12:00", "15:29"])
def test_a_mother_on_night_shift_is_not_woken(clock: str) -> None:
    assert asleep(NIGHTS, at(0, clock))


@pytest.mark.parametrize("clock", ["00:10", "03:00", "08:30", "15:30", "18:00", "23:30"])
def test_a_mother_on_night_shift_hears_from_us_at_her_breaks(clock: str) -> None:
    assert not asleep(NIGHTS, at(0, clock))


@pytest.mark.parametrize("pattern", [None, ShiftPattern(Shift.DAY_LONG), ShiftPattern(Shift.IRREGULAR)])
def test_everybody_else_sleeps_at_night(pattern: ShiftPattern | None) -> None:
    assert [asleep(pattern, at(0, clock)) for clock in ("06:59", "07:00", "12:00", "22:29", "22:30")] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_the_night_before_the_first_night_shift_is_slept() -> None:
    assert asleep(WEEKLY, at(7, "03:00"))
    assert not asleep(WEEKLY, at(8, "03:00"))
    assert asleep(WEEKLY, at(14, "03:00"))


@pytest.mark.parametrize(
    ("pattern", "clock", "day", "waking"),
    [
        (None, "12:00", 0, "12:00"),
        (None, "03:00", 0, "07:00"),
        (None, "23:00", 1, "07:00"),
        (NIGHTS, "10:00", 0, "15:30"),
    ],
)
def test_what_comes_at_night_waits_for_the_morning(
    pattern: ShiftPattern | None, clock: str, day: int, waking: str
) -> None:
    assert next_waking(pattern, at(0, clock)) == at(day, waking)


@given(st.none() | patterns, st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-01-01")))
def test_the_next_waking_moment_is_awake_and_near(pattern: ShiftPattern | None, local: datetime) -> None:
    moment = local.replace(tzinfo=UTC)
    waking = next_waking(pattern, moment)
    assert waking.tzinfo is UTC
    assert not asleep(pattern, waking)
    assert timedelta(0) <= waking - moment <= timedelta(hours=9)
