"""Words for days that are counted from today: yesterday, tomorrow, in three days, in two months."""

import re

from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import Ahead, Impossible, Later, Missing, MonthsAhead, Reason, Token, Unit, Vague
from dialogs.language.when_words import AFTER, NUM, PARTS_AHEAD, UNIT_OF, WEEK, WEEKDAY, Pattern, number

_TODAY = "(?:今[天日儿](?!起|开始)|这一?天|(?:同|本)一?[天日])"
_THIS_HOUR = "(?:的?(?:这个?|现在这个?|同样的?|同一个?|此)(?:时候|时间|点钟?|钟点|时刻|时辰|会儿)|的?现在|的?此[时刻])"

PAST: tuple[Pattern, ...] = (
    (
        re.compile(
            f"上一?个?(?:{WEEK}|月)的?{_TODAY}|去年的?{_TODAY}|大?前天(?!天)|前[晚日](?!子)|昨(?:[天日晚儿夜早朝]|个)|[寻琴]日|上上?一?个?{WEEK}(?:{WEEKDAY}|末)?|上个?月|[去前]年(?!底|后|货)|刚才|刚刚"
            f"|{NUM}个?(?:半?小时|分钟|天|{WEEK}|月)(?:以前|之前|前(?!后))"
        ),
        lambda _: Impossible(Reason.PAST),
    ),
)

_DAYS_OF = {Unit.DAY: 1, Unit.WEEK: 7}
_NEAR = {"今": 0, "明": 1, "听": 1, "后": 2, "大后": 3}


def _later(found: re.Match[str]) -> Token | None:
    if not (found["over"] or found["after"]):
        return None
    quarters, hours, minutes = number(found["quarters"]), number(found["hours"]), number(found["minutes"])
    if quarters is None or hours is None or minutes is None:
        return None
    total = (
        15 * quarters + 60 * hours + 60 * bool(found["one"]) + 30 * bool(found["and_half"] or found["half"]) + minutes
    )
    return Later(total) if total else None


def _ahead(found: re.Match[str]) -> Token | None:
    count = read_number(found["count"])
    if count is None or not (found["over"] or found["after"]):
        return None
    if UNIT_OF[found["unit"]] in (Unit.MONTH, Unit.YEAR):
        return MonthsAhead(count * (12 if UNIT_OF[found["unit"]] is Unit.YEAR else 1)) if count else None
    return Ahead(count * _DAYS_OF[UNIT_OF[found["unit"]]])


def _at_this_hour(found: re.Match[str]) -> Token | None:
    """一个星期后的这个时候: the clock of now goes along."""
    count, unit = read_number(found["count"]), UNIT_OF[found["unit"]]
    return Later(count * _DAYS_OF[unit] * 24 * 60) if count and unit in _DAYS_OF else None


def _same_day(found: re.Match[str]) -> Token:
    """下周的今天, 下个月的今天, 明年今日."""
    years, times = found["years"], 1 + (found["next"] or "").count("下下")
    if years:
        return MonthsAhead(12 * _YEARS[years])
    return Ahead(7 * times) if found["unit"] != "月" else MonthsAhead(times)


_YEARS = {"明": 1, "后": 2}
_OVER = "(?P<over>(?:再?[过等]|再[过有])了?)?"
_HOUR = "(?:小时|钟头|个?钟(?!头|点))"

RELATIVE: tuple[Pattern, ...] = (
    (
        re.compile(
            f"{_OVER}(?:(?P<half>半)个?{_HOUR}|(?:(?:(?P<hours>{NUM})个?|(?P<one>个))(?P<and_half>(?(one)半|半?))(?:小时|钟头|个钟|(?<=[个半])钟)(?!点)[零又过加]?)?"
            f"(?:(?P<quarters>[一两二三])刻钟?|(?P<minutes>{NUM})分钟?(?!之))?)(?<=[时头钟分刻])(?P<after>{AFTER})?"
        ),
        _later,
    ),
    (re.compile(f"{_OVER}(?P<count>{NUM})(?P<unit>天|个?{WEEK}){AFTER}{_THIS_HOUR}"), _at_this_hour),
    (
        re.compile(f"(?:(?P<next>下下|下)一?个?(?P<unit>{WEEK}|月)|(?P<years>[明后])年)的?{_TODAY}"),
        _same_day,
    ),
    (re.compile(f"{_OVER}半个月(?P<after>{AFTER})"), lambda _: Ahead(15)),
    # A month and a half is as long as the months are.
    (re.compile(f"(?:{NUM}个半月|个半月|{NUM}个半(?:星期|礼拜|周)){AFTER}"), lambda _: Vague(Missing.WHICH_DAY)),
    (re.compile(f"{_OVER}半年(?P<after>{AFTER})"), lambda _: MonthsAhead(6)),
    (
        re.compile(
            f"{_OVER}(?P<count>{NUM})(?P<unit>天|日(?!头)|个?{WEEK}|个月|年)(?P<after>{AFTER})?(?:(?<=后)的?{_TODAY})?"
        ),
        _ahead,
    ),
    (re.compile("明后[两二]?[天日]"), lambda _: Vague(Missing.WHICH_DAY)),
    (
        re.compile("(?P<near>大后|今|明|后|听(?=日))(?:[天日](?![光亮])|儿个?|个儿?(?![月钟小时]))"),
        lambda found: Ahead(_NEAR[found["near"]]),
    ),
    (
        re.compile(
            f"(?P<near>大后|今|明|(?<![工班学饭课完了以之过会])后(?!半夜)|听)(?:[天日](?=[光亮]))?{PARTS_AHEAD}"
        ),
        lambda found: Ahead(_NEAR[found["near"]]),
    ),
)
