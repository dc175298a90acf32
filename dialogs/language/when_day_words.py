"""Words for days near today and for how often: so long from now, weekdays, every so many days or weeks."""

import re

from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import (
    Ahead,
    Begin,
    Birthday,
    Cycle,
    Either,
    Impossible,
    Later,
    Missing,
    Reason,
    Token,
    Unit,
    Vague,
    Weekdays,
)
from dialogs.language.when_words import AFTER, AND, NUM, UNIT_OF, WEEK, WEEKDAY, WEEKDAY_OF, WEEKEND, Pattern, number

_PARTS_AHEAD = "(?=[早晚晨夜午]|中午|正午|上午|下午|凌晨|傍晚|大?清早|半夜|深夜|一早)"

PAST: tuple[Pattern, ...] = (
    (
        re.compile(
            f"大?前天|前[晚日](?!子)|昨[天日晚儿夜早]|上上?一?个?{WEEK}(?:{WEEKDAY}|末)?|上个?月|去年|刚才|刚刚"
            f"|{NUM}个?(?:半?小时|分钟|天|{WEEK}|月)(?:以前|之前|前(?!后))"
        ),
        lambda _: Impossible(Reason.PAST),
    ),
)

_NEAR = {"今": 0, "明": 1, "后": 2, "大后": 3}


def _later(found: re.Match[str]) -> Token | None:
    if not (found["over"] or found["after"]):
        return None
    quarters, hours = number(found["quarters"]), number(found["hours"])
    minutes, alone = number(found["minutes"]), number(found["alone"])
    if quarters is None or hours is None or minutes is None or alone is None:
        return None
    total = 15 * quarters + 60 * hours + 30 * bool(found["and_half"] or found["half"]) + minutes + alone
    return Later(total) if total else None


def _ahead(found: re.Match[str]) -> Token | None:
    count = read_number(found["count"])
    if count is None or not (found["over"] or found["after"]):
        return None
    return Ahead(count * (7 if UNIT_OF[found["unit"]] is Unit.WEEK else 1))


RELATIVE: tuple[Pattern, ...] = (
    (
        re.compile(
            "(?P<over>再?[过等])?(?:(?P<quarters>[一三])刻钟|(?P<half>半)个?(?:小时|钟头)"
            f"|(?P<hours>{NUM})个?(?P<and_half>半)?(?:小时|钟头)(?:(?P<minutes>{NUM})分钟?)?|(?P<alone>{NUM})分钟)"
            f"(?P<after>{AFTER})?"
        ),
        _later,
    ),
    (re.compile(f"(?P<over>再?[过等])?(?P<count>{NUM})个?(?P<unit>天|{WEEK})(?P<after>{AFTER})?"), _ahead),
    (re.compile("(?P<near>大后|今|明|后)(?:[天日]|儿个?)"), lambda found: Ahead(_NEAR[found["near"]])),
    (re.compile(f"(?P<near>今|明|后){_PARTS_AHEAD}"), lambda found: Ahead(_NEAR[found["near"]])),
)


def _every(found: re.Match[str]) -> Token | None:
    count = read_number(found["count"]) if found["count"] else 1
    return Cycle(UNIT_OF[found["unit"]], count) if count else None


def _with_gap(found: re.Match[str]) -> Token | None:
    unit = UNIT_OF[found["unit"]]
    count = read_number(found["count"]) if found["count"] else 1
    if not count:
        return None
    if count == 1:
        return Cycle(unit, 2)
    # 隔两天 is every third day to one and every second to another.
    return Either(Missing.INTERVAL, (Cycle(unit, count), Cycle(unit, count + 1)))


_TIMES = "(?:次|回|遍|趟)"
_BEFORE_WEEKDAY = f"(?={WEEK}(?:{WEEKDAY}(?!{_TIMES})|末)|工作日|双休日)"

CYCLES: tuple[Pattern, ...] = (
    # How many times is told by the clock times that follow, or asked.
    (re.compile(f"[每一1]个?(?P<unit>天|日|{WEEK}|月|年)(?:里|内)?[打来要]?(?P<count>){NUM}{_TIMES}"), _every),
    (re.compile(f"每个?(?P<unit>{WEEK}|月)(?P<count>){NUM}天(?!天)"), _every),
    (re.compile(f"每?(?P<count>{NUM})个?(?P<unit>天|日|{WEEK}|月)[打来]?[一1]{_TIMES}"), _every),
    (re.compile(f"每?隔(?={WEEK}{WEEKDAY}(?!{_TIMES}))"), lambda _: Cycle(Unit.WEEK, 2)),
    (re.compile(f"每?隔(?P<count>{NUM})?个?(?P<unit>天|日|{WEEK}|月)"), _with_gap),
    (re.compile(f"每(?:个|逢|到)?{_BEFORE_WEEKDAY}|逢(?:到)?{_BEFORE_WEEKDAY}"), lambda _: Cycle(Unit.WEEK)),
    (re.compile(f"每个?(?={WEEK}?(?:一三五|二四六))|逢(?=一三五|二四六)"), lambda _: Cycle(Unit.WEEK)),
    (re.compile(f"每(?P<count>{NUM})?个?(?P<unit>天|日|{WEEK}|年|月(?![底末尾]))"), _every),
    (re.compile("每个?(?=月[底末尾])|月月(?!底)"), lambda _: Cycle(Unit.MONTH)),
    (re.compile(f"每个?{_PARTS_AHEAD}|天天|日日"), lambda _: Cycle(Unit.DAY)),
    (re.compile("年年|每到|每逢"), lambda found: Cycle(Unit.YEAR)),
    (re.compile("生日|过生"), lambda _: Birthday()),
    (re.compile("(?:开始|起)(?![床来码身])"), lambda _: Begin()),
)

_WEEKS = {None: None, "这": 0, "本": 0, "下": 1, "下下": 2}


def _set_of(days: str) -> tuple[int, ...]:
    return tuple(sorted({WEEKDAY_OF[char] for char in days if char in WEEKDAY_OF}))


def _weekdays(found: re.Match[str]) -> Token | None:
    days, weeks = _set_of(found["days"]), _WEEKS[found["which"]]
    if len(days) > 1 and found["days"][-1] == "二" and found.string.startswith("十", found.end()):
        return Vague(Missing.CLOCK)  # 周一二十点: ten on two days, or twenty on one?
    return Weekdays(days, weeks, habit=weeks is None and (len(days) > 2 or days == WEEKEND))


def _range(found: re.Match[str]) -> Token | None:
    first, last = WEEKDAY_OF[found["first"]], WEEKDAY_OF[found["last"]]
    weeks = _WEEKS[found["which"]]
    return Weekdays(tuple(range(first, last + 1)), weeks, habit=weeks is None) if first < last else None


def _weekend(found: re.Match[str]) -> Token | None:
    weeks = _WEEKS[found["which"]]
    if weeks is None:
        return Weekdays(WEEKEND, habit=True)
    return Either(Missing.WHICH_DAY, (Weekdays((5,), weeks), Weekdays((6,), weeks)))


_WHICH = f"(?:(?P<which>下下|[下这本])一?个?(?={WEEK})(?:{WEEK}的?(?={WEEK}))?)?"
_NOT_A_CLOCK = "(?![点时:半刻])"
# What may stand behind several weekdays: without it 周三一起 and 周一三个人 would name a Monday and a Wednesday.
_GOES_ON = f"(?=$|[ 、,和跟与及;。!早晚中凌傍半夜清的都各打给提叫]|上午|下午|{NUM}[点时:])"
_RUN = f"(?=[一二三四五六]{WEEKDAY})一?二?三?四?五?六?[日天]?{_GOES_ON}|(?=[1-6][2-7])1?2?3?4?5?6?7?(?![0-9点时:号])"
_ONE = f"{WEEKDAY}{_NOT_A_CLOCK}(?<![0-9](?=[0-9]))"
_MORE = f"(?:{WEEK}{_ONE}|{AND}{WEEK}{_ONE}|{AND}{WEEKDAY}{_NOT_A_CLOCK}{_GOES_ON})*"

WEEKDAYS: tuple[Pattern, ...] = (
    (
        re.compile(f"{_WHICH}{WEEK}(?P<first>{WEEKDAY})(?:到|至|[-~]|—+){WEEK}?(?P<last>{WEEKDAY}){_NOT_A_CLOCK}"),
        _range,
    ),
    (re.compile(f"{_WHICH}{WEEK}末"), _weekend),
    (re.compile("双休日"), lambda _: Weekdays(WEEKEND, habit=True)),
    (re.compile("工作日"), lambda _: Weekdays((0, 1, 2, 3, 4), habit=True)),
    (
        re.compile(f"(?P<days>一三五|二四六){_NOT_A_CLOCK}(?![十号月日])"),
        lambda found: Weekdays(_set_of(found["days"]), habit=True),
    ),
    (re.compile(f"{_WHICH}{WEEK}(?P<days>(?:{_RUN}|{_ONE}){_MORE})"), _weekdays),
    (re.compile(f"(?P<which>下下|[下这本])一?个?{WEEK}"), lambda _: Vague(Missing.WHICH_DAY)),
)
