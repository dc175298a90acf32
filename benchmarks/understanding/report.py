"""What was found on one set of texts, as a row of the table and as floors to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.understanding.stopwatch import Stopwatch
from benchmarks.understanding.texts import Miss, Part


@dataclass(frozen=True)
class Share:
    """A figure of the table: `count` of `of`; with a floor it must not be less, with a ceiling not more."""

    name: str
    count: int
    of: int
    floor: float | None = None
    ceiling: float | None = None

    @property
    def percent(self) -> float:
        return 100 * self.count / self.of if self.of else 100.0

    @property
    def holds(self) -> bool:
        return (self.floor is None or self.percent >= self.floor) and (
            self.ceiling is None or self.percent <= self.ceiling
        )

    def __str__(self) -> str:
        bound = f" (≥ {self.floor:g})" if self.floor is not None else ""
        bound = f" (≤ {self.ceiling:g})" if self.ceiling is not None else bound
        return f"{self.name} {self.percent:.1f} %{bound}{'' if self.holds else ' ✗'}"


@dataclass(frozen=True)
class Report:
    """One set of texts, measured."""

    name: str
    part: Part
    texts: int
    shares: Sequence[Share]
    misses: Sequence[Miss]
    watch: Stopwatch

    @property
    def holds(self) -> bool:
        return all(share.holds for share in self.shares)

    def row(self) -> str:
        figures = " · ".join(map(str, self.shares))
        pace = f"{self.watch.middle:.2f} / {self.watch.slowest_hundredth:.2f}"
        return f"| {self.name} | {self.part.replace('_', ' ')} | {self.texts} | {figures} | {pace} |"


HEAD = "| Texts | Part | Count | Figures (floor or ceiling) | ms median / p99 |\n| --- | --- | ---: | --- | ---: |"
