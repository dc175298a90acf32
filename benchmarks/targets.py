"""What was aimed at, beside what was seen: each target with its figures, met or not met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.console_lists import MOST
from benchmarks.counting import Figures
from benchmarks.pacing import PACE

Seen = tuple[str, bool]


@dataclass(frozen=True)
class Target:
    """`seen` puts the figure into words and tells whether it will do; it needs the figures named in `needs`."""

    words: str
    needs: tuple[str, ...]
    seen: Callable[[Figures], Seen]


def judged(figures: Figures, lists: dict[str, float]) -> Iterator[tuple[str, str, str]]:
    """Target, figure, and whether it is met; what was not measured in this run is said to be so."""
    for target in (*UPDATES, *BROADCAST, *PLANNING, *SAFETY, *FOOTPRINT):
        if not figures.has(*target.needs):
            yield target.words, "–", "not measured"
            continue
        words, met = target.seen(figures)
        yield target.words, words, "met" if met else "**not met**"
    if lists:
        slowest = max(lists.values())
        yield (
            f"Every list of the console under {MOST * 1000:.0f} ms",
            f"{slowest * 1000:.0f} ms",
            "met" if slowest < MOST else "**not met**",
        )


def times(words: str, mine: str, theirs: str, wanted: float) -> Target:
    """So many times another figure of the same round."""
    return Target(words, (mine, theirs), partial(_times, mine=mine, theirs=theirs, wanted=wanted))


def _times(figures: Figures, mine: str, theirs: str, wanted: float) -> Seen:
    ratio = figures.ratio(mine, theirs)
    return f"{down(ratio)} ×", ratio >= wanted


def below(words: str, name: str, most: float, unit: str) -> Target:
    """At most so much; of a figure in seconds in ms, of a share in per cent."""
    return Target(words, (name,), partial(_below, name=name, most=most, unit=unit))


def _below(figures: Figures, name: str, most: float, unit: str) -> Seen:
    value = figures.typical(name) * FACTORS.get(unit, 1)
    return f"{value:.{2 if unit == 's' else 1 if value < 100 else 0}f} {unit}".strip(), value <= most


def none(words: str, *names: str) -> Target:
    return Target(words, names, lambda figures: _none(figures, names))


def _none(figures: Figures, names: tuple[str, ...]) -> Seen:
    total = sum(sum(figures.values[name]) for name in names)
    return f"{total:.0f}", total == 0


def down(ratio: float) -> str:
    """Never rounded up to a target."""
    return f"{int(ratio * 100) / 100:.2f}"


FACTORS = {"ms": 1000.0, "%": 100.0}

UPDATES = (
    times("Updates/s: ≥ 3 × python-telegram-bot without persistence", "jiayin.rate", "ptb.rate", 3),
    times("… ≥ 1.5 × aiogram with memory storage", "jiayin.rate", "aiogram.rate", 1.5),
    times("… ≥ 10 × python-telegram-bot with SQLite", "jiayin.rate", "ptb_sqlite.rate", 10),
    times("… ≥ 10 × aiogram with SQLite", "jiayin.rate", "aiogram_sqlite.rate", 10),
    times("… ≥ 40 × python-telegram-bot, the API 50 ms away", "jiayin.far_rate", "ptb.far_rate", 40),
    none("… 0 updates unanswered, near and far", "jiayin.unanswered", "jiayin.far_unanswered"),
    none("… order per person kept, all answered", "jiayin.hasty_disordered", "jiayin.hasty_unanswered"),
    below("Update → reply at 100 updates/s: p99 ≤ 30 ms", "jiayin.light_p99", 30, "ms"),
    below("Webhook → 200 at 100 updates/s: p99 ≤ 15 ms", "jiayin_webhook.light_ok_p99", 15, "ms"),
    below("… the same under full load", "jiayin_webhook.full_ok_p99", 15, "ms"),
    below("Memory with 1,000,000 people ≤ 150 MB", "people.1000000.memory", 150, "MB"),
)

BROADCAST = (
    times("Broadcast, acknowledged: ≥ 4 × python-telegram-bot with AIORateLimiter", "send.jiayin", "send.limiter", 4),
    times("… ≥ 0.8 × the same client without a database", "send.jiayin", "send.client", 0.8),
    times("… two processes on PostgreSQL ≥ 1.7 × one", "send.jiayin_two.middle", "send.jiayin_one.middle", 1.7),
    below(f"At {PACE:,}/s: < 60 % of one core", "pace.core", 60, "%"),
    Target(
        f"At {PACE:,}/s: ≥ 97 % of the pace used",
        ("pace.used",),
        lambda figures: (f"{down(figures.typical('pace.used') * 100)} %", figures.typical("pace.used") >= 0.97),
    ),
    below("… never above it in any sliding second at the client", "pace.client_most", PACE, ""),
    Target(
        "… at the server never above it plus the sends delayed in transit",
        ("pace.server_most", "pace.delayed"),
        lambda figures: _at_server(figures.typical("pace.server_most"), figures.typical("pace.delayed")),
    ),
)


def _at_server(most: float, delayed: float) -> Seen:
    return f"{most:.0f}, {delayed:.0f} of them delayed", most <= PACE + delayed


def _growth(figures: Figures) -> Seen:
    ratio = figures.typical("plan.sqlite.1000000") / figures.typical("plan.sqlite.100000")
    return f"{ratio:.2f} ×", ratio <= 2


def _against_timers(figures: Figures) -> Seen:
    ratio = figures.typical("timer.1000000.seconds") / figures.typical("plan.sqlite.1000000")
    return f"{down(ratio)} ×", ratio >= 25


PLANNING = (
    below("10,000 due among 1,000,000 on SQLite: ≤ 0.5 s", "plan.sqlite.1000000", 0.5, "s"),
    below("… on PostgreSQL: ≤ 0.5 s", "plan.postgres.1000000", 0.5, "s"),
    Target(
        "… ≥ 25 × APScheduler's memory store, a million there too (`--million`)",
        ("timer.1000000.seconds", "plan.sqlite.1000000"),
        _against_timers,
    ),
    below("… the loop never blocked > 50 ms, SQLite", "plan.sqlite.1000000.block", 50, "ms"),
    below("… the loop never blocked > 50 ms, PostgreSQL", "plan.postgres.1000000.block", 50, "ms"),
    Target(
        "10,000 among 1,000,000 cost ≤ 2 × those among 100,000",
        ("plan.sqlite.1000000", "plan.sqlite.100000"),
        _growth,
    ),
)

SAFETY = (
    none(f"kill -9 at {PACE:,}/s: lost 0", "kill.lost"),
    Target(
        "… duplicates ≤ sends under way",
        ("kill.twice", "kill.under_way"),
        lambda figures: (
            f"{figures.typical('kill.twice'):.0f} of {figures.typical('kill.under_way'):.0f}",
            figures.typical("kill.twice") <= figures.typical("kill.under_way"),
        ),
    ),
    Target(
        "… each send under way marked as uncertain",
        ("kill.uncertain", "kill.again", "kill.under_way"),
        lambda figures: (
            f"{figures.typical('kill.uncertain') + figures.typical('kill.again'):.0f} of "
            f"{figures.typical('kill.under_way'):.0f}",
            figures.typical("kill.uncertain") + figures.typical("kill.again") >= figures.typical("kill.under_way"),
        ),
    ),
)

FOOTPRINT = (
    below("Start → first answer, used data folder: ≤ 1.5 s", "start.used_answer", 1.5, "s"),
    below("Start → first answer, new data folder: ≤ 1.5 s", "start.fresh_answer", 1.5, "s"),
    below("At rest, all roles: ≤ 120 MB", "rest.all", 120, "MB"),
    below("At rest, without the console: ≤ 100 MB", "rest.without_console", 100, "MB"),
    below("At rest: < 0.5 % of one core", "rest.core", 0.5, "%"),
    Target(
        "Web page at most 80 KB",
        ("page",),
        lambda figures: (f"{figures.typical('page') / 1000:.1f} KB", figures.typical("page") <= 80_000),
    ),
)
