"""What a conversation wants done, as data: imperatives that cannot fail for a reason a person can cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dialogs.facts import Agreement, Child, Facts, Profile, Reminder, SafeguardingCase


class Purpose(StrEnum):
    """What a consent is for."""

    SERVICE = "service"
    PASS_ON = "pass_on"  # noqa: S105 - no password


class CallOutcome(StrEnum):
    """What became of one call-home reminder."""

    CALLED = "called"
    LATER = "later"
    NOT_TODAY = "not_today"


class CallRating(StrEnum):
    """How a call went, in the parent's own view."""

    HAPPY = "happy"
    SO_SO = "so_so"
    NOT_CONNECTED = "not_connected"


class TipOutcome(StrEnum):
    """What the parent did with a tip."""

    TRIED = "tried"
    ANOTHER = "another"
    KEPT = "kept"


@dataclass(frozen=True)
class Consent:
    purpose: Purpose
    given: bool


@dataclass(frozen=True)
class SaveProfile:
    profile: Profile


@dataclass(frozen=True)
class SaveChild:
    child: Child


@dataclass(frozen=True)
class RemoveChild:
    number: int


@dataclass(frozen=True)
class SaveReminder:
    reminder: Reminder


@dataclass(frozen=True)
class RemoveReminder:
    number: int


@dataclass(frozen=True)
class SkipToday:
    """Leave out what is left of today for one reminder; its rule stays."""

    number: int


@dataclass(frozen=True)
class CallLater:
    """Remind once more at an instant, besides the rule."""

    number: int
    due_at: datetime


@dataclass(frozen=True)
class RecordCall:
    number: int
    occurrence: str
    outcome: CallOutcome


@dataclass(frozen=True)
class RateCall:
    number: int
    occurrence: str
    rating: CallRating


@dataclass(frozen=True)
class ShowTip:
    tip: str


@dataclass(frozen=True)
class RecordTip:
    tip: str
    outcome: TipOutcome


@dataclass(frozen=True)
class ForwardToTrainer:
    """Pass her question on, without her factory, to be read by trainers only; `file` is a voice message or picture."""

    words: str
    file: str = ""


@dataclass(frozen=True)
class OpenCase:
    """Open a safeguarding case, or add to the one that is open. `promised`: she was told that somebody calls."""

    trigger: str
    level: str
    words: str
    promised: bool = True


@dataclass(frozen=True)
class NoteInCase:
    """Write down one of the three things that are asked: safe, place or phone."""

    about: str
    words: str


@dataclass(frozen=True)
class AllClear:
    """She wrote that it is over: pushes may go on; the case stays for a person to close."""


@dataclass(frozen=True)
class StartTimer:
    kind: str
    subject: str
    due_at: datetime


@dataclass(frozen=True)
class StopTimer:
    kind: str


@dataclass(frozen=True)
class SendMyData:
    """Everything stored of her, readable and as a file."""


@dataclass(frozen=True)
class MakeReturnCode:
    """A code to come back with from a new phone; the answer shows it."""


@dataclass(frozen=True)
class EraseMe:
    """Forget the person; a last message confirms it."""


Effect = (
    Consent
    | SaveProfile
    | SaveChild
    | RemoveChild
    | SaveReminder
    | RemoveReminder
    | SkipToday
    | CallLater
    | RecordCall
    | RateCall
    | ShowTip
    | RecordTip
    | ForwardToTrainer
    | OpenCase
    | NoteInCase
    | AllClear
    | StartTimer
    | StopTimer
    | SendMyData
    | MakeReturnCode
    | EraseMe
)


def after(facts: Facts, effects: Iterable[Effect]) -> Facts:
    """The facts as they are once these effects are done, so that the next question of the same turn sees them."""
    for effect in effects:
        facts = _after_one(facts, effect)
    return facts


def _after_one(facts: Facts, effect: Effect) -> Facts:
    match effect:
        case Consent(Purpose.SERVICE, given):
            return replace(facts, agreement=Agreement.AGREED if given else Agreement.REFUSED)
        case Consent(_, given):
            return replace(facts, may_pass_on=given)
        case SaveProfile(profile):
            return replace(facts, profile=profile)
        case SaveChild(child):
            others = [known for known in facts.children if known.number != child.number]
            return replace(facts, children=tuple(sorted([*others, child], key=lambda one: one.number)))
        case RemoveChild(number):
            return replace(facts, children=tuple(known for known in facts.children if known.number != number))
    return _after_lists(facts, effect)


def _after_lists(facts: Facts, effect: Effect) -> Facts:
    match effect:
        case SaveReminder(reminder):
            rest = [known for known in facts.reminders if known.number != reminder.number]
            return replace(facts, reminders=tuple(sorted([*rest, reminder], key=lambda one: one.number)))
        case RemoveReminder(number):
            return replace(facts, reminders=tuple(known for known in facts.reminders if known.number != number))
        case ShowTip(tip):
            return replace(facts, seen_tips=(*(seen for seen in facts.seen_tips if seen != tip), tip))
        case RecordTip(tip, TipOutcome.KEPT) if tip not in facts.saved_tips:
            return replace(facts, saved_tips=(*facts.saved_tips, tip))
        case OpenCase(trigger, level) if facts.case is None:
            return replace(facts, case=SafeguardingCase("", trigger, level))  # its number is given when it is kept
        case AllClear():
            return replace(facts, case=None)
        case OpenCase(trigger, level):
            return replace(facts, case=facts.case or SafeguardingCase("", trigger, level))
    return facts
