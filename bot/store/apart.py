"""A connection to PostgreSQL outside the pool, for what lasts as long as a session: locks, and notices."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.store.database import Database

CONNECT = 4.0  # seconds
ANSWER = 1.5  # seconds in which the server must answer, or the connection counts as lost
# The server lets go of a machine that fell silent, and of its locks, after some five seconds.
_KEEP_ALIVE = """SELECT set_config('tcp_keepalives_idle', '2', false),
    set_config('tcp_keepalives_interval', '1', false), set_config('tcp_keepalives_count', '3', false)"""
_END_WHEN_IDLE = "SELECT set_config(name, $1, false) FROM pg_settings WHERE name = 'idle_session_timeout'"
_FAULTS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)

Hear = Callable[[str], None]


class Apart:
    """The connection; `lost` is set as soon as it is known to be gone."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.lost = asyncio.Event()
        self._then: Callable[[], None] = lambda: None
        connection.add_termination_listener(lambda _connection: self._lose())

    def when_lost(self, then: Callable[[], None]) -> None:
        """Call this as soon as it is lost."""
        self._then = then

    def _lose(self) -> None:
        self.lost.set()
        self._then()

    async def ask(self, question: str, *values: object) -> Any:
        """The first value of the answer. Raises OperationalError when there is none in time."""
        try:
            return await self._connection.fetchval(question, *values, timeout=ANSWER)
        except _FAULTS as error:
            self._lose()
            raise OperationalError(question, None, error) from error

    async def end_when_idle(self, seconds: float) -> None:
        """The server ends the session after so long without a question (PostgreSQL 14 on; others do without)."""
        await self.ask(_END_WHEN_IDLE, str(round(seconds * 1000)))

    async def listen(self, channel: str, hear: Hear) -> None:
        """Call `hear` with the words of every notice that another session gives. Raises OperationalError."""
        own = self._connection.get_server_pid()

        def heard(_connection: object, pid: int, _channel: str, words: str) -> None:
            if pid != own:
                hear(words)

        try:
            async with asyncio.timeout(ANSWER):
                await self._connection.add_listener(channel, heard)
        except _FAULTS as error:
            raise OperationalError("LISTEN", None, error) from error


@asynccontextmanager
async def apart(database: Database) -> AsyncIterator[Apart]:
    """A new connection, closed at the end. Raises OperationalError."""
    engine = create_async_engine(
        database.url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": CONNECT}
    )
    try:
        connection = await engine.connect()
    except Exception as error:  # whatever it is called here, nobody has asked for anything yet
        await engine.dispose()
        raise OperationalError("connect", None, error) from error
    try:
        found = Apart((await connection.get_raw_connection()).driver_connection)
        await found.ask(_KEEP_ALIVE)
        yield found
    finally:
        with suppress(Exception):  # it may be gone long since
            await connection.close()
        await engine.dispose()
