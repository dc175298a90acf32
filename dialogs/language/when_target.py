"""Whom a reminder is about: which child, or who looks after them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from dialogs.language.normal import normalise
from dialogs.language.numerals import read_number


class TargetKind(StrEnum):
    CHILD = "child"
    CAREGIVER = "caregiver"


@dataclass(frozen=True)
class Target:
    """`child` counts from the eldest, 1; None when no particular one was said."""

    kind: TargetKind
    child: int | None = None


_KIN = (
    "爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|阿公|阿嬷|阿婆|家公|家婆|嘎公|嘎婆|老人家?|老的|爸妈|爹妈|父母|[我他她]?[爸妈爹娘](?:爸|妈)?|岳父|岳母|丈母娘"
    "|大[伯姨姑舅]|[姑姨舅婶]妈?|照看的人"
)
_CHILD = "孩子|小孩|[男女]?娃儿?|崽|仔|伢|儿子|女儿|闺女|妹崽|妹子|囡囡|幺儿|幺妹|细佬|宝宝?|小的|小家伙|丫头"
_NUMBERED = re.compile(
    "老(?P<nth>[大二三四五六])|(?P<size>[大二三四五])(?:宝|娃|女儿|儿子|妹|弟|崽|闺女|丫头|的)|第(?P<count>[一二三四五六1-6])个(?:孩子|娃|小孩)"
)
_ANYBODY = re.compile(f"(?P<numbered>{_NUMBERED.pattern})|(?P<kin>{_KIN})|(?P<any>{_CHILD})")
_CALLED = re.compile("[给跟和同打]")


def read_target(text: str) -> Target | None:
    """Who is to be called; the one after 给 before anybody else, None if nobody is named."""
    plain = normalise(text).replace(" ", "")
    found = list(_ANYBODY.finditer(plain))
    called = [each for each in found if _CALLED.match(plain[each.start() - 1 : each.start()])]
    return next((_target(each) for each in called or found), None)


def _target(found: re.Match[str]) -> Target:
    if found["kin"]:
        return Target(TargetKind.CAREGIVER)
    said = found["nth"] or found["size"] or found["count"]
    if not said:
        return Target(TargetKind.CHILD)
    return Target(TargetKind.CHILD, 1 if said == "大" else read_number(said))
