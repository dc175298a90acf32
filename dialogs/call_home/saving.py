"""A reminder is kept: said so with its next date, and how to be woken where a closed page cannot ring."""

from __future__ import annotations

from dialogs.calendar.recurrence import Timing
from dialogs.call_home.alarm import alarm_card
from dialogs.call_home.draft import Draft
from dialogs.call_home.listing import reminders_card
from dialogs.call_home.prompts import REASONS
from dialogs.call_home.silence import silence
from dialogs.effects import SaveReminder
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import CallTarget, Facts, Reminder
from dialogs.language.when import Reason
from dialogs.reminder_words import moment, next_at
from dialogs.text import Text, _


def full(facts: Facts) -> Move:
    return Done((_("You have 20 reminders, more do not fit. Delete one first."), reminders_card(facts)))


def saved(draft: Draft, timing: Timing, facts: Facts) -> Move:
    """Kept under its old number, or under the first free one."""
    if draft.number and facts.reminder(draft.number) is None:
        return Done((_("That reminder is no longer there."),))  # she deleted it while it was being changed
    number = draft.number or facts.free_reminder_number
    if number is None:
        return full(facts)
    reminder = Reminder(number, draft.target or CallTarget(), timing)
    due_at = next_at(timing, facts)
    if due_at is None:
        return Done((REASONS[Reason.PAST],))
    if any(_same(reminder, known) for known in facts.reminders):
        return Done((_("That reminder is there already."),))
    quiet = silence(facts)
    noted = _("Noted.") if quiet else _("Noted. I will write to you {next}.")(next=moment(due_at, facts))
    say: list[Text | Card] = [noted, *quiet]
    if not facts.around.reaches_closed_phone:
        say.append(alarm_card(reminder, facts))
    return Done(tuple(say), (SaveReminder(reminder),))


def _same(reminder: Reminder, known: Reminder) -> bool:
    return known.number != reminder.number and (known.target, known.timing) == (reminder.target, reminder.timing)
