"""How much a text is like thousands of lines that speak of danger, and which kind it is most like.

Rules know what somebody thought of; likeness catches what is said in other words. The weights are learned by
`make learn` from the labelled lines of benchmarks/understanding, never from what people write to Jiayin.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt

from dialogs.language.danger_concepts import ages, concepts
from dialogs.language.danger_context import Level, Trigger
from dialogs.language.synonyms import same_words

WEIGHTS = "danger_weights.tsv"
# The bytes of a feature: its weight for danger, how telling it is, then, where they matter, the weights of the kinds.
ZERO = 128
DANGER_STEP, TELLING_STEP, KIND_STEP = 1 / 8, 1 / 32, 1 / 4
# How telling a feature is that hardly ever stood in a line; it makes a text longer, and says nothing of it.
UNKNOWN_TELLING = 0.6
# The rarity (log of lines over lines with it) of most features, by which the weights of the kinds were scaled.
_COMMON_RARITY = 7
# Two or three characters, or the same ones again and again, are not enough to compare.
_FEWEST_FEATURES, _MOST_REPEATED = 8, 12


@dataclass(frozen=True)
class Likeness:
    """`danger`: log odds that the text speaks of danger; `kinds` and `level`: what it is like, if it does."""

    danger: float
    kinds: Mapping[Trigger, float]
    level: Level


@dataclass(frozen=True)
class Weights:
    """For every feature its bytes, and the log odds of danger where nothing is known."""

    triggers: tuple[Trigger, ...]
    levels: tuple[Level, ...]
    constant: float
    by_feature: dict[str, bytes]

    def danger(self, found: Collection[str]) -> float:
        """Log odds. A text's length is that of all it holds, each feature as long as it is telling."""
        known = [weights for feature in found if (weights := self.by_feature.get(feature))]
        weight = sum(each[0] - ZERO for each in known) * DANGER_STEP
        telling = sum(each[1] * each[1] for each in known) * TELLING_STEP * TELLING_STEP
        length = sqrt(telling + UNKNOWN_TELLING * UNKNOWN_TELLING * (len(found) - len(known)))
        return self.constant + weight / (length or 1)

    def kinds(self, found: Collection[str]) -> list[float]:
        """How like each trigger, then each level, it is: figures to be compared within one text."""
        known = [weights[2:] for feature in found if len(weights := self.by_feature.get(feature, b"")) > 2]
        step = KIND_STEP / (_COMMON_RARITY * sqrt(len(found)))
        columns = zip(*known, strict=True) if known else [()] * (len(self.triggers) + len(self.levels))
        return [step * (sum(column) - ZERO * len(known)) for column in columns]


def features(plain: str) -> set[str]:
    """What a cleaned text is judged by: its characters, near pairs of them, and the concepts it brings together."""
    text = same_words(plain)
    found = {text[i : i + size] for size in (1, 2) for i in range(len(text) - size + 1)}
    found.update(f"{one}_{two}" for one, two in zip(text, text[2:], strict=False))
    order = concepts(text)
    found.update(f"@{concept}" for concept in order)
    found.update(_runs(order))
    apart = sorted(set(order))
    found.update(f"&{one},{two}" for number, one in enumerate(apart) for two in apart[number + 1 :])
    return found | ages(text)


def _runs(order: Sequence[str]) -> Iterable[str]:
    yield from (f"@{one},{two}" for one, two in pairwise(order))
    yield from (f">{one},{two}" for one, two in zip(order, order[2:], strict=False))
    yield from (f"@{one},{two},{three}" for one, two, three in zip(order, order[1:], order[2:], strict=False))


def likeness(plain: str) -> Likeness | None:
    """How much a cleaned text is like danger; None where it says too little to tell."""
    weights, found = _weights(), features(plain)
    if len(found) < _FEWEST_FEATURES or len(plain) > _MOST_REPEATED * len(set(plain)):
        return None
    kinds, triggers = weights.kinds(found), len(weights.triggers)
    return Likeness(
        weights.danger(found),
        dict(zip(weights.triggers, kinds[:triggers], strict=True)),
        max(zip(kinds[triggers:], weights.levels, strict=True))[1],
    )


@cache
def _weights() -> Weights:
    by_feature: dict[str, bytes] = {}
    shared: dict[bytes, bytes] = {}  # most rows are like another one
    with files("dialogs.language").joinpath(WEIGHTS).open(encoding="utf-8") as rows:
        names, constant = next(rows).rstrip("\n").split("\t"), next(rows)
        for feature, _, row in (row.partition("\t") for row in rows):
            weights = bytes.fromhex(row)
            by_feature[feature] = shared.setdefault(weights, weights)
    return Weights(
        tuple(Trigger(name) for name in names if name in list(Trigger)),
        tuple(Level(name) for name in names if name in list(Level)),
        float(constant),
        by_feature,
    )
