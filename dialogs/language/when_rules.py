"""Recurrence rules for day words that are meant again and again."""

from dialogs.calendar.recurrence import Lunar
from dialogs.language.when_tokens import Cycle, Dated, DayOf, LunarDay, MonthDays, NthWeekday, Unit, Weekdays

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY"}
WEEKLY = Cycle(Unit.WEEK)


def rule_of(cycle: Cycle, word: DayOf | None) -> str | Lunar | None:
    """The rule of a day word in a cycle; None if they do not belong together."""
    head = f"FREQ={_FREQUENCIES[cycle.unit]}" + (f";INTERVAL={cycle.every}" if cycle.every > 1 else "")
    if cycle.unit is Unit.DAY:
        return _daily(head, cycle, word)
    if cycle.unit is Unit.WEEK:
        return head + _by_day(word) if isinstance(word, Weekdays) and word.weeks is None else None
    if cycle.unit is Unit.MONTH:
        return _monthly(head, word)
    return _yearly(head, cycle, word)


def _daily(head: str, cycle: Cycle, word: DayOf | None) -> str | Lunar | None:
    if word is None:
        return head
    # 周一到周五每天 is every working day.
    several = isinstance(word, Weekdays) and len(word.days) > 1 and cycle.every == 1
    return rule_of(WEEKLY, word) if several else None


def _by_day(word: Weekdays) -> str:
    return f";BYDAY={','.join(_NAMES[day] for day in word.days)}"


def _monthly(head: str, word: DayOf | None) -> str | None:
    if isinstance(word, NthWeekday) and word.month is None:
        return f"{head};BYDAY={word.nth}{_NAMES[word.weekday]}"
    if isinstance(word, MonthDays) and word.months is None:
        return head + _by_month_day(word.days)
    return None


def _by_month_day(days: tuple[int, ...]) -> str:
    if days == (31,):
        return ";BYMONTHDAY=-1"
    if len(days) == 1 and days[0] > 28:
        return f";BYMONTHDAY={','.join(str(day) for day in range(28, days[0] + 1))};BYSETPOS=-1"
    return f";BYMONTHDAY={','.join(map(str, days))}"


def _yearly(head: str, cycle: Cycle, word: DayOf | None) -> str | Lunar | None:
    if isinstance(word, LunarDay) and word.years_ahead is None and cycle.every == 1:
        return Lunar(word.month, word.day)
    if isinstance(word, NthWeekday) and word.month is not None:
        return nth_weekday_rule(word)
    if isinstance(word, Dated) and word.year is None and word.years_ahead is None:
        # Who is born on the 29th of February celebrates on the 28th in between.
        days = "28,29;BYSETPOS=-1" if (word.month, word.day) == (2, 29) else str(word.day)
        return f"{head};BYMONTH={word.month};BYMONTHDAY={days}"
    return None


def nth_weekday_rule(word: NthWeekday) -> str:
    return f"FREQ=YEARLY;BYMONTH={word.month};BYDAY={word.nth}{_NAMES[word.weekday]}"


def day_later(rule: str) -> str | None:
    """The rule for the nights after its days, as far as a weekday can be moved on."""
    head, separator, days = rule.partition(";BYDAY=")
    if not head.startswith("FREQ=WEEKLY") or not separator:
        return None
    moved = sorted((_NAMES.index(day) + 1) % 7 for day in days.split(","))
    return f"{head};BYDAY={','.join(_NAMES[day] for day in moved)}"


def weekdays_of(rule: str) -> frozenset[int] | None:
    """The weekdays a daily or weekly rule comes on; None where days of the week do not matter to it."""
    if rule == "FREQ=DAILY":
        return frozenset(range(7))
    _, _, days = rule.partition("FREQ=WEEKLY;BYDAY=")
    return frozenset(_NAMES.index(day) for day in days.split(",")) if days and ";" not in days else None
