"""What the doctor found: a state, one sentence, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from bot.services.scene import Clock
from bot.settings import Settings
from bot.store.database import Database


class State(IntEnum):
    """As the command ends with it."""

    FINE = 0
    LOOK = 1
    BROKEN = 2

    @property
    def words(self) -> str:
        return ("fine", "look at this", "broken")[self]


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `do` is empty where nothing has to be done."""

    area: str
    state: State
    says: str
    do: str = ""


@dataclass(frozen=True)
class Limits:
    """From where on something is worth a look, or broken."""

    least_free: int = 1_000_000_000  # bytes on the disk of the data folder; a fifth of it is broken
    oldest_due: float = 60  # seconds; ten times that is broken
    slow_commit: float = 0.25  # seconds; ten times that is broken
    skew: float = 5  # seconds between two clocks; ten times that is broken
    backup_age: float = 26 * 3600  # seconds; a nightly one may take its time
    patience: float = 10  # seconds that one look may take


@dataclass(frozen=True)
class Visit:
    """What one visit of the doctor looks at, by the clock of this machine; a quick one leaves out what is slow."""

    settings: Settings
    database: Database
    clock: Clock
    limits: Limits = field(default_factory=Limits)
    quick: bool = False
    backups: Path | None = None  # the folder they lie in; none: that of the data folder


def fine(area: str, says: str) -> Finding:
    return Finding(area, State.FINE, says)


def look(area: str, says: str, do: str) -> Finding:
    return Finding(area, State.LOOK, says, do)


def broken(area: str, says: str, do: str) -> Finding:
    return Finding(area, State.BROKEN, says, do)


def by_much(value: float, limit: float) -> State:
    """Above its limit it is worth a look, above ten times that it is broken."""
    return State.FINE if value <= limit else State.LOOK if value <= 10 * limit else State.BROKEN


def worst(findings: Iterable[Finding]) -> State:
    return max((one.state for one in findings), default=State.FINE)
