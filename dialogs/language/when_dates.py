"""The dates a day word can stand for when it is meant once: the nearest first."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dialogs.calendar.lunar import solar_date, term_date
from dialogs.calendar.rrules import days_from
from dialogs.language.when_rules import nth_weekday_rule
from dialogs.language.when_tokens import (
    Ahead,
    Dated,
    DayOf,
    LunarDay,
    MonthDays,
    MonthsAhead,
    NthWeekday,
    Term,
    Weekdays,
)

Dates = tuple[date, ...]


def candidates(word: DayOf, today: date) -> tuple[Dates, ...]:
    """Sets of dates, each a reading of the word, the nearest first; none if no calendar has such a date."""
    if isinstance(word, Ahead):
        return ((today + timedelta(days=word.days),),)
    if isinstance(word, MonthsAhead):
        return ((_months_later(word.months, today),),)
    if isinstance(word, Term):
        return tuple((term_date(today.year + ahead, word.name),) for ahead in _years(word.years_ahead))
    if isinstance(word, Weekdays):
        return _weekdays(word, today)
    if isinstance(word, MonthDays):
        return tuple(_month_days(word, today))
    if isinstance(word, Dated):
        return tuple((day,) for day in _dated(word, today))
    if isinstance(word, LunarDay):
        return tuple((day,) for day in _lunar_days(word, today))
    return tuple(_nth_weekdays(word, today))


def _years(ahead: int | None) -> tuple[int, ...]:
    return (0, 1) if ahead is None else (ahead,)


def _months_later(months: int, today: date) -> date:
    """The same day of the month, or the last one of a month too short for it."""
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _weekdays(word: Weekdays, today: date) -> tuple[Dates, ...]:
    if word.weeks is None:
        coming = sorted(today + timedelta(days=(day - today.weekday()) % 7) for day in word.days)
        return (tuple(coming), tuple(day + timedelta(days=7) for day in coming))
    monday = today + timedelta(days=7 * word.weeks - today.weekday())
    return (tuple(monday + timedelta(days=day) for day in word.days),)


def _month_days(word: MonthDays, today: date) -> Iterator[Dates]:
    # Two months are never too short for a day one after the other.
    for ahead in range(4) if word.months is None else (word.months,):
        years, month = divmod(today.month - 1 + ahead, 12)
        dates = _in_month(word.days, today.year + years, month + 1)
        if dates:
            yield dates


def _in_month(days: Sequence[int], year: int, month: int) -> Dates:
    last = monthrange(year, month)[1]
    if max(days) > last:
        return ()
    return tuple(date(year, month, day if day > 0 else last) for day in days)


def _dated(word: Dated, today: date) -> Iterator[date]:
    years = [today.year + ahead for ahead in _years(word.years_ahead)] if word.year is None else [word.year]
    for year in years:
        if word.day <= monthrange(year, word.month)[1]:
            yield date(year, word.month, word.day)


def _lunar_days(word: LunarDay, today: date) -> Iterator[date]:
    if word.years_ahead is not None:
        # 今年除夕 is counted by the farmers' year to one and by the common year to another.
        year = today.year + word.years_ahead
        days = {solar_date(each, word.month, word.day) for each in (year - 1, year)}
        yield from sorted(day for day in days if day.year == year or day == max(days))
        return
    for year in range(today.year - 1, today.year + 2):
        if (day := solar_date(year, word.month, word.day)) >= today:
            yield day


def _nth_weekdays(word: NthWeekday, today: date) -> Iterator[Dates]:
    days = days_from(nth_weekday_rule(word), today, today)
    for day, _ in zip(days, range(2), strict=False):
        yield (day,)
