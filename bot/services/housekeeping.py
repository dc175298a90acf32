"""Keeps what the privacy notice promises: what has served its time is blanked or forgotten, in small steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.metrics import WAITING
from bot.services.scene import Clock
from bot.store import accounts, addresses, cases, conversations, inbound, outbox, questions, records
from bot.store.database import Database

log = structlog.get_logger()

STEP = 500
MOST_STEPS = 200
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

Chore = Callable[[AsyncConnection, datetime, int], Awaitable[int]]


async def _unagreed(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await records.erase_unagreed(connection, before, limit, now=before + UNAGREED)


async def _stopped(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await records.erase_stopped(connection, before, limit, now=before + STOPPED)


async def _silent(connection: AsyncConnection, before: datetime, limit: int) -> int:
    return await records.erase_silent(connection, before, limit, now=before + SILENT)


# What is forgotten, after how long, and how.
CHORES: tuple[tuple[str, timedelta, Chore], ...] = (
    ("people_unagreed", UNAGREED, _unagreed),
    ("people_stopped", STOPPED, _stopped),
    ("people_silent", SILENT, _silent),
    ("words_sent", WORDS, outbox.blank),
    ("questions_left_open", LEFT_OPEN, conversations.let_go),
    ("recordings", RECORDINGS, questions.blank_files),
    ("questions_answered", ANSWERED, questions.drop_answered),
    ("questions_unanswered", UNANSWERED, questions.drop_unanswered),
    ("case_contacts", CONTACTS, cases.blank_contacts),
    ("cases_closed", CASES_KEPT, cases.drop_closed),
    ("deliveries", DELIVERIES, outbox.prune),
    ("presses", DELIVERIES, outbox.prune_presses),
    ("update_keys", KEYS, inbound.prune),
    ("return_codes", timedelta(), records.drop_expired_codes),
    ("console_sessions", timedelta(), accounts.drop_ended),
    ("orphan_addresses", timedelta(), addresses.drop_orphans),
)


class Housekeeping:
    """Does the chores; each step is a short transaction of its own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def tidy(self) -> dict[str, int]:
        """Do all chores, also when one fails; how much each of them did."""
        done = {name: await self._tried(name, after, chore) for name, after, chore in CHORES}
        if any(done.values()):
            log.info("tidied", **{name: count for name, count in done.items() if count})
        return done

    async def measure(self) -> None:
        """How much waits to be sent."""
        async with self._database.reading() as connection:
            WAITING.set(await outbox.waiting(connection))

    async def _tried(self, name: str, after: timedelta, chore: Chore) -> int:
        try:
            return await self._chore(after, chore)
        except SQLAlchemyError as error:  # what the other chores promise is kept all the same
            log.error("tidying_failed", chore=name, error=type(error).__name__)
            return 0

    async def _chore(self, after: timedelta, chore: Chore) -> int:
        total = 0
        for _step in range(MOST_STEPS):
            async with self._database.writing() as connection:
                count = await chore(connection, self._clock() - after, STEP)
            total += count
            if count < STEP:
                break
        return total
