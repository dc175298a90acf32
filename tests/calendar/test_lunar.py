"""Dates of the farmers' calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.lunar import solar_date, term_date


@pytest.mark.parametrize(
    ("lunar", "solar"),
    [
        ((2025, 1, 1), date(2025, 1, 29)),
        ((2026, 1, 1), date(2026, 2, 17)),
        ((2026, 8, 15), date(2026, 9, 25)),
        ((2025, 12, 30), date(2026, 2, 16)),
    ],
)
def test_feasts_fall_where_the_almanac_says(lunar: tuple[int, int, int], solar: date) -> None:
    assert solar_date(*lunar) == solar


def test_a_birthday_in_a_leap_month_is_kept_in_the_ordinary_one() -> None:
    # 2025 has two sixth months; the ordinary one begins on 25 June.
    assert solar_date(2025, 6, 1) == date(2025, 6, 25)
    assert solar_date(2025, 7, 1) == date(2025, 8, 23)


def test_the_thirtieth_of_a_short_month_is_its_last_day() -> None:
    assert solar_date(2025, 12, 30) == solar_date(2025, 12, 29)


@given(st.integers(2000, 2060), st.integers(1, 12), st.integers(1, 30))
def test_the_next_year_is_a_year_or_a_leap_year_away(year: int, month: int, day: int) -> None:
    between = solar_date(year + 1, month, day) - solar_date(year, month, day)
    assert timedelta(days=353) <= between <= timedelta(days=385)


@pytest.mark.parametrize(
    ("year", "name", "day"),
    [
        (2026, "清明", date(2026, 4, 5)),
        (2028, "清明", date(2028, 4, 4)),
        (2025, "冬至", date(2025, 12, 21)),
        (2026, "冬至", date(2026, 12, 22)),
    ],
)
def test_graves_are_swept_and_winter_turns_on_the_days_of_the_sun(year: int, name: str, day: date) -> None:
    assert term_date(year, name) == day
