"""The worker's day of rest, on which the long call and the third message of the week belong."""

from datetime import date, timedelta
from enum import StrEnum


class RestDay(StrEnum):
    """A weekday (the value is Python's number, Monday 0), or none that can be counted on."""

    MONDAY = "0"
    TUESDAY = "1"
    WEDNESDAY = "2"
    THURSDAY = "3"
    FRIDAY = "4"
    SATURDAY = "5"
    SUNDAY = "6"
    IRREGULAR = "irregular"
    NONE = "none"

    @property
    def weekday(self) -> int | None:
        return int(self) if self.isdigit() else None

    def falls_on(self, day: date) -> bool:
        return self.weekday == day.weekday()


def next_rest_day(rest: RestDay, today: date) -> date | None:
    """Today if it is the day of rest, else the next one; None when nobody can know."""
    if rest.weekday is None:
        return None
    return today + timedelta(days=(rest.weekday - today.weekday()) % 7)
