"""Measure Jiayin beside plain bots and print the tables; `--document` also puts them into docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.console_lists import long_lists
from benchmarks.machine import machine
from benchmarks.processes import ROOT, Broken
from benchmarks.report import Run, tables
from benchmarks.rounds import many_people, one_round

RESULTS: Final = ROOT / "benchmarks" / "results"
DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- figures: written by `python -m benchmarks --document` -->"
END: Final = "<!-- end of figures -->"


def measure(rounds: int) -> Run:
    """On a disk like Jiayin's own, not in memory: the data lies beside the results while it is needed."""
    RESULTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=RESULTS, prefix="data-") as place:
        folder = Path(place)
        at, here = datetime.now(UTC), machine(folder)
        played = []
        for number in range(rounds):
            tell(f"Round {number + 1} of {rounds} …")
            played.append(one_round(folder, number))
        tell("Ten thousand people …")
        crowded = many_people(folder / "crowded")
        tell("The lists of the console …")
        return Run(at, here, played, crowded, long_lists(folder / "console"))


def keep(run: Run) -> Path:
    path = RESULTS / f"{run.at:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(run.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(tables(run), encoding="utf-8")
    return path.with_suffix(".md")


def document(figures: str) -> None:
    """Put the figures between their marks; the words around them stay."""
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        sys.exit(f"{DOCUMENT} has lost the marks between which the figures stand.")
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{figures}\n{END}{after}", encoding="utf-8")


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--rounds", type=int, default=3, help="how often each bot is measured (default 3)")
    asked.add_argument("--document", action="store_true", help="put the tables into docs/benchmarks.md")
    wishes = asked.parse_args()
    try:
        run = measure(max(1, wishes.rounds))
    except Broken as error:
        sys.exit(str(error))
    print(tables(run))
    tell(f"Kept in {keep(run).relative_to(ROOT)}.")
    if wishes.document:
        document(tables(run))


if __name__ == "__main__":
    main()
