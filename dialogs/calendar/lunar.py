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


@lru_cache(maxsize=256)
def term_date(year: int, name: str) -> date:
    """The solar day on which a term of the sun's year falls, by its name: 清明 in April, 冬至 in December."""
    from lunar_python import Solar

    # The farmers' year begins its terms in the December before.
    tables = (Solar.fromYmd(each, 6, 1).getLunar().getJieQiTable() for each in (year, year + 1))
    days = (date(found.getYear(), found.getMonth(), found.getDay()) for found in (table[name] for table in tables))
    return next(day for day in days if day.year == year)
