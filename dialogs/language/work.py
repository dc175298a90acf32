"""Understands what people write about their work: the shift of this week, how often it changes, the day of rest."""

import re
from datetime import date

from dialogs.calendar.shifts import Shift
from dialogs.language.normal import normalise
from dialogs.language.numerals import read_number

# Another week than this one, or the other way round: better asked again than guessed.
_NOT_NOW = re.compile("上周|上个|上星期|上礼拜|下周|下个|下星期|下礼拜|明天|后天|昨|[之以]前|前几天|过几天")
_NOT_SO = re.compile("不是|不上|没上|没有")
_ALWAYS_DAYS = re.compile("(?:一直|都|只|长期?|常|总)(?:是|上|在上)*白班|[长常]白|正常班|行政班")
_THREE = re.compile("[三3]班|[四4]班")
_VARIES = re.compile("不固定|不定|没准|说不准|不一定|看情况|没规律|乱")
_DAYS = re.compile("白班|白天|日班")
_NIGHTS = re.compile("夜班|晚班|大夜|通宵")

_EVERY = re.compile(
    "(?P<half>半个?月)|(?P<number>[0-9一二两三四五六七八九十]{0,3})个?(?P<unit>周|星期|礼拜|月|天)(?:一?[换倒转]|轮|$)"
    "|每个?(?P<each>周|星期|礼拜|月)"
)
_UNIT_DAYS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_LONGEST_ROTATION = 60

_NEW_SHIFT = re.compile(
    "[我俺]?们?(?:从?(?:今天|今晚|这周|这个?星期|这个?礼拜|现在))?(?:起|开始)?(?:已经|又|刚|要)*"
    "(?:[换转倒改调](?P<into>到|成|上|为|了)?|[轮到]到?|上)(?P<shift>白班|夜班|晚班|日班)(?P<done>了|啦|咯)?"
)

_WEEKDAY = re.compile("(?:周|星期|礼拜)(?P<days>[一二三四五六日天1-7]+)")
_NEAR = {"今天": 0, "今日": 0, "明天": 1, "后天": 2}
_NO_REST = re.compile("不休|没休|不放|没放|不是")


def _plain(text: str) -> str:
    return normalise(text).replace(" ", "")


def read_shift(text: str) -> Shift | None:
    """The shift of this week; None where the words speak of another week, of both shifts or of none."""
    plain = _plain(text)
    if _VARIES.search(plain):
        return Shift.IRREGULAR
    if _NOT_NOW.search(plain) or _NOT_SO.search(plain):
        return None
    if _THREE.search(plain):
        return Shift.THREE_SHIFT
    if _ALWAYS_DAYS.search(plain):
        return Shift.DAY_FIXED
    days, nights = bool(_DAYS.search(plain)), bool(_NIGHTS.search(plain))
    if days == nights:
        return None
    return Shift.DAY_LONG if days else Shift.NIGHT_LONG


def read_rotation(text: str) -> int | None:
    """The days after which the shift changes: 一周一换, 半个月一倒, 十天一换."""
    found = _EVERY.search(_plain(text))
    if found is None:
        return None
    if found["half"]:
        return 14
    if found["each"]:
        return _UNIT_DAYS[found["each"]]
    number = read_number(found["number"]) if found["number"] else None
    if number is None:
        return None
    days = number * _UNIT_DAYS[found["unit"]]
    return days if 1 < days <= _LONGEST_ROTATION else None


def new_shift(text: str) -> Shift | None:
    """The shift she says she has changed to; nothing but that may stand in the text."""
    found = _NEW_SHIFT.fullmatch(_plain(text).rstrip("。.!！,，~"))
    if found is None or not (
        found["done"] or found["into"] or text.strip().startswith(("今", "这", "从", "我今", "我这"))
    ):
        return None
    return Shift.DAY_LONG if found["shift"] in ("白班", "日班") else Shift.NIGHT_LONG


def read_rest_days(text: str, today: date) -> tuple[int, ...]:
    """The weekdays (Monday 0) that are named as days of rest, in the order of the week."""
    plain = _plain(text)
    if _NO_REST.search(plain):
        return ()
    if re.search("双休|周末", plain):
        return (5, 6)
    found = {(today.weekday() + ahead) % 7 for word, ahead in _NEAR.items() if word in plain}
    for names in _WEEKDAY.finditer(plain):
        found.update("一二三四五六日".index(name) for name in _as_names(names["days"]))
    return tuple(sorted(found))


def _as_names(days: str) -> str:
    return days.translate(str.maketrans("天1234567", "日一二三四五六日"))
