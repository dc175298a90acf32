"""Which days are meant: the day words of a sentence become a rule, or a few dates, or a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing
from dialogs.calendar.rrules import days_from
from dialogs.language.when_dates import Dates, candidates
from dialogs.language.when_outcomes import AskBack, Outcome, Refused, Understood
from dialogs.language.when_rules import WEEKLY, day_later, rule_of
from dialogs.language.when_tokens import (
    DAY_WORDS,
    Ahead,
    Begin,
    Birthday,
    Cycle,
    DayOf,
    Except,
    LunarDay,
    Missing,
    MonthDays,
    NthWeekday,
    Reason,
    Token,
    Unit,
    Weekdays,
)

_WHOLE_WEEK = frozenset(range(7))


@dataclass(frozen=True)
class Hours:
    """Clock times of one reading; `beyond` tells which of them lie after the midnight of their day."""

    times: tuple[time, ...]
    night_times: tuple[time, ...] = ()
    beyond: frozenset[bool] = frozenset({False})


@dataclass(frozen=True)
class DayPhrase:
    """The day words of a sentence, sorted by what they do."""

    words: tuple[DayOf, ...]
    cycle: Cycle | None
    first: DayOf | None  # "from then on"


def day_phrase(tokens: Sequence[Token]) -> DayPhrase | None:
    """None if two rhythms contradict each other."""
    words: list[DayOf] = []
    cycles: list[Cycle] = []
    left_out: set[int] = set()
    first: DayOf | None = None
    for token in tokens:
        if isinstance(token, DAY_WORDS):
            words.append(token)
        elif isinstance(token, Cycle):
            cycles.append(token)
        elif isinstance(token, Except):
            left_out.update(token.days)
        elif isinstance(token, Birthday) and not any(isinstance(word, Ahead | Weekdays | MonthDays) for word in tokens):
            cycles.append(Cycle(Unit.YEAR))
        elif isinstance(token, Begin) and words and first is None:
            first = words.pop()
    phrase = _in_rhythm(_merged(words), cycles, first)
    return _without(left_out, phrase) if phrase and left_out else phrase


def _in_rhythm(words: tuple[DayOf, ...], cycles: list[Cycle], first: DayOf | None) -> DayPhrase | None:
    weekly = any(isinstance(word, Weekdays) for word in words)
    # 每七天,每周日: seven days are a week where a weekday is named.
    cycles = [_in_weeks(cycle) if weekly else cycle for cycle in cycles]
    if first is not None and not cycles and not isinstance(first, Weekdays):
        cycles.append(WEEKLY if words else Cycle(Unit.DAY))
    if len(set(cycles)) > 1:
        return None
    cycle = cycles[0] if cycles else None
    # 从这个礼拜天开始隔周打一次: the first day names the weekday as well.
    if cycle and cycle.unit is Unit.WEEK and not words and isinstance(first, Weekdays):
        words = (Weekdays(first.days),)
    return DayPhrase(words, cycle, first)


def _in_weeks(cycle: Cycle) -> Cycle:
    return Cycle(Unit.WEEK, cycle.every // 7) if cycle.unit is Unit.DAY and cycle.every % 7 == 0 else cycle


def _without(left_out: set[int], phrase: DayPhrase) -> DayPhrase | None:
    """除了周三每天: what is left of the week; None where there is no habit to take days from."""
    if phrase.cycle not in (None, Cycle(Unit.DAY), WEEKLY):
        return None
    match phrase.words:
        case ():
            days = _WHOLE_WEEK if phrase.cycle else frozenset()
        case (Weekdays(days=said, weeks=None, habit=habit),) if habit or phrase.cycle:
            days = frozenset(said)
        case _:
            return None
    kept = tuple(sorted(days - left_out))
    return DayPhrase((Weekdays(kept, habit=True),), WEEKLY, phrase.first) if kept and kept != tuple(days) else None


def _merged(words: list[DayOf]) -> tuple[DayOf, ...]:
    """周三和周五, 1号和15号 said with two words are one word for two days."""
    merged: list[DayOf] = []
    for word in dict.fromkeys(words):
        last = merged[-1] if merged else None
        if isinstance(word, Weekdays) and isinstance(last, Weekdays) and word.weeks in (last.weeks, None):
            days = tuple(sorted({*last.days, *word.days}))
            merged[-1] = Weekdays(
                days, last.weeks, habit=last.weeks is None and (last.habit or word.habit or len(days) > 2)
            )
        elif isinstance(word, MonthDays) and isinstance(last, MonthDays) and word.months in (last.months, None):
            merged[-1] = MonthDays(tuple(sorted({*last.days, *word.days})), last.months)
        else:
            merged.append(word)
    return tuple(merged)


def plan(phrase: DayPhrase, hours: Hours, now: datetime, *, repeats: bool) -> Outcome:
    """The timing of day words and clock times, seen from a local moment; `repeats` if habits are being asked for."""
    if phrase.cycle is not None:
        return _habit(phrase, phrase.cycle, hours, now)
    if phrase.first is not None:
        return AskBack(Missing.WHICH_DAY)  # 从周三开始: every day, or every Wednesday?
    if not phrase.words:
        return AskBack(Missing.DAY)
    if LunarDay(12, 30) in phrase.words and time(0) in hours.times and True not in hours.beyond:
        return AskBack(Missing.WHICH_NIGHT)  # 除夕零点 is when the year ends
    cycle = _natural_cycle(phrase.words)
    if cycle is None:
        return _few_dates(phrase.words, hours, now)
    word = phrase.words[0]
    if isinstance(word, Weekdays) and (word.habit or repeats):
        return _habit(phrase, WEEKLY, hours, now)
    if isinstance(word, Weekdays | MonthDays) and len(word.days) > 1:
        return _once_or_every(phrase, cycle, hours, now)
    return _few_dates(phrase.words, hours, now)


def _natural_cycle(words: tuple[DayOf, ...]) -> Cycle | None:
    """In what the days return, if they were named without telling which week or month."""
    match words:
        case (Weekdays(weeks=None),):
            return WEEKLY
        case (MonthDays(months=None),):
            return Cycle(Unit.MONTH)
    return None


# ---- again and again -----------------------------------------------------------------------------------------------


def _habit(phrase: DayPhrase, cycle: Cycle, hours: Hours, now: datetime) -> Outcome:
    words = _without_example(phrase.words, cycle, now.date())
    if len(words) > 1:
        return AskBack(Missing.ONE_AT_A_TIME)
    word = words[0] if words else None
    rule = rule_of(cycle, word)
    if rule is None or not _as_often_as_said(cycle, word, hours):
        return AskBack(Missing.WHICH_DAY)
    start = _start(phrase.first, now.date())
    if start is None:
        return Refused(Reason.NO_SUCH_DATE)
    if isinstance(rule, Lunar):
        return AskBack(Missing.WHICH_NIGHT) if True in hours.beyond else Understood(_timing(rule, hours))
    if True in hours.beyond and cycle.unit is not Unit.DAY:
        return _which_night(rule, start, hours, now)
    return Understood(_repeating(rule, start, hours, now))


def _without_example(words: tuple[DayOf, ...], cycle: Cycle, today: date) -> tuple[DayOf, ...]:
    """每个礼拜四,就是今天这种: a day that is one of them anyway."""
    days = {day for word in words if isinstance(word, Weekdays) and word.weeks is None for day in word.days}
    if cycle.unit is not Unit.WEEK or not days:
        return words
    return tuple(
        word
        for word in words
        if not (isinstance(word, Ahead) and (today + timedelta(days=word.days)).weekday() in days)
    )


def _as_often_as_said(cycle: Cycle, word: DayOf | None, hours: Hours) -> bool:
    """每周两次,周三晚上八点: one of the two is still to be named."""
    days = len(word.days) if isinstance(word, Weekdays | MonthDays) else 1
    return cycle.times in (0, days, len(hours.times), days * len(hours.times))


def _start(first: DayOf | None, today: date) -> date | None:
    if first is None:
        return today
    dates = candidates(first, today)
    return dates[0][0] if dates else None


def _timing(rule: Repeating | Lunar, hours: Hours) -> Timing:
    return Timing(rule, hours.times, hours.night_times)


def _repeating(rule: str, start: date, hours: Hours, now: datetime) -> Timing:
    """Every second week is counted from the first day that is still to come."""
    if ";INTERVAL=" in rule:
        plain = ";".join(part for part in rule.split(";") if not part.startswith("INTERVAL="))
        ahead = (day for day in days_from(plain, start, start) if _is_ahead((day,), hours, now))
        start = next(ahead, start)
    return _timing(Repeating(rule, start), hours)


def _which_night(rule: str, start: date, hours: Hours, now: datetime) -> Outcome:
    """Midnight on Wednesdays is the end of Wednesday to most, and its beginning to the clock."""
    if len(hours.beyond) > 1:
        return AskBack(Missing.ONE_AT_A_TIME)
    later = day_later(rule)
    rules = (later, rule) if later else ()
    return AskBack(Missing.WHICH_NIGHT, tuple(_repeating(each, start, hours, now) for each in rules))


def _once_or_every(phrase: DayPhrase, cycle: Cycle, hours: Hours, now: datetime) -> Outcome:
    both = (_few_dates(phrase.words, hours, now), _habit(phrase, cycle, hours, now))
    timings = tuple(outcome.timing for outcome in both if isinstance(outcome, Understood))
    return AskBack(Missing.ONCE_OR_EVERY, timings)


# ---- on one day, or a few ------------------------------------------------------------------------------------------


def _few_dates(words: tuple[DayOf, ...], hours: Hours, now: datetime) -> Outcome:
    if any(isinstance(word, NthWeekday) and word.month is None for word in words):
        return AskBack(Missing.WHICH_DAY)
    if len(hours.beyond) > 1:
        return AskBack(Missing.ONE_AT_A_TIME)
    if len({type(word) for word in words}) > 1:
        return _same_day(words, hours, now)
    readings = [candidates(word, now.date()) for word in words]
    if not all(readings):
        return Refused(Reason.NO_SUCH_DATE)
    chosen = [_first_ahead(reading, hours, now) for reading in readings]
    if None in chosen:
        return Refused(Reason.PAST)
    if any(_is_open(word, reading, hours, now) for word, reading in zip(words, readings, strict=True)):
        return AskBack(Missing.WHICH_DAY)
    return _on(sorted({day for dates in chosen if dates for day in dates}), hours)


def _same_day(words: tuple[DayOf, ...], hours: Hours, now: datetime) -> Outcome:
    """今天周三, 12月2号星期三: two names of one day, or a slip that has to be asked about."""
    bare = [word for word in words if isinstance(word, Weekdays) and word.weeks is None]
    named = [candidates(word, now.date()) for word in words if word not in bare]
    agreed = tuple(dates for dates, *others in product(*named) if set(others) <= {dates})
    dates = _first_ahead(agreed, hours, now)
    if agreed and dates is None:
        return Refused(Reason.PAST)
    if dates is None or not all({day.weekday() for day in dates} <= set(word.days) for word in bare):
        return AskBack(Missing.WHICH_DAY)
    return _on(list(dates), hours)


def _first_ahead(readings: tuple[Dates, ...], hours: Hours, now: datetime) -> Dates | None:
    return next((dates for dates in readings if _is_ahead(dates, hours, now)), None)


def _is_open(word: DayOf, readings: tuple[Dates, ...], hours: Hours, now: datetime) -> bool:
    """Whether a year that was said may be either of two."""
    ahead = [dates for dates in readings if _is_ahead(dates, hours, now)]
    return isinstance(word, LunarDay) and bool(word.years_ahead) and len(ahead) > 1


def _is_ahead(dates: Dates, hours: Hours, now: datetime) -> bool:
    shift = timedelta(days=1 if True in hours.beyond else 0)
    return all(datetime.combine(day, at) + shift > now for day in dates for at in hours.times)


def _on(days: list[date], hours: Hours) -> Outcome:
    if hours.night_times:
        return AskBack(Missing.ONE_AT_A_TIME)
    if True in hours.beyond:
        days = [day + timedelta(days=1) for day in days]
    if len(days) == 1 and len(hours.times) == 1:
        return Understood(Timing(Once(datetime.combine(days[0], hours.times[0]))))
    rule = _rule_for(days)
    return Understood(_timing(rule, hours)) if rule else AskBack(Missing.ONE_AT_A_TIME)


def _rule_for(days: list[date]) -> Repeating | None:
    """A rule that ends after just these days, if there is one."""
    weekdays = rule_of(WEEKLY, Weekdays(tuple(sorted({day.weekday() for day in days}))))
    month_days = ",".join(str(day) for day in sorted({day.day for day in days}))
    for rule in ("FREQ=DAILY", weekdays, f"FREQ=MONTHLY;BYMONTHDAY={month_days}"):
        text = f"{rule};COUNT={len(days)}"
        if list(days_from(text, days[0], days[0])) == days:
            return Repeating(text, days[0])
    return None
