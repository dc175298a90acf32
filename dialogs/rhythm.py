"""The weekly rhythm of what is sent unasked: which days, at which hour of the shift, and what kind on which day."""

from __future__ import annotations

from datetime import date, time

from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Boarding
from dialogs.facts import Facts, Profile

FRIDAY, SUNDAY = 4, 6
FREQUENCIES = (1, 3, 7)
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_START = date(2024, 1, 1)  # any fixed day: the rule is weekly, nothing counts from it
# After the shift and supper; night workers get it after waking, before they leave.
_AFTER_SHIFT = {Shift.DAY_LONG: time(20, 30), Shift.DAY_FIXED: time(19, 30), Shift.NIGHT_LONG: time(17, 0)}
_UNKNOWN_SHIFT = time(20, 0)


def rest_weekday(facts: Facts) -> int:
    """The weekday of the long call: her day of rest; else Friday for a boarder's parent, Sunday for the others."""
    rest = facts.profile.rest_day
    if rest is not None and rest.weekday is not None:
        return rest.weekday
    boards = any(child.boarding is not Boarding.NONE for child in facts.children)
    return FRIDAY if boards else SUNDAY


def tip_days(facts: Facts) -> tuple[int, ...]:
    """The weekdays on which a tip comes: the first day of the shift week, its middle, and the day of rest."""
    rest = rest_weekday(facts)
    if facts.profile.tips_a_week == 1:
        return (rest,)
    if facts.profile.tips_a_week == 3:
        return tuple(sorted({(rest + 1) % 7, (rest + 3) % 7, rest}))
    return tuple(range(7))


def tip_kind(facts: Facts, weekday: int) -> str:
    """What kind of tip belongs on this day."""
    rest = rest_weekday(facts)
    if weekday == rest:
        return "starter"
    return "fact" if weekday == (rest + 1) % 7 else "tip"


def is_together(facts: Facts) -> bool:
    """Whether parent and child are in one place now; the last day she named still belongs to it."""
    until = facts.profile.together_until
    return facts.profile.together and (until is None or facts.today <= until)


def receives_tips(profile: Profile) -> bool:
    return profile.tips_a_week > 0 and not (profile.stopped or profile.paused)


def tips_timing(facts: Facts) -> Timing | None:
    """When tips come; None when none are wanted."""
    if not facts.agreed or not receives_tips(facts.profile):
        return None
    return _weekly(facts, tip_days(facts))


def week_line_timing(facts: Facts) -> Timing | None:
    """When the line about the week's calls comes by itself: where no tip comes that would carry it."""
    silent = facts.profile.stopped or facts.profile.paused or not facts.agreed
    if silent or not facts.reminders or tips_timing(facts) is not None:
        return None
    return _weekly(facts, (rest_weekday(facts),))


def _weekly(facts: Facts, days: tuple[int, ...]) -> Timing:
    rule = Repeating(f"FREQ=WEEKLY;BYDAY={','.join(_CODES[day] for day in days)}", _START)
    profile = facts.profile
    if profile.tip_at:
        return Timing(rule, (profile.tip_at,))
    pattern = profile.shift
    if pattern is None:
        return Timing(rule, (_UNKNOWN_SHIFT,))
    day = Shift.DAY_LONG if pattern.shift is Shift.NIGHT_LONG else pattern.shift
    night_times = (_AFTER_SHIFT[Shift.NIGHT_LONG],) if pattern.shift in (Shift.NIGHT_LONG, Shift.DAY_LONG) else ()
    return Timing(rule, (_AFTER_SHIFT.get(day, _UNKNOWN_SHIFT),), night_times)
