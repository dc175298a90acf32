"""Processes that are measured: the fake Bot API, Jiayin and the plain bots, each with an environment of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from select import select
from typing import Final

import psutil

from benchmarks.dialog import ACCOUNT
from benchmarks.people import Played, Wish

ROOT: Final = Path(__file__).resolve().parents[1]
PATIENCE: Final = 60.0  # seconds for anything at all
MEGABYTE: Final = 1_000_000


class Broken(Exception):
    """Something that was to be measured did not run; the message says what it printed last."""


@dataclass(frozen=True)
class Bot:
    """A bot as it is started: `command` after the interpreter, `settings` for its environment."""

    name: str
    command: tuple[str, ...]
    settings: Mapping[str, str]
    health: str = ""  # its address that says when it is ready, if it has one


def jiayin(folder: Path, api: str, *before: str) -> Bot:
    port = free_port()
    settings = {
        "JIAYIN_DATA_DIR": str(folder / "data"),
        "JIAYIN_PORT": str(port),
        "JIAYIN_TELEGRAM_TOKEN": ACCOUNT,
        "JIAYIN_TELEGRAM_API_URL": api,
        "JIAYIN_OPERATOR_NAME": "Bench",
        "JIAYIN_OPERATOR_PHONE": "0769-1234567",
    }
    return Bot("Jiayin", (*before, "-m", "bot", "run"), settings, f"http://127.0.0.1:{port}")


def plain_bot(_folder: Path, api: str) -> Bot:
    return Bot("plain bot", ("-m", "benchmarks.peers.ptb_bot", api), {})


def pickling_bot(folder: Path, api: str) -> Bot:
    return Bot("pickling bot", ("-m", "benchmarks.peers.ptb_bot", api, str(folder / "pickle")), {})


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True)
class Running:
    """A started bot; `began_at` is the instant of its start on the monotonic clock."""

    bot: Bot
    process: subprocess.Popen[bytes]
    began_at: float

    @property
    def memory(self) -> float:
        """What it holds in memory now (RSS), in MB of a million bytes."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / MEGABYTE

    @property
    def processor_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def ready(self) -> float:
        """Wait until it says it is ready; seconds from its start."""
        until = self.began_at + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if page(f"{self.bot.health}/health/ready") is not None:
                return time.monotonic() - self.began_at
            time.sleep(0.005)
        raise Broken(f"{self.bot.name} was never ready.")


def page(url: str, **headers: str) -> bytes | None:
    """The body of a page as it comes over the wire; None when nobody answers with it."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own loopback address
    try:
        with urllib.request.urlopen(request, timeout=2) as answer:  # noqa: S310
            return bytes(answer.read())
    except (urllib.error.HTTPError, OSError):
        return None


@contextmanager
def running(bot: Bot, folder: Path) -> Iterator[Running]:
    """The bot, from its start until it has ended as asked."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("JIAYIN_")}
    environment = {**own, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **bot.settings}
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "said.txt"
    with said.open("ab") as file:
        began_at = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *bot.command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Running(bot, process, began_at)
        if process.poll() is not None:
            raise Broken(f"{bot.name} ended by itself.")
    except Broken as error:
        raise Broken(f"{error} It said last:\n{said.read_text('utf-8', 'replace')[-2000:]}") from None
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Telegram:
    """The fake Bot API as the measuring side holds it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.url = f"http://127.0.0.1:{int(self._answer())}"

    def asks(self, wish: Wish) -> None:
        """Let people come; `played` tells how it went."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(wish)).encode() + b"\n")
        self._process.stdin.flush()

    def played(self) -> Played:
        return Played(**json.loads(self._answer()))

    def plays(self, wish: Wish) -> Played:
        self.asks(wish)
        return self.played()

    def _answer(self) -> bytes:
        assert self._process.stdout is not None
        answers, _, _ = select([self._process.stdout], [], [], PATIENCE)
        line = self._process.stdout.readline() if answers else b""
        if not line:
            raise Broken("The five turns were not played to their end.")
        return line


@contextmanager
def telegram() -> Iterator[Telegram]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fake_api"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        yield Telegram(process)
    finally:
        end(process)
