"""When something happens again: a rule for the days and a clock time for each shift, computed from the rule alone."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.calendar.lunar import solar_date
from dialogs.calendar.rrules import days_from
from dialogs.calendar.shifts import Shift, ShiftPattern


@dataclass(frozen=True)
class Once:
    """One moment, as the clock on the wall shows it (naive local time)."""

    at: datetime


@dataclass(frozen=True)
class Repeating:
    """Days of an RFC 5545 RRULE that has no clock part, not before `start`."""

    rrule: str
    start: date


@dataclass(frozen=True)
class Lunar:
    """The same day of the farmers' calendar every year."""

    month: int
    day: int


Rule = Once | Repeating | Lunar


@dataclass(frozen=True)
class Timing:
    """What is stored of a schedule: `times` on those days, or `night_times` on days the parent works nights.

    `Once` brings its own clock time, so it has no `times`; every other rule needs at least one.
    """

    rule: Rule
    times: tuple[time, ...] = ()
    night_times: tuple[time, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.rule, Once) == bool(self.times):
            raise ValueError("a single moment brings its clock time along, a repeated day needs one")

    def clocks(self, shift: Shift | None) -> tuple[time, ...]:
        """The clock times of a day on which this shift is worked."""
        if isinstance(self.rule, Once):
            return (self.rule.at.time(),)
        return self.night_times if self.night_times and shift is Shift.NIGHT_LONG else self.times


def next_occurrence(timing: Timing, zone: ZoneInfo, pattern: ShiftPattern | None, after: datetime) -> datetime | None:
    """The first occurrence strictly after an instant, in UTC; None when the rule has ended."""
    return next(_instants(timing, zone, pattern, after), None)


def occurrences(
    timing: Timing, zone: ZoneInfo, pattern: ShiftPattern | None, after: datetime, count: int
) -> tuple[datetime, ...]:
    """Up to `count` occurrences strictly after an instant, in UTC."""
    return tuple(itertools.islice(_instants(timing, zone, pattern, after), count))


def _instants(timing: Timing, zone: ZoneInfo, pattern: ShiftPattern | None, after: datetime) -> Iterator[datetime]:
    for day in _days(timing.rule, after.astimezone(zone).date()):
        clocks = timing.clocks(pattern.on(day) if pattern else None)
        # Sorted as instants: where clocks are put forward, two local times may change places.
        for instant in sorted({datetime.combine(day, at, zone).astimezone(UTC) for at in clocks}):
            if instant > after:
                yield instant


def _days(rule: Rule, first: date) -> Iterator[date]:
    if isinstance(rule, Once):
        return iter((rule.at.date(),))
    if isinstance(rule, Lunar):
        return _lunar_days(rule, first)
    return days_from(rule.rrule, rule.start, first)


def _lunar_days(rule: Lunar, first: date) -> Iterator[date]:
    # A lunar date falls up to two months into the next solar year.
    days = (solar_date(year, rule.month, rule.day) for year in itertools.count(first.year - 1))
    return itertools.dropwhile(lambda day: day < first, days)


def to_json(timing: Timing) -> dict[str, Any]:
    rule = timing.rule
    if isinstance(rule, Once):
        return {"once": rule.at.isoformat(timespec="minutes")}
    if isinstance(rule, Lunar):
        days: dict[str, Any] = {"lunar": [rule.month, rule.day]}
    else:
        days = {"rrule": rule.rrule, "start": rule.start.isoformat()}
    clocks = {"times": _clock_texts(timing.times)}
    if timing.night_times:
        clocks["night_times"] = _clock_texts(timing.night_times)
    return days | clocks


def timing_from_json(data: dict[str, Any]) -> Timing:
    """The inverse of `to_json`; KeyError or ValueError if the data never came from there."""
    if "once" in data:
        return Timing(Once(datetime.fromisoformat(data["once"])))
    rule: Rule
    if "lunar" in data:
        month, day = data["lunar"]
        rule = Lunar(month, day)
    else:
        rule = Repeating(data["rrule"], date.fromisoformat(data["start"]))
    return Timing(rule, _clocks(data["times"]), _clocks(data.get("night_times", ())))


def _clock_texts(clocks: tuple[time, ...]) -> list[str]:
    return [clock.isoformat(timespec="minutes") for clock in clocks]


def _clocks(texts: list[str]) -> tuple[time, ...]:
    return tuple(time.fromisoformat(text) for text in texts)


def whole_minute(moment: datetime) -> datetime:
    """Reminders are kept to the minute; a started minute counts as whole."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)
