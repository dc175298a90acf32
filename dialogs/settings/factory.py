"""What hangs on the factory: leaving its group in one tap, and its space for children."""

from __future__ import annotations

from dataclasses import replace

from dialogs.effects import SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move, Open
from dialogs.facts import Facts
from dialogs.text import _

KIND = "factory"


def left_factory(facts: Facts, _subject: str) -> Move:
    """She works elsewhere now: out of the factory's group at once; the rest stays hers."""
    card = Card(
        KIND,
        (
            _("Done, you are no longer with the old factory. Children, reminders and tips stay as they are."),
            _("If the new factory has our poster, scan its code and you are with the new one."),
            _("Are the shift or the day of rest different there?"),
        ),
        (
            Choice(Entry.SHIFT, _("Shift")),
            Choice(Entry.REST_DAY, _("Day of rest")),
        ),
    )
    effects = (SaveProfile(replace(facts.profile, factory="")),) if facts.profile.factory else ()
    return Done((card,), effects)


def child_space(facts: Facts, _subject: str) -> Move:
    """A place for children at the factory, trainings: a trainer knows what there is."""
    known = _("Trainers know whether your factory has a place for children, and when trainings are. Shall we ask?")
    card = Card(KIND, (known,), (Choice(Entry.HUMAN, _("Ask a trainer")),))
    return Done((card,))


def chosen(verb: Verb, _facts: Facts) -> Move:
    """A button under one of these cards."""
    known = (Entry.SHIFT, Entry.REST_DAY, Entry.HUMAN)
    return Open(Entry(verb.verb)) if verb.verb in known else Open(Entry.SETTINGS)
