"""Who works when: shifts, their rotation, and the hours in which the worker sleeps."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Shift(StrEnum):
    DAY_LONG = "day_long"
    NIGHT_LONG = "night_long"
    DAY_FIXED = "day_fixed"
    THREE_SHIFT = "three_shift"
    IRREGULAR = "irregular"


_OTHER = {Shift.DAY_LONG: Shift.NIGHT_LONG, Shift.NIGHT_LONG: Shift.DAY_LONG}

_WORK_HOURS = {
    Shift.DAY_LONG: (time(8), time(20)),
    Shift.NIGHT_LONG: (time(20), time(8)),
    Shift.DAY_FIXED: (time(8), time(18)),
}

_NIGHT_SLEEP_FROM, _NIGHT_SLEEP_TO = time(22, 30), time(7)
_DAY_SLEEP_FROM, _DAY_SLEEP_TO = time(9), time(15, 30)


@dataclass(frozen=True)
class ShiftPattern:
    """A shift and how it rotates; `anchor` is the first day of a period in which `shift` is worked."""

    shift: Shift
    rotation_days: int | None = None
    anchor: date | None = None

    def __post_init__(self) -> None:
        if self.rotation_days is not None and self.rotation_days < 1:
            raise ValueError(f"a rotation lasts at least a day, not {self.rotation_days}")

    @property
    def rotates(self) -> bool:
        return self.rotation_days is not None and self.anchor is not None and self.shift in _OTHER

    def on(self, day: date) -> Shift:
        if self.rotation_days is None or self.anchor is None or self.shift not in _OTHER:
            return self.shift
        periods = (day - self.anchor).days // self.rotation_days
        return _OTHER[self.shift] if periods % 2 else self.shift


def can_switch(pattern: ShiftPattern) -> bool:
    """Whether "I changed shifts" says enough by itself, as it does between day and night."""
    return pattern.shift in _OTHER


def switched(pattern: ShiftPattern, today: date) -> ShiftPattern:
    """The pattern after "I changed shifts": from today the other one, rotating as before."""
    if not can_switch(pattern):
        return pattern
    return replace(pattern, shift=_OTHER[pattern.on(today)], anchor=today)


def work_hours(shift: Shift) -> tuple[time, time] | None:
    """Start and end of work; an end before the start lies on the next day."""
    return _WORK_HOURS.get(shift)


def asleep(pattern: ShiftPattern | None, local: datetime) -> bool:
    """Whether the worker sleeps at this local moment; breaks on the line count as awake."""
    night_today = _works_night(pattern, local.date())
    clock = local.time()
    if clock < _NIGHT_SLEEP_TO:
        # The night before a first night shift, and the one after the last, are slept at home.
        return not (night_today and _works_night(pattern, local.date() - timedelta(days=1)))
    if clock >= _NIGHT_SLEEP_FROM:
        return not night_today
    return night_today and _DAY_SLEEP_FROM <= clock < _DAY_SLEEP_TO


def next_waking(pattern: ShiftPattern | None, local: datetime) -> datetime:
    """The same moment if the worker is awake, else the end of the sleep, in the same time zone."""
    if not asleep(pattern, local):
        return local
    clock = local.time()
    if _DAY_SLEEP_FROM <= clock < _DAY_SLEEP_TO:
        return datetime.combine(local.date(), _DAY_SLEEP_TO, local.tzinfo)
    day = local.date() if clock < _NIGHT_SLEEP_TO else local.date() + timedelta(days=1)
    return datetime.combine(day, _NIGHT_SLEEP_TO, local.tzinfo)


def _works_night(pattern: ShiftPattern | None, day: date) -> bool:
    return pattern is not None and pattern.on(day) is Shift.NIGHT_LONG
