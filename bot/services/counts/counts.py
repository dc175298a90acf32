"""The counts that trainers and employers look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.services.counts.funnel import Arrival, Stage, stages
from bot.services.counts.hiding import Hidden, hidden
from bot.services.scene import Clock
from bot.store import announcements, counts, preferences, tallies
from bot.store.database import Database
from dialogs.calendar.shifts import Shift
from dialogs.facts import Agreement

ACTIVE = timedelta(days=14)
STATES = ("active", "quiet", "paused", "left")
NO_SHIFT = ""


@dataclass(frozen=True)
class Weekly:
    """Every measure by week, oldest first; `mondays` are local days."""

    mondays: Sequence[date]
    numbers: Mapping[str, Sequence[int]]


class Counts:
    """Reads numbers; nobody's name, words or code is among them."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    async def factories(self) -> dict[str, str]:
        async with self._database.reading() as connection:
            return await announcements.factories(connection)

    async def weekly(self, factory: str = "", *, weeks: int = 12) -> Weekly:
        """The last weeks, this one included, of one factory or of all."""
        mondays = self._mondays(weeks)
        spans = [(self._instant(day), self._instant(day + timedelta(days=7))) for day in mondays]
        async with self._database.reading() as connection:
            numbers = {one.name: await counts.by_week(connection, one, spans, factory) for one in counts.MEASURES}
            kept = await tallies.between(connection, mondays[0], mondays[-1] + timedelta(days=6), factory)
        for row in kept:
            if row.name in _FORGOTTEN:
                numbers[_FORGOTTEN[row.name]][(row.day - mondays[0]).days // 7] += row.number
        return Weekly(mondays, numbers)

    async def states(self, factory: str = "") -> dict[str, int]:
        """How many people there are now, by state."""
        found = await self._states(factory)
        return {state: sum(number for (_shift, its), number in found.items() if its == state) for state in STATES}

    async def waiting(self, factory: str = "") -> Sequence[timedelta]:
        """How long the open questions have waited, the longest first."""
        now = self._clock()
        async with self._database.reading() as connection:
            return [now - at for at in await counts.waiting(connection, factory)]

    async def funnel(self, factory: str = "", *, weeks: int = 8) -> Sequence[Stage]:
        """From the scan to the seventh day, of everybody who came in these weeks."""
        mondays = self._mondays(weeks)
        first, until = self._instant(mondays[0]), self._instant(mondays[-1] + timedelta(days=7))
        async with self._database.reading() as connection:
            came = await counts.came(connection, first, until, factory)
            wrote = await counts.wrote(connection, first, until)
            gone = await tallies.between(connection, first.date(), until.date(), factory)
        days: dict[int, set[date]] = {}
        for row in wrote:
            days.setdefault(row.person_id, set()).add(self._local(row.created_at))
        forgotten: Counter[str] = Counter()
        for row in gone:
            forgotten[row.name] += row.number
        return stages([self._arrival(row, days) for row in came], forgotten)

    def _arrival(self, row: Any, days: Mapping[int, set[date]]) -> Arrival:
        day = self._local(row.created_at)
        wrote = {(one - day).days for one in days.get(row.id, ())}
        agreed = row.agreement == Agreement.AGREED
        question = tallies.open_question(row.state)
        return Arrival(agreed, row.has_tip, row.has_reminder, frozenset(wrote), question)

    async def for_employer(self, factory: str) -> tuple[date, Hidden]:
        """What the contact of a factory sees: one table a month, the same all month, so that no week can be told."""
        month = self._local(self._clock()).replace(day=1)
        key = f"counts:{factory}:{month:%Y-%m}"
        async with self._database.reading() as connection:
            kept = await preferences.value(connection, key)
        if kept is None:
            kept = [[shift, state, number] for (shift, state), number in sorted((await self._states(factory)).items())]
            async with self._database.writing() as connection:
                kept = await preferences.keep_first(connection, key, kept, self._clock())
        return month, hidden((*Shift, NO_SHIFT), STATES, {(shift, state): number for shift, state, number in kept})

    async def _states(self, factory: str) -> dict[tuple[str, str], int]:
        now = self._clock()
        async with self._database.reading() as connection:
            found = await counts.states(connection, now - ACTIVE, self._local(now), factory)
        return {(row.shift, row.state): row.people for row in found}

    def _mondays(self, weeks: int) -> list[date]:
        today = self._local(self._clock())
        this = today - timedelta(days=today.weekday())
        return [this - timedelta(weeks=back) for back in reversed(range(weeks))]

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self._zone).astimezone(UTC)

    def _local(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


_FORGOTTEN = {tallies.AGREED: "joined", tallies.LEFT: "left"}
