"""How processes that share one PostgreSQL ring for each other: a notice holds keys, never a word of anybody."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from sqlalchemy.exc import OperationalError

from bot.store.apart import Apart, Hear, apart
from bot.store.database import Database

log = structlog.get_logger()

OUTBOX = "jiayin_outbox"  # something was written to it
DELIVERED = "jiayin_delivered"  # to the addresses of these keys
WRONG_CODE = "jiayin_wrong_code"  # so many keys, so many return codes that nobody has
EVERYTHING = "*"  # what is heard after a time in which notices may have been missed
BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds before the first, second … try to connect again
LOOK = 5.0  # seconds between looks whether the line still stands
MOST_KEYS = 400  # in one notice, which holds less than 8,000 bytes
MOST_KEPT = 20_000  # while the line is down; whoever is not rung for looks by herself soon


class Line:
    """One connection of this process: it listens, and tells. What is told while it is down is told later."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ears: dict[str, Hear] = {}
        self._told: dict[str, set[str]] = {}
        self._news = asyncio.Event()
        self.up = False

    def listen(self, channel: str, hear: Hear) -> None:
        """`hear` gets the keys of a notice, parted by commas, or EVERYTHING."""
        self._ears[channel] = hear

    def tell(self, channel: str, key: str = "") -> None:
        """Soon, together with all else that is told meanwhile."""
        kept = self._told.setdefault(channel, set())
        if len(kept) < MOST_KEPT:
            kept.add(key)
        self._news.set()

    async def run(self) -> None:
        """Keep the line up until cancelled."""
        failures = 0
        while True:
            try:
                async with apart(self._database) as connection:
                    failures = 0
                    await self._serve(connection)
            except OperationalError as error:
                log.warning("line_down", error=type(error.orig).__name__)
            finally:
                self.up = False
            await asyncio.sleep(BACKOFF[min(failures, len(BACKOFF) - 1)])
            failures += 1

    async def _serve(self, connection: Apart) -> None:
        for channel, hear in self._ears.items():
            await connection.listen(channel, hear)
        self.up = True
        for hear in self._ears.values():
            hear(EVERYTHING)
        connection.when_lost(self._news.set)
        while not connection.lost.is_set():
            await self._pass_on(connection)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._news.wait()
                continue
            await connection.ask("SELECT 1")

    async def _pass_on(self, connection: Apart) -> None:
        """What was told until now; what comes meanwhile goes with the next notice."""
        self._news.clear()
        for channel in list(self._told):
            keys = sorted(self._told.pop(channel))
            try:
                for start in range(0, len(keys), MOST_KEYS):
                    await connection.ask("SELECT pg_notify($1, $2)", channel, ",".join(keys[start : start + MOST_KEYS]))
            except OperationalError:  # once more, then, when the line stands again
                self._told.setdefault(channel, set()).update(keys)
                raise
