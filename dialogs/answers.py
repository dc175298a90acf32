"""A trainer's answer as it is given to a parent: verbatim, numbers whole, with the danger line where danger is near."""

from __future__ import annotations

from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card
from dialogs.facts import Facts
from dialogs.hotlines import asks_home, spoken
from dialogs.library import Faq
from dialogs.text import Text, Verbatim, _

KIND = "faq"


def answer_card(faq: Faq, facts: Facts) -> Card:
    """The answer with its standing buttons; pressing them later still works."""
    verbs = [Choice("human", _("Ask a trainer"))]
    if faq.share:
        verbs.append(Choice("share", _("Pass it on")))
    if danger_line(faq, facts):
        verbs.insert(0, Choice("now", _("It is happening now")))
    return Card(
        KIND, (*spoken(faq.answer, facts, place=faq.place), *danger_line(faq, facts)), tuple(verbs), subject=faq.id
    )


def danger_line(faq: Faq, facts: Facts) -> tuple[Text, ...]:
    """For answers that lie close to a danger: what to do if it is happening now."""
    if faq.trigger is None or faq.trigger not in facts.library.danger_replies:
        return ()
    return (_("If it is happening right now, press “It is happening now”."),)


def share_texts(faq: Faq) -> tuple[Text, ...]:
    """Words for a workmate, and for the elders at home where they have a part in it."""
    return (_("Copy this to pass it on:"), Verbatim(faq.share), *for_elders(faq.elder))


def for_elders(words: str) -> tuple[Text, ...]:
    return (_("To the elders at home you could read this out:"), Verbatim(words)) if words else ()


def wants_home(faq: Faq, facts: Facts) -> bool:
    """Whether to ask for the home town after this answer."""
    return asks_home(faq.answer, facts, place=faq.place)
