"""Days of an RFC 5545 recurrence rule from any point on, without walking there; its weeks begin on Monday."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rruleset, rrulestr

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def parts(rule: str) -> dict[str, str]:
    """`FREQ=WEEKLY;BYDAY=WE` as a mapping."""
    return dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";"))


def days_from(rule: str, start: date, first: date) -> Iterator[date]:
    """Days of the rule, not before `start` nor before `first`, in order; ValueError if it is no rule."""
    fields = parts(rule)
    if fields.get("FREQ") not in _FREQUENCIES:
        raise ValueError(f"a rule of days is daily, weekly, monthly or yearly: {rule}")
    if "COUNT" in fields:
        near, text = start, rule
    else:
        near = _aligned(fields, start, max(start, first))
        text = _explicit(rule, fields, start)
    floor = datetime.combine(max(start, first), time())
    return (moment.date() for moment in _compiled(text, near).xafter(floor, inc=True))


@lru_cache(maxsize=4096)
def _compiled(rule: str, near: date) -> rrule | rruleset:
    return rrulestr(rule, dtstart=datetime.combine(near, time()))


def _explicit(rule: str, fields: dict[str, str], start: date) -> str:
    """The rule with what its first day implies written out, so that another first day means the same."""
    if fields.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER"}:
        return rule
    implied = {
        "DAILY": "",
        "WEEKLY": f";BYDAY={_WEEKDAYS[start.weekday()]}",
        "MONTHLY": f";BYMONTHDAY={start.day}",
        "YEARLY": f";BYMONTHDAY={start.day}" + ("" if "BYMONTH" in fields else f";BYMONTH={start.month}"),
    }
    return rule + implied[fields["FREQ"]]


def _aligned(fields: dict[str, str], start: date, first: date) -> date:
    """A first day at or shortly before `first` from which the rule counts its intervals as from `start`."""
    every = int(fields.get("INTERVAL", "1"))
    return {"DAILY": _day, "WEEKLY": _week, "MONTHLY": _month, "YEARLY": _year}[fields["FREQ"]](start, first, every)


def _day(start: date, first: date, every: int) -> date:
    return start + timedelta(days=(first - start).days // every * every)


def _week(start: date, first: date, every: int) -> date:
    monday = start - timedelta(days=start.weekday())
    return _day(monday, first, 7 * every)


def _month(start: date, first: date, every: int) -> date:
    months = (first.year - start.year) * 12 + first.month - start.month
    year, month = divmod(start.year * 12 + start.month - 1 + months // every * every, 12)
    return date(year, month + 1, 1)


def _year(start: date, first: date, every: int) -> date:
    return date(start.year + (first.year - start.year) // every * every, 1, 1)
