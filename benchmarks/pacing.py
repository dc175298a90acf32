"""A thousand messages a second, held: how much of the pace is used, whether it is ever passed, and what it costs.

The client's side is known from Jiayin itself (`benchmarks.watched` notes when each request leaves), the server's from
the fake Bot API; between them lies the way of each message.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench
from benchmarks.bots import jiayin, with_settings
from benchmarks.broadcast import STARTS_WITHIN
from benchmarks.counting import busiest, most_within, rate
from benchmarks.processes import Bot, Broken, running, telegram
from benchmarks.seeding import announced, url_of

PACE: Final = 1_000
TIMES: Final = 3  # announcements to each person: more a week nobody gets
CORE_AFTER: Final = 0.1  # of the messages: before that it is still starting


def held(bench: Bench) -> None:
    """Enough messages for so many seconds at this pace, sent by all roles of one process on SQLite."""
    folder = bench.place("paced")
    people = int(bench.extent.hold * PACE / TIMES)
    announced(url_of(folder), folder, people, TIMES)
    count, notes = people * TIMES, folder / "left.json"
    with telegram() as api:
        with running(watched(jiayin(folder, api.url), notes), folder) as process:
            first = api.collects(int(count * CORE_AFTER), STARTS_WITHIN)
            busy, began_at = process.processor_seconds, first[-1][0] if first else 0.0
            arrivals = api.collects(count, STARTS_WITHIN)
            busy, ended_at = process.processor_seconds - busy, arrivals[-1][0] if arrivals else 0.0
        if len(arrivals) < count:
            raise Broken(f"Of {count} messages {len(arrivals)} came.")
    left = [(at, chat) for at, chat in json.loads(notes.read_text("utf-8"))]
    figures = bench.figures
    figures.add("pace.used", rate([at for at, _ in left]) / PACE)
    figures.add("pace.core", busy / (ended_at - began_at))
    figures.add("pace.client_most", most_within(at for at, _ in left))
    figures.add("pace.server_most", most_within(at for at, _ in arrivals))
    figures.add("pace.delayed", delayed(left, arrivals))


def watched(bot: Bot, notes: Path) -> Bot:
    command = ("-m", "benchmarks.watched", str(notes), "run")
    paced = with_settings(bot, {"JIAYIN_TELEGRAM_PACE": str(PACE)})
    return Bot(bot.name, command, paced.settings, bot.health)


def delayed(left: list[tuple[float, int]], arrivals: list[tuple[float, int]]) -> int:
    """Of the messages of the server's busiest second, those that had left the client before it began.

    If the client never passed the pace, the server can have seen no more than the pace and these.
    The messages to one chat are taken in the order in which they left, which is the order in which they arrive.
    """
    leaving: dict[int, list[float]] = {}
    for at, chat in sorted(left, reverse=True):
        leaving.setdefault(chat, []).append(at)
    pairs = [(arrived, leaving[chat].pop()) for arrived, chat in sorted(arrivals) if leaving.get(chat)]
    begins, ends = busiest(arrived for arrived, _ in pairs)
    return sum(1 for arrived, at in pairs if begins < arrived <= ends and at <= begins)
