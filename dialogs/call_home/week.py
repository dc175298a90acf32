"""On the day of rest, one kind line about the week's calls: no number when there was none, never a score."""

from __future__ import annotations

from dialogs.engine.catalogue import Push, Pushed, Skipped
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Move, Open
from dialogs.facts import Facts
from dialogs.reminder_words import week_line
from dialogs.rhythm import is_together
from dialogs.text import _

KIND = "week_line"


def push(due: Push, facts: Facts) -> Pushed | Skipped:
    if is_together(facts):
        return Skipped("parent and child are together")
    if not facts.reminders:
        return Skipped("no calls were planned")
    verbs = (Choice("starter", _("Words to begin")),)
    return Pushed(Card(KIND, (week_line(facts),), verbs, due.subject, due.occurrence))


def chosen(_verb: Verb, _facts: Facts) -> Move:
    """The only button: words to begin with."""
    return Open(Entry.STARTER)
