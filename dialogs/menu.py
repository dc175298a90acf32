"""The menu: what Jiayin can do, one tap each, always valid."""

from __future__ import annotations

from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move, Open
from dialogs.facts import Facts
from dialogs.hotlines import notice, spoken
from dialogs.text import Text, _

KIND = "menu"

_DOORS: tuple[tuple[Entry, Text], ...] = (
    (Entry.TIP, _("Tip of the day")),
    (Entry.CALL_HOME, _("Call home")),
    (Entry.ASK, _("Ask something")),
    (Entry.HUMAN, _("Ask a trainer")),
    (Entry.HELP_NUMBERS, _("Help numbers")),
    (Entry.COURSE, _("Small courses")),
    (Entry.SETTINGS, _("Settings")),
)
_HELP_LINES = ("110", "120", "119", "12345", "12355", "12356", "12338", "12348")


def menu(facts: Facts, _subject: str) -> Move:
    return Done((menu_card(),))


def menu_card() -> Card:
    return Card(
        KIND,
        (_("What can I do for you? You can also simply write what is on your mind."),),
        tuple(Choice(entry, label) for entry, label in _DOORS),
    )


def chosen(verb: Verb, _facts: Facts) -> Move:
    """A button of the menu, whenever it is pressed."""
    return Open(Entry(verb.verb)) if verb.verb in {entry for entry, _label in _DOORS} else Done((menu_card(),))


def help_numbers(facts: Facts, _subject: str) -> Move:
    """The numbers that help, whole for the child's place; the place is asked afterwards if nobody knows it."""
    lines = [facts.library.hotlines[line] for line in _HELP_LINES if line in facts.library.hotlines]
    template = "\n".join(f"{{{line.id}}} {line.name}：{line.scope}" for line in lines)
    say: tuple[Text, ...] = (
        (_("For the place where the child is:"), *spoken(template, facts))
        if (facts.profile.home)
        else (*spoken(template, facts),)
    )
    if facts.agreed and facts.profile.home is None and not facts.was_asked("home"):
        return Open(Entry.HOME, subject="110", say=say)
    return Done(say)


def privacy(facts: Facts, _subject: str) -> Move:
    """Both notices in full."""
    return Done((notice(facts, "privacy_full"), notice(facts, "child_data_notice")))
