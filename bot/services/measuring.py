"""Measures, in every process and every few seconds, how things stand: for /metrics, and never in anybody's way."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from bot.roles import ProcessRole
from bot.services import metrics
from bot.services.scene import Setting
from bot.store import measures
from bot.store.database import Database
from bot.store.measures import Waiting

log = structlog.get_logger()

EVERY = 15.0  # seconds between two measurings
SELDOM = 4  # what costs more is measured every so many times
BEAT = 1.0  # seconds between two looks at how late the event loop is
PATIENCE = 10.0  # seconds after which a database that does not answer counts as away
SEEN_LATELY = timedelta(seconds=60)
UNHEARD_FOR = timedelta(days=7)  # an alert older than that is no news


class Measuring:
    """Measures one database, its disk, and this process."""

    def __init__(self, database: Database, setting: Setting, folder: Path) -> None:
        self._database = database
        self._setting = setting
        self._folder = folder
        self._times = 0

    async def run(self) -> None:
        """Measure until cancelled; nothing that goes wrong here ends anything else."""
        beating = asyncio.create_task(_beat())
        try:
            while True:
                try:
                    await self.measure()
                except Exception as error:
                    log.error("not_measured", error=type(error).__name__)
                await asyncio.sleep(EVERY)
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    async def measure(self) -> None:
        """Everything once; some of it only every few times."""
        seldom = self._times % SELDOM == 0
        self._times += 1
        _only(metrics.CONTENT, self._setting.shelf.library.version)
        metrics.DUTY.set(self._setting.roster.anybody)
        with suppress(OSError):
            metrics.DISK_FREE.set((await asyncio.to_thread(shutil.disk_usage, self._folder)).free)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ask(seldom=seldom)
        except (SQLAlchemyError, TimeoutError) as error:
            metrics.DATABASE_UP.set(0)
            log.warning("database_not_measured", error=type(error).__name__)
        else:
            metrics.DATABASE_UP.set(1)

    async def _ask(self, *, seldom: bool) -> None:
        now = self._setting.clock()
        started = time.perf_counter()
        async with self._database.reading() as connection:
            unheard = await measures.oldest_unheard(connection, now - UNHEARD_FOR)
            metrics.DATABASE_ANSWER.set(time.perf_counter() - started)
            metrics.UNHEARD.set((now - unheard).total_seconds() if unheard else 0)
            waiting = await measures.waiting(connection, now)
            roles = measures.by_role(await measures.processes(connection, now - SEEN_LATELY))
            if seldom:
                metrics.UNREACHABLE.set(await measures.people_unreachable(connection))
                metrics.DATABASE_SIZE.set(await measures.bytes_held(connection))
        _show_outbox(waiting, now)
        for role in ProcessRole:
            metrics.RUNNING.labels(role).set(roles[role])


def describe(name: str, roles: str, version: str) -> None:
    """Which process this is, with its roles joined by commas."""
    _only(metrics.PROCESS, name, roles, version)


def _show_outbox(waiting: Sequence[Waiting], now: datetime) -> None:
    """A lane that is empty now is shown as empty, so that an alarm about it ends."""
    samples = [sample.labels for family in metrics.OUTBOX_DUE.collect() for sample in family.samples]
    shown = {(labels["lane"], labels["urgency"]) for labels in samples}
    found = {(one.lane, urgency_name(one.urgency)): one for one in waiting}
    for lane, urgency in shown | set(found):
        one = found.get((lane, urgency))
        metrics.OUTBOX_DUE.labels(lane, urgency).set(one.due if one else 0)
        metrics.OUTBOX_OLDEST.labels(lane, urgency).set((now - one.oldest).total_seconds() if one else 0)


def urgency_name(urgency: int) -> str:
    return metrics.URGENCIES[min(max(urgency, 0), len(metrics.URGENCIES) - 1)]


def _only(gauge: Gauge, *labels: str) -> None:
    """The one of its kind: what was shown before is no more."""
    gauge.clear()
    gauge.labels(*labels).set(1)


async def _beat() -> None:
    """How much later than asked for the event loop comes back to us."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(BEAT)
        metrics.LAG.observe(max(0.0, time.perf_counter() - began - BEAT))
