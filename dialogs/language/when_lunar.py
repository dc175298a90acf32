"""Every month on a day of the farmers' calendar: heard and named, though no rule of ours can keep it yet."""

import re
from datetime import date

from dialogs.calendar.lunar import solar_date
from dialogs.language.normal import normalise
from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import FirstTen, LunarDay, Missing, Vague
from dialogs.language.when_words import AND, Pattern

_CALENDAR = "(?:(?:农历|阴历|旧历|老历|古历)的?)"
_EVERY = "(?:每个?月|月月|每逢|每到|逢)的?"
_FIRST_TEN = "初[一二三四五六七八九十]"
_FURTHER = "(?:[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅)(?![点时:号日月天周])"
_DAYS = f"{_FIRST_TEN}(?:{AND}?(?:{_FIRST_TEN}|{_FURTHER}))*"
_NAMED = f"(?:{_FIRST_TEN}|{_FURTHER})(?:{AND}?(?:{_FIRST_TEN}|{_FURTHER}))*"
_MONTHLY = re.compile(
    f"(?:{_EVERY}{_CALENDAR}|{_CALENDAR}{_EVERY})(?P<named>{_NAMED})|{_EVERY}(?P<days>{_DAYS})|{_CALENDAR}?(?P<both>初一{AND}?十五)"
)
_ANY_MONTH = re.compile(f"(?<![月年])(?:{_CALENDAR})?{_FIRST_TEN}")
_ONE_DAY = re.compile(f"{_FIRST_TEN}|{_FURTHER}")

LUNAR_MONTHLY: tuple[Pattern, ...] = (
    (_MONTHLY, lambda _: Vague(Missing.LUNAR_MONTHLY)),
    # 初八 of which month?
    (
        re.compile(f"{_CALENDAR}?大?初(?P<day>[一二三四五六七八九十])(?![点时])"),
        lambda found: FirstTen(read_number(found["day"]) or 0),
    ),
)


def in_month(token: FirstTen, today: date) -> LunarDay | Vague:
    """初三 said around the New Year is one of the first month."""
    for month, first, last in ((12, 15, 30), (1, 1, token.day)):
        days = (solar_date(year, month, first) for year in (today.year - 1, today.year))
        if any(0 <= (today - day).days <= last - first for day in days):
            return LunarDay(1, token.day)
    return Vague(Missing.WHICH_DAY)


def monthly_lunar_days(text: str) -> tuple[int, ...]:
    """The days of the farmers' month that are named for every month: 每月初一十五."""
    found = _MONTHLY.search(_plain(text))
    if found is None:
        return ()
    days = found["named"] or found["days"] or found["both"]
    read = (read_number(day.removeprefix("初")) for day in _ONE_DAY.findall(days))
    return tuple(sorted({day for day in read if day is not None}))


def without_open_lunar_days(text: str) -> str:
    """The same words without lunar days of no one month, so that others can take their place."""
    return _ANY_MONTH.sub("", _MONTHLY.sub("", _plain(text)))


def _plain(text: str) -> str:
    return normalise(text).replace(" ", "")
