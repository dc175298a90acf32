"""A timing in plain Chinese, as it is read back: 每周三 20:00, 每月15号 12:00, 11月25日（周三） 20:00."""

from collections.abc import Sequence
from datetime import date, time

from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing
from dialogs.calendar.rrules import days_from, parts

_WEEKDAYS = "一二三四五六日"
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMERALS = "零一两三四五六七八九十"
_ORDINALS = "零一二三四五六七八九十"
_LUNAR_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_UNITS = {"DAILY": "天", "WEEKLY": "周", "MONTHLY": "个月", "YEARLY": "年"}
_UNSAID = {"BYSETPOS", "INTERVAL", "FREQ", "COUNT"}
_FIELDS_SAID = ({"BYDAY"}, {"BYMONTHDAY"}, {"BYMONTH", "BYMONTHDAY"}, {"BYMONTH", "BYDAY"}, set[str]())


def say(timing: Timing) -> str:
    """The days, then the clock times; times of night weeks stand in brackets."""
    rule = timing.rule
    if isinstance(rule, Once):
        return f"{_dated(rule.at.date())} {_clock(rule.at.time())}"
    days = _lunar(rule) if isinstance(rule, Lunar) else _repeating(rule)
    nights = f"（上夜班时 {_clocks(timing.night_times)}）" if timing.night_times else ""
    return f"{days} {_clocks(timing.times)}{nights}"


def _clock(at: time) -> str:
    return at.isoformat(timespec="minutes")


def _clocks(times: Sequence[time]) -> str:
    return "、".join(_clock(at) for at in sorted(times))


def _dated(day: date) -> str:
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def _lunar(rule: Lunar) -> str:
    if (rule.month, rule.day) == (12, 30):
        return "每年除夕"
    return f"每年农历{_LUNAR_MONTHS[rule.month - 1]}月{_lunar_day(rule.day)}"


def _lunar_day(day: int) -> str:
    tens, ones = divmod(day, 10)
    if ones == 0:
        return ("初十", "二十", "三十")[tens - 1]
    return "初十廿三"[tens] + _ORDINALS[ones]


def _repeating(rule: Repeating) -> str:
    fields = parts(rule.rrule)
    if "COUNT" in fields:
        return "、".join(_dated(day) for day in days_from(rule.rrule, rule.start, rule.start))
    if fields.keys() - _UNSAID not in _FIELDS_SAID:
        return rule.rrule  # written by hand in the console, in words that only it knows
    every = int(fields.get("INTERVAL", "1"))
    # 每两周的周三, 每三天; but 每周三.
    unit = _UNITS[fields["FREQ"]]
    return _every(unit, every, _days(fields))


def _every(unit: str, every: int, days: str) -> str:
    if every > 1:
        count = _NUMERALS[every] if every <= 10 else str(every)
        return f"每{count}{unit}" + (f"的{days}" if days else "")
    if unit == "周":
        return f"每{days}" if days else "每周"
    return f"每{unit.removeprefix('个')}{days}"


def _days(fields: dict[str, str]) -> str:
    month = f"{fields['BYMONTH']}月" if "BYMONTH" in fields else ""
    if "BYMONTHDAY" in fields:
        return month + _month_days(fields, "日" if month else "号")
    if "BYDAY" in fields:
        return month + _weekdays(fields["BYDAY"])
    return month


def _month_days(fields: dict[str, str], unit: str) -> str:
    days = [int(day) for day in fields["BYMONTHDAY"].split(",")]
    if days == [-1]:
        return "最后一天"
    if "BYSETPOS" in fields:
        return f"{days[-1]}{unit}（没有这天就在月底）"
    return "、".join(f"{day}{unit}" for day in days)


def _weekdays(names: str) -> str:
    if names[0] in "-0123456789":
        return _nth(names)
    days = [_NAMES.index(name) for name in names.split(",")]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"周{_WEEKDAYS[days[0]]}到周{_WEEKDAYS[days[-1]]}"
    return "周" + "、".join(_WEEKDAYS[day] for day in days)


def _nth(name: str) -> str:
    weekday = _WEEKDAYS[_NAMES.index(name[-2:])]
    nth = int(name[:-2])
    return f"最后一个周{weekday}" if nth < 0 else f"第{_ORDINALS[nth]}个周{weekday}"
