"""Public holidays, working weekends, and years of which nothing is published yet."""

from datetime import date

from dialogs.calendar.holidays import is_makeup_workday, is_public_holiday, is_workday


def test_national_day_is_a_holiday() -> None:
    assert is_public_holiday(date(2025, 10, 1))
    assert not is_workday(date(2025, 10, 1))


def test_an_ordinary_sunday_is_free_but_no_holiday() -> None:
    assert not is_public_holiday(date(2025, 11, 16))
    assert not is_workday(date(2025, 11, 16))
    assert not is_makeup_workday(date(2025, 11, 16))


def test_the_sunday_before_national_day_is_worked() -> None:
    assert is_makeup_workday(date(2025, 9, 28))
    assert not is_makeup_workday(date(2025, 9, 29))


def test_in_a_year_not_yet_published_the_weekday_decides() -> None:
    assert is_workday(date(2090, 10, 2))
    assert not is_workday(date(2090, 10, 1))
    assert not is_public_holiday(date(2090, 10, 1))
