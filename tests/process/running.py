"""Jiayin as an operator starts it: a real process on a data folder of its own, stopped kindly or killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

ROOT: Final = Path(__file__).resolve().parents[2]
MODULE: Final = (sys.executable, "-m", "bot")
PATIENCE: Final = 40.0  # seconds that a slow machine may take over anything
OPEN: Final = {
    "JIAYIN_OPERATOR_NAME": "安心社工",
    "JIAYIN_OPERATOR_PHONE": "0769-1234567",
    "JIAYIN_FACTORIES": "GFDG01=Golden Field, Dongguan",
}


def surroundings(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that sees these settings and nobody else's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("JIAYIN_")}
    paths = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**own, **paths, "JIAYIN_DATA_DIR": str(folder / "data"), **settings}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def jiayin(folder: Path, *words: str, typed: str = "", settings: Mapping[str, str] | None = None) -> Ended:
    """Run one command to its end, in this folder, with this on its standard input."""
    done = subprocess.run(
        [*MODULE, *words],
        cwd=folder,
        env=surroundings(folder, settings or {}),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@dataclass
class House:
    """A data folder, a port and settings: what stays when the process ends. One process at a time lives in it."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()  # a command that starts ours, such as `prlimit …`
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.folder / "data" / "jiayin.sqlite3"

    def local_now(self) -> datetime:
        """What the clock on the wall of this house shows."""
        zone = ZoneInfo(self.settings.get("JIAYIN_TIMEZONE", "Asia/Shanghai"))
        return datetime.now(zone).replace(tzinfo=None)

    @property
    def said(self) -> str:
        """Everything that was printed and logged here so far."""
        return (self.folder / "said.txt").read_text("utf-8")

    def jiayin(self, *words: str, typed: str = "") -> Ended:
        """Another command on the same data, beside the process."""
        return jiayin(self.folder, *words, typed=typed, settings=self.settings)

    def start(self) -> None:
        """Start `jiayin run`; it is not ready yet."""
        environment = surroundings(self.folder, {"JIAYIN_PORT": str(self.port), **self.settings})
        with (self.folder / "said.txt").open("a", encoding="utf-8") as said:
            self.process = subprocess.Popen(
                [*self.before, *MODULE, "run"],
                cwd=self.folder,
                env=environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
            )

    def ready(self) -> None:
        """Wait until it says that it is ready."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._running.poll() is not None:
                raise AssertionError(f"It ended with {self._running.returncode}:\n{self.said}")
            if self.answers("/health/ready") == 200:
                return
            time.sleep(0.03)
        raise AssertionError(f"It was never ready:\n{self.said}")

    def answers(self, path: str) -> int:
        """The status of a page; 0 for no answer at all."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=2) as answer:  # noqa: S310 - our own loopback address
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def stop(self) -> int:
        """Ask it to end, and wait until it has; its exit code."""
        self.signal(signal.SIGTERM)
        return self.ends()

    def signal(self, number: int) -> None:
        self._running.send_signal(number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._running.send_signal(signal.SIGKILL)
        self._running.wait(PATIENCE)

    def ends(self) -> int:
        """Wait for it to end by itself; its exit code."""
        try:
            return self._running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.clear()
            raise AssertionError(f"It does not end:\n{self.said}") from None

    @property
    def _running(self) -> subprocess.Popen[str]:
        assert self.process is not None, "nothing was started"
        return self.process

    @contextmanager
    def open(self) -> Iterator[House]:
        """Running and ready; afterwards it is gone, whatever happened."""
        try:
            self.start()
            self.ready()
            yield self
        finally:
            self.clear()

    def clear(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
