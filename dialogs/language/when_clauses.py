"""Which clauses of a text are the wish to be rung, and which only tell of life around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogs.language.when_slots import is_strange, joined, scan
from dialogs.language.when_tokens import (
    DAY_WORDS,
    Begin,
    Clock,
    Cycle,
    Either,
    Except,
    Impossible,
    Later,
    Missing,
    OnShift,
    Reason,
    Token,
    Unit,
    Until,
    Vague,
    Weekdays,
)
from dialogs.language.when_wish import (
    ASKS,
    CALLS,
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
    refuses,
    tells_of_others,
    tells_of_work,
)

_SEPARATOR = re.compile(
    f"[{GAP},。;!?~…()]+"
    "|(?=所以|因为|反正|不过(?!年)|但是?|可是|然后|那就|省得|免得|怕(?!吵))"
    # 明早六点叫我他六点半出门: somebody else begins a new clause once it has been said who is to be rung, and when.
    f"|(?<=[叫喊]我)(?=[他她])|(?<=提醒我)(?=[他她][^{TIME}]{{0,2}}{TIME})"
)
# What she wants to say on the telephone is no part of when; 问, 说 and the like open it.
_CONTENT = re.compile(f"(?:{ASKS.pattern}|{CALLS.pattern})[^{TIME}]*$")
_CONCRETE = (*DAY_WORDS, Cycle, Clock, Later, Except, Impossible)
_NUMBERS = re.compile(f"[{TIME}{FILLER}{GAP}0-9零〇一二两俩三四五六七八九十百半几天周月年日次回号点个共只就了吧]")
_LONGEST_ORDER = 24
_TOPIC = re.compile("问|说|讲|祝|催|教|陪|道|告诉|买|寄|转|拜|聊")


@dataclass(frozen=True)
class Clause:
    words: str
    tokens: tuple[Token, ...]

    @property
    def asks(self) -> bool:
        return asks(self.words)

    @property
    def wishes(self) -> bool:
        return asks(self.words) or calls(self.words)

    @property
    def head(self) -> str:
        """The words without those that follow both the last time and the word of calling."""
        found = _CONTENT.search(self.words)
        return self.words[: found.start()] if found and TIME in self.words[: found.start()] else self.words

    @property
    def is_past(self) -> bool:
        return Impossible(Reason.PAST) in self.tokens

    @property
    def is_timed(self) -> bool:
        return self.names(*_CONCRETE)

    @property
    def is_complete(self) -> bool:
        return self.names(Later) or (self.names(Clock) and self.names(*DAY_WORDS, Cycle) and not self.is_busy)

    @property
    def is_busy(self) -> bool:
        """六点起床: what is done at that time is not a call."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return not self.wishes and any(isinstance(one, Clock) and isinstance(two, Vague) for one, two in pairs)

    @property
    def is_doubtful(self) -> bool:
        """Whether something in it denies, or speaks of time in a way we do not know."""
        return refuses(self.words) or (is_strange(self.words) and len(_NUMBERS.sub("", self.words)) > 1)

    def names(self, *kinds: type) -> bool:
        readings = (token.options if isinstance(token, Either) else (token,) for token in self.tokens)
        return any(isinstance(option, kinds) for options in readings for option in options)


@dataclass(frozen=True)
class Wish:
    """The clauses that say when to ring, and those that only stand around them."""

    kept: tuple[Clause, ...]
    told: tuple[Clause, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing was left over in it that refuses, asks, or speaks of time in a way we do not know."""
        return not any(
            is_strange(clause.head) or refuses(clause.head, asked=asks_me(clause.words)) for clause in self.kept
        )

    @property
    def tokens(self) -> tuple[Token, ...]:
        return _together(_plain_spoken(self.kept))

    @property
    def is_of_today(self) -> bool:
        """Whether no word in it or around it may name a day."""
        said = all(is_plain(clause.words) or clause.asks for clause in self.kept if clause.tokens)
        return said and not any(is_strange(clause.words) or not _is_hint(clause) for clause in self.told)

    @property
    def with_days(self) -> tuple[Token, ...]:
        """The tokens; where they name no day, with those of the story: I rest on Saturdays, ring me at eight."""
        if any(clause.names(*DAY_WORDS) or Cycle(Unit.DAY) in clause.tokens for clause in self.kept):
            return self.tokens
        days = (clause for clause in self.told if _gives_day(clause))
        return _together((*days, *_plain_spoken(self.kept)))


def split(text: str) -> tuple[Clause, ...]:
    found = scan(text)
    clauses: list[Clause] = []
    at = 0
    for words in _SEPARATOR.split(found.words):
        count = words.count(TIME)
        if words:
            clauses.append(_without_topic(Clause(words, found.tokens[at : at + count])))
        at += count
    return tuple(clauses)


def _without_topic(clause: Clause) -> Clause:
    """明早八点提醒我问他放假没: what is said on the telephone may be vague, it does not matter for the hour."""
    wish = ASKS.search(clause.words) or CALLS.search(clause.words)
    topic = _TOPIC.search(clause.words, wish.end()) if wish else None
    if topic is None:
        return clause
    before = clause.words[: topic.start()].count(TIME)
    said, rest = clause.tokens[:before], clause.tokens[before:]
    if not rest or not all(isinstance(token, Vague) for token in rest) or not any(isinstance(t, Clock) for t in said):
        return clause
    return Clause(clause.words[: topic.start()] + clause.words[topic.start() :].replace(TIME, ""), said)


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
    return any(narrates(clause.words) and clause.names(Clock) for clause in clauses if clause not in told) or any(
        refuses(clause.words) and not clause.is_timed and not tells_of_work(clause.words)
        for clause in behind
        if clause in told
    )


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


def is_plain_wish(clauses: Sequence[Clause]) -> bool:
    """提醒我给屋里打电话: all is said but when."""
    words = ",".join(clause.words for clause in clauses)
    meant = asks(words) and (calls(words) or (asks_me(words) and not is_story(words)))
    return meant and not refuses(words) and not is_strange(words) and len(words) <= _LONGEST_ORDER
