"""What is measured: each bot in turn, round after round, so that a busy minute of the machine hits all alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

from benchmarks.dialog import BOT_ID
from benchmarks.people import Played, Wish
from benchmarks.processes import (
    Bot,
    Broken,
    Running,
    Telegram,
    jiayin,
    page,
    pickling_bot,
    plain_bot,
    running,
    telegram,
)
from benchmarks.seeding import seed, url_of

AT_ONCE: Final = 200
WARM_UP: Final = Wish(people=60, at_once=60)
FULL: Final = Wish(people=400, at_once=AT_ONCE)
LIGHT: Final = Wish(people=30, per_second=20)
PEOPLE: Final = 10_000

Make = Callable[[Path, str], Bot]
CONTENDERS: Final[dict[str, Make]] = {"jiayin": jiayin, "plain": plain_bot, "pickling": pickling_bot}

Figures = dict[str, float]


@dataclass(frozen=True)
class Beginning:
    """Seconds from the start of the process until it says it is ready, and until its first answer arrived."""

    ready: float
    first_answer: float


def one_round(folder: Path, number: int) -> dict[str, Figures]:
    """Figures of every bot; who comes first changes from round to round."""
    names = list(CONTENDERS)
    turn = number % len(names)
    figures = {name: contender(name, folder / f"{name}-{number}") for name in (*names[turn:], *names[:turn])}
    return {name: figures[name] for name in names}


def contender(name: str, folder: Path) -> Figures:
    with telegram() as api:
        bot = CONTENDERS[name](folder, api.url)
        figures = measured(bot, folder, api)
        if bot.health:
            again, _ = began_with(bot, folder, api)
            figures |= {"restart_ready": again.ready, "restart_answer": again.first_answer}
    return figures


def measured(bot: Bot, folder: Path, api: Telegram) -> Figures:
    """A fresh start, then as much as it can take, then a quiet hour."""
    api.asks(Wish(people=1))
    with running(bot, folder) as process:
        beginning = begun(process, api)
        api.plays(WARM_UP)
        figures = loaded(process, api)
        light = api.plays(LIGHT)
        figures |= {"light_p50": share(light.from_written, 0.5), "light_p99": share(light.from_written, 0.99)}
        figures |= {"fresh_ready": beginning.ready, "fresh_answer": beginning.first_answer, "memory": process.memory}
    return figures


def loaded(process: Running, api: Telegram) -> Figures:
    """Under full load."""
    before = process.processor_seconds
    played = api.plays(FULL)
    count = len(played.from_written)
    return {
        "rate": count / (played.ended_at - played.began_at),
        "processor": (process.processor_seconds - before) / count,
        "full_p50": share(played.from_written, 0.5),
        "full_p99": share(played.from_written, 0.99),
        "fetched_p50": share(played.from_fetched, 0.5),
        "fetched_p99": share(played.from_fetched, 0.99),
    }


def begun(process: Running, api: Telegram) -> Beginning:
    ready = process.ready() if process.bot.health else 0.0
    return Beginning(ready, first_answer(api.played(), process))


def first_answer(played: Played, process: Running) -> float:
    return played.first_reply_at - process.began_at


def began_with(bot: Bot, folder: Path, api: Telegram) -> tuple[Beginning, float]:
    """A start on a folder that was used before, and the memory then."""
    api.asks(Wish(people=1))
    with running(bot, folder) as process:
        return begun(process, api), process.memory


def share(seconds: Sequence[float], part: float) -> float:
    """The value below which this part of them lies, by nearest rank."""
    return sorted(seconds)[max(0, ceil(part * len(seconds)) - 1)]


def many_people(folder: Path) -> Figures:
    """Jiayin with ten thousand people in its database."""
    asyncio.run(seed(url_of(folder), PEOPLE, BOT_ID))
    with telegram() as api:
        bot = jiayin(folder, api.url)
        api.asks(Wish(people=1))
        with running(bot, folder) as process:
            beginning = begun(process, api)
            at_start = process.memory
            api.plays(WARM_UP)
            figures = loaded(process, api)
            figures |= {"memory_at_start": at_start, "memory": process.memory, "ready": beginning.ready}
            figures |= page_sizes(bot)
    return figures


def page_sizes(bot: Bot) -> Figures:
    """Bytes of the web chat's one page, as it is and as it travels."""
    whole, packed = page(f"{bot.health}/"), page(f"{bot.health}/", **{"Accept-Encoding": "gzip"})
    if whole is None or packed is None:
        raise Broken("The web page did not come.")
    return {"page": len(whole), "page_packed": len(packed)}
