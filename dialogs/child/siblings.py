"""The order of the children: number 1 is the eldest, and a reminder follows its child when numbers move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dialogs.calendar.bands import Band, band_of_age
from dialogs.effects import Effect, RemoveChild, RemoveReminder, SaveChild, SaveReminder
from dialogs.facts import MOST_CHILDREN, CallTarget, Child, Facts, Reminder, TargetKind


def renumbered(moves: Mapping[int, int], facts: Facts) -> tuple[Effect, ...]:
    """The children under their new numbers, and the reminders for them; numbers that are not moved stay."""
    moved = {old: new for old, new in moves.items() if old != new}
    children = [replace(child, number=moved[child.number]) for child in facts.children if child.number in moved]
    reminders = [
        replace(reminder, target=CallTarget(child=moved[reminder.target.child]))
        for reminder in facts.reminders
        if _is_for_child(reminder) and reminder.target.child in moved
    ]
    return (
        *(RemoveChild(old) for old in moved),
        *(SaveChild(child) for child in children),
        *(SaveReminder(reminder) for reminder in reminders),
    )


def counted(count: int, facts: Facts) -> dict[int, int]:
    """New numbers when there are `count` children: the last one known is the youngest, the others keep their order."""
    moves: dict[int, int] = {}
    limit = count
    for place, child in enumerate(reversed(facts.children)):
        moves[child.number] = limit if place == 0 else min(child.number, limit)
        limit = moves[child.number] - 1
    return moves


def moved_up(place: int, facts: Facts) -> dict[int, int]:
    """New numbers when one more child takes a place: who stands there steps back, as far as the row is closed."""
    taken = {child.number for child in facts.children}
    moves: dict[int, int] = {}
    while place in taken:
        moves[place] = place + 1
        place += 1
    return moves


def places_for(band: Band, facts: Facts) -> tuple[int, ...]:
    """Where among the siblings a child of this band can stand."""
    older = [child.number for child in facts.children if child.band.first_year > band.first_year]
    younger = [child.number for child in facts.children if child.band.first_year < band.first_year]
    last = max((child.number for child in facts.children), default=0) + 1
    first, end = max(older, default=0) + 1, min(younger, default=last)
    return tuple(place for place in range(first, end + 1) if _ends_at(place, facts) <= MOST_CHILDREN)


def _ends_at(place: int, facts: Facts) -> int:
    """The highest number in use once somebody has taken this place."""
    return max(place, *moved_up(place, facts).values(), 0)


def fits(number: int, band: Band, facts: Facts) -> bool:
    """Whether no child is older than one with a smaller number."""
    return all(
        child.band.first_year >= band.first_year if child.number < number else child.band.first_year <= band.first_year
        for child in facts.children
        if child.number != number
    )


def elder(number: int, facts: Facts) -> list[Child]:
    """The elder siblings, the next one first."""
    return [child for child in reversed(facts.children) if child.number < number]


def reminders_of(number: int, facts: Facts) -> tuple[Reminder, ...]:
    return tuple(one for one in facts.reminders if _is_for_child(one) and one.target.child == number)


def removed(number: int, facts: Facts) -> tuple[Effect, ...]:
    """The child and its reminders, gone."""
    return (RemoveChild(number), *(RemoveReminder(one.number) for one in reminders_of(number, facts)))


def _is_for_child(reminder: Reminder) -> bool:
    return reminder.target.kind is TargetKind.CHILD


def aged(ages: Iterable[tuple[int, int]], facts: Facts) -> tuple[Effect, ...]:
    """Children with the ages that were told; who is of age is not kept."""
    effects: list[Effect] = []
    for number, years in ages:
        if band := band_of_age(years):
            effects.append(SaveChild(replace(facts.child(number) or Child(number, band), band=band)))
    return tuple(effects)
