"""Words for the time of day: parts of it, clock times, and vague hints."""

import re

from dialogs.calendar.shifts import Shift
from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import Clock, Filler, Missing, OnShift, Part, PartOfDay, Token, Vague
from dialogs.language.when_words import Pattern

_NUM = "(?:[0-9]{1,3}|[零〇一二两三四五六七八九十百]{1,4})"
_PART_WORDS = {
    (Part.MORNING, Part.NOON, Part.EVENING): "早中晚",
    (Part.MORNING, Part.EVENING): "早晚(?=各?(?:[0-9零一二两三四五六七八九十]|$))",
    (Part.DAWN,): "凌晨|拂晓",
    (Part.MORNING,): "大?清早|清晨|早上|早晨|早间|一大?早|早(?![点些安饭餐恋已就教班])",
    (Part.FORENOON,): "上午|上半天",
    (Part.NOON,): "中午|正午|晌午|午间",
    (Part.AFTERNOON,): "下午|午后|下半天",
    (Part.DUSK,): "傍晚|黄昏|傍黑",
    (Part.EVENING,): "晚上|晚间|夜晚|晚黑|晚(?![点些安饭餐婚辈班])",
    (Part.NIGHT,): "大?半夜|深夜|夜里|夜间|午夜|子夜|夜(?![班市宵])",
}


def _minute(found: re.Match[str]) -> int | None:
    if found["half"]:
        return 30
    if found["quarters"]:
        return 15 * (read_number(found["quarters"]) or 0)
    return read_number(found["minute"].rstrip("分")) if found["minute"] else 0


def _spoken(found: re.Match[str]) -> Token | None:
    hour, minute = read_number(found["hour"]), _minute(found)
    if hour is None or minute is None:
        return None
    if found["bound"]:
        return Vague(Missing.CLOCK)
    return _less(hour, minute, found["lack"])


def _short_of(found: re.Match[str]) -> Token | None:
    hour = read_number(found["hour"])
    return None if hour is None else _less(hour, 0, found["lack"])


def _less(hour: int, minute: int, lack: str | None) -> Clock | None:
    """九点差十分 is ten to nine; 差一刻 is a quarter to."""
    if lack is None:
        return Clock(hour, minute)
    short = 15 if lack == "一刻" else read_number(lack)
    if not short or short >= 60:
        return None
    return Clock(hour - 1 if hour else 23, 60 - short)


def _digital(found: re.Match[str]) -> Token | None:
    if found["bound"]:
        return Vague(Missing.CLOCK)
    return Clock(int(found["hour"]), int(found["minute"]), full=len(found["hour"]) == 2)


_MINUTE = (
    "(?:[0-9]{2}(?![0-9])分?|[0-9]分|[二三四五六七八九]?十[一二三四五六七八九]?分?|[零〇][一二三四五六七八九]分?|[一二三四五六七八九]分)"
    "(?!钟|[个天岁号日周月次])"
)
_BOUND = "(?P<bound>(?:以前|之前|以后|之后|前(?!后|天)|后(?!天|日)|多|来钟|几分))?"

CLOCKS: tuple[Pattern, ...] = (
    (
        re.compile(f"(?<![0-9:])(?P<hour>[0-9]{{1,3}}):(?P<minute>[0-9]{{2}})(?![0-9:]|\\.[0-9])分?{_BOUND}"),
        _digital,
    ),
    (re.compile(f"差(?P<lack>{_NUM}|一刻)分?钟?到?(?P<hour>{_NUM})点钟?(?!半|[一三]刻)"), _short_of),
    (
        re.compile(
            f"(?<![0-9.:])(?P<hour>{_NUM})(?:点钟?整?|时整?(?!间|候|段|辰))"
            f"(?:(?P<half>半)|过?(?P<quarters>[一二两三])刻钟?|差(?P<lack>一刻|{_NUM}(?=分))(?:分钟?)?"
            f"|过?(?P<minute>{_MINUTE}))?{_BOUND}"
        ),
        _spoken,
    ),
)

PARTS: tuple[Pattern, ...] = tuple(
    (re.compile(words), lambda _, parts=parts: PartOfDay(parts))  # type: ignore[misc]
    for parts, words in _PART_WORDS.items()
)

_ON_SHIFT = "(?:的?(?:时候|时|期间|那周|那个?(?:星期|礼拜)|周|星期|日子|话))?"
VAGUE: tuple[Pattern, ...] = (
    # "I work nights, …" tells who I am, not when to be reminded.
    (re.compile("[我俺](?:是|现在|在|这段|一直)?上?(?:长?白|夜|晚)班的?(?:[,。;!]|$)"), lambda _: Filler()),
    (re.compile(f"(?:轮?到?上|轮到|做|值)?长?白班{_ON_SHIFT}"), lambda _: OnShift(Shift.DAY_LONG)),
    (re.compile(f"(?:轮?到?上|轮到|做|值)?大?[夜晚]班{_ON_SHIFT}"), lambda _: OnShift(Shift.NIGHT_LONG)),
    (
        re.compile(
            "放?(?:暑|寒|长)?假(?:期|日|里)?|期间|年[底初中]|月[初中]|[上中下]旬|过年|小年|清明节?|平[时日]|节日|上班日|改天|过几天"
            "|这几天|有时间(?:的?时候)?|最近"
        ),
        lambda _: Vague(Missing.WHICH_DAY),
    ),
    (re.compile("休息(?:[日天]|那天)|发工资[日那]?天?"), lambda _: Vague(Missing.WHICH_DAY, soft=True)),
    (
        re.compile(
            "[上下]夜?班(?:以?[前后]|之[前后])?|放(?:晚)?学(?:以?后|之后)?|(?:吃完?)?[早中午晚]?[饭餐](?:以?[前后]|之[前后])?|午休|夜宵"
            "|睡(?:觉|午觉)?(?:以?前|之前)?|起床(?:以?后|之后)?|(?:休息|空闲|有空|闲)(?:的?时候?)?"
        ),
        lambda _: Vague(Missing.CLOCK, soft=True),
    ),
    (
        re.compile("[早晚](?:一?点儿?(?!半)|一?些)|[一待等过](?:一?会儿?|下子?)(?!午)|随时"),
        lambda _: Vague(Missing.CLOCK),
    ),
)
