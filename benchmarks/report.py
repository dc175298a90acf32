"""The tables of a run: medians over its rounds, and which targets hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from math import floor
from statistics import median
from typing import Any, Final

from benchmarks.console_lists import MOST
from benchmarks.dialog import DIALOG
from benchmarks.rounds import AT_ONCE, FULL, LIGHT, PEOPLE, Figures

NAMES: Final = ("jiayin", "plain", "pickling")


@dataclass(frozen=True)
class Run:
    """All that was measured."""

    at: datetime
    machine: Mapping[str, str]
    rounds: Sequence[Mapping[str, Figures]]
    crowded: Figures
    lists: Figures  # seconds for a page of each long list of the console

    def typical(self, name: str, figure: str) -> float:
        return median(one[name][figure] for one in self.rounds)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "at": self.at.isoformat()}


def tables(run: Run) -> str:
    """Markdown that can be read as it is."""
    parts = (machine_lines(run), contest(run), alone(run), console(run), targets(run))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def machine_lines(run: Run) -> Iterator[str]:
    yield f"- Measured: {run.at:%Y-%m-%d %H:%M} UTC, medians of {len(run.rounds)} rounds"
    for name, value in run.machine.items():
        yield f"- {name}: {value}"


def contest(run: Run) -> Iterator[str]:
    yield row("", "Jiayin", "plain bot", "plain bot + PicklePersistence")
    yield row("---", "---:", "---:", "---:")
    yield row("A step is on disk", "before it is answered", "never", "within 60 s")
    yield row(f"Updates a second, {AT_ONCE} people at once", *(f"{run.typical(n, 'rate'):.0f}" for n in NAMES))
    yield row("… of the plain bot's", *(f"{ratio(run, n):.2f} ×" for n in NAMES))
    yield row("Processor time an update", *(f"{run.typical(n, 'processor') * 1000:.2f} ms" for n in NAMES))
    yield row("Written → answered, full load, p50 / p99", *(pair(run, n, "full") for n in NAMES))
    yield row("Fetched → answered, full load, p50 / p99", *(pair(run, n, "fetched") for n in NAMES))
    pace = f"{LIGHT.per_second:.0f} updates a second"
    yield row(f"Written → answered, {pace}, p50 / p99", *(pair(run, n, "light") for n in NAMES))
    yield row("Start → first answer, fresh", *(f"{run.typical(n, 'fresh_answer'):.2f} s" for n in NAMES))
    people = FULL.people + LIGHT.people
    yield row(f"Memory (RSS) after about {people} people", *(f"{run.typical(n, 'memory'):.0f} MB" for n in NAMES))


def ratio(run: Run, name: str) -> float:
    """Of the plain bot's rate in the same round, so that a slow round counts for both."""
    found = median(one[name]["rate"] / one["plain"]["rate"] for one in run.rounds)
    return floor(found * 100) / 100  # never rounded up to a target


def pair(run: Run, name: str, kind: str) -> str:
    return " / ".join(f"{run.typical(name, f'{kind}_{part}') * 1000:.0f}" for part in ("p50", "p99")) + " ms"


def alone(run: Run) -> Iterator[str]:
    crowded = run.crowded
    yield row("Jiayin alone", "")
    yield row("---", "---:")
    yield row("Start → ready, new data folder (makes database, loads content)", seconds(run, "fresh_ready"))
    yield row("Start → ready, used data folder", seconds(run, "restart_ready"))
    yield row("Start → first answer, used data folder", seconds(run, "restart_answer"))
    yield row(f"Start → ready, {PEOPLE:,} people", f"{crowded['ready']:.2f} s")
    yield row(f"Memory (RSS), {PEOPLE:,} people, after start", f"{crowded['memory_at_start']:.0f} MB")
    turns = (FULL.people + 60) * len(DIALOG)
    yield row(f"Memory (RSS), {PEOPLE:,} people, after {turns:,} more updates", f"{crowded['memory']:.0f} MB")
    yield row(f"Updates a second, {PEOPLE:,} people", f"{crowded['rate']:.0f}")
    yield row("Web page, whole", f"{crowded['page'] / 1000:.1f} KB")
    yield row("Web page, as it travels (gzip)", f"{crowded['page_packed'] / 1000:.1f} KB")


def console(run: Run) -> Iterator[str]:
    yield row("A page of the console (50 rows), SQLite, median", "")
    yield row("---", "---:")
    for name, taken in run.lists.items():
        yield row(name, f"{taken * 1000:.0f} ms")


def seconds(run: Run, figure: str) -> str:
    return f"{run.typical('jiayin', figure):.2f} s"


def targets(run: Run) -> Iterator[str]:
    yield row("Target", "Seen", "Holds")
    yield row("---", "---", "---")
    for target, seen, holds in judged(run):
        yield row(target, seen, "yes" if holds else "**no**")


def judged(run: Run) -> Iterator[tuple[str, str, bool]]:
    quick = ratio(run, "jiayin")
    yield "At least as fast as the plain bot, although every step is durable", f"{quick:.2f} ×", quick >= 1
    fresh, restart = run.typical("jiayin", "fresh_ready"), run.typical("jiayin", "restart_ready")
    yield "Cold start under 2 s, new data folder", f"{fresh:.2f} s", fresh < 2
    yield "Cold start under 2 s, used data folder", f"{restart:.2f} s", restart < 2
    memory = max(run.crowded["memory"], run.crowded["memory_at_start"])
    yield f"Under 150 MB with {PEOPLE:,} people", f"{memory:.0f} MB", memory < 150
    page = run.crowded["page"]
    slowest = max(run.lists.values())
    yield f"Every list of the console under {MOST * 1000:.0f} ms", f"{slowest * 1000:.0f} ms", slowest < MOST
    yield "Web page at most 80 KB", f"{page / 1000:.1f} KB", page <= 80_000


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
