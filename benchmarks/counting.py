"""Arithmetic of the measurements: shares, medians of rounds, sliding seconds, order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Final

ALMOST: Final = 1e-9  # instants are floats: a distance of exactly one second must not be taken for less


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of them lies, by nearest rank."""
    return sorted(values)[max(0, ceil(part * len(values)) - 1)]


def most_within(instants: Iterable[float], seconds: float = 1.0) -> int:
    """The most instants that lie in any half-open stretch of this length, wherever it begins."""
    ordered = sorted(instants)
    return max((last - first + 1 for first, last in _stretches(ordered, seconds)), default=0)


def busiest(instants: Iterable[float], seconds: float = 1.0) -> tuple[float, float]:
    """Begin and end of the stretch of this length in which the most of them lie; it ends with one of them."""
    ordered = sorted(instants)
    _first, last = max(_stretches(ordered, seconds), key=lambda pair: pair[1] - pair[0])
    return ordered[last] - seconds, ordered[last]


def _stretches(ordered: Sequence[float], seconds: float) -> Iterator[tuple[int, int]]:
    """For each instant the places of the first and the last one in the stretch that ends with it."""
    first = 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= seconds - ALMOST:
            first += 1
        yield first, last


def rate(instants: Sequence[float]) -> float:
    """How many a second, from the first of these instants to the last."""
    return (len(instants) - 1) / (max(instants) - min(instants)) if len(set(instants)) > 1 else 0.0


def repeats(chats: Iterable[int]) -> int:
    """How many of these were one too many: each counts once."""
    return sum(count - 1 for count in Counter(chats).values())


def in_order(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether what came is what was to come, in its order, nothing missing and nothing twice."""
    return list(found) == list(wanted)


class Figures:
    """Measured values by name; a value a round, and the rounds of two names belong together by their place."""

    def __init__(self, values: dict[str, list[float]] | None = None) -> None:
        self.values: dict[str, list[float]] = values or {}

    def add(self, name: str, value: float) -> None:
        self.values.setdefault(name, []).append(value)

    def has(self, *names: str) -> bool:
        return all(self.values.get(name) for name in names)

    def typical(self, name: str) -> float:
        """The median of the rounds, of an even number the lower one. Raises KeyError for what was not measured."""
        found = sorted(self.values[name])
        return found[(len(found) - 1) // 2]

    def ratio(self, name: str, other: str) -> float:
        """The median of the ratios of each round, so that a slow minute of the machine counts for both."""
        pairs = zip(self.values[name], self.values[other], strict=False)
        found = sorted(mine / theirs for mine, theirs in pairs if theirs)
        return found[(len(found) - 1) // 2]
