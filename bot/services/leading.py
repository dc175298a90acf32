"""What only one process may do at a time: the one that holds a lock of PostgreSQL, until it dies or loses it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import OperationalError

from bot.store.alone import lock_number
from bot.store.apart import Apart, apart
from bot.store.database import Database

log = structlog.get_logger()

EVERY = 1.0  # seconds between two looks: at the lock of another, or at our own connection
HUNG = 4.0  # who asks nothing for so long does nothing any more: the server ends the session, and frees the lock
SETTLE = 3.0  # whoever held the lock before us has noticed by then that it is gone (EVERY + apart.ANSWER, and more)


class Leadership:
    """The right to do one thing, by its name; on SQLite there is only one process, which has it."""

    def __init__(self, database: Database, name: str, *, every: float = EVERY, settle: float = SETTLE) -> None:
        self._database = database
        self._name = name
        self._every = every
        self._settle = settle
        self._number = lock_number(name)

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` while we hold the lock, again and again until cancelled; it is cancelled once the lock is lost.

        Raises what `work` raises.
        """
        if self._database.is_sqlite:
            await work()
            return
        while True:
            try:
                async with apart(self._database) as connection:
                    await connection.end_when_idle(HUNG)
                    await self._lead(connection, work)
            except OperationalError as error:
                log.warning("lead_lost", what=self._name, error=type(error.orig).__name__)
            await asyncio.sleep(self._every)

    async def _lead(self, connection: Apart, work: Callable[[], Awaitable[None]]) -> None:
        await self._wait_for_lock(connection)
        log.info("lead_taken", what=self._name)
        doing = asyncio.ensure_future(work())
        lost = asyncio.create_task(connection.lost.wait())
        try:
            while not doing.done():
                await asyncio.wait((doing, lost), timeout=self._every, return_when=asyncio.FIRST_COMPLETED)
                if not doing.done():
                    await connection.ask("SELECT 1")
            doing.result()
        finally:
            for task in (doing, lost):
                task.cancel()
            await asyncio.gather(doing, lost, return_exceptions=True)

    async def _wait_for_lock(self, connection: Apart) -> None:
        """Asked for again and again: a session that waits for a lock keeps the tables from being cleaned."""
        free = await self._try(connection)
        if free:
            return
        log.info("lead_waited_for", what=self._name)
        while not free:
            await asyncio.sleep(self._every)
            free = await self._try(connection)
        await asyncio.sleep(self._settle)
        await connection.ask("SELECT 1")  # lost meanwhile, it would be another's

    async def _try(self, connection: Apart) -> bool:
        return bool(await connection.ask("SELECT pg_try_advisory_lock($1)", self._number))
