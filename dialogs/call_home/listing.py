"""All reminders on one card, with what can be done about them."""

from __future__ import annotations

from datetime import datetime

from dialogs.call_home.silence import silence
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import Facts, Reminder
from dialogs.reminder_words import next_at, reminder_line
from dialogs.text import Text, _

KIND = "reminders"

NEW = Choice("new", _("New reminder"))
CHANGE = Choice("change", _("Change"))
PAUSE = Choice("pause", _("Pause or go on"))
DELETE = Choice("delete", _("Delete"))
STARTER = Choice("starter", _("Words to begin"))
STALE = _("That button is from earlier and no longer works.")


def door(facts: Facts, _subject: str) -> Move:
    return Done((reminders_card(facts),))


def reminders_card(facts: Facts) -> Card:
    """Each reminder in words with its next date; without any, what they are good for."""
    if not facts.reminders:
        texts: tuple[Text, ...] = (
            _("No reminders yet. One or two good calls a week are plenty."),
            _("Say for example: remind me every Wednesday at 8:30 in the evening."),
        )
        return Card(KIND, (*texts, *silence(facts)), (NEW, STARTER))
    lines = [reminder_line(reminder, facts, due_next(reminder, facts)) for reminder in facts.reminders]
    return Card(KIND, (_("Your reminders:"), *lines, *silence(facts)), (NEW, CHANGE, PAUSE, DELETE, STARTER))


def due_next(reminder: Reminder, facts: Facts) -> datetime | None:
    """When it is really due next: later than its rule says where today was left out."""
    if reminder.next_at is not None and reminder.next_at > facts.now:
        return reminder.next_at
    return next_at(reminder.timing, facts)
