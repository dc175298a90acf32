"""For pages that cannot ring once they are closed: words for the phone's own alarm, and a calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogs.calendar.recurrence import Repeating, Timing, occurrences
from dialogs.calendar.rrules import parts
from dialogs.engine.step import Card, File
from dialogs.facts import Facts, Reminder
from dialogs.reminder_words import timing_words, whom
from dialogs.text import Text, _

if TYPE_CHECKING:
    from icalendar import Event

KIND = "alarm"
LASTS = timedelta(minutes=15)
AHEAD = timedelta(days=28)
MOST_DATES = 40


def alarm_card(reminder: Reminder, facts: Facts) -> Card:
    """What to set, word for word, and the same as a file to open."""
    when = timing_words(reminder.timing, facts.today)
    texts: tuple[Text, ...] = (
        _("Once this page is closed I cannot reach you."),
        _("Please set your phone's own alarm. Time: {when}. Name: {title}.")(when=when, title=title(reminder, facts)),
        _("Or open this file: it puts the call into your phone's calendar."),
    )
    return Card(KIND, texts, file=File("jiayin.ics", "text/calendar", calendar_text(reminder, facts)))


def title(reminder: Reminder, facts: Facts) -> Text:
    return _("Call {whom}")(whom=whom(reminder.target, facts))


def calendar_text(reminder: Reminder, facts: Facts) -> str:
    """RFC 5545 text with one event for each clock time; where no rule can say it, one for each of the next dates."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Jiayin//call home//ZH")
    calendar.add("version", "2.0")
    for count, (begins, rule) in enumerate(_events(reminder.timing, facts)):
        calendar.add_component(_event(reminder, facts, (count, begins, rule)))
    calendar.add_missing_timezones()
    text: str = calendar.to_ical().decode()
    return text


def _event(reminder: Reminder, facts: Facts, what: tuple[int, datetime, str]) -> Event:
    from icalendar import Alarm, Event, vRecur

    count, begins, rule = what
    name = facts.say(title(reminder, facts))
    event, alarm = Event(), Alarm()
    event.add("uid", f"{facts.code or 'call'}-{reminder.number}-{count}@jiayin".lower())
    event.add("dtstamp", facts.now)
    event.add("dtstart", begins)
    event.add("duration", LASTS)
    event.add("summary", name)
    if rule:
        event.add("rrule", vRecur.from_ical(rule))
    alarm.add("action", "DISPLAY")
    alarm.add("description", name)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def _events(timing: Timing, facts: Facts) -> list[tuple[datetime, str]]:
    """Local begin and RRULE of each event; no rule for a single date."""
    if not isinstance(timing.rule, Repeating):
        return [(begins, "") for begins in _upcoming(timing, facts, 1)]
    rule = timing.rule.rrule.removeprefix("RRULE:")
    if _one_rule_says_all(timing, rule):
        firsts = [_upcoming(Timing(timing.rule, (at,)), facts, 1) for at in timing.times]
        return [(first[0], rule) for first in firsts]
    near = _upcoming(timing, facts, MOST_DATES)
    return [(begins, "") for begins in near if begins <= facts.now + AHEAD or begins == near[0]]


def _one_rule_says_all(timing: Timing, rrule: str) -> bool:
    # A rule that ends by number would end later when it is counted from a later day.
    return timing.night_times in ((), timing.times) and not parts(rrule).keys() & {"COUNT", "UNTIL"}


def _upcoming(timing: Timing, facts: Facts, count: int) -> list[datetime]:
    instants = occurrences(timing, facts.zone, facts.profile.shift, facts.now, count)
    return [instant.astimezone(facts.zone) for instant in instants]
