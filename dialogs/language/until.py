"""Reads the end of a stretch of time: 半个月, 十天, 到正月十五, 下周三."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.recurrence import Once
from dialogs.language.normal import normalise
from dialogs.language.numerals import read_number
from dialogs.language.when import Understood, read_when

LONGEST = timedelta(days=366)
_LENGTH = re.compile(
    r"(?:住|待|呆|停|歇|玩|再)*(?P<number>半|[0-9]{1,3}|[零一二两三四五六七八九十]{1,3})(?:个)?"
    r"(?P<half>半)?(?P<unit>天|日子?|周|星期|礼拜|月)(?:左右|吧|后|以后|之后)?"
)
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_END = re.compile(r"^(?:住|待|呆|停|歇|玩)*到|(?:为止|以前|之前|吧|就走|走|回去|再发|再说)+$")
_NUMBER = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}")
# Only the day is wanted, but a phrase of time is complete with a clock alone; the last minute is never past.
_CLOCK = "晚上11点59分"
_LAST_MINUTE = time(23, 59)


def read_until(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """The last day of it; None where the words leave that open, lie in the past or are more than a year away."""
    words = normalise(text).replace(" ", "").strip("。.!！,，")
    today = now.astimezone(zone).date()
    day = _by_length(words, today) or _by_date(words, now, zone)
    return day if day and today <= day <= today + LONGEST else None


def _by_length(words: str, today: date) -> date | None:
    found = _LENGTH.fullmatch(words)
    if found is None:
        return None
    unit = _DAYS[found["unit"].removesuffix("子")]
    number = 0 if found["number"] == "半" else read_number(found["number"])
    if number is None:
        return None
    halves = 2 * number + (found["number"] == "半") + (found["half"] is not None)
    days = halves * unit // 2
    return today + timedelta(days=days) if 0 < days <= LONGEST.days else None


def _by_date(words: str, now: datetime, zone: ZoneInfo) -> date | None:
    if _NUMBER.fullmatch(words):
        return None  # 12.5: a date or a number of days
    outcome = read_when(f"{_END.sub('', words)}{_CLOCK}", now, zone)
    if not isinstance(outcome, Understood) or not isinstance(outcome.timing.rule, Once):
        return None
    at = outcome.timing.rule.at
    return at.date() if at.time() == _LAST_MINUTE else None
