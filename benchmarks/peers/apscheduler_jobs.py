"""APScheduler with its memory store: `python -m benchmarks.peers.apscheduler_jobs JOBS DUE`; one line of JSON.

A weekly job for each person, DUE of them in the same instant. Seconds: `load` to take all jobs, `seconds` from that
instant until the last due job was run and moved on, `block` for which the loop stood still; `memory` in MB.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import psutil
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

BEAT: Final = 0.001
SOON: Final = 2.0  # seconds between taking the last job and the instant in which they are due
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


Ring = Callable[[int], Awaitable[None]]


class Heart:
    """The longest that the loop was away between two beats."""

    def __init__(self) -> None:
        self.block = 0.0

    async def beat(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(BEAT)
            now = time.perf_counter()
            self.block, last = max(self.block, now - last - BEAT), now


def loaded(scheduler: AsyncIOScheduler, ring: Ring, jobs: int, due: int) -> datetime:
    """Takes all jobs; the instant at which those that are due are due."""
    far = datetime.now(UTC) + timedelta(days=1)
    for number in range(jobs - due):
        weekly = CronTrigger(day_of_week=DAYS[number % 7], hour=20, minute=number % 60, timezone=UTC)
        scheduler.add_job(ring, weekly, (number,), next_run_time=far + timedelta(seconds=number))
    at = datetime.now(UTC) + timedelta(seconds=SOON + due / 2_000)
    monday = CronTrigger(day_of_week="mon", hour=20, timezone=UTC)
    for number in range(due):
        scheduler.add_job(ring, monday, (number,), next_run_time=at)
    return at


async def measured(jobs: int, due: int) -> dict[str, float]:
    """`misfire_grace_time` is unlimited: with its default of a second, most of them would be dropped instead."""
    rung: list[int] = []
    all_rung = asyncio.Event()

    async def ring(number: int) -> None:
        rung.append(number)
        if len(rung) == due:
            all_rung.set()

    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
    scheduler.start(paused=True)
    began = time.perf_counter()
    at = loaded(scheduler, ring, jobs, due)
    load = time.perf_counter() - began
    heart = Heart()
    task = asyncio.create_task(heart.beat())
    due_at = time.perf_counter() + (at - datetime.now(UTC)).total_seconds()
    scheduler.resume()
    await all_rung.wait()
    seconds = time.perf_counter() - due_at
    await asyncio.sleep(5 * BEAT)
    task.cancel()
    scheduler.shutdown(wait=False)
    memory = float(psutil.Process().memory_info().rss) / 1_000_000
    return {"load": load, "seconds": seconds, "block": heart.block, "memory": memory}


def main(jobs: str, due: str) -> None:
    print(json.dumps(asyncio.run(measured(int(jobs), int(due)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
