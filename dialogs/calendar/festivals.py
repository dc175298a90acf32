"""Festivals of a family's year with their days, as the table has them: whoever keeps the table may correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

YEARS = 5


@dataclass(frozen=True)
class Festival:
    """One festival: its days in years that follow each other, what the rule is, and what one may say that day.

    holidays: for each of the days whether it is free by law; None where nothing is published yet.
    """

    id: str
    name: str
    rule: str
    dates: tuple[date, ...]
    holidays: tuple[bool | None, ...]
    greeting: str

    def in_year(self, year: int) -> date | None:
        return next((day for day in self.dates if day.year == year), None)


def festival_from_record(record: Mapping[str, Any]) -> Festival:
    """From `{id, name, rule, dates, holiday, greeting}`; ValueError where the days do not fit their years."""
    days = {int(year): _day(day) for year, day in record["dates"].items()}
    free = {int(year): value for year, value in record["holiday"].items()}
    years = list(days)
    if len(years) != YEARS or years != list(range(years[0], years[0] + YEARS)):
        raise ValueError(f"dates are those of {YEARS} years that follow each other")
    for year, day in days.items():
        if day.year != year:
            raise ValueError(f"{day} does not lie in {year}")
    if list(free) != years or not all(value in (True, False, None) for value in free.values()):
        raise ValueError("holiday says true, false or null for each year of the dates")
    return Festival(
        id=record["id"],
        name=record["name"],
        rule=record["rule"],
        dates=tuple(days.values()),
        holidays=tuple(free.values()),
        greeting=record["greeting"].strip(),
    )


def _day(value: Any) -> date:
    """In the file a day, in the database its text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
