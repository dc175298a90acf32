"""What every turn is played against: clock, zone, content, operator, duty, factories; gathered in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services.ports import Capabilities, Channel
from bot.store.people import Scene
from dialogs.facts import Surroundings
from dialogs.library import Duty, Library, Operator
from dialogs.text import Moment, Text, _

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class DutyHours:
    """When somebody is on duty: local clock times; a start after the end runs over midnight; equal means always."""

    start: time = time(0)
    end: time = time(0)

    def covers(self, local: datetime) -> bool:
        at = local.time()
        if self.start == self.end:
            return True
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def next_start(self, local: datetime) -> datetime:
        today = datetime.combine(local.date(), self.start)
        return today if today > local else today + timedelta(days=1)


@dataclass(frozen=True)
class DutyRoster:
    """Where alerts go, and during which hours a person answers them."""

    addresses: tuple[tuple[str, str], ...] = ()  # (channel, external id): telegram chat or webhook address
    hours: DutyHours = DutyHours()

    def duty(self, local: datetime) -> Duty:
        """On duty now: within 15 minutes. Out of hours: when the hours begin. With nobody set: nobody."""
        if not self.addresses:
            return Duty()
        if self.hours.covers(local):
            return Duty(on=True, by=_("within 15 minutes"))
        by: Text = _("{at}")(at=Moment(self.hours.next_start(local), local.date()))
        return Duty(on=True, by=by)


UNNAMED = Operator()
NOBODY = DutyRoster()


@dataclass
class Shelf:
    """The content in use; swapped whole when it changes."""

    library: Library


@dataclass(frozen=True)
class Setting:
    """Everything that does not change from turn to turn."""

    clock: Clock
    zone: ZoneInfo
    shelf: Shelf
    operator: Operator = UNNAMED
    roster: DutyRoster = NOBODY
    channels: dict[tuple[str, str], Channel] = field(default_factory=dict)  # filled as channels start

    def scene(self, open_factories: frozenset[str]) -> Scene:
        """The scene of this moment."""
        now = self.clock()
        local = now.astimezone(self.zone).replace(tzinfo=None)
        operator = replace(self.operator, duty_set=bool(self.roster.addresses))
        around = Surroundings(operator=operator, duty=self.roster.duty(local), open_factories=open_factories)
        return Scene(now, self.zone, self.shelf.library, around)

    def capabilities(self, channel: str, bot_id: str) -> Capabilities:
        """What the channel of an address can do; a channel that is not running can do the least."""
        found = self.channels.get((channel, bot_id))
        return found.capabilities if found else LEAST


LEAST = Capabilities(buttons=False, max_length=2000, reaches_closed_phone=False, documents=False)
