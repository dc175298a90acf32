"""Words for the time of day: parts of it and clock times."""

import re

from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import Clock, Missing, Part, PartOfDay, Token, Vague
from dialogs.language.when_words import Pattern

_NUM = "(?:[0-9]{1,3}|[零〇一二两三四五六七八九十百]{1,4})"
_HOUR_FOLLOWS = "(?=[各都再]?(?:[0-9零一二两三四五六七八九十]|$))"
_PART_WORDS = {
    (Part.MORNING, Part.NOON, Part.EVENING): f"早中晚{_HOUR_FOLLOWS}",
    (Part.MORNING, Part.EVENING): f"早晚{_HOUR_FOLLOWS}",
    (Part.DAWN,): "凌晨|拂晓",
    (Part.MORNING,): (
        "天(?:刚|蒙蒙|麻麻|一)?(?:光|亮)|(?:蒙蒙|麻麻)亮|大?清早八?晨?|清晨|早上|早晨|早间|早起头|一大?早|朝头?早|朝晨|打早(?![上晨间])|(?<![明今后])早起(?=[0-9一二三四五六七八九十])"
        "|[早朝](?![点些安饭餐恋已就教班阳就点着一日知先菜市操读会茶高车退婚熟产饿])|晨(?!练)"
    ),
    (Part.FORENOON,): "上午|上半天|[上头前]晌|上昼|上半日",
    (Part.NOON,): "中午头?|正午|晌午头?|午间|晏昼|日中",
    (Part.AFTERNOON,): "下午|午后|下半天|下[昼晌]|下半日|后晌|晚半晌",
    (Part.DUSK,): "傍晚|黄昏|(?:傍|擦|挨|断|煞|天刚|天快|天一|麻麻|天)黑了?|晚边",
    (Part.EVENING,): "晚上|晚间|夜晚黑?|晚黑|(?<=[今明后])黑[儿了里家]?|黑里|黑家|晚头|"
    "晚夕|黑了|(?<!春)晚(?![点些安饭餐婚辈班了会饭自车高节年熟育])|下晚",
    (Part.NIGHT,): "[大下后]?半夜(?:三更)?|深夜|夜里头?|夜间|夜头|夜黑|午夜|子夜|夜(?![班市宵饭])",
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


def _dotted(found: re.Match[str]) -> Token | None:
    """晚上8.10: the dot of who types in a hurry; without a part of the day or 分 it may be a date or a price."""
    return Clock(read_number(found["hour"]) or 0, read_number(found["minute"]) or 0)


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
_BOUND = "(?P<bound>(?:以前|之前|以后|之后|前(?!后|天)|后(?!天|日)|多|过(?!后|年)|来钟|几分|不到))?"

_PART_BEFORE = "(?<=[早晚晨午夜里上黑昼])"

CLOCKS: tuple[Pattern, ...] = (
    # 戌时 is two hours long.
    (re.compile("(?<![儿孩妹有没得等])[子丑寅卯辰巳午未申酉戌亥]时(?![间候不])"), lambda _: Vague(Missing.CLOCK)),
    (
        re.compile(f"(?<![0-9:])(?P<hour>[0-9]{{1,3}}):(?P<minute>[0-9]{{2}})(?![0-9:]|\\.[0-9])分?{_BOUND}"),
        _digital,
    ),
    (re.compile(f"{_PART_BEFORE}(?P<hour>[0-9]{{1,2}})\\.(?P<minute>[0-5][0-9])(?![0-9.])分?"), _dotted),
    (re.compile("(?<![0-9.])(?P<hour>1[3-9]|2[0-3])\\.(?P<minute>[0-5][0-9])(?![0-9.元块万斤])分?"), _dotted),
    (re.compile("(?<![0-9.])(?P<hour>[0-9]{1,2})\\.(?P<minute>[0-5][0-9])分(?!钟)"), _dotted),
    (
        re.compile(
            f"{_PART_BEFORE}(?P<hour>[一二两三四五六七八九]|十[一二]?)\\.(?P<minute>[二三四五]?十[一二三四五六七八九]?)分?"
        ),
        _dotted,
    ),
    (
        re.compile("(?:一[二两]|[二两]三|三四|四五|五六|六七|七八|八九|九十)点钟?|点(?:把|多)钟?"),
        lambda _: Vague(Missing.CLOCK),
    ),
    (re.compile(f"[差缺欠](?P<lack>{_NUM}|一刻)分?钟?到?(?P<hour>{_NUM})点钟?(?!半|[一三]刻)"), _short_of),
    (
        re.compile(
            f"(?<![0-9.:])(?P<hour>{_NUM})(?:点钟?[整正]?|时[整正]?(?!间|候|段|辰))"
            f"(?:(?P<half>半钟?)|过?(?P<quarters>[一二两三1-3])刻钟?|还?[差缺欠](?P<lack>一刻|{_NUM}(?=分))(?:分钟?)?"
            f"|过?(?P<minute>{_MINUTE}))?{_BOUND}"
        ),
        _spoken,
    ),
)

PARTS: tuple[Pattern, ...] = tuple(
    (re.compile(words), lambda _, parts=parts: PartOfDay(parts))  # type: ignore[misc]
    for parts, words in _PART_WORDS.items()
)
