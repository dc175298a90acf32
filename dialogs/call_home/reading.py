"""From her words to a draft of a reminder: what is understood is kept, what is open is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from dialogs.calendar.recurrence import Rule, Timing
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import parent_window
from dialogs.call_home.draft import Draft, timing_of
from dialogs.call_home.times import suits_both, suits_home
from dialogs.engine.prompt import plain
from dialogs.facts import CallTarget, Facts, TargetKind
from dialogs.language import when_target
from dialogs.language.numerals import read_number
from dialogs.language.when import (
    AskBack,
    Missing,
    NotUnderstood,
    Outcome,
    Reason,
    Refused,
    Understood,
    WhenContext,
    read_when,
)

EVERY_DAY = "每天"
# Tried in this order to see which days are meant when no clock time was said.
_CLOCKS = ("20:00", "08:00", "12:00", "15:00", "23:30")
LONGEST = 200


@dataclass(frozen=True)
class Unclear:
    """One thing is open; `choices`, if any, are what it may mean. The draft keeps the rest."""

    missing: Missing
    choices: tuple[Timing, ...]
    draft: Draft


Reading = Draft | Unclear | Reason | None


def read(words: str, draft: Draft, facts: Facts) -> Reading:
    """Days and times out of free words; None where there is no time in them."""
    outcome = _when(words, facts, WhenContext(repeats=draft.habit, heard=draft.heard))
    if isinstance(outcome, Understood):
        return draft.timed(outcome.timing)
    if isinstance(outcome, Refused):
        return outcome.reason
    # What was heard before must not make time out of words that have none.
    if isinstance(outcome, NotUnderstood) or isinstance(_when(words, facts, WhenContext()), NotUnderstood):
        return None
    heard = f"{draft.heard},{words}".strip(",")[-LONGEST:]
    return _open(outcome.missing, outcome.choices, replace(draft, heard=heard), facts)


def _open(missing: Missing, choices: tuple[Timing, ...], draft: Draft, facts: Facts) -> Reading:
    if missing is Missing.MORNING_OR_EVENING and (timing := the_suitable(choices, draft, facts)):
        return replace(draft.timed(timing), guessed=True)
    if choices:
        return Unclear(missing, choices, draft)
    if missing is Missing.CLOCK and (rule := _rule_in(draft.heard, draft.habit, facts)):
        return replace(draft, rule=rule, times=(), night_times=())
    if missing is Missing.DAY:
        return replace(draft, rule=None, times=(), night_times=())
    return Unclear(missing, (), draft)


def _rule_in(heard: str, habit: bool, facts: Facts) -> Rule | None:
    """The days of words that name no clock time."""
    outcomes = (_when(clock, facts, WhenContext(repeats=habit, heard=heard)) for clock in _CLOCKS)
    return next((outcome.timing.rule for outcome in outcomes if isinstance(outcome, Understood)), None)


def on_days(rule: Rule, draft: Draft, facts: Facts) -> Draft:
    """The draft on these days, at the clock time that was said before them, if one was."""
    draft = replace(draft, rule=rule)
    if draft.times or not draft.heard:
        return draft
    outcome = _when(EVERY_DAY, facts, WhenContext(heard=draft.heard))
    return _decided(_mapped(outcome, rule), draft, facts) or replace(draft, heard="")


def read_clock(words: str, draft: Draft, facts: Facts) -> Reading:
    """A clock time for the days of the draft; words that bring their own days replace those."""
    words = _as_clock(words)
    alone = _when(words, facts, WhenContext(repeats=True))
    match alone:
        case Understood(timing):
            return draft.timed(timing)
        case NotUnderstood():
            return None
        case AskBack(Missing.CLOCK, ()) if rule := _rule_in(words, True, facts):
            return replace(draft.untimed(), rule=rule, heard=words, habit=True)
    outcome = _when(words, facts, WhenContext(repeats=draft.habit, heard=draft.heard or EVERY_DAY))
    if draft.heard and isinstance(outcome, Understood):
        return draft.timed(outcome.timing)
    if isinstance(outcome, Refused):
        return outcome.reason
    timings = _mapped(outcome, draft.rule) if draft.rule else ()
    return _decided(timings, draft, facts) or Unclear(
        Missing.MORNING_OR_EVENING if timings else Missing.CLOCK, timings, draft
    )


def read_night_times(words: str, facts: Facts) -> tuple[time, ...] | Reason | None:
    """Clock times for the weeks on night shift; a bare hour is read as one in which a night worker is free."""
    windows = parent_window(Shift.NIGHT_LONG)
    outcome = _when(_as_clock(words), facts, WhenContext(heard=EVERY_DAY, windows=windows))
    match outcome:
        case Understood(timing):
            return timing.night_times or timing.times or timing.clocks(None)
        case Refused(reason):
            return reason
        case AskBack():
            return ()
    return None


def _when(words: str, facts: Facts, context: WhenContext) -> Outcome:
    return read_when(words[:LONGEST], facts.now, facts.zone, context)


def _as_clock(words: str) -> str:
    """A bare number is an hour."""
    hour = read_number(plain(words))
    return words if hour is None else f"{hour}点"


def _mapped(outcome: Outcome, rule: Rule) -> tuple[Timing, ...]:
    """The clock times of an outcome on the days of a rule."""
    choices = outcome.choices if isinstance(outcome, AskBack) else ()
    found = (outcome.timing,) if isinstance(outcome, Understood) else choices
    return tuple(timing_of(rule, one.times or one.clocks(None), one.night_times) for one in found)


def _decided(timings: tuple[Timing, ...], draft: Draft, facts: Facts) -> Draft | None:
    if len(timings) == 1:
        return draft.timed(timings[0])
    timing = the_suitable(timings, draft, facts)
    return replace(draft.timed(timing), guessed=True) if timing else None


def the_suitable(timings: tuple[Timing, ...], draft: Draft, facts: Facts) -> Timing | None:
    """The only one that suits both sides, or else the only one at which somebody at home can answer."""
    target = draft.target or CallTarget()
    for suits in (suits_both, suits_home):
        fitting = [timing for timing in timings if suits(target, timing, facts)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def read_target(words: str, facts: Facts) -> CallTarget | None:
    """Whom these words name; “the child” only where there is no more than one."""
    found = when_target.read_target(words)
    if found is None:
        return None
    if found.kind is when_target.TargetKind.CAREGIVER:
        return CallTarget(TargetKind.CAREGIVER)
    if found.child is not None:
        return CallTarget(child=found.child)
    return the_only_child(facts)


def the_only_child(facts: Facts) -> CallTarget | None:
    """Nobody needs to ask which child where there is one, or none that we know of."""
    if len(facts.children) > 1:
        return None
    return CallTarget(child=facts.children[0].number if facts.children else 1)
