"""What is known of a person at this moment, as one frozen value that every question can look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.factory_facts import FactoryFacts
from dialogs.library import Duty, Library, Operator
from dialogs.text import Text

MOST_REMINDERS = 20
MOST_CHILDREN = 6


class Agreement(StrEnum):
    """Where the person stands with the privacy notice."""

    UNASKED = "unasked"
    AGREED = "agreed"
    REFUSED = "refused"


class Carer(StrEnum):
    """Who looks after a child at home."""

    GRANDPARENT = "grandparent"
    OTHER_PARENT = "other_parent"
    RELATIVE = "relative"
    OTHER = "other"


class Reach(StrEnum):
    """How a child can be reached."""

    CAREGIVER_SMARTPHONE = "caregiver_smartphone"
    BASIC_PHONE = "basic_phone"
    CHILD_WATCH = "child_watch"
    CHILD_PHONE = "child_phone"
    SCHOOL_PHONE = "school_phone"


@dataclass(frozen=True)
class Child:
    """A child by its place among the siblings (1 = 老大); never a name, a birth date or a school."""

    number: int
    band: Band
    carer: Carer | None = None
    reach: frozenset[Reach] = frozenset()
    boarding: Boarding = Boarding.NONE


@dataclass(frozen=True)
class Home:
    """The prefecture where the family lives, for numbers that must reach it."""

    area_code: str
    name: str


@dataclass(frozen=True)
class Profile:
    """What the person told us of herself, and how she wants to be served."""

    language: str = "zh_Hans"
    shift: ShiftPattern | None = None
    rest_day: RestDay | None = None
    tips_a_week: int = 3
    tip_at: time | None = None
    topics: frozenset[str] = frozenset()
    home: Home | None = None
    factory: str = ""
    paused_until: date | None = None
    paused: bool = False
    stopped: bool = False
    together: bool = False
    together_until: date | None = None
    pin: str = ""
    wrong_pins: int = 0  # written since the right one was
    wrong_pin_at: datetime | None = None
    asked: frozenset[str] = frozenset()  # questions that were skipped or answered once and are not asked again

    def shift_on(self, day: date) -> Shift | None:
        return self.shift.on(day) if self.shift else None


class TargetKind(StrEnum):
    CHILD = "child"
    CAREGIVER = "caregiver"


@dataclass(frozen=True)
class CallTarget:
    """Whom a reminder is about: a child by number, or the caregiver."""

    kind: TargetKind = TargetKind.CHILD
    child: int = 1


@dataclass(frozen=True)
class Reminder:
    """A call-home reminder; `next_at` is derived from the rule by the store."""

    number: int
    target: CallTarget
    timing: Timing
    paused: bool = False
    next_at: datetime | None = None


@dataclass(frozen=True)
class SafeguardingCase:
    """The open case of this person, if there is one."""

    number: str
    trigger: str
    level: str


@dataclass(frozen=True)
class Shown:
    """A card with buttons that was shown since the last question: its labels may be typed as well as pressed."""

    ref: str
    kind: str
    subject: str
    occurrence: str
    verbs: tuple[tuple[str, str], ...]  # (label as shown, verb)


NOTHING: FactoryFacts = {}
UNNAMED = Operator()
NOBODY = Duty()


@dataclass(frozen=True)
class Surroundings:
    """What does not depend on the person: the operator, who is on duty, what the channel can do.

    factory_facts: by factory, of those factories only whose people are looked at together.
    """

    operator: Operator = UNNAMED
    duty: Duty = NOBODY
    open_factories: frozenset[str] = frozenset()
    reaches_closed_phone: bool = True
    factory_facts: Mapping[str, FactoryFacts] = field(default_factory=dict, hash=False)


ALONE = Surroundings()
NEW = Profile()


@dataclass(frozen=True)
class Facts:
    """One person, now. `now` is an instant in UTC, `zone` the wall clock she lives by."""

    now: datetime
    zone: ZoneInfo
    library: Library = field(repr=False, compare=False)
    around: Surroundings = ALONE
    code: str = ""
    agreement: Agreement = Agreement.UNASKED
    may_pass_on: bool | None = None  # consent to pass questions on to a trainer; None = never asked
    profile: Profile = NEW
    children: tuple[Child, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    seen_tips: tuple[str, ...] = ()  # ids in the order they were shown, newest last
    saved_tips: tuple[str, ...] = ()
    calls_this_week: int = 0
    last_in_at: datetime | None = None  # when she last wrote or pressed anything, before this
    case: SafeguardingCase | None = None
    shown: tuple[Shown, ...] = ()  # the newest last: a bare number answers that one
    missed: tuple[Text, ...] = ()

    @property
    def local(self) -> datetime:
        """The wall clock, naive."""
        return self.now.astimezone(self.zone).replace(tzinfo=None)

    @property
    def today(self) -> date:
        return self.local.date()

    @property
    def agreed(self) -> bool:
        return self.agreement is Agreement.AGREED

    @property
    def factory_facts(self) -> FactoryFacts:
        """What is true of the factory she joined."""
        return self.around.factory_facts.get(self.profile.factory, NOTHING)

    @property
    def is_paused(self) -> bool:
        """Whether she asked for silence, for good or until a day that still belongs to it."""
        until = self.profile.paused_until
        return self.profile.paused or (until is not None and self.today <= until)

    def say(self, text: Text) -> str:
        """A text in the person's language."""
        return self.library.wording(text, self.profile.language)

    def child(self, number: int) -> Child | None:
        return next((child for child in self.children if child.number == number), None)

    @cached_property
    def bands(self) -> frozenset[Band]:
        return frozenset(child.band for child in self.children)

    def reminder(self, number: int) -> Reminder | None:
        return next((reminder for reminder in self.reminders if reminder.number == number), None)

    @property
    def free_reminder_number(self) -> int | None:
        taken = {reminder.number for reminder in self.reminders}
        return next((number for number in range(1, MOST_REMINDERS + 1) if number not in taken), None)

    def was_asked(self, question: str) -> bool:
        return question in self.profile.asked

    def with_profile(self, profile: Profile) -> Facts:
        return replace(self, profile=profile)
