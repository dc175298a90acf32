"""A reminder in the making: what has been said of it so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from dialogs.calendar.recurrence import Once, Repeating, Rule, Timing
from dialogs.calendar.rrules import parts
from dialogs.facts import CallTarget, Reminder


@dataclass(frozen=True)
class Draft:
    """`rule` without `times` is a rule whose clock time is still open; so is `Once`, of which only the day counts then.

    heard: words understood in part; with habit, a bare weekday in them means every week. number: of the reminder that
    is being changed. on_rest_day: the day waits for her day of rest to be known. asleep: she wants it although she
    sleeps then. guessed: morning or evening was not said. lunar_days: she wished for them, of every month.
    """

    target: CallTarget | None = None
    rule: Rule | None = None
    times: tuple[time, ...] = ()
    night_times: tuple[time, ...] = ()
    heard: str = ""
    habit: bool = False
    number: int | None = None
    on_rest_day: bool = False
    asleep: bool = False
    guessed: bool = False
    lunar_days: tuple[int, ...] = ()

    @property
    def timing(self) -> Timing | None:
        if self.rule is None or not self.times:
            return None
        return timing_of(self.rule, self.times, self.night_times)

    @property
    def repeats(self) -> bool:
        """Whether it goes on for good, so that it meets every shift there is."""
        return repeats(self.rule)

    def timed(self, timing: Timing) -> Draft:
        """With another timing; what was said of the old one is forgotten."""
        times = timing.times or timing.clocks(None)
        return replace(
            self, rule=timing.rule, times=times, night_times=timing.night_times, heard="", asleep=False, guessed=False
        )

    def untimed(self) -> Draft:
        return replace(self.without_times(), night_times=())

    def without_times(self) -> Draft:
        """The clock time is open again; the one for the weeks on night shift stays."""
        return replace(self, times=(), heard="", asleep=False, guessed=False)

    def afresh(self) -> Draft:
        """Only whom to call, and which reminder it is."""
        return Draft(target=self.target, number=self.number)


def repeats(rule: Rule | None) -> bool:
    if rule is None or isinstance(rule, Once):
        return False
    return not (isinstance(rule, Repeating) and parts(rule.rrule).keys() & {"COUNT", "UNTIL"})


def timing_of(rule: Rule, times: tuple[time, ...], night_times: tuple[time, ...] = ()) -> Timing:
    """The days of a rule at these clock times; a single day takes the first of them."""
    if isinstance(rule, Once):
        return Timing(Once(datetime.combine(rule.at.date(), times[0])))
    return Timing(rule, times, night_times)


def draft_of(reminder: Reminder) -> Draft:
    return replace(Draft(target=reminder.target, number=reminder.number).timed(reminder.timing))
