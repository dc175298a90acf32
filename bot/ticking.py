"""What a process does again and again by the clock: the ticks of its roles, and what every process keeps up with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.assembly import Jiayin, clock
from bot.roles import ProcessRole
from bot.services.presence import BEAT, Presence

log = structlog.get_logger()

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

CONTENT = 2.0  # seconds between looks for new content
WATCH = 1.0  # seconds between looks at the clock


@asynccontextmanager
async def ticking(jiayin: Jiayin, presence: Presence) -> AsyncIterator[None]:
    """APScheduler only ticks; the truth is in the tables."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    every = jiayin.settings.tick_seconds
    scheduler.add_job(_ending_calmly(jiayin.refresh_content), "interval", seconds=CONTENT)
    scheduler.add_job(_ending_calmly(presence.beat), "interval", seconds=BEAT, next_run_time=clock())
    if ProcessRole.PLAN in jiayin.settings.role_set:
        soon = clock() + timedelta(seconds=21)
        scheduler.add_job(_ending_calmly(jiayin.tick), "interval", seconds=every, next_run_time=clock())
        scheduler.add_job(_ending_calmly(jiayin.tidy), "interval", hours=1, next_run_time=soon)
    else:  # who ticks reads it anew anyway
        scheduler.add_job(_ending_calmly(jiayin.refresh_roster), "interval", seconds=every)
    scheduler.start()
    watching = asyncio.create_task(_watch_the_clock(scheduler))
    try:
        yield
    finally:
        watching.cancel()
        scheduler.shutdown(wait=False)


async def _watch_the_clock(scheduler: AsyncIOScheduler) -> None:
    """When it is put back, what is to run by it would wait until it has come round again; it runs now instead."""
    while True:
        await asyncio.sleep(WATCH)
        now = clock()
        for job in scheduler.get_jobs():
            if job.next_run_time > now + job.trigger.interval:
                job.modify(next_run_time=now)


def _ending_calmly(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The job, without the scheduler's complaints: not when all ends, and in our words when it fails."""

    async def run_job() -> None:
        try:
            await job()
        except asyncio.CancelledError:
            pass
        except Exception as error:  # it runs again in a moment; the scheduler would write down the database's words
            log.error("job_failed", job=job.__name__, error=type(error).__name__)

    return run_job
