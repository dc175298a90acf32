"""From a normalised text to its time tokens: at each place the first pattern that fits wins."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dialogs.calendar.shifts import Shift
from dialogs.language import (
    when_clock_words,
    when_cycle_words,
    when_date_words,
    when_day_words,
    when_harmless,
    when_lunar,
    when_vague_words,
)
from dialogs.language.normal import normalise
from dialogs.language.when_slips import without_slips
from dialogs.language.when_tokens import Break, Filler, OnShift, Or, Token, Until
from dialogs.language.when_wish import FILLER, GAP, TIME
from dialogs.language.when_words import Pattern

# Characters of which none may be left over: what we did not understand of a time is worse than no time.
_TIME_LIKE = re.compile(
    "[0-9零〇二两俩三仨四五六七八九十百廿卅点号周天月年时分秒刻钟半负午夜晨昼日旬季隔每初节今昨末昏]"
    "|[早晚](?!班)|一(?![直般向])|明(?!白|显|确|亮)|星期|礼拜|[农阴]历|提前|[单双]周"
)
# Where no time stands near, a loose 天 or 时 is of no matter, but a number is.
_NUMBER_LIKE = re.compile("[0-9零〇二两俩三仨四五六七八九十百廿卅每隔初负昨半]|提前|[单双]周|[农阴]历|季度")
_JOINED = re.compile(f"[{FILLER}{GAP} ,、;:。.()和跟与及的还有以都在就要同]*")
_MARKS = re.compile(f"[{TIME}{FILLER}{GAP}]")
_INNER_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
_ORDERED: tuple[Pattern, ...] = (
    *when_day_words.PAST,
    *when_cycle_words.EXCEPTIONS,
    *when_day_words.RELATIVE,
    *when_cycle_words.BEGINS,
    *when_harmless.HARMLESS,
    *when_lunar.LUNAR_MONTHLY,
    *when_vague_words.VAGUE,
    *when_cycle_words.CYCLES,
    *when_cycle_words.WEEKDAYS,
    *when_date_words.LUNAR,
    *when_date_words.FESTIVALS,
    *when_clock_words.CLOCKS,
    *when_date_words.DATES,
    *when_date_words.CALENDARS,
    *when_clock_words.PARTS,
    (re.compile("或者?|要么|还是"), lambda _: Or()),
    (
        re.compile("[到至](?![家站屋厂校学时处底手账位期达来了齐店宿车村镇城医坡那这他她娃]|我)|[~-]|—+"),
        lambda _: Until(),
    ),
)


@dataclass(frozen=True)
class Scan:
    """The tokens of a text, and its other words, with a mark at each place where a token was found."""

    tokens: tuple[Token, ...]
    words: str

    @property
    def strange(self) -> bool:
        """Whether some of it speaks of a time in a way we do not know."""
        return bool(_TIME_LIKE.search(self.words))


def is_strange(words: str) -> bool:
    return bool((_TIME_LIKE if TIME in words else _NUMBER_LIKE).search(words))


# One turn looks at the same words several times; nobody's words are kept for longer.
@lru_cache(maxsize=4)
def scan(text: str) -> Scan:
    plain, gaps = _plain(text)
    tokens: list[Token] = []
    words: list[str] = []
    at = 0
    while at < len(plain):
        if at in gaps:
            words.append(GAP)
        token, end = _next(plain, at, broken=at + 1 in gaps)
        if token is None:
            words.append(plain[at])
        elif isinstance(token, Filler):
            words.append(FILLER)
        else:
            tokens.append(token)
            words.append(TIME)
        at = end
    return Scan(tuple(tokens), "".join(words))


def _plain(text: str) -> tuple[str, frozenset[int]]:
    """The text without the spaces in it, and where they stood; those between digits stay: 周3 20:15 is not 周320:15."""
    spaced = without_slips(_MARKS.sub(" ", normalise(text)))
    gaps = frozenset(found.start() - before for before, found in enumerate(_INNER_SPACE.finditer(spaced)))
    return _INNER_SPACE.sub("", spaced), gaps


def joined(tokens: tuple[Token, ...], words: str) -> tuple[Token, ...]:
    """The tokens with a break wherever other words stand between them."""
    pieces = words.split(TIME)
    found: list[Token] = []
    for token, before in zip(tokens, pieces, strict=False):
        if found and not _JOINED.fullmatch(before):
            found.append(Break())
        found.append(token)
    return tuple(found)


def speaks_of_time(text: str) -> bool:
    """Whether there are words about a time in it, understood or not."""
    found = scan(text)
    return found.strange or any(not isinstance(token, Or | Until) for token in found.tokens)


def shifts_named(text: str) -> frozenset[Shift]:
    """The shifts for which something is said."""
    return frozenset(token.shift for token in scan(text).tokens if isinstance(token, OnShift))


def _next(plain: str, at: int, *, broken: bool) -> tuple[Token | None, int]:
    if broken and plain[at] in "前后":
        return None, at + 1  # 放假前 天天: the word ends here
    for pattern, build in _ORDERED:
        found = pattern.match(plain, at)
        if found and found.end() > at and (token := build(found)) is not None:
            return token, found.end()
    return None, at + 1
