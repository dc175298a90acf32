"""Words for dates: of the common calendar, of the farmers' calendar, feasts, and days of the month."""

import re
from dataclasses import replace

from dialogs.language.numerals import read_number
from dialogs.language.when_tokens import (
    Calendar,
    Dated,
    Either,
    Impossible,
    LunarDay,
    Missing,
    MonthDays,
    NthWeekday,
    Reason,
    Term,
    Token,
    Vague,
)
from dialogs.language.when_words import AND, NUM, WEEK, WEEKDAY, WEEKDAY_OF, Pattern, clock_follows, number

_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEARS_AHEAD = {"今": 0, "明": 1, "后": 2}
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_MONTHS_AHEAD = {None: None, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2}


def _solar(month: int, day: int, year: int | None = None, years_ahead: int | None = None) -> Token:
    exists = 1 <= month <= 12 and 1 <= day <= _LONGEST_MONTH[month - 1]
    return Dated(month, day, year, years_ahead) if exists else Impossible(Reason.NO_SUCH_DATE)


def _lunar(month: int, day: int, years_ahead: int | None = None) -> Token:
    return LunarDay(month, day, years_ahead) if 1 <= month <= 12 and 1 <= day <= 30 else Impossible(Reason.NO_SUCH_DATE)


def _numeric_date(found: re.Match[str]) -> Token | None:
    return _solar(int(found["month"]), int(found["day"]), int(found["year"]))


def _date(found: re.Match[str]) -> Token | None:
    month, day = read_number(found["month"]), read_number(found["day"])
    if month is None or day is None:
        return None
    if not found["unit"] and clock_follows(found):
        return None
    if found["unit"] or found["day"].isdigit() or found["year"] or found["common"]:
        ahead = _YEARS_AHEAD.get(found["year"])
        return _solar(month, day, number(found["year"]) or None if ahead is None else None, ahead)
    # 八月十五 is the Moon Festival to one and the middle of August to another.
    return Either(Missing.CALENDAR, (_lunar(month, day), _solar(month, day)))


def _lunar_date(found: re.Match[str]) -> Token | None:
    named, first_ten = found["month"] in _LUNAR_MONTHS, found["day"].startswith("初")
    if not (found["calendar"] or found["leap"] or named or first_ten or found["day"][0] in "廿卅"):
        return None
    month = _LUNAR_MONTHS.get(found["month"]) or read_number(found["month"])
    day = read_number(found["day"].removeprefix("初"))
    if month is None or day is None or (not found["unit"] and clock_follows(found)):
        return None
    return _lunar(month, day, _YEARS_AHEAD.get(found["year"]))


def _first_days(found: re.Match[str]) -> Token | None:
    return _lunar(1, number(found["day"]) or 1, _YEARS_AHEAD.get(found["year"]))


def _last_days(found: re.Match[str]) -> Token | None:
    """年廿八: the days before the New Year."""
    return _lunar(12, number(found["day"]) or 0)


def _last_little_year(found: re.Match[str]) -> Token:
    """腊月二十四小年: which of the two it is, is said."""
    return LunarDay(12, 23 if found["day"] == "三" else 24)


_YEAR = "(?:(?P<year>[今明后])年的?)?"


LUNAR: tuple[Pattern, ...] = (
    (
        re.compile(f"{_YEAR}(?:(?:腊月|正月)?大?年(?:三十|卅)(?![点号岁天])|除夕|大年(?=夜))"),
        lambda found: LunarDay(12, 30, _YEARS_AHEAD.get(found["year"])),
    ),
    (re.compile("年(?P<day>(?:廿|二十)[一二三四五六七八九])(?![点号岁天])"), _last_days),
    (re.compile(f"{_YEAR}大?(?:年初|正月初)(?P<day>[一二三四五六七八九十])"), _first_days),
    (
        re.compile("(?:腊月|十二月)(?:二十|廿)(?P<day>[三四])[号日]?的?[,、]?(?:[就也]?是)?[北南]?方?小年(?!纪)"),
        _last_little_year,
    ),
    (
        re.compile("(?:农历|阴历)?七月半(?![点])|中元节?|鬼节"),
        lambda _: LunarDay(7, 15),
    ),
    (
        re.compile(
            f"{_YEAR}(?P<calendar>农历|阴历|旧历|老历|古历)?的?(?P<leap>闰)?(?P<month>正|冬|腊|十[一二]?|[一二三四五六七八九]|[0-9]{{1,2}})月(?:份)?的?"
            "(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|卅|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|[0-9]{1,2})"
            "(?P<unit>[号日])?"
        ),
        _lunar_date,
    ),
)

# Terms of the sun's year; those that are weather or names as well need a word that makes them a day.
_TERMS = "立春|惊蛰|春分|谷雨|立夏|芒种|夏至|立秋|处暑|秋分|寒露|霜降|立冬"
_WEATHER = (
    "(?<![下飘落有给跟和同叫喊])(?:雨水|小满|小暑|大暑|白露|小雪|大雪|小寒|大寒)"
    "(?=节气|(?:的?[那这当])[天日]|[早晚上中下傍夜凌][上午夜里晨黑]?(?!雪))"
)
_FEASTS: dict[str, Dated | LunarDay | NthWeekday | Term] = {
    "元旦节?|(?:新年|[新阳]历年)的?(?:(?:第一|头一?)[天日]|初一)": Dated(1, 1),
    "(?:三八)?(?:妇女|女神)节|三八节?(?![线二四三一五六])": Dated(3, 8),
    "五一(?:劳动)?节?|劳动节": Dated(5, 1),
    "(?:六一)?儿童节|六一": Dated(6, 1),
    "愚人节": Dated(4, 1),
    "(?:二月十四)?的?情人节": Dated(2, 14),
    "(?:五四)?青年节": Dated(5, 4),
    "(?:八一)?建军节|八一节": Dated(8, 1),
    "建党节|七一节": Dated(7, 1),
    "植树节": Dated(3, 12),
    "护士节": Dated(5, 12),
    "万圣节": Dated(10, 31),
    "光棍节": Dated(11, 11),
    "双(?:十二|12)": Dated(12, 12),
    "教师节": Dated(9, 10),
    "国庆节?": Dated(10, 1),
    "圣诞节?": Dated(12, 25),
    "春节": LunarDay(1, 1),
    "(?:正月十五)?的?元宵节?": LunarDay(1, 15),
    "(?:五月初?五)?的?端[午阳]节?": LunarDay(5, 5),
    "(?:七月初?七)?的?七夕节?": LunarDay(7, 7),
    "(?:八月十五)?的?(?:过)?中秋节?": LunarDay(8, 15),
    "(?:九月初?九|九九)?的?重阳节?": LunarDay(9, 9),
    "(?:腊月初八)?的?腊八节?": LunarDay(12, 8),
    "清明节?": Term("清明"),
    "冬至节?|冬节": Term("冬至"),
    "平安(?=夜)": Dated(12, 24),
    "跨年(?=夜|[^夜])": Dated(12, 31),
    "双(?:十一|11)": Dated(11, 11),
    "母亲节": NthWeekday(2, 6, 5),
    "父亲节": NthWeekday(3, 6, 6),
}


def _little_new_year(found: re.Match[str]) -> Token:
    """The twenty-third in the north, the twenty-fourth in the south."""
    if found[0][0] in "北南":
        return LunarDay(12, 23 if found[0][0] == "北" else 24)
    return Either(Missing.WHICH_DAY, (LunarDay(12, 23), LunarDay(12, 24)))


def _feast(found: re.Match[str]) -> Token:
    feast = _OF_FEAST[found.lastgroup or ""]
    if found["year"] is None:
        return feast
    if isinstance(feast, NthWeekday):
        return Vague(Missing.WHICH_DAY)
    return replace(feast, years_ahead=_YEARS_AHEAD[found["year"]])


_NAMED = "|".join(f"(?P<feast{at}>{words})" for at, words in enumerate(_FEASTS))
_OF_FEAST = {f"feast{at}": feast for at, feast in enumerate(_FEASTS.values())}

FESTIVALS: tuple[Pattern, ...] = (
    (re.compile("[北南]?方?小年(?!纪)"), _little_new_year),
    (
        re.compile(f"(?:{'|'.join(_FEASTS)})(?:长?假|期间|[前后](?:[一两二三]?[天日晚])?)"),
        lambda _: Vague(Missing.WHICH_DAY),
    ),
    (
        re.compile(f"(?:(?P<year>[今明后])年的?)?(?:{_NAMED})(?:(?:放假)?的?(?:第一|头一?)天)?(?![点号月日])"),
        _feast,
    ),
    (
        re.compile(f"(?:(?P<year>[今明后])年的?)?(?P<name>{_TERMS}|{_WEATHER})(?![了下])"),
        lambda found: Term(found["name"], _YEARS_AHEAD.get(found["year"])),
    ),
)


def _days_of_month(found: re.Match[str]) -> Token | None:
    said = [read_number(text) for text in re.findall(NUM, found["days"])]
    days = tuple(sorted({day for day in said if day is not None}))
    if None in said:
        return None
    if not all(1 <= day <= 31 for day in days):
        return Impossible(Reason.NO_SUCH_DATE)
    return MonthDays(days, _MONTHS_AHEAD[found["which"]])


def _nth(found: re.Match[str]) -> Token | None:
    month = number(found["month"]) or None
    if month is not None and not 1 <= month <= 12:
        return Impossible(Reason.NO_SUCH_DATE)
    nth = 1 if "头" in found[0] else number(found["nth"]) or -1
    return NthWeekday(nth, WEEKDAY_OF[found["day"]], month)


_PART_THEN = "(?:早上?|晚上?|上午|中午|下午|夜里?|傍晚|凌晨|夜晚|上昼|下昼|朝早|半夜|午后)"
_WHICH_MONTH = "(?:(?P<which>下下|[这本下当])一?个?月?的?)?"

CALENDARS: tuple[Pattern, ...] = (
    (re.compile("(?:农历|阴历|旧历|老历|古历)(?:算|来)?"), lambda _: Calendar(lunar=True)),
    (re.compile("[阳公新国]历(?:算|来)?"), lambda _: Calendar(lunar=False)),
)

DATES: tuple[Pattern, ...] = (
    (re.compile("明年(?=开始|起(?![床来码身]))"), lambda _: Dated(1, 1, years_ahead=1)),
    (
        re.compile("(?:(?P<which>下下|[这本下当])一?个?月|(?<=月)|(?<=月的))的?(?:第一|头一?)[天日]"),
        lambda found: MonthDays((1,), _MONTHS_AHEAD[found["which"]]),
    ),
    (
        re.compile(
            "(?<![0-9.:-])(?P<month>1[0-2]|0?[1-9])[-/](?P<day>[0-3]?[0-9])"
            f"(?=[号日]?(?:那[天日])?\\s*(?:{_PART_THEN}|[0-9一二两三四五六七八九十]{{1,3}}[:点])"
            "|[号日 都那]|$)(?![0-9])[号日]?"
        ),
        lambda found: _solar(int(found["month"]), int(found["day"])),
    ),
    # 12.12晚8点: behind a date with a dot there has to come a clock, for 8.30 may be one itself.
    (
        re.compile(
            "(?<![0-9.:点-])(?P<month>1[0-2]|0?[1-9])\\.(?P<day>[0-3]?[0-9])(?![0-9.元块])"
            f"(?:[号日]|(?=那[天日])|(?=的?{_PART_THEN}[0-9一二两三四五六七八九十]{{1,3}}[:点.])|(?=\\s[0-9]{{1,2}}[:点]))"
        ),
        lambda found: _solar(int(found["month"]), int(found["day"])),
    ),
    (
        re.compile("(?<![0-9])(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\\2(?P<day>[0-9]{1,2})(?![0-9])[号日]?"),
        _numeric_date,
    ),
    (
        re.compile(
            f"(?<![0-9])(?P<common>[阳公新国]历)?(?:(?P<year>[0-9]{{4}}|二[零〇][一二三四五六七八九十零〇]{{2}}|今|明|后)年)?的?"
            f"(?P<month>{NUM})月份?的?(?P<day>{NUM})(?P<unit>[号日])?"
        ),
        _date,
    ),
    (
        re.compile(
            f"(?:(?P<month>{NUM})月份?的?)?(?:第(?P<nth>[一二三四五1-5])|最后一?|头一?)个?{WEEK}(?P<day>{WEEKDAY})"
        ),
        _nth,
    ),
    (re.compile(f"{_WHICH_MONTH}(?P<days>(?:{NUM}[号日]?{AND})*{NUM}[号日])(?![码线楼])"), _days_of_month),
    (
        re.compile(
            "(?:(?:下下|[这本下])一?个?月)(?:初[一二三四五六七八九十](?![点:号]))|(?:下下|[这本下])一?个?月(?!的?(?:月[底末尾]|最后一?[天日]|末尾|最末|[底末尾]|(?:第一|头一?)[天日]))(?:[初中](?!午))?|[今明后]年"
        ),
        lambda _: Vague(Missing.WHICH_DAY),
    ),
    (
        re.compile(
            "(?:(?P<which>下下|[这本下当])一?个?)?(?:(?:月的?)?(?:最后一?|末尾那?一?|最末那?一?|尾上?那?一?)[天日]|月[底末尾]|月月[底末])(?:那[天日])?"
        ),
        lambda found: MonthDays((-1,), _MONTHS_AHEAD[found["which"]]),
    ),
    (
        re.compile("(?<![0-9个年])(?:十[一二]?|[一三四五六七八九]|1[0-2]|[1-9])月份?(?![饼亮子球台嫂0-9])"),
        lambda _: Vague(Missing.WHICH_DAY),
    ),
)
