"""What the characters and pairs of characters of a text say about whose wordings it resembles."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from types import MappingProxyType

# A gram that stands in this share of an owner's wordings earns half of its weight.
_HALF = 0.03
# Wordings an owner is thought to have besides its own, so that one with few of them is not sure too soon.
_UNSEEN_WORDINGS = 5
# What a gram weighs that only outsiders use, or nobody; the most telling one weighs 1.
_OUTSIDE, _UNKNOWN = 0.6, 0.35
_SIZES = (1, 2)


def grams(plain: str) -> set[str]:
    return {plain[i : i + size] for size in _SIZES for i in range(len(plain) - size + 1)}


@dataclass(frozen=True)
class GramTable:
    """For every gram what it weighs, and how much of that each owner earns; the more evenly it is used, the less.

    Kept as columns of numbers: hundreds of thousands of pairs of a gram and an owner would be as many objects.
    """

    owners: int
    _place: _Places
    _weight: array[float]  # by place
    _begin: array[int]  # by place, and one more at the end: where its pairs begin
    _owner: array[int]  # by pair
    _earned: array[float]  # by pair

    @classmethod
    def of(cls, wordings: Sequence[Sequence[str]], insiders: int) -> GramTable:
        """One table of all owners' wordings; an owner is known by its place.

        How telling a gram is follows from the first owners, the `insiders`, alone: however many matters lie outside,
        they do not change how those inside are told apart.
        """
        places = _Places.of(text for texts in wordings for text in texts)
        uses = _Uses(array("I"), array("I"), array("d"))
        for owner, texts in enumerate(wordings):
            size = len(texts) + _UNSEEN_WORDINGS
            for gram, count in Counter(gram for text in texts for gram in grams(text)).items():
                uses.add(places[gram], owner, count / size)
        begin, order = uses.sorted_by_place(len(places))
        owner_of = array("I", (uses.owner[pair] for pair in order))
        shares = array("d", (uses.share[pair] for pair in order))
        weight, earned = array("d"), array("d")
        for first, last in pairwise(begin):
            inside = [
                share for owner, share in zip(owner_of[first:last], shares[first:last], strict=True) if owner < insiders
            ]
            weight.append(_weight(inside, insiders))
            earned.extend(weight[-1] * share / (share + _HALF) for share in shares[first:last])
        return cls(len(wordings), places, weight, begin, owner_of, earned)

    def shares(self, found: Iterable[str]) -> list[float]:
        """For every owner the share of the weight of these grams that it earns, between 0 and 1."""
        earned = [0.0] * self.owners
        whole = 0.0
        for gram in found:
            place = self._place[gram]
            if place < 0:
                whole += _UNKNOWN
                continue
            whole += self._weight[place]
            pairs = slice(self._begin[place], self._begin[place + 1])
            for owner, worth in zip(self._owner[pairs], self._earned[pairs], strict=True):
                earned[owner] += worth
        return [worth / whole for worth in earned] if whole else earned

    def share_with(self, found: Iterable[str], times: Mapping[str, int], wordings: int) -> float:
        """The share that one more owner would earn, in whose so many `wordings` each gram stands so many `times`."""
        earned = whole = 0.0
        for gram in found:
            place = self._place[gram]
            weight = self._weight[place] if place >= 0 else _UNKNOWN
            share = times.get(gram, 0) / (wordings + _UNSEEN_WORDINGS)
            whole += weight
            earned += weight * share / (share + _HALF)
        return earned / whole if whole else 0.0


@dataclass(frozen=True)
class _Places:
    """A number for every gram of some texts: by its first character, then by the one that follows."""

    _first: Mapping[str, tuple[int, str]]  # the place of the character alone, and what follows it: the places after
    _count: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Places:
        following: dict[str, set[str]] = {}
        for text in texts:
            for one, two in zip(text, (*text[1:], ""), strict=False):
                following.setdefault(one, set()).add(two)
        first, count = {}, 0
        for one, twos in following.items():
            then = "".join(sorted(twos))
            first[one] = (count, then)
            count += 1 + len(then)
        return cls(MappingProxyType(first), count)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, gram: str) -> int:
        """The place of a gram; -1 for one that stands nowhere."""
        known = self._first.get(gram[0])
        if known is None:
            return -1
        if len(gram) == 1:
            return known[0]
        after = known[1].find(gram[1])
        return known[0] + 1 + after if after >= 0 else -1


@dataclass(frozen=True)
class _Uses:
    """Pairs of a gram (by its place) and an owner, with the share of the owner's wordings it stands in."""

    place: array[int]
    owner: array[int]
    share: array[float]

    def add(self, place: int, owner: int, share: float) -> None:
        self.place.append(place)
        self.owner.append(owner)
        self.share.append(share)

    def sorted_by_place(self, places: int) -> tuple[array[int], array[int]]:
        """Where the pairs of each place begin, and the pairs in that order; those of one place as they were added."""
        begin = array("I", bytes(array("I").itemsize * (places + 1)))
        for place in self.place:
            begin[place + 1] += 1
        for place in range(places):
            begin[place + 1] += begin[place]
        following, order = begin[:], array("I", bytes(array("I").itemsize * len(self.place)))
        for pair, place in enumerate(self.place):
            order[following[place]] = pair
            following[place] += 1
        return begin, order


def _weight(shares: Sequence[float], owners: int) -> float:
    """One less the entropy over owners, as a part of the greatest entropy possible."""
    if not shares:
        return _OUTSIDE
    whole = sum(shares)
    entropy = -sum(share / whole * log(share / whole) for share in shares)
    return 1 - entropy / log(max(2, owners))
