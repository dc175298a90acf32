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
class Planned:
    """A shift of the roster by the local clock, with the ways to its officer; without any she cannot be called."""

    account_id: int
    starts: datetime
    ends: datetime
    rank: int = 0
    addresses: tuple[Where, ...] = ()


@dataclass(frozen=True)
class Ways:
    """What alerts can go by: the number of the bot account on Telegram, and whether e-mail is set up."""

    telegram: str = ""
    mail: bool = False


@dataclass
class DutyRoster:
    """Where alerts go: shifts, which are read anew every few seconds, and what the settings name, during its hours.

    off: nobody is ever called, whatever the shifts say (a trial on the terminal).
    """

    addresses: tuple[Where, ...] = ()
    hours: DutyHours = DutyHours()
    ways: Ways = Ways()
    shifts: tuple[Planned, ...] = ()
    off: bool = False

    @property
    def anybody(self) -> bool:
        """Whether anybody is set at all, now or later."""
        return bool(self.addresses or self._manned)

    @property
    def _manned(self) -> tuple[Planned, ...]:
        return tuple(shift for shift in self.shifts if shift.addresses and not self.off)

    def duty(self, local: datetime) -> Duty:
        """By when somebody will be in touch, by level; out of hours, when the hours begin. With nobody set: nobody."""
        if not self.anybody:
            return Duty()
        named = bool(self.addresses)
        if (named and self.hours.covers(local)) or any(one.starts <= local < one.ends for one in self._manned):
            return Duty(on=True, by=_PROMISES)
        begins = [one.starts for one in self._manned if one.starts > local]
        if named:
            begins.append(self.hours.next_start(local))
        if not begins:
            return Duty()
        start: Text = _("{at}")(at=Moment(min(begins), local.date()))
        return Duty(on=True, by={level: start for level in _PROMISES})


# To be fixed by the operator's own rules; these are the times of the safeguarding plan.
_PROMISES: dict[str, Text] = {"P0": _("within 15 minutes"), "P1": _("within two hours"), "P2": _("by tomorrow")}


UNNAMED = Operator()


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
    roster: DutyRoster = field(default_factory=DutyRoster)
    channels: dict[tuple[str, str], Channel] = field(default_factory=dict)  # filled as channels start
    public_url: str = ""  # where links of alerts lead; without it they have none
    elsewhere: dict[tuple[str, str], Capabilities] = field(default_factory=dict)  # of channels others may run

    def scene(self, open_factories: frozenset[str]) -> Scene:
        """The scene of this moment."""
        now = self.clock()
        local = now.astimezone(self.zone).replace(tzinfo=None)
        operator = replace(self.operator, duty_set=self.roster.anybody)
        # A trial has no open factories, whatever their list says.
        factories = open_factories if operator.open else frozenset[str]()
        around = Surroundings(operator=operator, duty=self.roster.duty(local), open_factories=factories)
        return Scene(now, self.zone, self.shelf.library, around)

    def capabilities(self, channel: str, bot_id: str) -> Capabilities:
        """What the channel of an address can do, whichever process runs it; what nobody runs can do the least."""
        found = self.channels.get((channel, bot_id))
        return found.capabilities if found else self.elsewhere.get((channel, bot_id), LEAST)


LEAST = Capabilities(buttons=False, max_length=2000, reaches_closed_phone=False, documents=False)
