"""Reads a Chinese time phrase: a timing where the words leave no doubt, a question where they do, never a guess."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from dialogs.calendar.recurrence import Once, Repeating, Timing, whole_minute
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Window
from dialogs.language.when_background import days_told, near_the_story
from dialogs.language.when_clause import Clause, split
from dialogs.language.when_clauses import Wish, contradicts, is_conditional, is_plain_wish, wish_in
from dialogs.language.when_clock import At, Said, open_readings, readings, said_clocks
from dialogs.language.when_corrections import settled
from dialogs.language.when_days import DayPhrase, Hours, day_phrase, plan
from dialogs.language.when_objections import objection_to
from dialogs.language.when_outcomes import AskBack, NotUnderstood, Outcome, Refused, Understood
from dialogs.language.when_rules import weekdays_of
from dialogs.language.when_slots import scan
from dialogs.language.when_tokens import (
    Ahead,
    Break,
    Cycle,
    Either,
    Impossible,
    Later,
    Missing,
    Reason,
    Token,
    Vague,
)
from dialogs.language.when_unclear import asked_back
from dialogs.language.when_wish import wakes

__all__ = [
    "AskBack",
    "Missing",
    "NotUnderstood",
    "Outcome",
    "Reason",
    "Refused",
    "Understood",
    "WhenContext",
    "read_when",
]

# More honest readings than this, and the person had better say it anew.
_MOST_CHOICES = 4
# 吃饭是六点 今晚七点喊我: of two hours that are told alike, nobody said which is hers.
_OTHER_HOUR = re.compile(
    "(?:[上下交换]班|放学|吃饭|开饭|收工|开工|睡觉|熄灯|午休|[上下]课)(?:的?时间)?(?:是|要到)|更正"
)


@dataclass(frozen=True)
class WhenContext:
    """What the conversation knows: hours a call makes sense, whether a habit was asked for, what was said before.

    `windows` decide between morning and evening; with them a clock time alone is one of today, if only one is still to
    come. With `repeats` a bare weekday means every week. `heard` is the text
    that led to a question back; an answer that is incomplete by itself is read together with it. With `any_shift` a
    clock time said for one shift holds for the other as well.
    """

    windows: tuple[Window, ...] = ()
    repeats: bool = False
    heard: str = ""
    any_shift: bool = False


PLAIN = WhenContext()


def read_when(text: str, now: datetime, zone: ZoneInfo, context: WhenContext = PLAIN) -> Outcome:
    """What a text says about when, seen from an instant (aware) in a time zone."""
    local = now.astimezone(zone).replace(tzinfo=None)
    alone = _read(text, local, replace(context, windows=()) if context.heard else context)
    if not context.heard or isinstance(alone, Understood | Refused):
        return alone
    together = _read(f"{context.heard},{text}", local, context)
    if together == AskBack(Missing.WHICH_DAY) and alone == AskBack(Missing.CLOCK):
        # 过年晚上八点, and then 除夕: the day that was open is named now.
        clear = (
            token for token in settled(scan(context.heard), local.date()).tokens if not isinstance(token, Vague | Cycle)
        )
        return _meant((*clear, *settled(scan(text), local.date()).tokens), local, context)
    return alone if isinstance(together, NotUnderstood) else together


def _read(text: str, now: datetime, context: WhenContext) -> Outcome:
    clauses = split(text, now.date())
    outcome = _wished(text, clauses, now, context)
    if isinstance(outcome, Understood) and _OTHER_HOUR.search(text):
        return AskBack(Missing.CLOCK)
    return asked_back(clauses) if isinstance(outcome, NotUnderstood) else outcome


def _wished(text: str, clauses: Sequence[Clause], now: datetime, context: WhenContext) -> Outcome:
    if not any(clause.tokens for clause in clauses):
        return AskBack(Missing.DAY) if is_plain_wish(clauses) else NotUnderstood()
    wish = wish_in(clauses)
    if wish is None or not wish.complete:
        return NotUnderstood()
    if not wish.tokens:
        return AskBack(Missing.DAY) if is_plain_wish(wish.kept) else NotUnderstood()
    asked = context
    if wakes(text):
        context = replace(context, windows=())
    outcome = _in_story(wish.with_days, wish, now, context)
    if outcome == AskBack(Missing.DAY) and wish.rings_at_hour and (days := days_told(wish)):
        outcome = _in_story((*days, *wish.tokens), wish, now, context)
    if outcome == AskBack(Missing.DAY) and asked.windows and wish.is_of_today and not context.repeats:
        outcome = _today(wish, now, context)
    if is_conditional(clauses) and not isinstance(outcome, AskBack | Refused):
        return AskBack(Missing.WHICH_DAY)
    return AskBack(Missing.WHICH_DAY) if contradicts(wish, _weekdays(outcome)) else outcome


def _in_story(tokens: tuple[Token, ...], wish: Wish, now: datetime, context: WhenContext) -> Outcome:
    """下午四点收工,四点半叫我: the half of the day is told before; where it is an unlikely one, she is asked."""
    outcome = _meant(tokens, now, context)
    open_ = _meant(tokens, now, replace(context, windows=())) if wish.told and context.windows else outcome
    if not isinstance(open_, AskBack) or open_.missing is not Missing.MORNING_OR_EVENING:
        return outcome
    near = near_the_story(open_.choices, wish)
    if len(near) != 1 or outcome == Understood(near[0]):
        return outcome
    return open_ if isinstance(outcome, Understood) else Understood(near[0])


def _today(wish: Wish, now: datetime, context: WhenContext) -> Outcome:
    """八点叫我: today, where only one hour of today that is still to come can be meant."""
    outcome = _in_story((Ahead(0), *wish.tokens), wish, now, replace(context, windows=()))
    if not context.windows and any(len(options) > 1 for options in open_readings(wish.tokens)):
        return AskBack(Missing.DAY)  # 六点叫我起床 is no evening, only because the morning is over
    return outcome if isinstance(outcome, Understood) else AskBack(Missing.DAY)


def _weekdays(outcome: Outcome) -> frozenset[int] | None:
    """The weekdays of a habit; None where there is none."""
    if not isinstance(outcome, Understood) or not isinstance(outcome.timing.rule, Repeating):
        return None
    return weekdays_of(outcome.timing.rule.rrule)


def _meant(every: tuple[Token, ...], now: datetime, context: WhenContext) -> Outcome:
    if objection := objection_to(every, any_shift=context.any_shift):
        return objection
    either = [token.options if isinstance(token, Either) else (token,) for token in every]
    outcomes = [_resolve(tokens, now, context) for tokens in product(*either)]
    question = next((token.missing for token in every if isinstance(token, Either)), Missing.WHICH_DAY)
    return _settled(outcomes, question, context)


# ---- one reading of the day words ----------------------------------------------------------------------------------

_END_OF_DAY = Hours((time(23, 59, 59),))


def _resolve(tokens: Sequence[Token], now: datetime, context: WhenContext) -> Outcome:
    if impossible := next((token for token in tokens if isinstance(token, Impossible)), None):
        return Refused(impossible.reason)
    saids = said_clocks(tokens)
    if any(isinstance(token, Later) for token in tokens):
        return _in_a_while(tokens, now)
    phrase = day_phrase(tokens)
    if phrase is None:
        return AskBack(Missing.WHICH_DAY)
    if not saids:
        return _without_clock(plan(phrase, _END_OF_DAY, now, repeats=context.repeats))
    return _with_clocks(phrase, saids, now, context)


def _in_a_while(tokens: Sequence[Token], now: datetime) -> Outcome:
    if not all(isinstance(token, Later | Break) for token in tokens):
        return AskBack(Missing.ONE_AT_A_TIME)
    minutes = sum(token.minutes for token in tokens if isinstance(token, Later))
    return Understood(Timing(Once(whole_minute(now + timedelta(minutes=minutes)))))


def _without_clock(outcome: Outcome) -> Outcome:
    """A day that is past or unclear is told at once; what depends on the clock waits for it."""
    waits = isinstance(outcome, Understood) or (
        isinstance(outcome, AskBack) and outcome.missing is Missing.ONCE_OR_EVERY
    )
    return AskBack(Missing.CLOCK) if waits else outcome


def _with_clocks(phrase: DayPhrase, saids: Sequence[Said], now: datetime, context: WhenContext) -> Outcome:
    options: list[tuple[tuple[Shift | None, At], ...]] = []
    for said in saids:
        for reading in readings(said):
            if isinstance(reading, Missing):
                return AskBack(reading)
            if isinstance(reading, Reason):
                return Refused(reading)
            options.append(tuple((said.shift, at) for at in reading))
    if not context.any_shift and {said.shift for said in saids} in ({Shift.DAY_LONG}, {Shift.NIGHT_LONG}):
        return AskBack(Missing.OTHER_SHIFT)
    combined = list(product(*options))
    # 7点、19点 are two clock times, so seven is not nineteen.
    distinct = [chosen for chosen in combined if len(set(chosen)) == len(chosen)] or combined
    outcomes = [plan(phrase, _hours(chosen, context), now, repeats=context.repeats) for chosen in distinct]
    return _settled(outcomes, _open_question(options), context)


def _hours(chosen: Sequence[tuple[Shift | None, At]], context: WhenContext) -> Hours:
    by_shift: dict[Shift | None, set[time]] = {}
    for shift, at in chosen:
        by_shift.setdefault(None if context.any_shift else shift, set()).add(at.clock)
    always = by_shift.get(None, set())
    by_day = by_shift.get(Shift.DAY_LONG)
    by_night = by_shift.get(Shift.NIGHT_LONG, always if by_day else set())
    beyond = frozenset(at.next_day for _, at in chosen)
    return Hours(tuple(sorted(by_day or always)), tuple(sorted(by_night)), beyond)


def _open_question(options: Iterable[tuple[tuple[Shift | None, At], ...]]) -> Missing:
    several = next((readings for readings in options if len(readings) > 1), ())
    # One clock time on two days is a question of the night, two clock times are one of the half of the day.
    same = len({at.clock for _, at in several}) == 1
    return Missing.WHICH_NIGHT if same else Missing.MORNING_OR_EVENING


# ---- from readings to one outcome ----------------------------------------------------------------------------------


def _settled(outcomes: Sequence[Outcome], question: Missing, context: WhenContext) -> Outcome:
    """One outcome if all readings agree or only one can be; a question between them otherwise."""
    possible = [outcome for outcome in dict.fromkeys(outcomes) if not isinstance(outcome, Refused)]
    if len(possible) < 2:
        return possible[0] if possible else outcomes[0]
    choices = tuple(dict.fromkeys(timing for outcome in possible for timing in _timings(outcome)))
    if question is Missing.MORNING_OR_EVENING:
        choices = tuple(timing for timing in choices if _fits(timing, context.windows)) or choices
    if len(choices) == 1 and all(isinstance(outcome, Understood) for outcome in possible):
        return Understood(choices[0])
    return AskBack(question, choices if 1 < len(choices) <= _MOST_CHOICES else ())


def _timings(outcome: Outcome) -> tuple[Timing, ...]:
    if isinstance(outcome, Understood):
        return (outcome.timing,)
    return outcome.choices if isinstance(outcome, AskBack) else ()


def _fits(timing: Timing, windows: Sequence[Window]) -> bool:
    return all(any(at in window for window in windows) for at in timing.clocks(None))
