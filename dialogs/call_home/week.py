"""On the day of rest, one kind line about the week's calls: no number when there was none, never a score."""

from __future__ import annotations

from dialogs.engine.catalogue import Push, Pushed, Skipped
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Move, Open
from dialogs.facts import Facts
from dialogs.text import Text, _, _n

KIND = "week_line"


def push(due: Push, facts: Facts) -> Pushed | Skipped:
    if facts.profile.together:
        return Skipped("parent and child are together")
    if not facts.reminders:
        return Skipped("no calls were planned")
    verbs = (Choice("starter", _("Words to begin")),)
    return Pushed(Card(KIND, (week_line(facts),), verbs, due.subject, due.occurrence))


def week_line(facts: Facts) -> Text:
    """A line, by the number of calls in the last seven days."""
    if not facts.calls_this_week:
        return _("It was a full week. If you have a moment today: even one minute with your voice is lovely at home.")
    return _n(
        "This week you rang home once. Somebody was glad to hear you.",
        "This week you rang home {count} times. Somebody was glad each time.",
        facts.calls_this_week,
    )


def chosen(_verb: Verb, _facts: Facts) -> Move:
    """The only button: words to begin with."""
    return Open(Entry.STARTER)
