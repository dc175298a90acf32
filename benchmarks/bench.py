"""What one run of the benchmarks shares: how much is measured, where its data lies, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, ParamSpec

from benchmarks.counting import Figures
from benchmarks.postgres import Postgres
from benchmarks.processes import Broken

P = ParamSpec("P")


@dataclass(frozen=True)
class Extent:
    """How much is measured; times in seconds."""

    rounds: int
    window: float  # of each load of each bot in each round
    broadcast: int  # messages
    peers_send: float  # for how long a library sends
    hold: float  # for how long the pace is held
    killed: int  # messages of the broadcast that is cut off
    people: tuple[int, ...]  # in the databases for planning and memory, growing
    timer_jobs: tuple[int, ...]  # in APScheduler's memory
    idle: float
    quick: bool = False


FULL: Final = Extent(3, 1.5, 20_000, 2.0, 60.0, 10_000, (100_000, 1_000_000), (100_000,), 10.0)
QUICK: Final = Extent(1, 0.7, 4_000, 0.7, 10.0, 4_000, (100_000,), (20_000,), 3.0, quick=True)


@dataclass
class Bench:
    """`broken` tells what could not be measured, and why."""

    folder: Path
    extent: Extent
    postgres: Postgres | None
    figures: Figures = field(default_factory=Figures)
    broken: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, list[tuple[str, float]]] = field(default_factory=dict)  # by what was going on: parts, shares

    def place(self, name: str) -> Path:
        """A new folder of this name."""
        number = sum(1 for _ in self.folder.glob(f"{name}-*"))
        made = self.folder / f"{name}-{number}"
        made.mkdir(parents=True)
        return made

    def attempt(self, name: str, work: Callable[P, None], *given: P.args, **named: P.kwargs) -> None:
        """One part that breaks leaves the others as they are, and is told."""
        try:
            work(*given, **named)
        except Broken as error:
            self.broken[name] = str(error).strip().splitlines()[0][:200]
            tell(f"{name}: {error}")


def rotated(names: Sequence[str], number: int) -> list[str]:
    """Who comes first changes from round to round."""
    turn = number % len(names)
    return [*names[turn:], *names[:turn]]


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
