"""One announcement to twenty thousand people: Jiayin through its outbox, its client alone, and the other libraries."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench, rotated
from benchmarks.bots import jiayin, peer
from benchmarks.counting import rate, repeats
from benchmarks.processes import Bot, Broken, Running, running, telegram
from benchmarks.seeding import announced, file_of, unfinished, url_of

CLIENTS: Final = ("client", "ptb", "limiter", "aiogram", "telebot")
STARTS_WITHIN: Final = 20.0  # seconds until the first message
ENDS_WITHIN: Final = 30.0  # seconds from the last message until it is marked as sent
MIDDLE: Final = (0.15, 0.9)  # of the messages: what lies between start and end of all processes
TEMPLATE: Final = "bench_announced"


def prepared(bench: Bench) -> Path:
    """The folder with the broadcast in its outbox, to be copied for each round; on PostgreSQL it is a template."""
    folder = bench.place("announced")
    count = bench.extent.broadcast
    bench.figures.add("spread", announced(url_of(folder), folder, count) / count)
    if bench.postgres is not None:
        announced(bench.postgres.database(TEMPLATE), bench.place("announced_postgres"), shared(count))
    return folder


def shared(count: int) -> int:
    """On PostgreSQL half of it: the ratio of two processes to one is the same, and it is sent twice."""
    return count // 2


def one_round(bench: Bench, number: int, ready: Path) -> None:
    names = ["jiayin", *(CLIENTS if not bench.extent.quick else ("client", "limiter"))]
    if bench.postgres is not None and not bench.extent.quick:
        names += ["jiayin_one", "jiayin_two"]
    for name in rotated(names, number):
        if name in CLIENTS:
            bench.attempt(f"broadcast, {name}", client, bench, name)
        elif name == "jiayin":
            bench.attempt("broadcast", lambda: on_sqlite(bench, ready))
        else:
            processes = 2 if name == "jiayin_two" else 1
            bench.attempt(
                f"broadcast, {processes} on PostgreSQL",
                on_postgres,
                bench,
                name,
                processes,
            )


def client(bench: Bench, name: str) -> None:
    """Sends of a client alone, for as long as the extent says; twice as long for the fast ones changes nothing."""
    extent = bench.extent
    with telegram() as api:
        rest = ("1", str(extent.broadcast), str(extent.peers_send))
        bot = peer(name, "sending", api.url, name, *rest)
        if name == "client":
            bot = Bot("the client alone", ("-m", "benchmarks.client_alone", api.url, *rest), {})
        with running(bot, bench.place(f"client_{name}")) as process:
            process.process.wait(STARTS_WITHIN + extent.peers_send)
            arrivals = api.collects(0, 0.0)
    if not arrivals:
        raise Broken(f"{bot.name} sent nothing.")
    bench.figures.add(f"send.{name}", rate([at for at, _ in arrivals]))


def on_sqlite(bench: Bench, ready: Path) -> None:
    folder = bench.place("broadcast")
    shutil.copy(file_of(ready), file_of(folder))
    broadcast(bench, "jiayin", folder, [""])


def on_postgres(bench: Bench, name: str, processes: int) -> None:
    if bench.postgres is None:
        return
    url = bench.postgres.database("bench_broadcast", TEMPLATE)
    bench.postgres.settled()
    broadcast(bench, name, bench.place(name), ["send"] * processes, url)


def broadcast(bench: Bench, name: str, folder: Path, roles: Sequence[str], database: str = "") -> None:
    """All of it, by a process for each of these roles (empty: all roles), until the last is marked as sent.

    On SQLite in the folder, or in the `database` on PostgreSQL.
    """
    count = shared(bench.extent.broadcast) if database else bench.extent.broadcast
    url, figures = database or url_of(folder), bench.figures
    with telegram() as api, ExitStack() as stack:
        processes: list[Running] = []
        for number, role in enumerate(roles):
            place = folder / str(number) if database else folder
            bot = jiayin(place, api.url, database=database, roles=role)
            processes.append(stack.enter_context(running(bot, place)))
        arrivals = api.collects(count, STARTS_WITHIN)
        acknowledged_at = finished(url) if len(arrivals) >= count else None
        if acknowledged_at is None:
            raise Broken(f"Of {count} messages {len(arrivals)} came, and were not all acknowledged.")
        busy = sum(process.processor_seconds for process in processes)
    instants = sorted(at for at, _ in arrivals)
    figures.add(f"send.{name}", count / (acknowledged_at - instants[0]))
    figures.add(f"send.{name}.middle", rate(middle(instants)))
    figures.add(f"send.{name}.processor", busy / count)
    figures.add(f"send.{name}.twice", repeats(chat for _, chat in arrivals))


def middle(instants: Sequence[float]) -> Sequence[float]:
    """Without the first and the last, when not every process sends."""
    first, last = (int(part * len(instants)) for part in MIDDLE)
    return instants[first:last]


def finished(url: str) -> float | None:
    """The instant at which nothing waits and nothing is under way any more."""
    until = time.monotonic() + ENDS_WITHIN
    while (now := time.monotonic()) < until:
        if not unfinished(url):
            return now
        time.sleep(0.02)
    return None
