"""Hours that suit the child's day and the parent's shift at once."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.bands import Band, latest_call
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import (
    Boarding,
    Window,
    call_overlap,
    caregiver_window,
    child_reachable,
    child_window,
    parent_window,
    propose_caregiver_times,
    propose_times,
)

MONDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (23, 25, 27, 28, 29))


def clocks(*texts: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(text) for text in texts)


def test_a_window_holds_both_of_its_ends() -> None:
    window = Window(time(19), time(20, 30))
    assert time(19) in window
    assert time(20, 30) in window
    assert time(20, 31) not in window


def test_windows_that_do_not_meet_have_nothing_in_common() -> None:
    assert Window(time(8), time(9)).overlap(Window(time(10), time(11))) is None


def test_a_boarder_is_at_home_from_friday_evening_to_sunday_afternoon() -> None:
    home = [bool(child_reachable(Band.FROM_12, Boarding.WEEKLY, weekday)) for weekday in range(7)]
    assert home == [False, False, False, False, True, True, True]
    assert child_reachable(Band.FROM_12, Boarding.MONTHLY, 6) == (Window(time(9), time(16)),)
    assert child_reachable(Band.FROM_9, Boarding.BIWEEKLY, 4) == (Window(time(17), time(20, 50)),)


def test_a_teenager_is_best_rung_on_friday_evening_or_sunday_noon() -> None:
    assert child_window(Band.FROM_12, Boarding.WEEKLY, 4) == (Window(time(18, 30), time(21, 30)),)
    assert child_window(Band.FROM_12, Boarding.WEEKLY, 6) == (Window(time(11, 30), time(13, 30)),)


@pytest.mark.parametrize(
    ("band", "boarding", "worker", "day", "proposed"),
    [
        # The long day shift ends at eight, the schoolchild may be rung until ten to nine.
        (Band.FROM_6, Boarding.NONE, Shift.DAY_LONG, WEDNESDAY, clocks("17:30", "20:00", "20:30")),
        (Band.FROM_6, Boarding.NONE, Shift.NIGHT_LONG, WEDNESDAY, clocks("18:00", "18:30", "19:00")),
        (Band.FROM_0, Boarding.NONE, Shift.NIGHT_LONG, WEDNESDAY, clocks("17:30", "18:30", "19:00")),
        (Band.FROM_12, Boarding.WEEKLY, Shift.DAY_LONG, WEDNESDAY, ()),
        (Band.FROM_12, Boarding.WEEKLY, Shift.DAY_LONG, FRIDAY, clocks("20:00", "21:00", "21:30")),
        (Band.FROM_12, Boarding.WEEKLY, Shift.NIGHT_LONG, SUNDAY, ()),
        (Band.FROM_15, Boarding.NONE, Shift.DAY_FIXED, WEDNESDAY, clocks("21:00", "22:00", "22:30")),
        (Band.FROM_3, Boarding.NONE, None, SATURDAY, clocks("18:30", "19:30", "20:00")),
    ],
)
def test_times_are_proposed_where_both_are_free(
    band: Band, boarding: Boarding, worker: Shift | None, day: date, proposed: tuple[time, ...]
) -> None:
    assert propose_times(band, boarding, worker, day) == proposed


def test_a_night_worker_on_her_day_of_rest_may_call_in_the_afternoon() -> None:
    assert parent_window(Shift.NIGHT_LONG, resting=True) == (Window(time(16), time(22, 30)),)
    assert time(10, 0) in parent_window(None, resting=True)[0]
    assert time(10, 0) in parent_window(Shift.DAY_LONG, resting=True)[0]


def test_a_rotating_worker_is_proposed_the_hours_of_that_week() -> None:
    pattern = ShiftPattern(Shift.NIGHT_LONG, 7, MONDAY)
    assert propose_times(Band.FROM_6, Boarding.NONE, pattern, WEDNESDAY) == clocks("18:00", "18:30", "19:00")


def test_grandparents_hear_the_phone_at_noon_and_before_an_early_bed() -> None:
    assert propose_caregiver_times(Shift.DAY_LONG, WEDNESDAY) == clocks("12:00", "12:30", "20:00")
    assert propose_caregiver_times(Shift.NIGHT_LONG, WEDNESDAY) == clocks("18:30", "19:00")
    assert time(12, 30) in caregiver_window()[0]


def test_a_bare_eight_is_told_apart_by_the_hours_of_both() -> None:
    evening = call_overlap(Band.FROM_9, Boarding.NONE, Shift.DAY_LONG, WEDNESDAY)
    assert any(time(20) in window for window in evening)
    assert not any(time(8) in window for window in evening)
    assert any(time(12, 30) in window for window in call_overlap(None, Boarding.NONE, Shift.DAY_LONG, WEDNESDAY))


@given(
    st.sampled_from(Band),
    st.sampled_from(Boarding),
    st.none() | st.sampled_from(Shift),
    st.dates(MONDAY, date(2027, 11, 23)),
    st.booleans(),
)
def test_no_child_is_ever_rung_out_of_bed(
    band: Band, boarding: Boarding, worker: Shift | None, day: date, resting: bool
) -> None:
    proposed = propose_times(band, boarding, worker, day, resting=resting)
    assert len(proposed) <= 3
    assert list(proposed) == sorted(set(proposed))
    assert all(at <= latest_call(band) and at.minute in (0, 30) for at in proposed)
    assert all(any(at in window for window in parent_window(worker, resting=resting)) for at in proposed)
