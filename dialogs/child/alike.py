"""What holds for one child as for the next elder one: “the same” as an answer."""

from __future__ import annotations

from dataclasses import replace

from dialogs.calendar.bands import Band
from dialogs.child.siblings import elder
from dialogs.effects import Effect, SaveChild
from dialogs.facts import Child, Facts


def may_board(child: Child | None) -> bool:
    return child is not None and child.band.first_year >= Band.FROM_6.first_year


def copied(question: str, number: int, facts: Facts) -> tuple[Effect, ...]:
    child, other = facts.child(number), before(question, number, facts)
    return (SaveChild(_like(other, child, question)),) if child and other else ()


def _like(other: Child, child: Child, question: str) -> Child:
    """The child with this one answer as it was given for the other."""
    if question == "carer":
        return replace(child, carer=other.carer)
    return replace(child, reach=other.reach) if question == "reach" else replace(child, boarding=other.boarding)


def before(question: str, number: int, facts: Facts) -> Child | None:
    """The next elder sibling of whom this answer is known."""
    return next((child for child in elder(number, facts) if _is_known(question, child)), None)


def _is_known(question: str, child: Child) -> bool:
    if question == "carer":
        return child.carer is not None
    return bool(child.reach) if question == "reach" else may_board(child)
