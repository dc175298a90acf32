"""When something happens again."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.recurrence import (
    Lunar,
    Once,
    Repeating,
    Timing,
    next_occurrence,
    occurrences,
    timing_from_json,
    to_json,
    whole_minute,
)
from dialogs.calendar.rrules import days_from
from dialogs.calendar.shifts import Shift, ShiftPattern

CHINA = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
EIGHT = (time(20),)
wall = datetime.fromisoformat


def local(timing: Timing, count: int, pattern: ShiftPattern | None = None, zone: ZoneInfo = CHINA) -> list[str]:
    found = occurrences(timing, zone, pattern, NOON, count)
    return [instant.astimezone(zone).strftime("%m-%d %H:%M") for instant in found]


def repeating(rule: str, start: date = date(2020, 1, 1)) -> Timing:
    return Timing(Repeating(rule, start), EIGHT)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY", ["11-23", "11-24", "11-25"]),
        ("FREQ=DAILY;INTERVAL=2", ["11-23", "11-25", "11-27"]),
        ("FREQ=WEEKLY;BYDAY=WE", ["11-25", "12-02", "12-09"]),
        ("FREQ=WEEKLY", ["11-25", "12-02", "12-09"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", ["11-29", "12-13", "12-27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15", ["12-15", "01-15", "02-15"]),
        ("FREQ=MONTHLY", ["12-01", "01-01", "02-01"]),
        ("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1", ["02-28", "07-31", "12-31"]),
        ("FREQ=YEARLY", ["01-01", "01-01", "01-01"]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", ["05-09", "05-14", "05-13"]),
        ("FREQ=YEARLY;BYMONTH=3", ["03-01", "03-01", "03-01"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=SA;UNTIL=20261206", ["11-28", "12-05"]),
    ],
)
def test_a_rule_goes_on_from_now(rule: str, days: list[str]) -> None:
    assert local(repeating(rule), 3) == [f"{day} 20:00" for day in days]


def test_a_rule_that_counts_its_days_ends_after_them() -> None:
    timing = repeating("FREQ=DAILY;COUNT=2", date(2026, 11, 23))
    assert local(timing, 5) == ["11-23 20:00", "11-24 20:00"]
    assert next_occurrence(timing, CHINA, None, datetime(2026, 11, 25, tzinfo=UTC)) is None


def test_a_rule_does_not_begin_before_its_first_day() -> None:
    assert local(repeating("FREQ=WEEKLY;BYDAY=MO,WE", date(2026, 12, 1)), 2) == ["12-02 20:00", "12-07 20:00"]


@pytest.mark.parametrize("rule", ["FREQ=HOURLY", "BYDAY=WE"])
def test_what_is_no_rule_of_days_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="rule of days"):
        days_from(rule, date(2026, 1, 1), date(2026, 1, 1))


def test_once_is_once() -> None:
    timing = Timing(Once(wall("2026-11-25 20:00")))
    assert local(timing, 3) == ["11-25 20:00"]
    assert next_occurrence(timing, CHINA, None, datetime(2026, 11, 25, 12, tzinfo=UTC)) is None


def test_a_birthday_of_the_farmers_calendar_wanders_through_spring() -> None:
    timing = Timing(Lunar(3, 8), (time(9),))
    assert local(timing, 3) == ["04-14 09:00", "04-02 09:00", "04-21 09:00"]


def test_new_years_eve_is_found_in_years_whose_last_month_is_short() -> None:
    assert local(Timing(Lunar(12, 30), EIGHT), 2) == ["02-05 20:00", "01-25 20:00"]


def test_in_night_weeks_the_reminder_comes_before_work() -> None:
    timing = Timing(Repeating("FREQ=WEEKLY;BYDAY=WE", date(2026, 11, 1)), (time(20, 30),), (time(17, 30),))
    rotating = ShiftPattern(Shift.DAY_LONG, 7, date(2026, 11, 23))
    assert local(timing, 3, rotating) == ["11-25 20:30", "12-02 17:30", "12-09 20:30"]
    assert local(timing, 2) == ["11-25 20:30", "12-02 20:30"]


def test_two_clock_times_a_day_come_in_order() -> None:
    timing = Timing(Repeating("FREQ=DAILY", date(2026, 1, 1)), (time(20), time(8)))
    assert local(timing, 3) == ["11-23 20:00", "11-24 08:00", "11-24 20:00"]


def test_eight_in_the_evening_stays_eight_where_clocks_are_changed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    timing = Timing(Repeating("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 1, 1)), EIGHT)
    assert {text[-5:] for text in local(timing, 12, zone=berlin)} == {"20:00"}


def test_an_hour_that_does_not_exist_keeps_the_order() -> None:
    timing = Timing(Repeating("FREQ=DAILY", date(2026, 3, 29)), (time(2, 30), time(3, 0)))
    found = occurrences(timing, ZoneInfo("Europe/Berlin"), None, datetime(2026, 3, 28, 12, tzinfo=UTC), 4)
    assert list(found) == sorted(found)


rules = st.one_of(
    st.builds(
        lambda every, days: f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(sorted(days))}",
        st.integers(1, 4),
        st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1),
    ),
    st.builds(lambda every: f"FREQ=DAILY;INTERVAL={every}", st.integers(1, 9)),
    st.builds(
        lambda every, day: f"FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={day}", st.integers(1, 5), st.integers(1, 28)
    ),
    st.builds(lambda every: f"FREQ=YEARLY;INTERVAL={every}", st.integers(1, 3)),
    st.just("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
)
starts = st.dates(date(2015, 1, 1), date(2027, 12, 28)).filter(lambda day: day.day < 29)
instants = st.datetimes(wall("2024-01-01"), wall("2028-01-01"), timezones=st.just(UTC))
shifts = st.none() | st.builds(
    ShiftPattern, st.sampled_from(Shift), st.none() | st.integers(1, 30), st.none() | st.dates(date(2020, 1, 1))
)


@given(rules, starts, instants, st.sets(st.times(), min_size=1, max_size=3), shifts)
def test_occurrences_are_later_and_later_and_on_the_clock(
    rule: str, start: date, after: datetime, clocks: set[time], pattern: ShiftPattern | None
) -> None:
    times = tuple(at.replace(second=0, microsecond=0, fold=0) for at in clocks)
    timing = Timing(Repeating(rule, start), times)
    found = occurrences(timing, CHINA, pattern, after, 5)
    assert len(found) == 5
    assert all(earlier < later for earlier, later in zip((after, *found), found, strict=False))
    assert {instant.astimezone(CHINA).time() for instant in found} <= set(times)


@given(rules, starts, st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_jumping_ahead_finds_the_same_days_as_walking(rule: str, start: date, first: date) -> None:
    walked = rrulestr(rule, dtstart=datetime.combine(start, time())).xafter(
        datetime.combine(max(start, first), time()), count=4, inc=True
    )
    jumped = days_from(rule, start, first)
    assert [moment.date() for moment in walked] == [day for day, _ in zip(jumped, range(4), strict=False)]


@pytest.mark.parametrize(
    ("timing", "data"),
    [
        (Timing(Once(wall("2026-11-25 20:00"))), {"once": "2026-11-25T20:00"}),
        (Timing(Lunar(3, 8), (time(9),)), {"lunar": [3, 8], "times": ["09:00"]}),
        (
            Timing(Repeating("FREQ=DAILY", date(2026, 11, 23)), EIGHT, (time(17, 30),)),
            {"rrule": "FREQ=DAILY", "start": "2026-11-23", "times": ["20:00"], "night_times": ["17:30"]},
        ),
    ],
)
def test_a_timing_survives_being_stored(timing: Timing, data: dict[str, object]) -> None:
    assert to_json(timing) == data
    assert timing_from_json(data) == timing


def test_a_repeated_day_needs_a_clock_time_and_a_moment_brings_its_own() -> None:
    with pytest.raises(ValueError, match="clock time"):
        Timing(Lunar(1, 1))
    with pytest.raises(ValueError, match="clock time"):
        Timing(Once(wall("2026-11-25 20:00")), EIGHT)


def test_a_started_minute_counts_as_whole() -> None:
    assert whole_minute(wall("2026-11-23 10:00:01")) == wall("2026-11-23 10:01")
    assert whole_minute(NOON) == NOON


def test_many_reminders_are_worked_out_quickly() -> None:
    timings = [repeating(f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}", date(2000, 1, 3)) for day in ("MO", "WE", "SU")]
    later = [NOON + timedelta(days=days) for days in range(100)]
    assert all(next_occurrence(timing, CHINA, None, after) for timing in timings for after in later)
