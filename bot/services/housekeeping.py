"""Keeps what the privacy notice promises: what has served its time is blanked or forgotten, in small steps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Clock
from bot.store import accounts, addresses, cases, conversations, inbound, outbox, processes, questions, records
from bot.store.database import Database

log = structlog.get_logger()

STEP = 500
FEW = 25  # people at a time: all that hangs on each of them goes with her
MOST_STEPS = 2000
PAUSE = 0.02  # seconds between two steps, in which others write
UNAGREED = timedelta(hours=24)
WORDS = timedelta(days=7)
LEFT_OPEN = timedelta(days=3)
STOPPED = timedelta(days=30)
SILENT = timedelta(days=365)
KEYS = timedelta(days=30)
ANSWERED = timedelta(days=30)
RECORDINGS = timedelta(days=30)
UNANSWERED = timedelta(days=180)
CONTACTS = timedelta(days=30)
CASES_KEPT = timedelta(days=3 * 365 + 1)
DELIVERIES = timedelta(days=365)
PROCESSES = timedelta(minutes=10)

Chore = Callable[[AsyncConnection, datetime, int], Awaitable[int]]


async def _unagreed(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await records.erase_unagreed(connection, before, limit, now=before + UNAGREED)


async def _stopped(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await records.erase_stopped(connection, before, limit, now=before + STOPPED)


async def _silent(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await records.erase_silent(connection, before, limit, now=before + SILENT)


# What is forgotten, after how long, how, and how many at a time.
CHORES: tuple[tuple[str, timedelta, Chore, int], ...] = (
    ("people_unagreed", UNAGREED, _unagreed, FEW),
    ("people_stopped", STOPPED, _stopped, FEW),
    ("people_silent", SILENT, _silent, FEW),
    ("words_sent", WORDS, outbox.blank, STEP),
    ("questions_left_open", LEFT_OPEN, conversations.let_go, STEP),
    ("recordings", RECORDINGS, questions.blank_files, STEP),
    ("questions_answered", ANSWERED, questions.drop_answered, STEP),
    ("questions_unanswered", UNANSWERED, questions.drop_unanswered, STEP),
    ("case_contacts", CONTACTS, cases.blank_contacts, STEP),
    ("cases_closed", CASES_KEPT, cases.drop_closed, STEP),
    ("deliveries", DELIVERIES, outbox.prune, STEP),
    ("presses", DELIVERIES, outbox.prune_presses, STEP),
    ("update_keys", KEYS, inbound.prune, STEP),
    ("return_codes", timedelta(), records.drop_expired_codes, STEP),
    ("console_sessions", timedelta(), accounts.drop_ended, STEP),
    ("processes", PROCESSES, processes.drop_silent, STEP),
    ("orphan_addresses", timedelta(), addresses.drop_orphans, STEP),
)


class Housekeeping:
    """Does the chores; each step is a short transaction of its own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def tidy(self) -> dict[str, int]:
        """Do all chores, also when one fails; how much each of them did."""
        done = {name: await self._tried(name, after, chore, step) for name, after, chore, step in CHORES}
        if any(done.values()):
            log.info("tidied", **{name: count for name, count in done.items() if count})
        return done

    async def _tried(self, name: str, after: timedelta, chore: Chore, step: int) -> int:
        try:
            return await self._chore(after, chore, step)
        except SQLAlchemyError as error:  # what the other chores promise is kept all the same
            log.error("tidying_failed", chore=name, error=type(error).__name__)
            return 0

    async def _chore(self, after: timedelta, chore: Chore, step: int) -> int:
        """In steps; several processes may do the same chore at once, each with what the others do not hold."""
        total = 0
        for _step in range(MOST_STEPS):
            async with self._database.writing() as connection:
                count = await chore(connection, self._clock() - after, step)
            total += count
            if not count:  # fewer than a step: others may hold the rest for a moment
                break
            await asyncio.sleep(PAUSE)
        return total
