"""The labelled texts: tab-separated files in two folders, one to learn from and one that is only measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "texts"


class Part(StrEnum):
    """DEVELOPMENT: read while the rules were made. HELD_BACK: split off by chance, and only measured."""

    DEVELOPMENT = "development"
    HELD_BACK = "held_back"


@dataclass(frozen=True)
class Miss:
    """A text that did not come out as its label says."""

    text: str
    wanted: str
    got: str


def rows(part: Part, name: str, columns: int) -> Iterator[tuple[str, ...]]:
    """The lines of a file as tuples; ValueError for a line with another number of columns."""
    path = FOLDER / part / f"{name}.tsv"
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        cells = tuple(line.split("\t"))
        if len(cells) != columns:
            raise ValueError(f"{path}:{number} has {len(cells)} columns, not {columns}")
        yield cells
