"""The prepared reply to a danger as a card: numbers whole, and the truth about who will be in touch and by when."""

from __future__ import annotations

from dialogs.engine.step import Card
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.language.danger import Level, Trigger
from dialogs.library import DangerReply
from dialogs.text import Text, _

KIND = "danger"
LONGEST_NOTE = 500
_HERSELF = frozenset({Trigger.PARENT_SUICIDE, Trigger.PARTNER_VIOLENCE, Trigger.INFANT_DANGER})


def is_about_herself(trigger: str) -> bool:
    """Whether it is she who may be in danger; taken so where nobody said what happened (a voice message).

    Harm by our own staff is harm to a child, wherever the numbers ring.
    """
    return trigger in _HERSELF or trigger not in tuple(Trigger)


def danger_card(prepared: DangerReply, facts: Facts, level: Level | None = None) -> Card:
    texts = spoken(prepared.reply, facts, place=prepared.place)
    duty = _duty(prepared, level or prepared.level, facts)
    return Card(KIND, (*texts, *duty), subject=prepared.trigger, fold=True)


def _duty(prepared: DangerReply, level: Level, facts: Facts) -> tuple[Text, ...]:
    """Who will be in touch and by when; where nobody is on duty, that is said, and the numbers once more."""
    duty = facts.around.duty
    if duty.on:
        return spoken(prepared.eta_line, facts, place=prepared.place, eta=duty.by[level])[:1]
    return spoken(prepared.off_duty_line, facts, place=prepared.place)[:1]


def cry_card(facts: Facts) -> Card:
    """A bare cry for help names nobody: the numbers of where she is, and those of the child's home after them."""
    language = facts.profile.language
    texts = spoken(facts.library.notice("cry_for_help", language), facts, place="parent")
    return Card(KIND, (*texts, *_at_home(facts), *_watch(facts)), subject=Trigger.ACCIDENT, fold=True)


def _at_home(facts: Facts) -> tuple[Text, ...]:
    home = facts.profile.home
    if home is None:
        return ()
    numbers = spoken("{110}、{120}、{119}", facts)[0]
    return (_("If it is the child in {place}: {numbers}.")(place=home.name, numbers=numbers),)


def _watch(facts: Facts) -> tuple[Text, ...]:
    if not facts.around.duty.on:
        return (_off_duty(facts),)
    prepared = facts.library.danger_replies[Trigger.ACCIDENT]
    return _duty(prepared, Level.P0, facts)


def _off_duty(facts: Facts) -> Text:
    language = facts.profile.language
    return spoken(facts.library.notice("off_duty_general", language), facts, place="parent")[0]


def unsure_texts(facts: Facts) -> tuple[Text, ...]:
    """She cannot tell whether there is danger: who helps her find out."""
    return spoken(facts.library.notice("unsure_danger", facts.profile.language), facts)
