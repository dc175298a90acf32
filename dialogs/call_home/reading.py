"""From her words to a draft of a reminder: what is understood is kept, what is open is asked."""

from __future__ import annotations

import re
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
from dialogs.language.when_lunar import monthly_lunar_days, without_open_lunar_days
from dialogs.language.when_slots import shifts_named
from dialogs.language.work import new_shift

EVERY_DAY = "每天"
# Tried in this order to see which days are meant when no clock time was said.
_CLOCKS = ("20:00", "08:00", "12:00", "15:00", "23:30")
LONGEST = 200
_SHIFT_WORDS = re.compile("(?:轮到|上|做|值)*[大长]?[白夜晚]班(?:的?(?:时候|时|期间|那周|那个?星期|日子))?")


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
    alone = _when(words, facts, WhenContext())
    if isinstance(outcome, NotUnderstood) or isinstance(alone, NotUnderstood):
        return None
    # Nor an hour out of a shift alone.
    if alone == AskBack(Missing.SHIFT_DAYS):
        return Unclear(Missing.SHIFT_DAYS, (), draft)
    heard = f"{draft.heard},{words}".strip(",")[-LONGEST:]
    return _open(outcome.missing, outcome.choices, replace(draft, heard=heard), facts)


def _open(missing: Missing, choices: tuple[Timing, ...], draft: Draft, facts: Facts) -> Reading:
    if missing is Missing.MORNING_OR_EVENING and (timing := the_suitable(choices, draft, facts)):
        return replace(draft.timed(timing), guessed=True)
    if choices:
        return Unclear(missing, choices, draft)
    if missing in (Missing.LUNAR_MONTHLY, Missing.WHICH_DAY):
        days = monthly_lunar_days(draft.heard)
        return Unclear(missing, (), replace(draft, heard=without_open_lunar_days(draft.heard), lunar_days=days))
    if missing is Missing.OTHER_SHIFT and len(shifts_named(draft.heard)) > 1:
        return Unclear(Missing.ONE_AT_A_TIME, (), draft)
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
        case NotUnderstood() | AskBack(Missing.SHIFT_DAYS):
            return None
        case AskBack(Missing.OTHER_SHIFT) if draft.times:
            return _for_one_shift(words, draft, facts)
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


def _for_one_shift(words: str, draft: Draft, facts: Facts) -> Reading:
    """A clock time for the weeks on one shift; that of the other weeks stays."""
    shifts = shifts_named(words)
    shift = Shift.NIGHT_LONG if Shift.NIGHT_LONG in shifts else Shift.DAY_LONG
    context = WhenContext(heard=EVERY_DAY, windows=parent_window(shift), any_shift=True)
    outcome = _when(words, facts, context)
    if not isinstance(outcome, Understood) or len(shifts) > 1:
        return Unclear(Missing.CLOCK, (), draft)
    times = outcome.timing.clocks(None)
    if shift is Shift.NIGHT_LONG:
        return replace(draft, night_times=times, asleep=False)
    return replace(draft, times=times, night_times=draft.night_times or draft.times, asleep=False, guessed=False)


def the_other_shift(words: str, draft: Draft, facts: Facts) -> Reading:
    """The hour for the shift that was not spoken of before."""
    words = _as_clock(words)
    if not shifts_named(words):
        words = ("白班" if Shift.NIGHT_LONG in shifts_named(draft.heard) else "夜班") + words
    return read(words, draft, facts)


def on_any_shift(draft: Draft, facts: Facts) -> Reading:
    """What was said for one shift, for the other as well."""
    reading = read(_SHIFT_WORDS.sub("", draft.heard), replace(draft, heard=""), facts)
    return replace(reading, night_times=reading.times) if isinstance(reading, Draft) else reading


def keeping_times(reading: Reading, before: Draft) -> Reading:
    """Days alone leave the clock time as it was said before."""
    if isinstance(reading, Draft) and reading.rule and not reading.times and before.times:
        return replace(reading, times=before.times, night_times=before.night_times, heard="")
    return reading


def read_night_times(words: str, facts: Facts) -> tuple[time, ...] | Reason | None:
    """Clock times for the weeks on night shift; a bare hour is read as one in which a night worker is free."""
    windows = parent_window(Shift.NIGHT_LONG)
    outcome = _when(_as_clock(words), facts, WhenContext(heard=EVERY_DAY, windows=windows, any_shift=True))
    match outcome:
        case Understood(timing):
            return timing.night_times or timing.times or timing.clocks(None)
        case Refused(reason):
            return reason
        case AskBack():
            return ()
    return None


def _when(words: str, facts: Facts, context: WhenContext) -> Outcome:
    if new_shift(words):  # “I am on nights now” is news about her work, not about the call
        return NotUnderstood()
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
