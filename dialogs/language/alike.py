"""Questions that ask nearly the same, put together, so that one answer serves them all."""

import re
from collections.abc import Sequence
from math import sqrt

from dialogs.language.grams import GramTable, grams
from dialogs.language.questions import what_is_asked

# How much of what is telling in both must be shared; found with wordings of the same and of different answers.
_ALIKE_FROM = 0.36
# How people end any question; it says nothing of what they ask about.
_CLOSING = re.compile(
    "(?:怎么办|咋办|怎办|咋整|怎么弄|(?:可以|行|好|对|能行)(?:吗|不|么)|可不可以|行不行|好不好|要不要紧|呢|啊|呀|吧)+$"
)
# Beyond this many the rest stand alone: the time grows with the square.
_MOST = 1000


def groups(texts: Sequence[str], beside: Sequence[str] = ()) -> list[tuple[int, ...]]:
    """The places of these texts, those that ask nearly the same together; each group begins with its first text.

    `beside`: other questions, from which it is seen which signs stand in any question and tell little.
    The same texts in the same order always give the same groups. A text without words stands alone.
    """
    plain = [_told(text) for text in texts[:_MOST]]
    known = [frozenset(grams(words)) for words in plain]
    wordings = [[words] for words in (*plain, *map(_told, beside))]
    table = GramTable.of(wordings, insiders=len(wordings))
    told = [table.shares(found) for found in known]
    found: dict[int, list[int]] = {}
    for place in range(len(texts)):
        first = _first_alike(place, found, told) if place < len(plain) and plain[place] else place
        found.setdefault(first, []).append(place)
    return [tuple(group) for group in found.values()]


def _told(text: str) -> str:
    plain = what_is_asked(text)
    return _CLOSING.sub("", plain) or plain


def _first_alike(place: int, found: dict[int, list[int]], told: Sequence[Sequence[float]]) -> int:
    """The first text of the group that this one is most like, or itself."""
    best, most = place, _ALIKE_FROM
    for first in found:
        if first < len(told) and (alike := _alike(first, place, told)) > most:
            best, most = first, alike
    return best


def _alike(one: int, other: int, told: Sequence[Sequence[float]]) -> float:
    """How much they have in common, the mean of both ways of looking; about 1 for the same words."""
    own = min(told[one][one], told[other][other])
    return sqrt(told[one][other] * told[other][one]) / own if own else 0.0
