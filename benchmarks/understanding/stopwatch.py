"""How long one text takes, measured text by text."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter
from typing import TypeVar

_Answer = TypeVar("_Answer")


class Stopwatch:
    """Collects the milliseconds of calls."""

    def __init__(self) -> None:
        self._taken: list[float] = []

    def time(self, call: Callable[[], _Answer]) -> _Answer:
        begun = perf_counter()
        answer = call()
        self._taken.append((perf_counter() - begun) * 1000)
        return answer

    @property
    def middle(self) -> float:
        return median(self._taken)

    @property
    def slowest_hundredth(self) -> float:
        return quantiles(self._taken, n=100)[98]
