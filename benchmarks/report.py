"""The tables of a run: medians over its rounds, and which targets are met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from benchmarks.bench import Extent
from benchmarks.counting import Figures
from benchmarks.footprint import FEW
from benchmarks.pacing import PACE
from benchmarks.planning import DUE
from benchmarks.targets import down, judged
from benchmarks.updates import AT_ONCE, FAR, FAR_AT_ONCE, HASTY, LIGHT, STORED

ABSENT: Final = "–"

# Name of the figures, how the bot is called, and when a step of a dialog is on disk.
BOTS: Final = (
    ("jiayin", "Jiayin, SQLite", "before it is answered"),
    ("jiayin_postgres", "Jiayin, PostgreSQL", "before it is answered"),
    ("ptb", "python-telegram-bot", "never"),
    ("ptb_concurrent", "… with aiohttp, concurrent updates", "never"),
    ("ptb_pickle", "… with PicklePersistence", "within 60 s"),
    ("ptb_pickle_stored", f"… which holds {STORED:,} people already ¹", "within 1 s"),
    ("ptb_sqlite", "… with SQLAlchemy, a commit an update", "before it is answered"),
    ("aiogram", "aiogram, memory", "never"),
    ("aiogram_sqlite", "aiogram, aiogram-sqlite-storage", "before it is answered"),
    ("telebot", "pyTelegramBotAPI, memory", "never"),
)
SENDERS: Final = (
    ("jiayin", "Jiayin, outbox on SQLite, acknowledged"),
    ("jiayin_one", "Jiayin, outbox on PostgreSQL, one process that sends"),
    ("jiayin_two", "Jiayin, outbox on PostgreSQL, two processes that send"),
    ("client", "Jiayin's client alone, no database"),
    ("ptb", "python-telegram-bot, Bot.send_message"),
    ("limiter", "python-telegram-bot, AIORateLimiter"),
    ("aiogram", "aiogram"),
    ("telebot", "pyTelegramBotAPI"),
)


@dataclass(frozen=True)
class Run:
    """All that was measured."""

    at: datetime
    machine: Mapping[str, str]
    extent: Extent
    figures: Figures
    lists: dict[str, float] = field(default_factory=dict)  # seconds for a page of each long list of the console
    broken: Mapping[str, str] = field(default_factory=dict)
    profiles: Mapping[str, list[tuple[str, float]]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "machine": dict(self.machine),
            "extent": asdict(self.extent),
            "figures": self.figures.values,
            "lists": self.lists,
            "broken": dict(self.broken),
            "profiles": dict(self.profiles),
        }

    def shown(self, name: str, factor: float = 1.0, places: int = 0, unit: str = "") -> str:
        """The median of a figure in words, or a dash for what was not measured."""
        if not self.figures.has(name):
            return ABSENT
        return f"{self.figures.typical(name) * factor:,.{places}f} {unit}".strip()

    def pair(self, name: str) -> str:
        """p50 and p99 in milliseconds."""
        return f"{self.shown(f'{name}_p50', 1000, 1)} / {self.shown(f'{name}_p99', 1000, 1, 'ms')}"

    def ratio(self, name: str, other: str) -> str:
        return f"{down(self.figures.ratio(name, other))} ×" if self.figures.has(name, other) else ABSENT


def tables(run: Run) -> str:
    """Markdown that can be read as it is."""
    parts = (
        machine_lines,
        targets,
        updates,
        webhooks,
        broadcast,
        pace,
        planning,
        killing,
        footprint,
        console,
        profiles,
        broken,
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part(run)))) + "\n"


def machine_lines(run: Run) -> Iterator[str]:
    extent = "quick, " if run.extent.quick else ""
    yield f"- Measured: {run.at:%Y-%m-%d %H:%M} UTC, {extent}medians of {run.extent.rounds} rounds"
    for name, value in run.machine.items():
        yield f"- {name}: {value}"


def targets(run: Run) -> Iterator[str]:
    yield from head("Target", "Seen", "")
    for words, seen, met in judged(run.figures, run.lists):
        yield row(words, seen, met)


def updates(run: Run) -> Iterator[str]:
    yield "### Updates"
    yield ""
    far = f"API {FAR * 1000:.0f} ms away, {FAR_AT_ONCE} at once"
    yield from head(
        "",
        "A step is on disk",
        f"Updates/s, {AT_ONCE} at once",
        "Jiayin is",
        "Processor an update",
        f"Update → reply at {LIGHT:.0f}/s, p50 / p99",
        f"Updates/s, {far}",
        f"Of {HASTY} hasty people not served ²",
        "Memory after",
    )
    for name, title, kept in BOTS:
        if not run.figures.has(f"{name}.rate"):
            continue
        yield row(
            title,
            kept,
            run.shown(f"{name}.rate"),
            run.ratio("jiayin.rate", f"{name}.rate"),
            run.shown(f"{name}.processor", 1000, 2, "ms"),
            run.pair(f"{name}.light") if run.figures.has(f"{name}.light_p50") else ABSENT,
            run.shown(f"{name}.far_rate"),
            wrong(run, name),
            run.shown(f"{name}.memory", unit="MB"),
        )


def wrong(run: Run, name: str) -> str:
    if not run.figures.has(f"{name}.hasty_unanswered"):
        return ABSENT
    return f"{run.figures.typical(f'{name}.hasty_unanswered') + run.figures.typical(f'{name}.hasty_disordered'):.0f}"


def webhooks(run: Run) -> Iterator[str]:
    yield "### Webhook, 40 connections"
    yield ""
    yield from head(
        "", "200 is said", "Updates/s", "To 200 under full load, p50 / p99", f"To 200 at {LIGHT:.0f}/s, p50 / p99"
    )
    for name, title, when in (
        ("jiayin_webhook", "Jiayin, SQLite", "after the commit"),
        ("ptb_webhook", "python-telegram-bot", "before anything is done"),
    ):
        full, light = run.pair(f"{name}.full_ok"), run.pair(f"{name}.light_ok")
        yield row(title, when, run.shown(f"{name}.rate"), full, light)


def broadcast(run: Run) -> Iterator[str]:
    yield f"### A broadcast of {run.extent.broadcast:,}, without a pace"
    yield ""
    yield from head("", "Messages/s", "Jiayin on SQLite is", "… between start and end", "Processor a message")
    for name, title in SENDERS:
        yield row(
            title,
            run.shown(f"send.{name}"),
            run.ratio("send.jiayin", f"send.{name}"),
            run.shown(f"send.{name}.middle"),
            run.shown(f"send.{name}.processor", 1000, 2, "ms"),
        )
    yield row("Spreading the announcement, before", ABSENT, ABSENT, ABSENT, run.shown("spread", 1000, 2, "ms"))


def pace(run: Run) -> Iterator[str]:
    yield f"### {PACE:,} a second for {run.extent.hold:.0f} s, all roles in one process, SQLite"
    yield ""
    yield from head("", "")
    yield row("Of the pace used, from the first message to the last", run.shown("pace.used", 100, 2, "%"))
    yield row("Most in any sliding second, leaving the client", run.shown("pace.client_most"))
    yield row("Most in any sliding second, arriving at the server", run.shown("pace.server_most"))
    yield row("… of those, left before that second began", run.shown("pace.delayed"))
    yield row("Of one core", run.shown("pace.core", 100, 1, "%"))


def planning(run: Run) -> Iterator[str]:
    yield f"### {DUE:,} reminders due in one minute"
    yield ""
    yield from head("", "Planned in", "Loop blocked for at most", "… of that busy itself")
    for people in run.extent.people:
        for kind, title in (("sqlite", "SQLite"), ("postgres", "PostgreSQL")):
            name = f"plan.{kind}.{people}"
            if run.figures.has(name):
                blocked = run.shown(f"{name}.block", 1000, 0, "ms")
                busy = run.shown(f"{name}.block_busy", 1000, 0, "ms")
                yield row(f"Jiayin, among {people:,}, {title}", run.shown(name, 1, 3, "s"), blocked, busy)
    for jobs in run.extent.timer_jobs:
        name = f"timer.{jobs}"
        if run.figures.has(f"{name}.seconds"):
            title = f"APScheduler, among {jobs:,}, memory ³"
            load, memory = run.shown(f"{name}.load", 1, 1, "s"), run.shown(f"{name}.memory", unit="MB")
            blocked = run.shown(f"{name}.block", 1000, 0, "ms")
            yield row(f"{title} (loaded in {load}, {memory})", run.shown(f"{name}.seconds", 1, 3, "s"), blocked, ABSENT)


def killing(run: Run) -> Iterator[str]:
    yield f"### kill -9 three times in a broadcast of {run.extent.killed:,} at {PACE:,} a second"
    yield ""
    yield from head("", "Messages")
    for name, title in (
        ("under_way", "Under way at the three kills"),
        ("uncertain", "Marked as uncertain, and not sent again"),
        ("never_came", "… of those, never arrived"),
        ("again", "Sent again"),
        ("twice", "Arrived twice"),
        ("lost", "Lost: neither arrived nor marked"),
    ):
        yield row(title, run.shown(f"kill.{name}"))


def footprint(run: Run) -> Iterator[str]:
    yield "### Start, memory, rest"
    yield ""
    yield from head("Jiayin, SQLite", "")
    yield row("Start → first answer, new data folder", run.shown("start.fresh_answer", 1, 2, "s"))
    yield row("Start → ready, used data folder", run.shown("start.used_ready", 1, 2, "s"))
    yield row("Start → first answer, used data folder", run.shown("start.used_answer", 1, 2, "s"))
    for people in (FEW, *run.extent.people):
        name = f"people.{people}"
        if run.figures.has(f"{name}.answer"):
            memory = f"{run.shown(f'{name}.memory_at_start')} / {run.shown(f'{name}.memory', unit='MB')}"
            yield row(f"{people:,} people: start → first answer", run.shown(f"{name}.answer", 1, 2, "s"))
            yield row(f"{people:,} people: memory at the start / after a load", memory)
            yield row(f"{people:,} people: updates/s", run.shown(f"{name}.rate"))
    yield row("At rest: memory, all roles", run.shown("rest.all", unit="MB"))
    yield row("At rest: memory, without the console", run.shown("rest.without_console", unit="MB"))
    yield row("At rest: of one core", run.shown("rest.core", 100, 2, "%"))
    page = f"{run.shown('page', 0.001, 1)} / {run.shown('page_packed', 0.001, 1, 'KB')}"
    yield row("Web page, whole / as it travels (gzip)", page)


def console(run: Run) -> Iterator[str]:
    if run.lists:
        yield from head("A page of the console (50 rows), SQLite, median", "")
    for name, taken in run.lists.items():
        yield row(name, f"{taken * 1000:.0f} ms")


def profiles(run: Run) -> Iterator[str]:
    """Side by side, the largest first."""
    if run.profiles:
        yield "### Where the time goes, samples"
        yield ""
        yield from head("", *(f"{scene}" for scene in run.profiles))
        shares = [dict(parts) for parts in run.profiles.values()]
        names = {name: max(share.get(name, 0.0) for share in shares) for share in shares for name in share}
        for name in sorted(names, key=lambda name: -names[name]):
            yield row(name, *(f"{share[name]:.0%}" if name in share else ABSENT for share in shares))


def broken(run: Run) -> Iterator[str]:
    if run.broken:
        yield "What broke, and is not measured above:"
        yield ""
    for name, reason in run.broken.items():
        yield f"- {name}: {reason}"


def head(*titles: str) -> Sequence[str]:
    return row(*titles), row("---", *["---:"] * (len(titles) - 1))


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
