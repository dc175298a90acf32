"""What the characters and pairs of characters of a text say about whose wordings it resembles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from types import MappingProxyType

# A gram that stands in this share of an owner's wordings earns half of its weight.
_HALF = 0.03
# Wordings an owner is thought to have besides its own, so that one with few of them is not sure too soon.
_UNSEEN_WORDINGS = 5
# What a gram weighs that only outsiders use, or nobody; the most telling one weighs 1.
_OUTSIDE, _UNKNOWN = 0.6, 0.35
_SIZES = (1, 2)


# The weight of a gram, its owners, and how much of it each of them earns.
_Worth = tuple[float, tuple[int, ...], tuple[float, ...]]


def grams(plain: str) -> set[str]:
    return {plain[i : i + size] for size in _SIZES for i in range(len(plain) - size + 1)}


@dataclass(frozen=True)
class GramTable:
    """For every gram what it weighs, and how much of that each owner earns; the more evenly it is used, the less."""

    owners: int
    _earned: Mapping[str, _Worth]

    @classmethod
    def of(cls, wordings: Sequence[Sequence[str]], insiders: int) -> "GramTable":
        """One table of all owners' wordings; an owner is known by its place.

        How telling a gram is follows from the first owners, the `insiders`, alone: however many matters lie outside,
        they do not change how those inside are told apart.
        """
        times: dict[str, dict[int, int]] = {}
        for owner, texts in enumerate(wordings):
            for gram, count in Counter(gram for text in texts for gram in grams(text)).items():
                times.setdefault(gram, {})[owner] = count
        sizes = [len(texts) + _UNSEEN_WORDINGS for texts in wordings]
        known = {gram: _worth(owners, sizes, insiders) for gram, owners in times.items()}
        return cls(len(sizes), MappingProxyType(known))

    def shares(self, found: Iterable[str]) -> list[float]:
        """For every owner the share of the weight of these grams that it earns, between 0 and 1."""
        earned = [0.0] * self.owners
        whole = 0.0
        for gram in found:
            if known := self._earned.get(gram):
                weight, owners, worths = known
                whole += weight
                for owner, worth in zip(owners, worths, strict=True):
                    earned[owner] += worth
            else:
                whole += _UNKNOWN
        return [worth / whole for worth in earned] if whole else earned

    def share_with(self, found: Iterable[str], times: Mapping[str, int], wordings: int) -> float:
        """The share that one more owner would earn, in whose so many `wordings` each gram stands so many `times`."""
        earned = whole = 0.0
        for gram in found:
            weight = self._earned[gram][0] if gram in self._earned else _UNKNOWN
            share = times.get(gram, 0) / (wordings + _UNSEEN_WORDINGS)
            whole += weight
            earned += weight * share / (share + _HALF)
        return earned / whole if whole else 0.0


def _worth(times: Mapping[int, int], sizes: Sequence[int], insiders: int) -> _Worth:
    shares = {owner: count / sizes[owner] for owner, count in times.items()}
    weight = _weight([share for owner, share in shares.items() if owner < insiders], insiders)
    return weight, tuple(shares), tuple(weight * share / (share + _HALF) for share in shares.values())


def _weight(shares: Sequence[float], owners: int) -> float:
    """One less the entropy over owners, as a part of the greatest entropy possible."""
    if not shares:
        return _OUTSIDE
    whole = sum(shares)
    entropy = -sum(share / whole * log(share / whole) for share in shares)
    return 1 - entropy / log(max(2, owners))
