"""What trainers announce to a factory, a band or a shift, as a push."""

from __future__ import annotations

from dialogs.engine.catalogue import Push, Pushed, Skipped
from dialogs.engine.step import Card
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.text import Text, _

KIND = "announcement"


def push(due: Push, facts: Facts) -> Pushed | Skipped:
    """The trainers' words, with numbers and facts filled in; nothing once they were recalled."""
    return Pushed(Card(KIND, announced(due.words, facts))) if due.words else Skipped("recalled")


def announced(words: str, facts: Facts) -> tuple[Text, ...]:
    """The announcement as she reads it."""
    return (_("News from the trainers:"), *spoken(words, facts))
