"""Seasons of a migrant family's year, in days of the sun or of the farmers' calendar."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dialogs.calendar.lunar import solar_date

_EDGE = re.compile(r"(?P<lunar>lunar )?(?P<month>\d{1,2})-(?P<day>\d{1,2})(?: (?P<offset>[+-]\d{1,3}))?")


@dataclass(frozen=True)
class Edge:
    """A day of the year, and an offset from it in days."""

    month: int
    day: int
    lunar: bool = False
    offset: int = 0

    def in_year(self, year: int) -> date:
        """The day in a solar year, or in the lunar year that begins in it."""
        plain = solar_date(year, self.month, self.day) if self.lunar else date(year, self.month, self.day)
        return plain + timedelta(days=self.offset)


@dataclass(frozen=True)
class Season:
    """Both edges belong to it; an end earlier in the year than the start lies in the next year."""

    name: str
    starts: Edge
    ends: Edge

    def includes(self, day: date) -> bool:
        return self.began(day) is not None

    def began(self, day: date) -> date | None:
        """The first day of the season that `day` belongs to; None outside of it."""
        # Forty days before the farmers' year begins may lie in the solar year before.
        starts = (self.starts.in_year(year) for year in range(day.year + 1, day.year - 3, -1))
        return next((start for start in starts if start <= day <= self._end_after(start)), None)

    def _end_after(self, start: date) -> date:
        ends = (self.ends.in_year(year) for year in range(start.year - 2, start.year + 3))
        return next(edge for edge in ends if edge >= start)


def season_from_record(record: Mapping[str, str]) -> Season:
    """From `{name, from, to}`, edges being `06-20`, `lunar 01-15` or `lunar 01-01 -40`; ValueError otherwise."""
    return Season(record["name"], _edge(record["from"]), _edge(record["to"]))


def seasons_on(day: date, records: Iterable[Season]) -> frozenset[str]:
    return _seasons_on(day, tuple(records))


@lru_cache(maxsize=64)  # the same day and the same records for everybody
def _seasons_on(day: date, records: tuple[Season, ...]) -> frozenset[str]:
    return frozenset(season.name for season in records if season.includes(day))


def _edge(text: str) -> Edge:
    found = _EDGE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"not a day of the year: {text}")
    month, day = int(found["month"]), int(found["day"])
    if not found["lunar"]:
        # The leap year lets 02-29 be told from a slip such as 02-31; it then counts as 03-01 less a day.
        date(2024, month, day)
        if (month, day) == (2, 29):
            return Edge(3, 1, offset=int(found["offset"] or 0) - 1)
    elif not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"not a day of the farmers' calendar: {text}")
    return Edge(month, day, bool(found["lunar"]), int(found["offset"] or 0))
