"""Which times suit a call: where the parent's shift and the day at home overlap, and what speaks against others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dialogs.calendar.bands import Band, latest_call
from dialogs.calendar.recurrence import Lunar, Once, Repeating, Rule, Timing, occurrences
from dialogs.calendar.shifts import Shift, asleep
from dialogs.calendar.windows import (
    FRIDAY,
    SUNDAY,
    Boarding,
    Window,
    caregiver_window,
    child_reachable,
    parent_window,
    propose_caregiver_times,
    propose_times,
)
from dialogs.call_home.draft import Draft, repeats, timing_of
from dialogs.call_home.starters import USUAL_BAND
from dialogs.facts import CallTarget, Child, Facts, Reach, TargetKind
from dialogs.reminder_words import local

AHEAD = 14
MOST_PROPOSED = 3
UP_FROM = time(6)
LATEST_FOR_ELDERS = time(20, 30)  # to begin a call they did not expect at that hour
HALF_HOUR = timedelta(minutes=30)


class Clash(StrEnum):
    """What speaks against a time. Only against her own sleep may she insist."""

    BEDTIME = "bedtime"
    SCHOOL = "school"
    SLEEP = "sleep"


def the_child(target: CallTarget, facts: Facts) -> Child | None:
    """The child a reminder is about; one nobody has told us of may be of any age. None for the elders."""
    if target.kind is TargetKind.CAREGIVER:
        return None
    return facts.child(target.child) or Child(target.child, USUAL_BAND)


def latest(target: CallTarget, facts: Facts) -> time | None:
    """The last moment a call to this child may begin; None for the elders."""
    if target.kind is TargetKind.CAREGIVER:
        return None
    known = facts.child(target.child)
    return latest_call(known.band if known else Band.FROM_15)


def too_late(target: CallTarget, times: Iterable[time], facts: Facts) -> bool:
    """Whether the child sleeps, or should soon, at one of these times."""
    return any(in_bed(target, at, facts) for at in times)


def days_away(target: CallTarget, rule: Rule, facts: Facts) -> bool:
    """Whether a weekly habit names days on which a boarder is at school from morning to night."""
    child = the_child(target, facts)
    if child is None or not _lives_at_school(child) or not _every_week(rule):
        return False
    return any(not child_reachable(child.band, child.boarding, day.weekday()) for day in _days(rule, facts))


def away(target: CallTarget, timing: Timing, facts: Facts) -> bool:
    """Whether a weekly habit would ring while a boarder is at school; a birthday comes when it comes."""
    return _every_week(timing.rule) and any(at_school(target, moment, facts) for moment in upcoming(timing, facts))


def sleeping(timing: Timing, facts: Facts) -> bool:
    """Whether the parent herself sleeps at one of the next occurrences; who asks for today is awake today."""
    if isinstance(timing.rule, Once) and timing.rule.at.date() == facts.today:
        return False
    return bool(_slept(timing, facts))


def only_nights_sleep(timing: Timing, facts: Facts) -> bool:
    """Whether she sleeps at the hour for night weeks alone, so that the other one can stay."""
    slept = _slept(timing, facts)
    return bool(timing.night_times) and all(facts.profile.shift_on(at.date()) is Shift.NIGHT_LONG for at in slept)


def _slept(timing: Timing, facts: Facts) -> list[datetime]:
    return [moment for moment in upcoming(timing, facts) if asleep(facts.profile.shift, moment)]


def upcoming(timing: Timing, facts: Facts, count: int = AHEAD) -> list[datetime]:
    """The next occurrences on the wall clock."""
    instants = occurrences(timing, facts.zone, facts.profile.shift, facts.now, count)
    return [local(instant, facts) for instant in instants]


def in_bed(target: CallTarget, at: time, facts: Facts) -> bool:
    last = latest(target, facts)
    return last is not None and not UP_FROM <= at <= last


def at_school(target: CallTarget, moment: datetime, facts: Facts) -> bool:
    """Whether a boarder is away from home then, where nobody fetches him to a telephone."""
    child = the_child(target, facts)
    if child is None or not _lives_at_school(child):
        return False
    home = child_reachable(child.band, child.boarding, moment.weekday())
    if not home:
        return True
    too_early = moment.weekday() == FRIDAY and moment.time() < home[0].start
    return too_early or (moment.weekday() == SUNDAY and moment.time() > home[-1].end)


def _lives_at_school(child: Child) -> bool:
    """And has no telephone there."""
    return child.boarding is not Boarding.NONE and Reach.SCHOOL_PHONE not in child.reach


def _every_week(rule: Rule) -> bool:
    return isinstance(rule, Repeating) and repeats(rule) and rule.rrule.startswith(("FREQ=DAILY", "FREQ=WEEKLY"))


def suits_both(target: CallTarget, timing: Timing, facts: Facts) -> bool:
    """Whether every one of the next occurrences lies where both are free."""
    moments = upcoming(timing, facts)
    return bool(moments) and all(_free(target, moment, facts) for moment in moments)


def suits_home(target: CallTarget, timing: Timing, facts: Facts) -> bool:
    """Whether every one of the next occurrences can be answered at home."""
    moments = upcoming(timing, facts)
    return bool(moments) and all(_inside(_home_windows(target, moment.date(), facts), moment) for moment in moments)


def _free(target: CallTarget, moment: datetime, facts: Facts) -> bool:
    day = moment.date()
    hers = parent_window(facts.profile.shift_on(day), resting=rests(day, facts))
    return _inside(_home_windows(target, day, facts), moment) and _inside(hers, moment)


def _inside(windows: Iterable[Window], moment: datetime) -> bool:
    return any(moment.time() in window for window in windows)


def _home_windows(target: CallTarget, day: date, facts: Facts) -> tuple[Window, ...]:
    child = the_child(target, facts)
    return child_reachable(child.band, child.boarding, day.weekday()) if child else caregiver_window()


def rests(day: date, facts: Facts) -> bool:
    return facts.profile.rest_day is not None and facts.profile.rest_day.falls_on(day)


def proposals(draft: Draft, facts: Facts, shift: Shift | None = None) -> tuple[time, ...]:
    """Up to three half hours that suit most of the next days, those on which this shift is worked."""
    rule, target = draft.rule, draft.target
    if rule is None or target is None:
        return ()
    days = [day for day in _days(rule, facts) if shift is None or facts.profile.shift_on(day) is shift]
    counted = Counter(at for day in days for at in propose_on(target, day, facts))
    ranked = [at for at, _count in counted.most_common() if not _refused(target, rule, at, facts)]
    return tuple(sorted(ranked[:MOST_PROPOSED]))


def _refused(target: CallTarget, rule: Rule, at: time, facts: Facts) -> bool:
    """On some of the days the child would be in bed or at school, or it is too late for that already."""
    over = isinstance(rule, Once) and datetime.combine(rule.at.date(), at) <= facts.local
    return over or in_bed(target, at, facts) or away(target, timing_of(rule, (at,)), facts)


def _days(rule: Rule, facts: Facts) -> list[date]:
    if isinstance(rule, Once):
        return [rule.at.date()]
    count = 1 if isinstance(rule, Lunar) else AHEAD
    return [moment.date() for moment in upcoming(timing_of(rule, (time(12),)), facts, count)]


def propose_on(target: CallTarget, day: date, facts: Facts) -> tuple[time, ...]:
    """Up to three half hours of one day that suit both sides."""
    child, worker, resting = the_child(target, facts), facts.profile.shift, rests(day, facts)
    if child is None:
        return propose_caregiver_times(worker, day, resting=resting)
    return propose_times(child.band, child.boarding, worker, day, resting=resting)
