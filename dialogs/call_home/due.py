"""When it is time to call: whom, words to begin with, why now; and what became of the call."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Boarding
from dialogs.call_home.later import later_card
from dialogs.call_home.listing import STALE
from dialogs.call_home.starters import Wish, hear_words, starter_card, starter_texts
from dialogs.call_home.times import LATEST_FOR_ELDERS, in_bed, latest, rests, suits_home, the_child
from dialogs.call_home.voice import own_voice
from dialogs.effects import CallOutcome, CallRating, RateCall, RecordCall
from dialogs.engine.catalogue import Push, Pushed, Skipped
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import CallTarget, Facts, Reminder
from dialogs.hearing import heard_starter, is_hearing
from dialogs.reminder_words import whom
from dialogs.rhythm import is_together
from dialogs.text import Text, _

KIND = "call"
LATER_KIND = "later"
RATING_KIND = "call_rating"
LATE = timedelta(minutes=10)

CALLED = Choice("called", _("I called"), ("打完了", "打过了"))
LATER = Choice("later", _("A bit later"), ("晚点", "过会儿"))
NOT_TODAY = Choice("not_today", _("Not today"), ("今天不打", "打不了"))

_RATINGS: dict[CallRating, Text] = {
    CallRating.HAPPY: _("A good talk"),
    CallRating.SO_SO: _("So-so"),
    CallRating.NOT_CONNECTED: _("No real talk"),
}


def push(due: Push, facts: Facts) -> Pushed | Skipped:
    """The message of a reminder that is due: subject its number, occurrence its local minute."""
    reminder = facts.reminder(int(due.subject))
    if reminder is None:
        return Skipped("the reminder is gone")
    if reminder.paused:
        return Skipped("the reminder is paused")
    if is_together(facts):
        return Skipped("parent and child are together")
    planned = datetime.fromisoformat(due.occurrence)
    if planned.date() != facts.today:
        return Skipped("its day is over")
    if in_bed(reminder.target, facts.local.time(), facts):
        return Skipped("the child is in bed")
    is_late = facts.local - planned > LATE
    if is_late and facts.local.time() > (latest(reminder.target, facts) or LATEST_FOR_ELDERS):
        return Skipped("the elders are in bed")
    return Pushed(call_card(reminder, planned, facts))


def call_card(reminder: Reminder, planned: datetime, facts: Facts) -> Card:
    """Whom to call, why now, and words to begin with."""
    target = reminder.target
    texts: list[Text] = [_("Time to call {whom}.")(whom=whom(target, facts))]
    if facts.local - planned > LATE:
        texts.append(_("This comes late, it was meant for {at}. There is still time.")(at=planned.time()))
    texts.append(_why_now(reminder, facts))
    texts.append(_("You can begin like this:"))
    wish = Wish(target, _occasion(reminder))
    texts.extend(starter_texts(wish, facts)[:2])
    return Card(
        KIND,
        tuple(texts),
        (CALLED, LATER, NOT_TODAY, *hear_words(wish, facts)),
        subject=str(reminder.number),
        occurrence=planned.isoformat(timespec="minutes"),
    )


def _occasion(reminder: Reminder) -> str:
    """A day that comes once a year is most likely a birthday."""
    rule = reminder.timing.rule
    yearly = isinstance(rule, Lunar) or (isinstance(rule, Repeating) and rule.rrule.startswith("FREQ=YEARLY"))
    return "birthday" if yearly else ""


def _why_now(reminder: Reminder, facts: Facts) -> Text:
    target = reminder.target
    child = the_child(target, facts)
    answers = suits_home(target, Timing(Once(facts.local + timedelta(minutes=1))), facts)
    if child is None:
        return _("At this hour they hear the phone best.") if answers else _("You chose this hour yourself.")
    if child.boarding is not Boarding.NONE and answers:
        return _("The school week is over, and this is the time at home.")
    if rests(facts.today, facts):
        return _("You rest today, so nobody needs to hurry.")
    if facts.profile.shift_on(facts.today) is Shift.NIGHT_LONG and answers:
        return _("School is out, and your shift has not begun.")
    return _("School is out, and it is not bedtime yet.") if answers else _("You chose this hour yourself.")


# ---- what became of it ---------------------------------------------------------------------------------------------


def chosen(verb: Verb, facts: Facts) -> Move:
    """I called, a bit later, not today."""
    if is_hearing(verb.verb):
        return heard_starter(verb.verb, facts)
    if verb.verb not in {CALLED.key, LATER.key, NOT_TODAY.key}:
        return Done((STALE,))
    if verb.again:
        return Done((_again(verb.verb),))
    reminder = facts.reminder(int(verb.subject))
    if reminder is None:
        return Done((_("That reminder is no longer there."),))
    if verb.verb == CALLED.key:
        called = RecordCall(reminder.number, verb.occurrence, CallOutcome.CALLED)
        return Done((rating_card(verb.subject, verb.occurrence),), (called,))
    if verb.verb == LATER.key:
        return Done((later_card(reminder, verb.occurrence, facts),))
    not_today = RecordCall(reminder.number, verb.occurrence, CallOutcome.NOT_TODAY)
    return Done(own_voice(reminder.target, facts), (not_today,))


def _again(verb: str) -> Text:
    if verb == CALLED.key:
        return _("I have written down already that you called.")
    if verb == LATER.key:
        return _("Choose above when I shall remind you.")
    return _("All right, not today. That is fine.")


def rating_card(subject: str, occurrence: str) -> Card:
    """How was it, in one tap."""
    verbs = tuple(Choice(rating, label) for rating, label in _RATINGS.items())
    return Card(RATING_KIND, (_("Good that you called. How was it?"),), verbs, subject, occurrence)


def rated(verb: Verb, facts: Facts) -> Move:
    """After a call without a real talk comes a starter, not advice."""
    rating = next((one for one in CallRating if one == verb.verb), None)
    if rating is None:
        return Done((STALE,))
    if verb.again:
        return Done((_("I have written that down already."),))
    effects = (RateCall(int(verb.subject), verb.occurrence, rating),)
    if rating is CallRating.HAPPY:
        return Done((_("How nice. You both take that along into the week."),), effects)
    if rating is CallRating.SO_SO:
        return Done((_("That happens. Your voice was there, and that counts."),), effects)
    reminder = facts.reminder(int(verb.subject))
    target = reminder.target if reminder else CallTarget()
    said = _("That happens to everybody. For next time, some words to begin with:")
    return Done((said, starter_card(Wish(target, "silent"), facts)), effects)
