"""A reminder read back in words: whom to call, on which days, at what time, and when that is next."""

from __future__ import annotations

from datetime import date, datetime, time

from dialogs.calendar.recurrence import Lunar, Once, Rule, Timing, next_occurrence
from dialogs.calendar.rrules import days_from, parts
from dialogs.facts import CallTarget, Facts, Reminder, TargetKind
from dialogs.labels import WEEKDAYS, ordinal_label, target_label
from dialogs.text import Listed, Moment, Text, Verbatim, _, _n

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = (0, 1, 2, 3, 4)

_LUNAR_MONTHS: tuple[Text, ...] = (
    _("the first lunar month"),
    _("the second lunar month"),
    _("the third lunar month"),
    _("the fourth lunar month"),
    _("the fifth lunar month"),
    _("the sixth lunar month"),
    _("the seventh lunar month"),
    _("the eighth lunar month"),
    _("the ninth lunar month"),
    _("the tenth lunar month"),
    _("the eleventh lunar month"),
    _("the twelfth lunar month"),
)

_LUNAR_DAYS: tuple[Text, ...] = (
    _("lunar day 1"),
    _("lunar day 2"),
    _("lunar day 3"),
    _("lunar day 4"),
    _("lunar day 5"),
    _("lunar day 6"),
    _("lunar day 7"),
    _("lunar day 8"),
    _("lunar day 9"),
    _("lunar day 10"),
    _("lunar day 11"),
    _("lunar day 12"),
    _("lunar day 13"),
    _("lunar day 14"),
    _("lunar day 15"),
    _("lunar day 16"),
    _("lunar day 17"),
    _("lunar day 18"),
    _("lunar day 19"),
    _("lunar day 20"),
    _("lunar day 21"),
    _("lunar day 22"),
    _("lunar day 23"),
    _("lunar day 24"),
    _("lunar day 25"),
    _("lunar day 26"),
    _("lunar day 27"),
    _("lunar day 28"),
    _("lunar day 29"),
    _("lunar day 30"),
)


def read_back(facts: Facts) -> tuple[Text, ...]:
    """Every reminder with its next date, by the rule and the shift as they are now."""
    return tuple(reminder_line(reminder, facts, next_at(reminder.timing, facts)) for reminder in facts.reminders)


def reminder_line(reminder: Reminder, facts: Facts, due_at: datetime | None) -> Text:
    """“2. the eldest: every Wednesday at 8:30 PM. Next: tomorrow …”; `due_at` is the next instant."""
    said = reminder_words(reminder, facts)
    if reminder.paused:
        return _("{number}. {reminder} (paused).")(number=reminder.number, reminder=said)
    if due_at is None:
        return _("{number}. {reminder}. It is over.")(number=reminder.number, reminder=said)
    return _("{number}. {reminder}. Next: {next}.")(number=reminder.number, reminder=said, next=moment(due_at, facts))


def reminder_words(reminder: Reminder, facts: Facts) -> Text:
    """“the eldest: every Wednesday at 8:30 PM”."""
    when = timing_words(reminder.timing, facts.today)
    return _("{whom}: {when}")(whom=whom(reminder.target, facts), when=when)


def next_at(timing: Timing, facts: Facts) -> datetime | None:
    """The next instant by the rule and the shift as they are now, in UTC."""
    return next_occurrence(timing, facts.zone, facts.profile.shift, facts.now)


def local(instant: datetime, facts: Facts) -> datetime:
    """The wall clock at an instant, naive."""
    return instant.astimezone(facts.zone).replace(tzinfo=None)


def moment(instant: datetime, facts: Facts) -> Moment:
    """An instant as it is said today."""
    return Moment(local(instant, facts), facts.today)


def timing_words(timing: Timing, today: date) -> Text:
    """When, as one phrase: days and clock times, with those of night-shift weeks."""
    if isinstance(timing.rule, Once):
        return _("once, {at}")(at=Moment(timing.rule.at, today))
    days, clocks = rule_words(timing.rule, today), clock_list(timing.times)
    if not timing.night_times or timing.night_times == timing.times:
        return _("{days} at {clock}")(days=days, clock=clocks)
    return _("{days} at {clock}, in night-shift weeks at {night}")(
        days=days, clock=clocks, night=clock_list(timing.night_times)
    )


def clock_list(times: tuple[time, ...]) -> Text:
    """Clock times, one after another."""
    return Listed(tuple(Verbatim("{at}", (("at", at),)) for at in times))


def rule_words(rule: Rule, today: date) -> Text:
    """The days of a rule: every Wednesday, every other week on Saturday, every year on a lunar date."""
    if isinstance(rule, Once):
        return _dates([rule.at.date()])
    if isinstance(rule, Lunar):
        month, day = _LUNAR_MONTHS[rule.month - 1], _LUNAR_DAYS[rule.day - 1]
        return _("every year in {month} on {day}")(month=month, day=day)
    fields = parts(rule.rrule)
    if "COUNT" in fields:
        return _dates(list(days_from(rule.rrule, rule.start, max(rule.start, today))))
    return _rrule_words(fields, rule.start)


def _dates(days: list[date]) -> Text:
    return Listed(tuple(Verbatim("{day}", (("day", day),)) for day in days))


def _rrule_words(fields: dict[str, str], start: date) -> Text:
    every = int(fields.get("INTERVAL", "1"))
    words = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[fields["FREQ"]]
    return words(fields, start, every)


def _daily(_fields: dict[str, str], _start: date, every: int) -> Text:
    if every == 1:
        return _("every day")
    return _("every other day") if every == 2 else _("every {count} days")(count=every)


def _weekly(fields: dict[str, str], start: date, every: int) -> Text:
    days = _weekdays(fields, start)
    named = _named(days)
    if every == 1:
        return _("every day") if len(days) == 7 else _("every {days}")(days=named)
    if every == 2:
        return _("every other week on {days}")(days=named)
    return _("every {count} weeks on {days}")(count=every, days=named)


def _weekdays(fields: dict[str, str], start: date) -> tuple[int, ...]:
    if "BYDAY" not in fields:
        return (start.weekday(),)
    return tuple(sorted(_CODES.index(code) for code in fields["BYDAY"].split(",")))


def _named(days: tuple[int, ...]) -> Text:
    return _("Monday to Friday") if days == _WORKDAYS else Listed(tuple(WEEKDAYS[day] for day in days))


def _monthly(fields: dict[str, str], start: date, every: int) -> Text:
    if every == 1:
        return _("every month on {days}")(days=_month_days(fields, start))
    return _("every {count} months on {days}")(count=every, days=_month_days(fields, start))


def _yearly(fields: dict[str, str], start: date, every: int) -> Text:
    month = int(fields.get("BYMONTH", start.month))
    if every == 1:
        return _("every year in month {month} on {days}")(month=month, days=_month_days(fields, start))
    return _("every {count} years in month {month} on {days}")(
        count=every, month=month, days=_month_days(fields, start)
    )


def _month_days(fields: dict[str, str], start: date) -> Text:
    if "BYDAY" in fields:
        return Listed(tuple(_nth(int(code[:-2]), _CODES.index(code[-2:])) for code in fields["BYDAY"].split(",")))
    days = [int(day) for day in fields.get("BYMONTHDAY", str(start.day)).split(",")]
    if "BYSETPOS" in fields:
        return _("day {day}, or the last before it")(day=max(days))
    return Listed(tuple(_("the last day") if day == -1 else _("day {day}")(day=day) for day in days))


def _nth(nth: int, day: int) -> Text:
    weekday = WEEKDAYS[day]
    if nth == -1:
        return _("the last {weekday}")(weekday=weekday)
    return _("the {nth}. {weekday}")(nth=nth, weekday=weekday)


def whom(target: CallTarget, facts: Facts) -> Text:
    """The child by its place, even one that nobody has told us of yet, or the elders."""
    unknown = target.kind is TargetKind.CHILD and target.child > 1 and facts.child(target.child) is None
    return ordinal_label(target.child) if unknown else target_label(target, facts)


def week_line(facts: Facts) -> Text:
    """A kind line about the week's calls: no number when there was none, and never a score."""
    if not facts.calls_this_week:
        return _("It was a full week. If you have a moment today: even one minute with your voice is lovely at home.")
    return _n(
        "This week you rang home once. Somebody was glad to hear you.",
        "This week you rang home {count} times. Somebody was glad each time.",
        facts.calls_this_week,
    )
