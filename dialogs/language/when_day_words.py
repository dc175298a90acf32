"""Words for days that are counted from today: yesterday, tomorrow, in three days, in two months."""

import re

from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import Ahead, Impossible, Later, Missing, MonthsAhead, Reason, Token, Unit, Vague
from dialogs.language.when_words import AFTER, NUM, PARTS_AHEAD, UNIT_OF, WEEK, WEEKDAY, Pattern, number

PAST: tuple[Pattern, ...] = (
    (
        re.compile(
            f"大?前天|前[晚日](?!子)|昨(?:[天日晚儿夜早朝]|个)|[寻琴]日|上上?一?个?{WEEK}(?:{WEEKDAY}|末)?|上个?月|[去前]年(?!底|后|货)|刚才|刚刚"
            f"|{NUM}个?(?:半?小时|分钟|天|{WEEK}|月)(?:以前|之前|前(?!后))"
        ),
        lambda _: Impossible(Reason.PAST),
    ),
)

_NEAR = {"今": 0, "明": 1, "听": 1, "后": 2, "大后": 3}


def _later(found: re.Match[str]) -> Token | None:
    if not (found["over"] or found["after"]):
        return None
    quarters, hours, minutes = number(found["quarters"]), number(found["hours"]), number(found["minutes"])
    if quarters is None or hours is None or minutes is None:
        return None
    total = 15 * quarters + 60 * hours + 30 * bool(found["and_half"] or found["half"]) + minutes
    return Later(total) if total else None


def _ahead(found: re.Match[str]) -> Token | None:
    count = read_number(found["count"])
    if count is None or not (found["over"] or found["after"]):
        return None
    if UNIT_OF[found["unit"]] in (Unit.MONTH, Unit.YEAR):
        return MonthsAhead(count * (12 if UNIT_OF[found["unit"]] is Unit.YEAR else 1)) if count else None
    return Ahead(count * (7 if UNIT_OF[found["unit"]] is Unit.WEEK else 1))


_OVER = "(?P<over>(?:再?[过等]|再[过有])了?)?"
_HOUR = "(?:小时|钟头|个?钟(?!头|点))"

RELATIVE: tuple[Pattern, ...] = (
    (
        re.compile(
            f"{_OVER}(?:(?P<half>半)个?{_HOUR}|(?:(?P<hours>{NUM})个?(?P<and_half>半)?(?:小时|钟头|个钟|(?<=个)钟)[零又过加]?)?"
            f"(?:(?P<quarters>[一两二三])刻钟?|(?P<minutes>{NUM})分钟?(?!之))?)(?<=[时头钟分刻])(?P<after>{AFTER})?"
        ),
        _later,
    ),
    (re.compile(f"{_OVER}半个月(?P<after>{AFTER})"), lambda _: Ahead(15)),
    (re.compile(f"{_OVER}半年(?P<after>{AFTER})"), lambda _: MonthsAhead(6)),
    (re.compile(f"{_OVER}(?P<count>{NUM})(?P<unit>天|日(?!头)|个?{WEEK}|个月|年)(?P<after>{AFTER})?"), _ahead),
    (re.compile("明后[两二]?[天日]"), lambda _: Vague(Missing.WHICH_DAY)),
    (
        re.compile("(?P<near>大后|今|明|后|听(?=日))(?:[天日](?![光亮])|儿个?|个儿?(?![月钟小时]))"),
        lambda found: Ahead(_NEAR[found["near"]]),
    ),
    (
        re.compile(f"(?P<near>大后|今|明|后|听)(?:[天日](?=[光亮]))?{PARTS_AHEAD}"),
        lambda found: Ahead(_NEAR[found["near"]]),
    ),
)
