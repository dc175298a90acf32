"""Dates of the farmers' calendar, worked out once a year and then only looked up."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple


class _Month(NamedTuple):
    first: date
    days: int


@lru_cache(maxsize=256)
def _months(lunar_year: int) -> dict[int, _Month]:
    """The twelve ordinary months; a leap month is left out because birthdays in it are kept in the ordinary one."""
    from lunar_python import Lunar, LunarYear

    found = {}
    for month in LunarYear.fromYear(lunar_year).getMonthsInYear():
        if month.isLeap():
            continue
        first = Lunar.fromYmd(lunar_year, month.getMonth(), 1).getSolar()
        found[month.getMonth()] = _Month(date(first.getYear(), first.getMonth(), first.getDay()), month.getDayCount())
    return found


def solar_date(lunar_year: int, month: int, day: int) -> date:
    """The solar day of a lunar date; the thirtieth of a short month is its twenty-ninth."""
    found = _months(lunar_year)[month]
    return found.first + timedelta(days=min(day, found.days) - 1)
