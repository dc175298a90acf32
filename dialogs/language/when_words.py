"""What all patterns of time words share: their type, numerals, and the names of units and weekdays."""

import re
from collections.abc import Callable

from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import Token, Unit

# A builder may still turn a match down, by giving no token.
Pattern = tuple[re.Pattern[str], Callable[[re.Match[str]], Token | None]]

NUM = "(?:[0-9]{1,4}|[零〇一二两俩三四五六七八九十廿卅百]{1,5})"
WEEK = "(?:周|星期|礼拜)"
WEEKDAY = "[一二三四五六日天1-7]"
AND = "(?:[、,/.和跟与及同]|以及|还有|连到)"
AFTER = "(?:以后|之后|过后|后(?!天))"
PARTS_AHEAD = (
    "(?=[早晚晨夜午]|朝(?!阳)|中午|正午|[上下]午|[上下]昼|[上下]晌|晌午"
    "|晏昼|下晚|凌晨|傍|擦黑|天[光亮黑]|大?清早|[下后]?半夜|深夜|黑[儿了里家]|一早|后晌)"
)

WEEKDAY_OF = {
    char: day for day, chars in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for char in chars
}
UNIT_OF = {
    "天": Unit.DAY,
    "日": Unit.DAY,
    "周": Unit.WEEK,
    "星期": Unit.WEEK,
    "礼拜": Unit.WEEK,
    "月": Unit.MONTH,
    "个月": Unit.MONTH,
    "个周": Unit.WEEK,
    "个星期": Unit.WEEK,
    "个礼拜": Unit.WEEK,
    "年": Unit.YEAR,
}
WEEKEND = (5, 6)

_CLOCK_AHEAD = re.compile("[点时:半刻]")


def number(text: str | None) -> int | None:
    """The number said, or nought where none was said; None when it cannot be read."""
    return 0 if text is None else read_number(text)


def clock_follows(found: re.Match[str]) -> bool:
    """Whether the last number of a match belongs to a clock time behind it (三月八点)."""
    return bool(_CLOCK_AHEAD.match(found.string, found.end()))
