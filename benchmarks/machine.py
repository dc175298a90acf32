"""The machine that was measured on, for numbers mean nothing without it."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.postgres import Postgres
from benchmarks.processes import PEERS

LIBRARIES: Final = ("python-telegram-bot", "aiohttp", "httpx", "sqlalchemy", "aiosqlite", "asyncpg", "uvicorn")
OTHERS: Final = ("aiogram", "aiogram-sqlite-storage", "pyTelegramBotAPI")


def machine(folder: Path, postgres: Postgres | None) -> dict[str, str]:
    """What stands above the tables; the disk is that of `folder`."""
    found = {
        "Processor": f"{processor()}, {os.cpu_count()} cores",
        "System": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "Libraries": libraries(),
        "Disk": f"one fsync of 4 KB takes {sync_time(folder) * 1000:.1f} ms (median of 50)",
        "Busy before": load(),
    }
    if postgres is not None:
        found["Server"] = postgres.described()
    return found


def load() -> str:
    one, five, _ = os.getloadavg()
    return f"load {one:.1f} in the last minute, {five:.1f} in the last five"


def libraries() -> str:
    """Jiayin's own, and those of the peers that it has not."""
    ours = [f"{name} {version(name)}" for name in LIBRARIES]
    question = "import sys, importlib.metadata as m; print(*(f'{n} {m.version(n)}' for n in sys.argv[1:]), sep=', ')"
    asked = [str(PEERS), "-c", question, *OTHERS]
    theirs = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return ", ".join([*ours, f"SQLite {sqlite3.sqlite_version}", theirs])


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def sync_time(folder: Path) -> float:
    """Seconds; a durable step cannot be faster."""
    path = folder / "sync"
    seconds = []
    with path.open("wb", buffering=0) as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            before = time.perf_counter()
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - before)
    path.unlink()
    return median(seconds)
