"""The questions about a new reminder: whom, which days, at what time, and all of it read back before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from dialogs.calendar.recurrence import Timing
from dialogs.call_home.draft import Draft
from dialogs.call_home.prompts import (
    OPEN_QUESTIONS,
    REASONS,
    days_of,
    days_question,
    night_question,
    proposed_night_times,
    proposed_times,
    read_back_question,
    rest_days,
    sleep_question,
    target_of,
    time_question,
    whom_question,
)
from dialogs.call_home.reading import (
    Reading,
    Unclear,
    keeping_times,
    on_days,
    read,
    read_clock,
    read_night_times,
    read_target,
)
from dialogs.call_home.saving import full, saved
from dialogs.call_home.times import Clash, away, days_away, only_nights_sleep, sleeping, too_late
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Prompt
from dialogs.engine.step import Again, Card, Done, Go, Move, Open, Step
from dialogs.facts import CallTarget, Facts
from dialogs.language.short_answers import says_unsure, says_yes
from dialogs.language.when import Missing, Reason
from dialogs.text import Text, _

NO_REMINDER = _("All right, no reminder then.")
WRITE_DAYS = _("Write the days as you say them: every Tuesday and Thursday, the 15th, tomorrow …")

# ---- what comes next -----------------------------------------------------------------------------------------------


def understood(reading: Reading, draft: Draft, facts: Facts) -> Move | None:
    """Where a reading leads; None when there was no time in the words."""
    from dialogs.call_home import unclear  # its questions lead back to the ones here

    return unclear.understood(reading, draft, facts)


def forward(draft: Draft, facts: Facts, say: tuple[Text | Card, ...] = ()) -> Move:
    """The next question, or another dialog first: her shift and her day of rest are asked once, when they matter."""
    if draft.number is None and facts.free_reminder_number is None:
        return full(facts)
    if draft.on_rest_day and facts.profile.rest_day is None and not facts.was_asked("rest_day"):
        return Open(Entry.REST_DAY, then=CarryOn(draft), say=say)
    ready = draft.target is not None and draft.repeats
    if ready and facts.profile.shift is None and not facts.was_asked("shift"):
        why = _("So that I do not wake you and can find hours that suit both sides:")
        return Open(Entry.SHIFT, subject="reminder", then=CarryOn(draft), say=(*say, why))
    return Go(next_step(draft, facts), say)


def next_step(draft: Draft, facts: Facts) -> Step:
    """The first thing that is still open, or speaks against it."""
    if draft.on_rest_day and draft.rule is None and (rule := rest_days(facts)):
        draft = on_days(rule, draft, facts)
    if draft.target is None:
        return AskWhom(draft)
    if draft.rule is None:
        return AskDays(draft)
    if days_away(draft.target, draft.rule, facts):
        return AskDays(replace(draft, rule=None, on_rest_day=False), Clash.SCHOOL)
    timing = draft.timing
    if timing is None:
        return AskTime(draft)
    return _objection(draft, draft.target, timing, facts) or ConfirmReminder(draft, timing)


def _objection(draft: Draft, target: CallTarget, timing: Timing, facts: Facts) -> Step | None:
    if too_late(target, draft.times, facts):
        return AskTime(draft.without_times(), Clash.BEDTIME)
    if away(target, timing, facts):
        return AskTime(draft.untimed(), Clash.SCHOOL)
    rotates = facts.profile.shift is not None and facts.profile.shift.rotates
    if rotates and draft.repeats and not draft.night_times:
        return AskNightTime(draft)
    if too_late(target, draft.night_times, facts):
        return AskNightTime(replace(draft, night_times=()), Clash.BEDTIME)
    return None if draft.asleep or not sleeping(timing, facts) else AskSleep(draft)


# ---- the questions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CarryOn(Step):
    """Whatever is next once another dialog has answered what was missing."""

    draft: Draft

    def ask(self, facts: Facts) -> Prompt:
        return next_step(self.draft, facts).ask(facts)

    def chose(self, key: str, facts: Facts) -> Move:
        return next_step(self.draft, facts).chose(key, facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        return next_step(self.draft, facts).heard(words, facts)


@dataclass(frozen=True)
class AskWhom(Step):
    """Which child, or the elders?"""

    draft: Draft

    def ask(self, facts: Facts) -> Prompt:
        return whom_question(facts)

    def chose(self, key: str, facts: Facts) -> Move:
        return forward(replace(self.draft, target=target_of(key)), facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        # Who leaves it open gets the eldest, and sees that in the next question.
        target = CallTarget(child=facts.children[0].number) if self._any(words, facts) else read_target(words, facts)
        return forward(replace(self.draft, target=target), facts) if target else None

    def _any(self, words: str, facts: Facts) -> bool:
        return says_unsure(words) and bool(facts.children)


@dataclass(frozen=True)
class AskDays(Step):
    """On which days? Any words that name days will do."""

    draft: Draft
    clash: Clash | None = None

    def ask(self, facts: Facts) -> Prompt:
        return days_question(self.draft, facts, self.clash)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "write":
            return Again((WRITE_DAYS,))
        if key == "elders":
            return forward(replace(self.draft, target=target_of(key)), facts)
        if key == "rest":
            return forward(replace(self.draft, on_rest_day=True), facts)
        return forward(on_days(days_of(key, facts.today), self.draft, facts), facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if says_unsure(words):
            weekend = on_days(days_of("weekend", facts.today), self.draft, facts)
            return forward(weekend, facts, (_("Then the weekend for now; you can change it any time."),))
        if says_yes(words):
            return Again((WRITE_DAYS,))
        target = read_target(words, facts)
        draft = replace(self.draft, target=target or self.draft.target, habit=True)
        reading = keeping_times(read(words, draft, facts), draft)
        if isinstance(reading, Unclear) and reading.missing is Missing.SHIFT_DAYS:
            return Again((OPEN_QUESTIONS[reading.missing],))
        return understood(reading, draft, facts)


@dataclass(frozen=True)
class AskTime(Step):
    """At what time? Up to three that suit both sides, or her own."""

    draft: Draft
    clash: Clash | None = None

    def ask(self, facts: Facts) -> Prompt:
        return time_question(self.draft, facts, self.clash)

    def chose(self, key: str, facts: Facts) -> Move:
        return forward(replace(self.draft, times=(time.fromisoformat(key),), heard=""), facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if says_yes(words) or says_unsure(words):
            return self._first(facts)
        reading = read_clock(words, self.draft, facts)
        if isinstance(reading, Reason):
            return Again((REASONS[reading],))
        if isinstance(reading, Unclear) and not reading.choices:
            return Again((OPEN_QUESTIONS[reading.missing],))
        if isinstance(reading, Draft) and not reading.night_times:
            reading = replace(reading, night_times=self.draft.night_times)
        return understood(reading, self.draft, facts)

    def _first(self, facts: Facts) -> Move:
        """Any will do, so the first that suits both; she sees it read back."""
        proposed = proposed_times(self.draft, facts)
        return self.chose(f"{proposed[0]:%H:%M}", facts) if proposed else Again((OPEN_QUESTIONS[Missing.CLOCK],))


@dataclass(frozen=True)
class AskNightTime(Step):
    """And in the weeks on night shift?"""

    draft: Draft
    clash: Clash | None = None

    def ask(self, facts: Facts) -> Prompt:
        return night_question(self.draft, facts, self.clash)

    def chose(self, key: str, facts: Facts) -> Move:
        times = self.draft.times if key == "same" else (time.fromisoformat(key),)
        return forward(replace(self.draft, night_times=times), facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if says_unsure(words):
            say = (_("Then the same time for now; you can change it any time."),)
            return forward(replace(self.draft, night_times=self.draft.times), facts, say)
        if says_yes(words):
            first = proposed_night_times(self.draft, facts)[:1]
            return forward(replace(self.draft, night_times=first or self.draft.times), facts)
        read_times = read_night_times(words, facts)
        if read_times is None:
            return None
        if isinstance(read_times, Reason):
            return Again((REASONS[read_times],))
        if not read_times:
            return Again((OPEN_QUESTIONS[Missing.CLOCK],))
        return forward(replace(self.draft, night_times=read_times), facts)


@dataclass(frozen=True)
class AskSleep(Step):
    """She would be woken: another time, or does she want it so?"""

    draft: Draft

    def ask(self, facts: Facts) -> Prompt:
        return sleep_question(self.draft, facts)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "keep":
            return forward(replace(self.draft, asleep=True), facts)
        return Go(self._elsewhere(facts))

    def heard(self, words: str, facts: Facts) -> Move | None:
        return self.chose("other", facts) if says_yes(words) else self._elsewhere(facts).heard(words, facts)

    def _elsewhere(self, facts: Facts) -> AskTime | AskNightTime:
        """Only the hour at which she sleeps is asked again."""
        timing = self.draft.timing
        if timing is not None and only_nights_sleep(timing, facts):
            return AskNightTime(replace(self.draft, night_times=()))
        return AskTime(self.draft.without_times())


@dataclass(frozen=True)
class ConfirmReminder(Step):
    """All of it read back in words, with the next date."""

    draft: Draft
    timing: Timing

    def ask(self, facts: Facts) -> Prompt:
        return read_back_question(self.draft, self.timing, facts)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "time":
            return Go(AskTime(self.draft.untimed()))
        if key == "days":
            return Go(AskDays(replace(self.draft, rule=None, on_rest_day=False)))
        if key == "no":
            return Done((NO_REMINDER,))
        return saved(self.draft, self.timing, facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        """Yes, or a correction: another person, other days, another hour."""
        if says_yes(words):
            return saved(self.draft, self.timing, facts)
        target = read_target(words, facts)
        draft = replace(self.draft, target=target) if target else self.draft
        move = understood(keeping_times(read_clock(words, draft, facts), draft), draft, facts)
        return move or (forward(draft, facts) if target else None)
