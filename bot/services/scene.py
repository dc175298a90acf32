"""What every turn is played against: clock, zone, content, operator, duty, factories; gathered in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services.ports import Capabilities, Channel
from bot.store.addresses import Where
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

    addresses: tuple[Where, ...] = ()
    hours: DutyHours = DutyHours()

    def duty(self, local: datetime) -> Duty:
        """By when somebody will be in touch, by level; out of hours, when the hours begin. With nobody set: nobody."""
        if not self.addresses:
            return Duty()
        if self.hours.covers(local):
            return Duty(on=True, by=_PROMISES)
        start: Text = _("{at}")(at=Moment(self.hours.next_start(local), local.date()))
        return Duty(on=True, by={level: start for level in _PROMISES})


# To be fixed by the operator's own rules; these are the times of the safeguarding plan.
_PROMISES: dict[str, Text] = {"P0": _("within 15 minutes"), "P1": _("within two hours"), "P2": _("by tomorrow")}


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
        # A trial has no open factories, whatever their list says.
        factories = open_factories if operator.open else frozenset[str]()
        around = Surroundings(operator=operator, duty=self.roster.duty(local), open_factories=factories)
        return Scene(now, self.zone, self.shelf.library, around)

    def capabilities(self, channel: str, bot_id: str) -> Capabilities:
        """What the channel of an address can do; a channel that is not running can do the least."""
        found = self.channels.get((channel, bot_id))
        return found.capabilities if found else LEAST


LEAST = Capabilities(buttons=False, max_length=2000, reaches_closed_phone=False, documents=False)
