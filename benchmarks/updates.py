"""Updates: each bot under full load, with a distant Bot API, at a hundred a second, and with hasty people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench, rotated
from benchmarks.bots import CONTENDERS, Make, jiayin, on_webhook, pickle_with_many, ptb_on_webhook
from benchmarks.counting import share
from benchmarks.people import FIRST, Played, Wish
from benchmarks.processes import Bot, Broken, Running, Telegram, running, telegram

WARM_UP: Final = Wish(people=60, at_once=60)
AT_ONCE: Final = 200
FAR_AT_ONCE: Final = 300
FAR: Final = 0.05
LIGHT: Final = 100.0  # updates a second
HASTY: Final = 50
STORED: Final = 10_000

RIVALS: Final = ("jiayin", "ptb", "aiogram", "telebot")
OTHERS: Final = ("ptb_concurrent", "ptb_pickle", "ptb_sqlite", "aiogram_sqlite")
WEBHOOKS: Final[dict[str, Make]] = {
    "jiayin_webhook": lambda folder, api: on_webhook(jiayin(folder, api)),
    "ptb_webhook": ptb_on_webhook,
}


def one_round(bench: Bench, number: int) -> None:
    """Every bot once, in a process of its own."""
    names = ["jiayin", "ptb", "aiogram", "jiayin_webhook"]
    if not bench.extent.quick:
        names = [*RIVALS, *WEBHOOKS, *OTHERS, "jiayin_postgres"]
    for name in rotated(names, number):
        bench.attempt(name, contender, bench, name)


def contender(bench: Bench, name: str) -> None:
    folder = bench.place(name)
    with telegram() as api:
        bot = made(bench, name, folder, api.url)
        api.asks(FIRST)
        with running(bot, folder) as process:
            bench.figures.add(f"{name}.first", first_answer(api, process))
            api.plays(WARM_UP)
            loaded(bench, name, process, api)
            bench.figures.add(f"{name}.memory", process.memory)
            if name in RIVALS or name in WEBHOOKS:
                light(bench, name, api)
            if name not in WEBHOOKS:
                hasty(bench, name, api)
            if name in RIVALS:
                far(bench, name, api)


def first_answer(api: Telegram, process: Running) -> float:
    """Seconds from the start of the process until somebody who wrote before it has her answer."""
    played = api.played()
    if not played.first_reply_at:
        raise Broken(f"{process.bot.name} never answered.")
    return played.first_reply_at - process.began_at


def made(bench: Bench, name: str, folder: Path, api: str) -> Bot:
    if name == "jiayin_postgres" and bench.postgres is not None:
        return jiayin(folder, api, database=bench.postgres.database("bench_updates"))
    make: Callable[[Path, str], Bot] = WEBHOOKS.get(name) or CONTENDERS.get(name) or jiayin
    return make(folder, api)


def loaded(bench: Bench, name: str, process: Running, api: Telegram) -> Played:
    """As many as it can take, from so many people of whom each waits for her answer."""
    before = process.processor_seconds
    played = api.plays(Wish(at_once=AT_ONCE, seconds=bench.extent.window))
    used, count = process.processor_seconds - before, max(1, len(played.from_written))
    figures = bench.figures
    figures.add(f"{name}.rate", played.in_time / bench.extent.window)
    figures.add(f"{name}.processor", used / count)
    figures.add(f"{name}.unanswered", played.dropped)
    spread_of(bench, f"{name}.full", played)
    return played


def light(bench: Bench, name: str, api: Telegram) -> None:
    """A hundred updates a second, evenly: what one person feels."""
    played = api.plays(Wish(at_once=int(LIGHT), per_second=LIGHT, seconds=bench.extent.window))
    spread_of(bench, f"{name}.light", played)


def far(bench: Bench, name: str, api: Telegram) -> None:
    """The Bot API 50 ms away, there and back."""
    played = api.plays(Wish(at_once=FAR_AT_ONCE, seconds=bench.extent.window, away=FAR))
    bench.figures.add(f"{name}.far_rate", played.in_time / bench.extent.window)
    bench.figures.add(f"{name}.far_unanswered", played.dropped)


def hasty(bench: Bench, name: str, api: Telegram) -> None:
    """People who do all five turns before the first answer: how many are not answered whole, or not in order."""
    typed = name.startswith("jiayin")  # a button of Jiayin's has a meaning of its own each time, but can be typed
    played = api.plays(Wish(people=HASTY, at_once=HASTY, hasty="typed" if typed else "pressed"))
    bench.figures.add(f"{name}.hasty_unanswered", played.dropped)
    bench.figures.add(f"{name}.hasty_disordered", played.disordered)


def spread_of(bench: Bench, name: str, played: Played) -> None:
    for part, title in ((0.5, "p50"), (0.99, "p99")):
        if played.from_written:
            bench.figures.add(f"{name}_{title}", share(played.from_written, part))
        if played.to_200:
            bench.figures.add(f"{name}_ok_{title}", share(played.to_200, part))


def many_in_the_pickle(bench: Bench) -> None:
    """PicklePersistence that holds ten thousand people, its minute shortened to a second so that it can be seen."""
    folder = bench.place("pickle_stored")
    with telegram() as api:
        bot = pickle_with_many(folder, api.url, STORED)
        api.asks(FIRST)
        with running(bot, folder) as process:
            first_answer(api, process)
            loaded(bench, "ptb_pickle_stored", process, api)
