"""A bit later: in half an hour, after work or tomorrow, but never when the child should sleep."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from dialogs.calendar.shifts import Shift, asleep, work_hours
from dialogs.call_home.listing import STALE
from dialogs.call_home.times import LATEST_FOR_ELDERS, UP_FROM, at_school, latest, propose_on
from dialogs.effects import CallLater, CallOutcome, Effect, RecordCall
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import Facts, Reminder
from dialogs.reminder_words import local, moment, next_at, whom
from dialogs.text import Text, _

KIND = "call_later"
HALF_AN_HOUR = timedelta(minutes=30)
ON_THE_WAY = timedelta(minutes=10)
USUAL_END = time(20)
DAYS_AHEAD = 14

HALF_HOUR = Choice("half_hour", _("In 30 minutes"), ("30分钟后", "半小时", "半小时后"))
AFTER_WORK = Choice("after_work", _("After work"), ("下了班", "下班"))
TOMORROW = Choice("tomorrow", _("Tomorrow"), ("明天再打", "明天打"))


def later_card(reminder: Reminder, occurrence: str, facts: Facts) -> Card:
    texts = (_("When shall I remind you again?"),)
    soon, freed = facts.local + HALF_AN_HOUR, after_work(facts)
    today = ((HALF_HOUR, fits(reminder, soon, facts)), (AFTER_WORK, freed > soon and fits(reminder, freed, facts)))
    choices = (*(choice for choice, possible in today if possible), TOMORROW)
    return Card(KIND, texts, choices, str(reminder.number), occurrence)


def chosen(verb: Verb, facts: Facts) -> Move:
    reminder = facts.reminder(int(verb.subject))
    if verb.verb not in {HALF_HOUR.key, AFTER_WORK.key, TOMORROW.key}:
        return Done((STALE,))
    if reminder is None:
        return Done((_("That reminder is no longer there."),))
    if verb.again:
        return Done((_("I have written that down already."),))
    put_off = RecordCall(reminder.number, verb.occurrence, CallOutcome.LATER)
    if verb.verb == TOMORROW.key:
        return _another_day(reminder, facts, put_off)
    wanted = facts.local + HALF_AN_HOUR if verb.verb == HALF_HOUR.key else after_work(facts)
    if fits(reminder, wanted, facts):
        later = call_later(reminder, wanted, facts)
        return Done((_said(later, facts),), (put_off, later))
    why = _("By then {whom} should be asleep, or cannot come to the phone. Another day is better.")
    card = Card(KIND, (why(whom=whom(reminder.target, facts)),), (TOMORROW,), verb.subject, verb.occurrence)
    return Done((card,))


def after_work(facts: Facts) -> datetime:
    """Shortly after this shift ends, on the wall clock; in half an hour where it has ended."""
    begins, ends = work_hours(facts.profile.shift_on(facts.today) or Shift.IRREGULAR) or (time(), USUAL_END)
    day = facts.today + timedelta(days=1 if ends < begins and facts.local.time() >= ends else 0)
    ended = datetime.combine(day, ends) + ON_THE_WAY
    return max(ended, facts.local + HALF_AN_HOUR)


def fits(reminder: Reminder, wanted: datetime, facts: Facts) -> bool:
    """Whether a call at that moment of the wall clock finds somebody, and wakes nobody."""
    target = reminder.target
    last = latest(target, facts) or LATEST_FOR_ELDERS
    free = UP_FROM <= wanted.time() <= last and not at_school(target, wanted, facts)
    return free and wanted.date() == facts.today and not asleep(facts.profile.shift, wanted)


def call_later(reminder: Reminder, wanted: datetime, facts: Facts) -> CallLater:
    return CallLater(reminder.number, wanted.replace(tzinfo=facts.zone, second=0, microsecond=0).astimezone(UTC))


def _said(later: CallLater, facts: Facts) -> Text:
    return _("All right, I will remind you {next}.")(next=moment(later.due_at, facts))


def _another_day(reminder: Reminder, facts: Facts, put_off: Effect) -> Move:
    """The next day on which both are free; nothing more where the reminder comes by then anyway."""
    wanted = _next_chance(reminder, facts)
    regular = next_at(reminder.timing, facts)
    if regular is not None and local(regular, facts).date() <= wanted.date():
        return Done((_("I remind you {next} anyway.")(next=moment(regular, facts)),), (put_off,))
    later = call_later(reminder, wanted, facts)
    return Done((_said(later, facts),), (put_off, later))


def _next_chance(reminder: Reminder, facts: Facts) -> datetime:
    days = [facts.today + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD)]
    same_time = datetime.combine(days[0], _usual(days[0], reminder, facts))
    return next((chance for day in days if (chance := _chance_on(day, reminder, facts))), same_time)


def _chance_on(day: date, reminder: Reminder, facts: Facts) -> datetime | None:
    """At the usual clock time where it suits both, else at the last one that does."""
    proposed = propose_on(reminder.target, day, facts)
    if not proposed:
        return None
    usual = _usual(day, reminder, facts)
    return datetime.combine(day, usual if proposed[0] <= usual <= proposed[-1] else proposed[-1])


def _usual(day: date, reminder: Reminder, facts: Facts) -> time:
    return reminder.timing.clocks(facts.profile.shift_on(day))[0]
