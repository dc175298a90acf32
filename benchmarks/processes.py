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
from typing import Any, Final

import psutil

from benchmarks.people import Played, Wish

ROOT: Final = Path(__file__).resolve().parents[1]
PEERS: Final = ROOT / ".venv-bench" / "bin" / "python"  # what `make bench` makes for the other libraries
PATIENCE: Final = 40.0  # seconds for anything at all
GENTLE: Final = 10.0  # seconds for a proper end
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
    interpreter: str = sys.executable


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

    def kill(self) -> None:
        """Without a word, as when the power is cut."""
        self.process.kill()
        self.process.wait()


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
    """The bot, from its start until it has ended: Jiayin as it is asked to, the others at once."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("JIAYIN_")}
    environment = {**own, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **bot.settings}
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "said.txt"
    with said.open("ab") as file:
        began_at = time.monotonic()
        process = subprocess.Popen(
            [bot.interpreter, *bot.command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Running(bot, process, began_at)
        if process.poll() not in (None, 0, -9):
            raise Broken(f"{bot.name} ended by itself.")
    except Broken as error:
        raise Broken(f"{error} It said last:\n{said.read_text('utf-8', 'replace')[-2000:]}") from None
    finally:
        end(process, gently=bool(bot.health))


def end(process: subprocess.Popen[bytes], *, gently: bool = True) -> None:
    if process.poll() is None:
        process.terminate() if gently else process.kill()
    try:
        process.wait(GENTLE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Telegram:
    """The fake Bot API as the measuring side holds it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.url = f"http://127.0.0.1:{int(self._answer(PATIENCE))}"

    def asks(self, wish: Wish) -> None:
        """Let people come; `played` tells how it went."""
        self._order({"play": asdict(wish)})

    def played(self) -> Played:
        return Played(**self._answer(PATIENCE))

    def plays(self, wish: Wish) -> Played:
        self.asks(wish)
        return self.played()

    def collects(self, count: int, patience: float) -> list[tuple[float, int]]:
        """When each of so many messages arrived, and for whom; fewer when no more come. Seconds."""
        self._order({"collect": count, "patience": patience})
        return [(at, chat) for at, chat in self._answer(10 * PATIENCE)]

    def forgets(self, away: float = 0.0) -> None:
        """Begin the list of messages anew; `away` is how long a call takes there and back from now on."""
        self._order({"forget": True, "away": away})
        self._answer(PATIENCE)

    def _order(self, order: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self, patience: float) -> Any:
        assert self._process.stdout is not None
        answers, _, _ = select([self._process.stdout], [], [], patience)
        line = self._process.stdout.readline() if answers else b""
        if not line:
            raise Broken("The five turns were not played to their end.")
        return json.loads(line)


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
        end(process, gently=False)
