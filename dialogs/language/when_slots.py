"""From a normalised text to its time tokens: at each place the first pattern that fits wins."""

import re
from dataclasses import dataclass

from dialogs.calendar.shifts import Shift
from dialogs.language import when_clock_words, when_date_words, when_day_words, when_lunar
from dialogs.language.normal import normalise
from dialogs.language.when_tokens import Break, Filler, OnShift, Or, Token, Until
from dialogs.language.when_words import Pattern

# Characters of which none may be left over: what we did not understand of a time is worse than no time.
_TIME_LIKE = re.compile(
    "[0-9零〇一二两俩三仨四五六七八九十百廿卅点号周天月年时分秒刻钟半负早晚午夜晨昼日旬季隔每初节今昨末昏]"
    "|明(?!白|显|确|亮)|星期|礼拜|[农阴]历|提前|[单双]周"
)
# Who says one of these asks, refuses or changes something; a rule read out of it would be a guess.
_NOT_A_WISH = re.compile("取消|删|停|不|别|除|没|吗|哪|什么|怎么|咋|为啥|多久|几")
_JOINED = re.compile("[ ,、;:。.()和跟与及的还有以都在就要]*")
_INNER_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")

_HARMLESS = re.compile(
    "聊聊?天|到(?:了)?时候?|的时候|[按准及同定]时|时间|闹钟|号码|差不多|左右|前后|(?:别|不要|不能|莫|不)忘记?了?"
    "|第一(?!个)|万一|给(?:天天|月月|小明|明明)|一(?:起|同|块|直|定|家|声|点[儿点也都])|那天|一个(?!半|月|小时|钟头|星期|礼拜|周)"
    "|[一二两三四五六七八九十0-9]+(?:次|回|遍|趟)|各?一下(?!午)|[阳公新国]历"
    "|[两俩三仨四五2-5一]个?(?:孩子|小孩|娃|崽|女儿|儿子|老人|人|老的|小的)|[我他她]们?[俩仨两]个?"
    "|老[大二三四五六幺]|[大二两三四五幺小][宝娃妹弟哥姐叔伯姨舅姑爷奶婆妈爸崽女儿]+|小[三五六]"
    "|(?:打|聊|讲|说|通话|视频)个?[0-9一二两三四五半十]+个?(?:来|多)?(?:分钟|小时|钟头)|每次|分别|部分|天气|昨晚说好?的|每个?孩子|月子|日子|过日子|半路|节约|几句|两句|一句|说几句"
)

_ORDERED: tuple[Pattern, ...] = (
    *when_day_words.PAST,
    *when_day_words.RELATIVE,
    (_HARMLESS, lambda _: Filler()),
    *when_lunar.LUNAR_MONTHLY,
    *when_clock_words.VAGUE,
    *when_day_words.CYCLES,
    *when_day_words.WEEKDAYS,
    *when_date_words.LUNAR,
    *when_date_words.FESTIVALS,
    *when_clock_words.CLOCKS,
    *when_date_words.DATES,
    *when_clock_words.PARTS,
    (re.compile("或者?|要么|还是"), lambda _: Or()),
    (re.compile("[到至~-]|—+"), lambda _: Until()),
)


@dataclass(frozen=True)
class Scan:
    """The tokens of a text, and whether all of its time words found a place among them."""

    tokens: tuple[Token, ...]
    complete: bool
    strange: bool  # some of it speaks of a time in a way we do not know


def scan(text: str) -> Scan:
    # Spaces between digits stay: "周3 20:15" must not become 周320:15.
    plain = _INNER_SPACE.sub("", normalise(text))
    tokens: list[Token] = []
    left_over: list[str] = []
    at, seen = 0, 0
    while at < len(plain):
        token, at = _next(plain, at, left_over)
        if token is None or isinstance(token, Filler):
            continue
        if tokens and not _JOINED.fullmatch("".join(left_over[seen:])):
            tokens.append(Break())
        tokens.append(token)
        seen = len(left_over)
    rest = "".join(left_over)
    strange = bool(_TIME_LIKE.search(rest))
    return Scan(tuple(tokens), not (strange or _NOT_A_WISH.search(rest)), strange)


def speaks_of_time(text: str) -> bool:
    """Whether there are words about a time in it, understood or not."""
    found = scan(text)
    return found.strange or any(not isinstance(token, Break | Or | Until) for token in found.tokens)


def shifts_named(text: str) -> frozenset[Shift]:
    """The shifts for which something is said."""
    return frozenset(token.shift for token in scan(text).tokens if isinstance(token, OnShift))


def _next(plain: str, at: int, left_over: list[str]) -> tuple[Token | None, int]:
    for pattern, build in _ORDERED:
        found = pattern.match(plain, at)
        if found and (token := build(found)) is not None:
            return token, found.end()
    left_over.append(plain[at])
    return None, at + 1
