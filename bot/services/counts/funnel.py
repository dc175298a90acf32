"""The way in, from the scan of a poster to the seventh day: how many got how far, and where the others stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.store import tallies

DAY_2, DAY_7 = 1, 6  # days after the one on which somebody came


@dataclass(frozen=True)
class Arrival:
    """How far one person has come. wrote: on which days after her first; question: the one that lies open now."""

    agreed: bool
    has_tip: bool
    has_reminder: bool
    wrote: frozenset[int]
    question: str


@dataclass(frozen=True)
class Stage:
    """One stage: how many reached it, and before which question how many stopped who did not get further."""

    name: str
    people: int
    lost: Mapping[str, int]


def stages(came: Sequence[Arrival], forgotten: Mapping[str, int]) -> Sequence[Stage]:
    """The stages in their order. forgotten: what is left of people whose data are gone (bot.store.tallies)."""
    agreed = [one for one in came if one.agreed]
    before = _lost(one for one in came if not one.agreed)
    for name, number in forgotten.items():
        if name.startswith(tallies.LOST):
            before[name.removeprefix(tallies.LOST)] += number
    with_tip = [one for one in agreed if one.has_tip]
    return (
        Stage("came", len(came) + forgotten.get(tallies.CAME, 0), before),
        Stage(
            "agreed",
            len(agreed) + forgotten.get(tallies.AGREED, 0),
            _lost(one for one in agreed if not one.has_tip),
        ),
        Stage("first_tip", len(with_tip), _lost(one for one in with_tip if not one.has_reminder)),
        Stage("first_reminder", sum(one.has_reminder for one in agreed), {}),
        Stage("day_2", sum(DAY_2 in one.wrote for one in agreed), {}),
        Stage("day_7", sum(DAY_7 in one.wrote for one in agreed), {}),
    )


def _lost(stopped: Iterable[Arrival]) -> Counter[str]:
    """Before which question how many of these stopped."""
    return Counter(one.question for one in stopped if one.question)
