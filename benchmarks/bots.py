"""The bots that are measured: Jiayin on either database, and the plain ones of the other libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.dialog import ACCOUNT
from benchmarks.processes import PEERS, Bot, free_port

Make = Callable[[Path, str], Bot]
MIDDAY: Final = 12


def jiayin(folder: Path, api: str, *before: str, database: str = "", roles: str = "") -> Bot:
    """As `jiayin run` starts it; `before` goes between the interpreter and the module."""
    port = free_port()
    settings = {
        "JIAYIN_DATA_DIR": str(folder / "data"),
        "JIAYIN_PORT": str(port),
        "JIAYIN_TELEGRAM_TOKEN": ACCOUNT,
        "JIAYIN_TELEGRAM_API_URL": api,
        "JIAYIN_OPERATOR_NAME": "Bench",
        "JIAYIN_OPERATOR_PHONE": "0769-1234567",
        "JIAYIN_TIMEZONE": waking_zone(datetime.now(UTC)),
        "JIAYIN_TELEGRAM_PACE": "0",
    }
    if database:
        settings |= {"JIAYIN_DATABASE_URL": database, "JIAYIN_SECRET_KEY": "k" * 32}
    command = (*before, "-m", "bot", "run", *(("--roles", roles) if roles else ()))
    return Bot("Jiayin", command, settings, f"http://127.0.0.1:{port}")


def with_settings(bot: Bot, settings: Mapping[str, str]) -> Bot:
    return replace(bot, settings={**bot.settings, **settings})


def on_webhook(bot: Bot) -> Bot:
    """Jiayin where updates are delivered instead of fetched."""
    return with_settings(bot, {"JIAYIN_PUBLIC_URL": bot.health})


def waking_zone(now: datetime) -> str:
    """A zone in which it is about noon: in people's sleep nothing that can wait is sent."""
    east = MIDDAY - now.hour
    return f"Etc/GMT{-east:+d}" if east else "Etc/UTC"  # POSIX counts the other way round


def peer(name: str, module: str, *arguments: str) -> Bot:
    return Bot(name, ("-m", f"benchmarks.peers.{module}", *arguments), {}, interpreter=str(PEERS))


CONTENDERS: Final[dict[str, Make]] = {
    "jiayin": jiayin,
    "ptb": lambda _folder, api: peer("python-telegram-bot", "ptb_bot", api, "plain"),
    "ptb_concurrent": lambda _folder, api: peer("python-telegram-bot, concurrent", "ptb_bot", api, "concurrent"),
    "ptb_pickle": lambda folder, api: peer("python-telegram-bot, pickle", "ptb_bot", api, "pickle", str(folder / "p")),
    "ptb_sqlite": lambda folder, api: peer("SQLAlchemy bot", "sqlalchemy_bot", api, str(folder / "people.sqlite3")),
    "aiogram": lambda _folder, api: peer("aiogram", "aiogram_bot", api),
    "aiogram_sqlite": lambda folder, api: peer("aiogram, SQLite", "aiogram_bot", api, str(folder / "people.sqlite3")),
    "telebot": lambda _folder, api: peer("pyTelegramBotAPI", "telebot_bot", api),
}


def pickle_with_many(folder: Path, api: str, people: int) -> Bot:
    return peer("python-telegram-bot, full pickle", "ptb_bot", api, "stored", str(folder / "p"), str(people))


def ptb_on_webhook(_folder: Path, api: str) -> Bot:
    return peer("python-telegram-bot, webhook", "ptb_bot", api, "webhook", str(free_port()))
