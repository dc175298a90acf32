"""The day of rest."""

from datetime import date

from dialogs.calendar.rest import RestDay, next_rest_day

MONDAY = date(2026, 11, 23)


def test_a_sunday_off_comes_at_the_end_of_the_week() -> None:
    assert next_rest_day(RestDay.SUNDAY, MONDAY) == date(2026, 11, 29)
    assert RestDay.SUNDAY.falls_on(date(2026, 11, 29))


def test_a_day_of_rest_today_is_the_next_one() -> None:
    assert next_rest_day(RestDay.MONDAY, MONDAY) == MONDAY


def test_nobody_can_tell_an_irregular_day_of_rest() -> None:
    assert next_rest_day(RestDay.IRREGULAR, MONDAY) is None
    assert not RestDay.NONE.falls_on(MONDAY)
