"""The database with its two views: reading, and writing (which on SQLite takes the write lock at once)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

_SQLITE_WAIT_MS = 10_000
# Classes of PostgreSQL's error codes that say nothing against what was asked: connections, conflicts between
# transactions, resources, locks, operators, disks, and what is broken inside; and a server that only reads for now.
_OUTAGES = ("08", "40", "53", "55", "57", "58", "XX", "25006")


class Database:
    """One database; `reading()` and `writing()` are transactions."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = _async_url(url)
        self.most_connections = 2 * pool_size  # on PostgreSQL
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = create_async_engine(self.url, hide_parameters=True, **self._pool(pool_size))
        # Who waits for SQLite's own write lock sleeps longer and longer; who waits here comes next, at once.
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if self.is_sqlite else nullcontext()
        if self.is_sqlite:
            _prepare_sqlite(self._engine)

    def _pool(self, size: int) -> dict[str, Any]:
        return (
            {"pool_size": size} if self.is_sqlite else {"pool_size": size, "max_overflow": size, "pool_pre_ping": True}
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only looks. Raises OperationalError when the database is away."""
        async with _told(), self._connected() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write. Raises OperationalError when the database is away.

        On SQLite it begins IMMEDIATE: a read lock cannot be upgraded under load.
        """
        async with self._turn, _told(), self._connected() as connection:
            if self.is_sqlite:
                await connection.execution_options(sqlite_begin="IMMEDIATE")
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        try:
            connection = await self._engine.connect()
        except Exception as error:  # whatever it is called here, nobody has asked for anything yet
            fault = error.orig if isinstance(error, DBAPIError) else None
            raise OperationalError("connect", None, fault or error) from error
        try:
            yield connection
        finally:
            await connection.close()

    async def close(self) -> None:
        await self._engine.dispose()


@asynccontextmanager
async def _told() -> AsyncIterator[None]:
    """A connection that broke, or a file that cannot be read, is told like any other outage."""
    try:
        yield
    except OperationalError:
        raise
    except DBAPIError as error:
        if _is_outage(error):
            raise OperationalError(error.statement or "", None, error.orig or error) from error
        raise


def _is_outage(error: DBAPIError) -> bool:
    """Not the fault of what was asked. asyncpg reports a value that does not fit as an InterfaceError as well."""
    if str(getattr(error.orig, "sqlstate", None)).startswith(_OUTAGES):
        return True
    fault = error.orig.__cause__ if error.orig else None
    broken = type(error) in (InterfaceError, DatabaseError) and not isinstance(fault, ValueError)
    return error.connection_invalidated or broken


def _async_url(url: str) -> URL:
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    backend = parsed.get_backend_name()
    if backend not in drivers:
        raise ValueError(f"only sqlite and postgresql are supported, not {backend}")
    return parsed.set(drivername=drivers[backend])


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below, not the driver's
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_SQLITE_WAIT_MS}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "")
        connection.exec_driver_sql(f"BEGIN {mode}".strip())
