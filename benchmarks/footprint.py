"""What Jiayin takes: seconds to its first answer, memory with few and with many people, and what it costs at rest."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench
from benchmarks.bots import jiayin
from benchmarks.people import FIRST, Wish
from benchmarks.processes import Bot, Broken, Running, Telegram, page, running, telegram
from benchmarks.seeding import crowded, url_of
from benchmarks.updates import AT_ONCE, WARM_UP, first_answer

FEW: Final = 10_000
WITHOUT_CONSOLE: Final = "receive,plan,send,web"
SETTLES: Final = 3.0  # seconds after the start, when it is at rest


def starts(bench: Bench) -> None:
    """On a new data folder, and on one that was used before; the people and updates of one fake are all different."""
    folder = bench.place("starts")
    with telegram() as api:
        for name in ("fresh", *["used"] * bench.extent.rounds):
            bot = jiayin(folder, api.url)
            api.asks(FIRST)
            with running(bot, folder) as process:
                bench.figures.add(f"start.{name}_ready", process.ready())
                bench.figures.add(f"start.{name}_answer", first_answer(api, process))
                sizes(bench, bot)


def sizes(bench: Bench, bot: Bot) -> None:
    """Bytes of the web chat's one page, as it is and as it travels."""
    whole, packed = page(f"{bot.health}/"), page(f"{bot.health}/", **{"Accept-Encoding": "gzip"})
    if whole is None or packed is None:
        raise Broken("The web page did not come.")
    bench.figures.add("page", len(whole))
    bench.figures.add("page_packed", len(packed))


def at_rest(bench: Bench) -> None:
    """Nobody writes: memory and processor of all roles, and memory without the console."""
    for name, roles in (("all", ""), *(() if bench.extent.quick else (("without_console", WITHOUT_CONSOLE),))):
        bench.attempt(f"at rest, {name}", resting, bench, name, roles)


def resting(bench: Bench, name: str, roles: str) -> None:
    folder = bench.place("rest")
    with telegram() as api, running(jiayin(folder, api.url, roles=roles), folder) as process:
        process.ready()
        time.sleep(SETTLES)
        bench.figures.add(f"rest.{name}", process.memory)
        if name == "all":
            before, began = process.processor_seconds, time.monotonic()
            time.sleep(bench.extent.idle)
            used = process.processor_seconds - before
            bench.figures.add("rest.core", used / (time.monotonic() - began))


def few_people(bench: Bench) -> None:
    folder = bench.place("few")
    crowded(url_of(folder), FEW)
    among(bench, FEW, folder)


def among(bench: Bench, people: int, folder: Path) -> None:
    """On a database with so many people: seconds to the first answer, memory then and after a load, updates/s."""
    with telegram() as api:
        api.asks(FIRST)
        with running(jiayin(folder, api.url), folder) as process:
            bench.figures.add(f"people.{people}.answer", first_answer(api, process))
            bench.figures.add(f"people.{people}.memory_at_start", process.memory)
            busy_with(bench, people, process, api)


def busy_with(bench: Bench, people: int, process: Running, api: Telegram) -> None:
    api.plays(WARM_UP)
    played = api.plays(Wish(at_once=AT_ONCE, seconds=bench.extent.window))
    bench.figures.add(f"people.{people}.rate", played.in_time / bench.extent.window)
    bench.figures.add(f"people.{people}.memory", process.memory)
