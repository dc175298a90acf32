"""The content as one immutable value: tips, starters, answers, hotlines, prepared replies, areas, question index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dialogs.calendar.areas import AreaTable
from dialogs.calendar.bands import Band
from dialogs.calendar.festivals import Festival
from dialogs.calendar.seasons import Season
from dialogs.language.danger import Level, Trigger
from dialogs.language.questions import Questions
from dialogs.text import Text


@dataclass(frozen=True)
class Tip:
    """One short thing to do today.

    elder: words to read out to the grandparents; together: for a parent who is with the child (True), away (False), or
    both (None).
    """

    id: str
    kind: str
    topic: str
    bands: frozenset[Band]
    text: str
    basic_phone: str = ""
    share: str = ""
    elder: str = ""
    seasons: frozenset[str] = frozenset()
    shifts: frozenset[str] = frozenset()
    occasions: frozenset[str] = frozenset()
    together: bool | None = False
    source: str = ""


@dataclass(frozen=True)
class Starter:
    """Words to open a call with, what to say next, and what to leave out."""

    id: str
    bands: frozenset[Band]
    target: str
    ways: frozenset[str]
    occasions: frozenset[str]
    opener: str
    follow_up: str
    avoid: str


@dataclass(frozen=True)
class Faq:
    """A trainer's answer to a common question; `trigger` names the danger it lies close to.

    place: whose place its numbers must reach, the child's or (parent) that of the writer's own phone.
    """

    id: str
    topic: str
    question: str
    answer: str
    share: str = ""
    elder: str = ""
    trigger: Trigger | None = None
    place: str = "child"


@dataclass(frozen=True)
class Hotline:
    """A help line; where `needs_area_code` it reaches the place of the phone, so a home area code goes before it."""

    id: str
    number: str
    name: str
    scope: str
    needs_area_code: bool
    place: str
    hours: str


@dataclass(frozen=True)
class DangerReply:
    """The prepared first reply to a trigger, with the sentence for when somebody is on duty and when nobody is."""

    trigger: Trigger
    level: Level
    reply: str
    eta_line: str
    off_duty_line: str
    hotlines: tuple[str, ...]
    place: str  # whose place the numbers must reach: child, or parent (where the writer's own phone is)
    no_follow_up: bool


@dataclass(frozen=True)
class WeeklyText:
    """What a factory's group reads in these weeks, counted within its season, or within the year where it has none."""

    id: str
    weeks: frozenset[int]
    text: str
    season: str = ""


@dataclass(frozen=True)
class CardLine:
    """One line of the card for the wall: a title, a number to call, the area code, a blank to fill in, a note.

    hotline: whose number stands in front; beside: what the second blank is for.
    """

    id: str
    part: str
    text: str
    hotline: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Option:
    """One answer to choose under a quiz question, and a kind word about it."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class QuizQuestion:
    """A small question after a lesson; exactly one of its options is right."""

    question: str
    options: tuple[Option, ...]

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.right)


@dataclass(frozen=True)
class Lesson:
    """A few screens, one thing to practise in the week, and what is said to her when she tells how that went.

    replies: by how it went: tried, not_yet, hard.
    """

    id: str
    title: str
    screens: tuple[str, ...]
    practice: str
    check_in: str
    replies: Mapping[str, str]
    quiz: tuple[QuizQuestion, ...]


@dataclass(frozen=True)
class Course:
    """A small course in a few lessons. `place`: whose place its numbers must reach, as in `Faq`."""

    id: str
    title: str
    about: str
    lessons: tuple[Lesson, ...]
    place: str = "child"


Wording = Callable[[Text, str], str]


@dataclass(frozen=True)
class Library:
    """Everything Jiayin can say of itself, one value per content version, swapped whole."""

    version: str
    tips: Mapping[str, Tip]
    starters: Mapping[str, Starter]
    faqs: Mapping[str, Faq]
    courses: Mapping[str, Course]
    hotlines: Mapping[str, Hotline]
    danger_replies: Mapping[Trigger, DangerReply]
    notices: Mapping[str, Mapping[str, str]]
    seasons: tuple[Season, ...]
    areas: AreaTable
    weekly: tuple[WeeklyText, ...]
    wall_card: tuple[CardLine, ...]
    festivals: tuple[Festival, ...]
    questions: Questions
    wording: Wording = field(repr=False, compare=False)
    voices: frozenset[tuple[str, str]] = frozenset()  # (kind, id) of what a trainer has read aloud

    def tips_for(self, bands: frozenset[Band]) -> tuple[Tip, ...]:
        """The tips for children of any of these ages, in order; all where no age is known."""
        if len(bands) == 1:
            return self._tips_by_band.get(next(iter(bands)), ())
        return tuple(tip for tip in self.tips.values() if not bands or tip.bands & bands)

    @cached_property
    def _tips_by_band(self) -> Mapping[Band, tuple[Tip, ...]]:
        return {band: tuple(tip for tip in self.tips.values() if band in tip.bands) for band in Band}

    @cached_property
    def starters_in_turn(self) -> tuple[Starter, ...]:
        """In the order in which the days go through them."""
        return tuple(sorted(self.starters.values(), key=lambda starter: starter.id))

    def notice(self, key: str, language: str) -> str:
        """A notice in that language, in Chinese where nobody translated it."""
        return self.notices.get(language, {}).get(key) or self.notices["zh_Hans"][key]


@dataclass(frozen=True)
class Operator:
    """Who runs this Jiayin, as far as an administrator has said."""

    name: str = ""
    phone: str = ""
    duty_set: bool = False

    @property
    def open(self) -> bool:
        """Whether parents may be served for real; otherwise every chat says that it is a trial."""
        return bool(self.name and self.phone and self.duty_set)


@dataclass(frozen=True)
class Duty:
    """Whether anybody is on duty at all, and by when she will be in touch, by level."""

    on: bool = False
    by: Mapping[str, Text] = field(default_factory=dict)
