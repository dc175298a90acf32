"""Reminders as jobs of APScheduler: `python -m benchmarks.peers.apscheduler_jobs PEOPLE DUE`, memory store."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

BEAT: Final = 0.001
MINUTES: Final = 7 * 24 * 60


@dataclass
class Desk:
    """Where messages would be handed to whoever sends them."""

    due: int
    reminded: set[int] = field(default_factory=set)
    all_reminded: asyncio.Event = field(default_factory=asyncio.Event)

    async def remind(self, person: int) -> None:
        self.reminded.add(person)
        if len(self.reminded) == self.due:
            self.all_reminded.set()


async def longest_block(until: asyncio.Event) -> float:
    """Seconds for which nothing else could run."""
    longest, last = 0.0, time.perf_counter()
    while not until.is_set():
        await asyncio.sleep(BEAT)
        now = time.perf_counter()
        longest, last = max(longest, now - last - BEAT), now
    return longest


def add_jobs(scheduler: AsyncIOScheduler, desk: Desk, people: int) -> None:
    """A daily job for each; as many as are due at this moment, the others within a week.

    They are added in the order of their times, which its store takes quickest, and a late one runs all the same.
    """
    apart, now = max(people // desk.due, 1), datetime.now(UTC)
    daily = CronTrigger(hour=20, timezone=UTC)
    minutes = {person: 1 + person * 7919 % MINUTES for person in range(people)}
    minutes.update(dict.fromkeys(range(0, apart * desk.due, apart), 0))
    for person in sorted(minutes, key=minutes.__getitem__):
        at = now + timedelta(hours=1 if minutes[person] else 0, minutes=minutes[person])
        scheduler.add_job(desk.remind, daily, (person,), id=str(person), next_run_time=at, misfire_grace_time=None)


async def measure(people: int, due: int) -> dict[str, float]:
    """Seconds from the moment the scheduler looks until the last of those due was reminded."""
    scheduler = AsyncIOScheduler(executors={"default": AsyncIOExecutor()}, timezone=UTC)
    before = time.perf_counter()
    scheduler.start(paused=True)
    desk = Desk(due)
    add_jobs(scheduler, desk, people)
    loaded, done = time.perf_counter() - before, asyncio.Event()
    beating = asyncio.create_task(longest_block(done))
    await asyncio.sleep(0.1)
    before = time.perf_counter()
    scheduler.resume()
    await desk.all_reminded.wait()
    seconds = time.perf_counter() - before
    done.set()
    block = await beating
    scheduler.shutdown(wait=False)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"planned": len(desk.reminded), "loaded": loaded, "seconds": seconds, "block": block, "memory": memory}


def main() -> None:
    people, due = int(sys.argv[1]), int(sys.argv[2])
    print(json.dumps({name: round(value, 4) for name, value in asyncio.run(measure(people, due)).items()}))


if __name__ == "__main__":
    main()
