"""Which clauses of a text are the wish to be rung, and which only tell of life around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogs.language.when_clause import Clause
from dialogs.language.when_slots import is_strange, joined
from dialogs.language.when_tokens import (
    DAY_WORDS,
    Ahead,
    Begin,
    Clock,
    Cycle,
    Dated,
    Except,
    Impossible,
    Later,
    LunarDay,
    Missing,
    OnShift,
    Term,
    Token,
    Unit,
    Until,
    Vague,
    Weekdays,
)
from dialogs.language.when_wish import (
    FILLER,
    GAP,
    TIME,
    asks,
    asks_me,
    calls,
    cancels,
    corrects,
    is_plain,
    is_story,
    narrates,
    only_if,
    refuses,
    tells_of_others,
    tells_of_work,
    waits,
    wonders,
)

_SAYS_MORE = re.compile(f"[^{TIME}{GAP}\\W_和跟与及就是的都还有要吧哈啊]")
# What no rule has read of a stretch of days.
_STRETCH = re.compile(
    "(?<![0-9一二两三四五六七八九十按有差好前几第])[0-9一二两三四五六七八九十几整]+个?(?:天|周|星期|礼拜|月|年|晚)"
    f"(?![轻级货纪没不了多{FILLER}]|都没)"
)
_LEFT_OUT = re.compile(f"除[了开去]?{TIME}")
_LONGEST_ORDER = 24


@dataclass(frozen=True)
class Wish:
    """The clauses that say when to ring, and those that only stand around them."""

    kept: tuple[Clause, ...]
    told: tuple[Clause, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing was left over in it that refuses, asks, or speaks of time in a way we do not know."""
        return not any(
            is_strange(clause.head)
            or refuses(clause.head, asked=asks_me(clause.words))
            or (wonders(clause.words) and not asks_me(clause.words))
            for clause in self.kept
        )

    @property
    def tokens(self) -> tuple[Token, ...]:
        return _together(_plain_spoken(self.kept))

    @property
    def rings_at_hour(self) -> bool:
        return any(clause.asks and clause.names(Clock) for clause in self.kept)

    @property
    def is_of_today(self) -> bool:
        """Whether no word in it or around it may name a day."""
        said = all(is_plain(clause.words) or clause.asks for clause in self.kept if not _is_hint(clause))
        return said and all(_is_hint(clause) or (self.rings_at_hour and clause.is_of_hours) for clause in self.told)

    @property
    def with_days(self) -> tuple[Token, ...]:
        """The tokens; where they name no day, with those of the story: I rest on Saturdays, ring me at eight."""
        if any(clause.names(*DAY_WORDS) or Cycle(Unit.DAY) in clause.tokens for clause in self.kept):
            return self.tokens
        days = (clause for clause in self.told if _gives_day(clause))
        return _together((*days, *_plain_spoken(self.kept)))


def _gives_day(clause: Clause) -> bool:
    return clause.names(*DAY_WORDS) and not clause.names(Clock, Impossible)


def _plain_spoken(clauses: Sequence[Clause]) -> Iterable[Clause]:
    """Without clauses such as 要早点, 午休只有40分钟 next to one that names the hour."""
    timed = any(clause.names(Clock, Later) for clause in clauses)
    return (clause for clause in clauses if not (timed and clause.tokens and _is_hint(clause)))


def _is_hint(clause: Clause) -> bool:
    return all(isinstance(token, Vague) and token.missing is Missing.CLOCK for token in clause.tokens)


def _together(clauses: Iterable[Clause]) -> tuple[Token, ...]:
    chosen = tuple(clauses)
    tokens = tuple(token for clause in chosen for token in clause.tokens)
    return joined(tokens, ",".join(clause.words for clause in chosen))


def wish_in(clauses: Sequence[Clause]) -> Wish | None:
    """None where nobody asks for anything: a story, a complaint, a wish that is taken back."""
    if any(cancels(clause.words) for clause in clauses):
        return None
    told = tuple(clause for at, clause in enumerate(clauses) if _is_told(clause, clauses[:at], clauses[at + 1 :]))
    kept = tuple(clause for clause in clauses if clause not in told)
    around = [clause for clause in told if clause.is_timed]
    if around and not any(clause.is_timed for clause in kept):
        # A time amid other words, and nothing about ringing: whose time that is, nobody said.
        return _rung_when(around, kept, told) if any(clause.wishes for clause in kept) else None
    if any(_remembers(clause) for clause in kept):
        return None
    if _moans(clauses, told) and not any(clause.asks for clause in clauses):
        return None
    return Wish(kept, told)


def _is_told(clause: Clause, before: Sequence[Clause], after: Sequence[Clause]) -> bool:
    others = (*before, *after)
    if clause.is_busy and any(other.asks and other.names(Clock) for other in others):
        return True
    rung = any(other.is_complete and other.asks for other in others)
    if rung and clause.names(Clock) and not clause.wishes and _SAYS_MORE.search(clause.words):
        return True
    if clause.states and any(other.is_complete and other.names(*DAY_WORDS) for other in others):
        return True
    if clause.names(Begin, Except) or not any(other.is_timed for other in others):
        # Where no other clause has a time, this one is all there is, unless it is a mere story.
        return clause.is_timed and not clause.wishes and _is_story(clause)
    if clause.is_past and not clause.asks and any(other.is_timed and not other.is_past for other in others):
        return True
    if clause.wishes:
        settled = [other for other in others if other.is_complete and (other.asks or other in after)]
        return bool(settled) and not clause.asks and not clause.is_timed and clause.is_doubtful
    if _is_story(clause):
        return True
    return any(other.is_complete for other in others) and _tells_what_happens(clause)


def _is_story(clause: Clause) -> bool:
    return is_story(clause.words) or tells_of_others(clause.words)


def _tells_what_happens(clause: Clause) -> bool:
    """这周白班, 清明回不了家, 我请了三天假: it goes with a wish that is complete without it."""
    on_shift = clause.names(OnShift) and (not clause.names(Clock) or clause.names(Until)) and len(clause.tokens) > 1
    return on_shift or clause.is_busy or (clause.is_doubtful and not clause.names(Clock, Cycle))


def _moans(clauses: Sequence[Clause], told: Sequence[Clause]) -> bool:
    """每天晚上八点打电话,他都不接: of calls that are made already, and of what comes of them."""
    behind = clauses[next((at for at, clause in enumerate(clauses) if clause.is_timed), 0) :]
    if any(narrates(clause.words) and clause.names(Clock) for clause in clauses if clause not in told):
        return True
    # Of what is still to come nobody complains, but somebody may ask.
    ahead = any(_is_ahead(token) for clause in clauses for token in clause.tokens)
    against = wonders if ahead else refuses
    return any(
        against(clause.words) and not clause.is_timed and not tells_of_work(clause.words)
        for clause in behind
        if clause in told
    )


def _is_ahead(token: Token) -> bool:
    return isinstance(token, Later | Dated | LunarDay | Term) or (isinstance(token, Ahead) and token.days > 0)


def _remembers(clause: Clause) -> bool:
    """昨天那个提醒好准时: of what is over somebody tells; who asks for it has made a slip."""
    others = [char for char in clause.words if char not in (TIME, FILLER, GAP)]
    return clause.is_past and not clause.asks and (len(others) > 2 or tells_of_others(clause.words))


def _rung_when(around: Sequence[Clause], kept: tuple[Clause, ...], told: tuple[Clause, ...]) -> Wish:
    """每周五下午四点放学,喊我: the wish names no time, so the one time that is told is meant."""
    if any(clause.is_past or refuses(clause.words) for clause in around):
        return Wish(kept, told)
    return Wish((*around, *kept), tuple(clause for clause in told if clause not in around))


def contradicts(wish: Wish, weekdays: frozenset[int] | None) -> bool:
    """Whether the story around a wish takes something back from it; `weekdays` are those of a habit."""
    for clause in wish.told:
        if not clause.is_timed or clause.is_past:
            continue
        if corrects(clause.words):
            return True
        said = {day for token in clause.tokens if isinstance(token, Weekdays) for day in token.days}
        if weekdays and said & weekdays and not weekdays <= said:
            return True
    return False


def is_conditional(clauses: Sequence[Clause]) -> bool:
    """等发了工资, 如果不加班: nobody here will know when that is so, unless a day is named."""
    dated = any(clause.names(*DAY_WORDS, Cycle, Later) for clause in clauses)
    if any(_STRETCH.search(clause.words) or _LEFT_OUT.search(clause.words) or clause.ends_openly for clause in clauses):
        return True
    return any(only_if(clause.words) or (not dated and waits(clause.words)) for clause in clauses)


def is_plain_wish(clauses: Sequence[Clause]) -> bool:
    """提醒我给屋里打电话: all is said but when."""
    words = ",".join(clause.words for clause in clauses)
    meant = asks(words) and (calls(words) or (asks_me(words) and not is_story(words)))
    return meant and not refuses(words) and not is_strange(words) and len(words) <= _LONGEST_ORDER
