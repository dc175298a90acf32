"""Public holidays and the working weekends that pay for them, as far as the State Council has published them."""

from datetime import date

_SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether offices work; in a year not yet published the weekday alone decides."""
    published = _detail(day)
    return day.weekday() < _SATURDAY if published is None else not published[0]


def is_public_holiday(day: date) -> bool:
    """A free day of a named holiday; False for ordinary weekends and for years not yet published."""
    published = _detail(day)
    return published is not None and published[0] and published[1] is not None


def is_makeup_workday(day: date) -> bool:
    """A Saturday or Sunday worked in exchange for a holiday."""
    return day.weekday() >= _SATURDAY and is_workday(day)


def _detail(day: date) -> tuple[bool, str | None] | None:
    import chinese_calendar

    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return free, name
