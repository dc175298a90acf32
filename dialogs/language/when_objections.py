"""What stands in the way of one timing: an impossible day, a vague word, a range, two wishes in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dialogs.language.when_outcomes import AskBack, Outcome, Refused
from dialogs.language.when_tokens import (
    DAY_WORDS,
    Ahead,
    Begin,
    Break,
    Clock,
    Cycle,
    Impossible,
    Missing,
    OnShift,
    Or,
    PartOfDay,
    Token,
    Unit,
    Until,
    Vague,
    Weekdays,
)


def objection_to(tokens: Sequence[Token], *, any_shift: bool) -> Outcome | None:
    """What keeps tokens from being read as one timing, if anything does."""
    for token in tokens:
        if isinstance(token, Impossible):
            return Refused(token.reason)
    behind = None if any_shift else _shift_behind(tokens)
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
    rest = _without_beginnings(tokens)
    if _is_loose_list(rest):
        return AskBack(Missing.ONE_AT_A_TIME)
    for token in rest:
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
    torn = clocks.torn or days.torn or _is_second_wish(tokens)
    return AskBack(Missing.ONE_AT_A_TIME) if torn else None


def _is_loose_list(tokens: Sequence[Token]) -> bool:
    """今晚…后天: several days counted from today are a list only where they stand together, the nearest first."""
    near = [(at, token.days) for at, token in enumerate(tokens) if isinstance(token, Ahead)]
    pairs = [pair for pair in pairwise(near) if pair[0][1] != pair[1][1]]
    return any(days > later or not _stand_together(tokens[at + 1 :], then - at) for (at, days), (then, later) in pairs)


def _stand_together(behind: Sequence[Token], further: int) -> bool:
    """今晚和明晚 do as well: the same part of either day."""
    alike = further == 2 and len(behind) > further and behind[0] == behind[2]
    return further == 1 or (alike and isinstance(behind[0], PartOfDay))


def _is_second_wish(tokens: Sequence[Token]) -> bool:
    """每晚八点,周末九点: other days with a clock time of their own."""
    wishes: list[set[Token]] = [set()]
    before: Token | None = None
    for token in _without_beginnings(tokens):
        if isinstance(token, (*DAY_WORDS, Cycle)):
            if isinstance(before, Clock):
                wishes.append(set())
            wishes[-1].add(token)
        if isinstance(token, (*DAY_WORDS, Cycle, Clock)):
            before = token
    complete = wishes if isinstance(before, Clock) else wishes[:-1]
    daily = any(token == Cycle(Unit.DAY) for token in wishes[0])
    added = daily and any(isinstance(token, Weekdays) for each in wishes[1:] for token in each)
    return added or len({frozenset(each) for each in complete if each}) > 1


def _without_beginnings(tokens: Sequence[Token]) -> list[Token]:
    """Without the days from which something is to begin."""
    kept: list[Token] = []
    for token in tokens:
        if isinstance(token, Begin):
            day = next((at for at in reversed(range(len(kept))) if isinstance(kept[at], DAY_WORDS)), None)
            if day is not None:
                del kept[day]
        kept.append(token)
    return kept


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
