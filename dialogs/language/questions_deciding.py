"""Whether the best candidate may be answered at once: how likely it is to be right, learned from labelled questions."""

from dataclasses import dataclass
from math import exp, log

# Fitted by logistic regression on the development questions of benchmarks/understanding, with and without an answer,
# and on variants and other matters left out of the index.
_FLOOR = 0.01
# A text of this length says as much as it needs to.
_LONG_ENOUGH = 8


@dataclass(frozen=True)
class Standing:
    """How the candidates stand: shares of the first and the second, of the best other matter; length in characters."""

    first: float
    second: float
    other: float
    length: int


@dataclass(frozen=True)
class _Odds:
    first: float
    over_second: float
    over_other: float
    length: float
    constant: float

    def likelihood(self, standing: Standing) -> float:
        first = log(standing.first + _FLOOR)
        exponent = (
            self.first * first
            + self.over_second * (first - log(standing.second + _FLOOR))
            + self.over_other * (first - log(standing.other + _FLOOR))
            + self.length * log(min(standing.length, _LONG_ENOUGH) + 1)
            + self.constant
        )
        return 1 / (1 + exp(-max(-60.0, min(60.0, exponent))))


_FIRST_IS_RIGHT = _Odds(1.50, 2.69, 2.32, 2.06, -4.40)
_ONE_OF_THREE_IS_RIGHT = _Odds(1.88, 0.66, 2.80, 2.42, -3.64)


def first_is_right(standing: Standing) -> float:
    """The likelihood, 0 to 1, that the first candidate is what was asked."""
    return _FIRST_IS_RIGHT.likelihood(standing)


def one_of_three_is_right(standing: Standing) -> float:
    return _ONE_OF_THREE_IS_RIGHT.likelihood(standing)
