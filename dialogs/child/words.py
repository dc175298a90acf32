"""Words of the questions about a child: what people type for the choices, and what is said to an age."""

from __future__ import annotations

from dialogs.calendar.bands import band_of_age
from dialogs.calendar.windows import Boarding
from dialogs.engine.prompt import Choice, plain
from dialogs.facts import Carer
from dialogs.labels import BANDS
from dialogs.language.family import read_years
from dialogs.text import _

GROWN_UP = Choice("grown", _("18 or older"), ("成年了", "18岁以上", "18以上", "大了", "上大学了"))
GROWN_UP_SAID = _("Grown up already, well done. I only note children under 18.")
FROM_THE_ELDEST = _("From the eldest to the youngest, please: that age does not fit the others. Once more?")
DOES_NOT_FIT = _("That age does not fit the others. If they have grown as well, change the eldest first.")
SKIP_WORDS = ("跳过", "不说", "不想说", "不知道")
SAME_WORDS = ("一样", "全都一样", "都是", "同样", "跟上面一样", "和老大一样", "跟老大一样")

CARER_WORDS: dict[Carer, tuple[str, ...]] = {
    Carer.GRANDPARENT: ("老人", "爷爷奶奶", "外公外婆", "爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷"),
    Carer.OTHER_PARENT: ("孩子爸", "孩子妈", "他爸", "他妈", "爸爸", "妈妈", "老公", "老婆", "我老公", "我老婆"),
    Carer.RELATIVE: ("亲戚家", "姑姑", "大伯", "叔叔", "舅舅", "姨", "姐姐", "哥哥"),
    Carer.OTHER: ("别人", "其他人", "邻居", "保姆"),
}
BOARDING_WORDS: dict[Boarding, tuple[str, ...]] = {
    Boarding.NONE: ("不住", "没住校", "走读", "在家住", "住家里", "天天回家", "不"),
    Boarding.WEEKLY: ("每周", "一周一次", "周末回", "一周", "每星期", "每星期回家"),
    Boarding.BIWEEKLY: ("两周", "半个月", "半月", "两个星期", "两星期", "大周"),
    Boarding.MONTHLY: ("一个月", "每月", "一月", "月假"),
}


def band_choices() -> list[Choice]:
    return [
        Choice(band, label, (str(band), f"{band.replace('-', '到')}岁", f"{band}岁")) for band, label in BANDS.items()
    ]


def heard_band(words: str) -> str | None:
    """The key of the choice that an age in free words means; a bare number is an age."""
    years = read_years(words)
    if years is None:
        years = read_years(f"{plain(words)}岁") if len(plain(words)) <= 3 else None
    if years is None:
        return None
    return band_of_age(years) or GROWN_UP.key
