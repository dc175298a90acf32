"""Reads a Chinese time phrase: a timing where the words leave no doubt, a question where they do, never a guess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from dialogs.calendar.recurrence import Once, Timing, whole_minute
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Window
from dialogs.language.when_clock import At, Said, readings, said_clocks
from dialogs.language.when_days import DAY_WORDS, DayPhrase, Hours, day_phrase, plan
from dialogs.language.when_outcomes import AskBack, NotUnderstood, Outcome, Refused, Understood
from dialogs.language.when_slots import scan
from dialogs.language.when_tokens import (
    Break,
    Clock,
    Cycle,
    Either,
    Impossible,
    Later,
    Missing,
    OnShift,
    Or,
    Reason,
    Token,
    Until,
    Vague,
)

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


@dataclass(frozen=True)
class WhenContext:
    """What the conversation knows: hours a call makes sense, whether a habit was asked for, what was said before.

    `windows` decide between morning and evening. With `repeats` a bare weekday means every week. `heard` is the text
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
    alone = _read(text, local, context)
    if not context.heard or isinstance(alone, Understood | Refused):
        return alone
    together = _read(f"{context.heard},{text}", local, context)
    if together == AskBack(Missing.WHICH_DAY) and alone == AskBack(Missing.CLOCK):
        # 过年晚上八点, and then 除夕: the day that was open is named now.
        clear = (token for token in scan(context.heard).tokens if not isinstance(token, Vague | Cycle))
        return _meant((*clear, *scan(text).tokens), local, context)
    return alone if isinstance(together, NotUnderstood) else together


def _read(text: str, now: datetime, context: WhenContext) -> Outcome:
    found = scan(text)
    return _meant(found.tokens, now, context) if found.complete and found.tokens else NotUnderstood()


def _meant(every: tuple[Token, ...], now: datetime, context: WhenContext) -> Outcome:
    if objection := _objection(every, context):
        return objection
    either = [token.options if isinstance(token, Either) else (token,) for token in every]
    outcomes = [_resolve(tokens, now, context) for tokens in product(*either)]
    question = next((token.missing for token in every if isinstance(token, Either)), Missing.WHICH_DAY)
    return _settled(outcomes, question, context)


# ---- what stands in the way ----------------------------------------------------------------------------------------


def _objection(tokens: Sequence[Token], context: WhenContext) -> Outcome | None:
    for token in tokens:
        if isinstance(token, Impossible):
            return Refused(token.reason)
    behind = None if context.any_shift else _shift_behind(tokens)
    return _vague(tokens) or _range_or_choice(tokens) or _several_rules(tokens) or behind


def _vague(tokens: Sequence[Token]) -> Outcome | None:
    for before, token in zip((None, *tokens), tokens, strict=False):
        if isinstance(token, Vague) and not (token.soft and _made_clear(token, before, tokens)):
            return AskBack(token.missing)
    return None


def _made_clear(vague: Vague, before: Token | None, tokens: Sequence[Token]) -> bool:
    if vague.missing is Missing.WHICH_DAY:
        return any(isinstance(token, DAY_WORDS) for token in tokens)
    # "Eight, when I am off": the hour belongs to the work, not to the call.
    return not isinstance(before, Clock) and any(isinstance(token, Clock) for token in tokens)


def _range_or_choice(tokens: Sequence[Token]) -> Outcome | None:
    whole = [token for token in tokens if not isinstance(token, Break)]
    for before, token, after in zip(whole, whole[1:], whole[2:], strict=False):
        if isinstance(token, Or):
            return AskBack(Missing.ONE_AT_A_TIME)
        if isinstance(token, Until) and isinstance(before, Clock):
            return AskBack(Missing.CLOCK)
        if isinstance(token, Until) and isinstance(before, DAY_WORDS) and isinstance(after, DAY_WORDS):
            return AskBack(Missing.WHICH_DAY)
    return None


def _several_rules(tokens: Sequence[Token]) -> Outcome | None:
    """周三八点,周六十点; 今天提醒我明天八点: what belongs together has to stand together."""
    clocks, days = _Strand(), _Strand()
    for token in tokens:
        if isinstance(token, Break | Vague):
            clocks.cut()
            days.cut()
        elif isinstance(token, OnShift):
            clocks.mend()
        elif isinstance(token, Clock):
            days.cut()
            clocks.add(token)
        elif isinstance(token, DAY_WORDS):
            days.add(token)
    return AskBack(Missing.ONE_AT_A_TIME) if clocks.torn or days.torn else None


def _shift_behind(tokens: Sequence[Token]) -> Outcome | None:
    """五点半上夜班的时候: a shift named behind its clock cannot be told from one whose clock is still to come."""
    named = [token for token in tokens if isinstance(token, Clock | OnShift)]
    if not named or isinstance(named[-1], Clock):
        return None
    if any(isinstance(token, Clock) for token in named):
        return AskBack(Missing.OTHER_SHIFT)
    has_days = any(isinstance(token, (*DAY_WORDS, Cycle)) for token in tokens)
    return AskBack(Missing.CLOCK if has_days else Missing.SHIFT_DAYS)


@dataclass
class _Strand:
    """Pieces of one kind, torn when different ones follow each other across a cut."""

    last: Token | None = None
    is_cut: bool = False
    torn: bool = False

    def cut(self) -> None:
        self.is_cut = self.last is not None

    def mend(self) -> None:
        self.is_cut = False

    def add(self, token: Token) -> None:
        # Names of different kinds may be one day twice: 下周三, …, 12月2号.
        rival = isinstance(token, Clock) or (type(token) is type(self.last) and token != self.last)
        self.torn = self.torn or (self.is_cut and rival)
        self.last, self.is_cut = token, False


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
