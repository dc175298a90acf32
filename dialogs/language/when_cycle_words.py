"""Words for weekdays and for how often: every so many days or weeks, from when on, and which days not."""

import re

from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import (
    Begin,
    Birthday,
    Cycle,
    Either,
    Except,
    Impossible,
    Missing,
    MonthDays,
    Reason,
    Token,
    Unit,
    Vague,
    Weekdays,
)
from dialogs.language.when_words import (
    AND,
    NUM,
    PARTS_AHEAD,
    UNIT_OF,
    WEEK,
    WEEKDAY,
    WEEKDAY_OF,
    WEEKEND,
    Pattern,
    number,
)


def _every(found: re.Match[str]) -> Token | None:
    count = read_number(found["count"]) if found["count"] else 1
    return Cycle(UNIT_OF[found["unit"]], count) if count else None


def _so_often(found: re.Match[str]) -> Token | None:
    times = number(found["times"])
    return Cycle(UNIT_OF[found["unit"]], times=times) if times else None


def _with_gap(found: re.Match[str]) -> Token | None:
    unit = UNIT_OF[found["unit"]]
    count = read_number(found["count"]) if found["count"] else 1
    if not count:
        return None
    if count == 1:
        return Cycle(unit, 2)
    # 隔两天 is every third day to one and every second to another.
    return Either(Missing.INTERVAL, (Cycle(unit, count), Cycle(unit, count + 1)))


def _every_few_weeks(found: re.Match[str]) -> Token | None:
    return Cycle(Unit.WEEK, number(found["count"]) or 1)


def _the_others(found: re.Match[str]) -> Token | None:
    """What is left of the week once some days are excepted."""
    return Cycle(Unit.DAY) if "除" in found.string[: found.start()] else None


_TIMES = "(?:次|回|遍|趟)"
_BEFORE_WEEKDAY = f"(?={WEEK}(?:{WEEKDAY}(?!{_TIMES})|末)|工作日|双休日)"

CYCLES: tuple[Pattern, ...] = (
    # How many times is told by the clock times that follow, or asked.
    (re.compile(f"[每一1]个?(?P<unit>天|日|{WEEK}|月|年)(?:里|内)?[打来要喊叫]?(?P<times>{NUM}){_TIMES}"), _so_often),
    (re.compile(f"每个?(?P<unit>{WEEK}|月)(?P<times>{NUM})天(?!天)"), _so_often),
    (
        re.compile(
            f"每?(?P<count>{NUM})个?(?P<unit>天|日|{WEEK}|月)(?:[打来聊]?[一1]{_TIMES}|[打来][一1]?(?:个|通)(?:电话|视频)?(?!{NUM}))"
        ),
        _every,
    ),
    (re.compile(f"每(?P<count>[两二三四2-4])个?(?={WEEK}{WEEKDAY}(?!{_TIMES}))"), _every_few_weeks),
    (re.compile(f"每?隔(?={WEEK}{WEEKDAY}(?!{_TIMES}))"), lambda _: Cycle(Unit.WEEK, 2)),
    (re.compile(f"每?隔(?P<count>{NUM})?个?(?P<unit>天|日|{WEEK}|月)"), _with_gap),
    (re.compile(f"每(?:个|逢|到)?{_BEFORE_WEEKDAY}|逢(?:到)?{_BEFORE_WEEKDAY}"), lambda _: Cycle(Unit.WEEK)),
    (re.compile(f"每个?(?={WEEK}?(?:一三五|二四六))|逢(?=一三五|二四六)"), lambda _: Cycle(Unit.WEEK)),
    (re.compile(f"每个?{WEEK}(?=这[两二三四五六]天)"), lambda _: Cycle(Unit.WEEK)),
    (re.compile("(?:每周)?的?(?:其[他余它]|剩下|别)的?[几两二三四五六]?[天日](?:子|里)?"), _the_others),
    (re.compile(f"每(?P<count>{NUM})?个?(?P<unit>天|日|{WEEK}|年|月(?![底末尾]|[初中头](?!一)))"), _every),
    (re.compile("每个?(?=月(?:[底末尾]|[初中头](?!一)))|月月(?!底)"), lambda _: Cycle(Unit.MONTH)),
    (
        re.compile(f"每(?:个|到了?)?{PARTS_AHEAD}|天天|日日|晚(?=晚(?![上间]))|夜(?=夜)|朝(?=朝)"),
        lambda _: Cycle(Unit.DAY),
    ),
    (re.compile("年年|每到|每逢"), lambda found: Cycle(Unit.YEAR)),
    (re.compile("生日|过生"), lambda _: Birthday()),
)

_GOES_ON_FROM = (
    "(?=$|[,。;!每天日周星礼晚早中打喊叫提给跟隔一两二三四五六七八九十0-9算就都以吧]|[上下][午昼晌]|凌晨|傍晚)"
)
BEGINS: tuple[Pattern, ...] = (
    (re.compile("(?:就?是|算|做|当作?|为)(?:第一|头一?)[次回遍趟]|(?:打头|起头|开头)(?=$|[,。;!])"), lambda _: Begin()),
    (
        re.compile(
            f"(?:开始|起始|(?<![不想提说引拿升吃一记])起|(?<=[天日号周年月晚一二三四五六])始)(?:算起?)?{_GOES_ON_FROM}"
        ),
        lambda _: Begin(),
    ),
)
_FROM_THEN = "(?=开始|起(?![床来码身]))"

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
_NOT_A_CLOCK = "(?![点时:刻]|半(?!夜))"
# What may stand behind several weekdays: without it 周三一起 and 周一三个人 would name a Monday and a Wednesday.
_GOES_ON = f"(?=$|[、,./和跟与及;。!早晚中凌傍半夜清的都各打给提叫]|上午|下午|{NUM}[点时:])"
_RUN = f"(?=[一二三四五六]{WEEKDAY})一?二?三?四?五?六?[日天]?{_GOES_ON}|(?=[1-6][2-7])1?2?3?4?5?6?7?(?![0-9点时:号])"
_ONE = f"{WEEKDAY}{_NOT_A_CLOCK}(?<![0-9](?=[0-9]))"
_BARE = f"(?!,二?十[一二三四]?[点时:])(?!{AND}[0-9]{{2}}){AND}{WEEKDAY}{_NOT_A_CLOCK}{_GOES_ON}"
_MORE = f"(?:{WEEK}{_ONE}|{AND}每?个?{WEEK}{_ONE}|{_BARE})*"
_SAID = f"(?:每个?)?{WEEK}(?:(?:{_RUN}|{_ONE}){_MORE}|末)|双休日|工作日"
_NOT_THEN = (
    "(?:除外|不算|(?:就|都)?(?:不要|不用|不消|不必|别|莫|冇要|唔使)再?(?:喊|叫|打|提醒|管|响|闹)?我?了?(?=$|[,。;!]))"
)


def _except(found: re.Match[str]) -> Token:
    said = found["days"]
    if "末" in said or "双休" in said:
        return Except(WEEKEND)
    return Except((0, 1, 2, 3, 4) if "工作" in said else _set_of(said))


def _listed(found: re.Match[str]) -> Token:
    return Weekdays(_set_of(found["days"]), habit=True)


EXCEPTIONS: tuple[Pattern, ...] = (
    (
        re.compile(f"(?:下下下|再下|大下|上上下)一?个?{WEEK}{WEEKDAY}?|(?:大大+|外|老)后[天日]"),
        lambda _: Vague(Missing.WHICH_DAY),
    ),
    (
        re.compile(f"(?:每一?[个]?)?{WEEK}[八九89](?![0-9点时:十百千刻个次回天块分半岁])"),
        lambda _: Impossible(Reason.NO_SUCH_DATE),
    ),
    (re.compile(f"(?:每逢|逢|每)(?P<days>(?=[一二三四五六][二三四五六日])一?二?三?四?五?六?日?){_GOES_ON}"), _listed),
    (re.compile(f"除[了开去]?(?P<days>{_SAID})(?:这[一两]天)?(?:(?:以|之)?外)?(?:不[要算用])?"), _except),
    (re.compile(f"(?P<days>{_SAID})(?:这[一两]天)?{_NOT_THEN}"), _except),
)

WEEKDAYS: tuple[Pattern, ...] = (
    (re.compile(f"下一?个?{WEEK}{_FROM_THEN}"), lambda _: Weekdays((0,), 1)),
    (re.compile(f"下一?个?月{_FROM_THEN}"), lambda _: MonthDays((1,), 1)),
    (
        re.compile(
            f"{_WHICH}{WEEK}(?P<first>{WEEKDAY})(?:到|至|[-~]|—+)(?:(?P=which)一?个?)?{WEEK}?(?P<last>{WEEKDAY}){_NOT_A_CLOCK}"
        ),
        _range,
    ),
    (re.compile(f"{_WHICH}{WEEK}末"), _weekend),
    (re.compile("一三五七(?![点号月])|逢?[单双](?:[号日天]|数[日天]?)"), lambda _: Vague(Missing.WHICH_DAY)),
    (re.compile("双休日"), lambda _: Weekdays(WEEKEND, habit=True)),
    (re.compile("工作日"), lambda _: Weekdays((0, 1, 2, 3, 4), habit=True)),
    (
        re.compile(f"(?P<days>一三五|二四六){_NOT_A_CLOCK}(?![十号月日])"),
        _listed,
    ),
    (re.compile(f"{_WHICH}{WEEK}(?P<days>(?:{_RUN}|{_ONE}){_MORE})"), _weekdays),
    (re.compile(f"(?P<which>下下|[下这本])一?个?{WEEK}"), lambda _: Vague(Missing.WHICH_DAY)),
)
