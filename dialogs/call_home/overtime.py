"""Overtime today: today's calls are left out, every other day stays, and a later hour is offered where one fits."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from dialogs.calendar.recurrence import next_occurrence
from dialogs.call_home.later import after_work, call_later, fits
from dialogs.call_home.listing import STALE, due_next
from dialogs.effects import SkipToday
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import Facts, Reminder
from dialogs.reminder_words import local, moment, whom
from dialogs.text import Text, Verbatim, _

KIND = "overtime"
_CLOCK = re.compile("(?:[01][0-9]|2[0-3])[0-5][0-9]")
HALF_HOUR = timedelta(minutes=30)
MOST_OFFERED = 2


def door(facts: Facts, _subject: str) -> Move:
    """Leaves out what is left of today, and says for each what that means."""
    today = [reminder for reminder in facts.reminders if _is_due_today(reminder, facts)]
    if not today:
        return Done((_("No call was planned for the rest of today. Take care on your shift."),))
    lines = [_left_out(reminder, facts) for reminder in today]
    offered = offers(today, facts)
    asked = (_("If you still want to call today, choose a time:"),) if offered else ()
    texts: tuple[Text, ...] = (_("Hard day. I leave out today's calls, the other days stay:"), *lines, *asked)
    card = Card(KIND, texts, offered, subject=",".join(str(reminder.number) for reminder in today))
    return Done((card,), tuple(SkipToday(reminder.number) for reminder in today))


def _is_due_today(reminder: Reminder, facts: Facts) -> bool:
    due_at = None if reminder.paused else due_next(reminder, facts)
    return due_at is not None and local(due_at, facts).date() == facts.today


def _left_out(reminder: Reminder, facts: Facts) -> Text:
    midnight = datetime.combine(facts.today, time(23, 59, 59), facts.zone)
    following = next_occurrence(reminder.timing, facts.zone, facts.profile.shift, midnight)
    who = whom(reminder.target, facts)
    if following is None:
        return _("{whom}: left out.")(whom=who)
    return _("{whom}: left out. Next: {next}.")(whom=who, next=moment(following, facts))


def offers(today: list[Reminder], facts: Facts) -> tuple[Choice, ...]:
    """Up to two clock times after work at which one of them can still be called."""
    first = after_work(facts)
    clocks = (first + HALF_HOUR * count for count in range(MOST_OFFERED))
    fitting = [clock for clock in clocks if any(fits(reminder, clock, facts) for reminder in today)]
    return tuple(Choice(f"{clock:%H%M}", Verbatim("{at}", (("at", clock.time()),))) for clock in fitting)


def chosen(verb: Verb, facts: Facts) -> Move:
    """One of the offered clock times: reminds of those who can still be called then."""
    if not _CLOCK.fullmatch(verb.verb):
        return Done((STALE,))
    if verb.again:
        return Done((_("I have written that down already."),))
    wanted = datetime.combine(facts.today, time(int(verb.verb[:2]), int(verb.verb[2:])))
    known = [facts.reminder(int(number)) for number in verb.subject.split(",")]
    fitting = [reminder for reminder in known if reminder and fits(reminder, wanted, facts)]
    if wanted <= facts.local or not fitting:
        return Done((_("It is too late for that today. Tomorrow is another day."),))
    laters = tuple(call_later(reminder, wanted, facts) for reminder in fitting)
    return Done((_("All right, I will remind you {next}.")(next=moment(laters[0].due_at, facts)),), laters)
