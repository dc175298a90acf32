"""The clauses of a text: what each says about a time, and whether it asks to be rung."""

import re
from dataclasses import dataclass
from datetime import date

from dialogs.language.when_corrections import settled
from dialogs.language.when_slots import is_strange, scan
from dialogs.language.when_tokens import (
    DAY_WORDS,
    Break,
    Clock,
    Cycle,
    Either,
    Except,
    Impossible,
    Later,
    Missing,
    PartOfDay,
    Reason,
    Token,
    Until,
    Vague,
)
from dialogs.language.when_wish import (
    ASKS,
    CALLS,
    FILLER,
    GAP,
    TIME,
    asks,
    calls,
    refuses,
)

_SEPARATOR = re.compile(
    f"(?:[{GAP},。;!?~…()]|\\.{{2,}})+"
    "|(?=所以|因为|反正|不过(?!年)|但是?|可是|然后|那就|省得|免得|怕(?!吵))"
    # 明早六点叫我他六点半出门: somebody else begins a new clause once it has been said who is to be rung, and when.
    f"|(?<=[叫喊]我)(?=[他她])|(?<=提醒我)(?=[他她][^{TIME}]{{0,2}}{TIME})"
    # …你九点半叫我, …那我就周日: who spoke of life turns to the wish.
    f"|(?<![叫喊让要请求没用别不])(?=你[就再到在过等]*{TIME}[^,]{{0,6}}(?:[叫喊]|提醒|闹))|(?=那?我就{TIME})"
)
# What she wants to say on the telephone is no part of when; 问, 说 and the like open it.
_CONTENT = re.compile(f"(?:{ASKS.pattern}|{CALLS.pattern})[^{TIME}]*$")
_CONCRETE = (*DAY_WORDS, Cycle, Clock, Later, Except, Impossible)
_NUMBERS = re.compile(f"[{TIME}{FILLER}{GAP}0-9零〇一二两俩三四五六七八九十百半几天周月年日次回号点个共只就了吧]")
_STATES = re.compile(f"{TIME}[就也正刚好]*是(?:个)?{TIME}[了吧哦啊]*|[都快又]?{TIME}了|就?是{TIME}")
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

    @property
    def is_of_hours(self) -> bool:
        """放饭是五点半: hours of a day that was not said."""
        hours = (Clock, PartOfDay, Vague, Until, Break)
        return not is_strange(self.words) and all(isinstance(token, hours) for token in self.tokens)

    @property
    def ends_openly(self) -> bool:
        """从现在起到过年: a range with an end that nobody knows."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return any(isinstance(one, Until) and two == Vague(Missing.WHICH_DAY) for one, two in pairs)

    @property
    def states(self) -> bool:
        """明天是28号, 月底了: which day it is."""
        return self.names(*DAY_WORDS) and not self.names(Clock) and bool(_STATES.fullmatch(self.words))

    def names(self, *kinds: type) -> bool:
        readings = (token.options if isinstance(token, Either) else (token,) for token in self.tokens)
        return any(isinstance(option, kinds) for options in readings for option in options)


def split(text: str, today: date) -> tuple[Clause, ...]:
    found = settled(scan(text), today)
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
