"""Words with more than one honest reading, or with a gap that only words can fill."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.calendar.recurrence import Timing
from dialogs.call_home.draft import Draft
from dialogs.call_home.new import NO_REMINDER, AskDays, AskTime, forward
from dialogs.call_home.prompts import OPEN_QUESTIONS, REASONS, open_question, solar_days
from dialogs.call_home.reading import Reading, Unclear, on_any_shift, on_days, read, the_other_shift
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.language.short_answers import says_unsure, says_yes
from dialogs.language.when import Missing, Reason
from dialogs.reminder_words import timing_words
from dialogs.text import _


def understood(reading: Reading, draft: Draft, facts: Facts) -> Move | None:
    """Where a reading leads; None when there was no time in the words."""
    match reading:
        case None:
            return None
        case Reason():
            return forward(draft, facts, (REASONS[reading],))
        case Unclear(missing, choices, kept) if choices:
            return Go(AskWhich(kept, missing, choices))
        case Unclear(Missing.SHIFT_DAYS as missing, _, kept):
            return forward(kept, facts, (OPEN_QUESTIONS[missing],))
        case Unclear(Missing.CLOCK as missing, _, kept) if kept.rule and kept.target:
            return Go(AskTime(kept), (OPEN_QUESTIONS[missing],))
        case Unclear(missing, _, kept):
            return Go(AskAgain(kept, missing))
    return forward(reading, facts)


@dataclass(frozen=True)
class AskWhich(Step):
    """Her words have more than one honest reading; she decides."""

    draft: Draft
    missing: Missing
    timings: tuple[Timing, ...]

    def ask(self, facts: Facts) -> Prompt:
        words = [timing_words(timing, facts.today) for timing in self.timings]
        choices = [Choice(str(number), label) for number, label in enumerate(words, start=1)]
        choices.append(Choice("none", _("None of these"), ("都不是", "不是", "都不对")))
        return ask(OPEN_QUESTIONS[self.missing], choices=choices, listed=True)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "none":
            return Go(AskDays(replace(self.draft, rule=None).untimed()))
        return forward(self.draft.timed(self.timings[int(key) - 1]), facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if says_yes(words) or says_unsure(words):
            return Again((_("Choose the one you mean, please; a number is enough."),))
        return understood(read(words, self.draft, facts), self.draft, facts)


@dataclass(frozen=True)
class AskAgain(Step):
    """Something about the time is open and can only be said in words."""

    draft: Draft
    missing: Missing

    def ask(self, facts: Facts) -> Prompt:
        return open_question(self.missing, self.draft, facts)

    def chose(self, key: str, facts: Facts) -> Move:
        rule = solar_days(self.draft, facts)
        if key == "solar" and rule:
            return forward(on_days(rule, self.draft, facts), facts)
        if key == "same":
            return understood(on_any_shift(self.draft, facts), self.draft, facts) or self._anew(facts)
        return self._anew(facts) if key == "anew" else Done((NO_REMINDER,))

    def _anew(self, facts: Facts) -> Move:
        return forward(self.draft.afresh(), facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if says_yes(words) or says_unsure(words):
            return self._undecided(facts)
        # Several wishes at once are forgotten but for the one she says now.
        fresh = self.missing is Missing.ONE_AT_A_TIME
        draft = replace(self.draft, heard="") if fresh else self.draft
        reader = the_other_shift if self.missing is Missing.OTHER_SHIFT else read
        reading = reader(words, draft, facts)
        if (
            isinstance(reading, Unclear)
            and reading.missing in (self.missing, Missing.SHIFT_DAYS)
            and not reading.choices
        ):
            return Again((_("That does not tell me yet."),))
        return understood(reading, draft, facts)

    def _undecided(self, facts: Facts) -> Move:
        """Neither yes nor no is an hour or a day: what comes nearest, or the questions with buttons."""
        if solar_days(self.draft, facts):
            return self.chose("solar", facts)
        return self.chose("same" if self.missing is Missing.OTHER_SHIFT else "anew", facts)
