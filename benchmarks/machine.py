"""The machine that was measured on, for numbers mean nothing without it."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

LIBRARIES: Final = ("python-telegram-bot", "aiohttp", "httpx", "sqlalchemy", "aiosqlite", "uvicorn")


def machine(folder: Path) -> dict[str, str]:
    """What stands above the tables; the disk is that of `folder`."""
    one, five, _ = os.getloadavg()
    return {
        "Processor": f"{processor()}, {os.cpu_count()} cores",
        "System": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES) + f", SQLite {sqlite3.sqlite_version}",
        "Disk": f"one fsync of 4 KB takes {sync_time(folder) * 1000:.1f} ms (median of 50)",
        "Busy before": f"load {one:.1f} in the last minute, {five:.1f} in the last five",
    }


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
