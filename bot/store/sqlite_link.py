"""A connection to an SQLite file with a thread for what may wait, and none for what surely does not."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import Any, Self, TypeVar

import aiosqlite

ResultT = TypeVar("ResultT")


class Link(aiosqlite.Connection):
    """aiosqlite's connection, with one hop to its thread for a statement instead of four.

    at_once: statements run on the spot, without any hop. For a transaction whose statements are all short: a hop
    costs more than such a statement. What waits for other processes or for the disk is still left to the thread.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True
        self.at_once = False
        self._changes = -1  # of the connection's whole life, when its transaction began on the spot
        # Whoever asked may have been cancelled while the thread goes on. Each is counted by one thread alone.
        self._asked = 0
        self._ended = 0

    def cursor(self) -> Pointer:  # type: ignore[override]  # nobody has to wait for one
        return Pointer(self, self._conn.cursor())

    async def rollback(self) -> None:
        """Without a hop where there is nothing to undo, as whenever a connection is put back into its pool."""
        if self._idle and not self.in_transaction:
            return
        await super().rollback()

    async def perform(self, work: Callable[[], ResultT], *, briefly: bool = False, waits: bool = False) -> ResultT:
        """A statement: in the thread, or on the spot. It `waits` where another process may hold the lock it needs."""
        if (self.at_once or briefly) and self._idle and not waits:
            return work()
        return await self._execute(work)

    def begun_at_once(self, operation: str) -> bool:
        """Whether a transaction could begin on the spot, which it mostly can: nobody else holds the lock."""
        if not (self.at_once and self._idle):
            return False
        (patience,) = self._conn.execute("PRAGMA busy_timeout").fetchone()
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            self._conn.execute(operation)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # the rest of it says more closely why
                raise
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={patience}")
        self._changes = self._conn.total_changes
        return True

    async def commit(self) -> None:
        """Without a hop where nothing was changed: then nobody waits for the disk."""
        if self.at_once and not self.in_transaction:
            # A full disk makes SQLite undo all of it, and a commit after that would seem to go well.
            raise sqlite3.OperationalError("the transaction was undone")
        if self.at_once and self._idle and self._conn.total_changes == self._changes:
            self._conn.commit()
            return
        await super().commit()

    @property
    def _idle(self) -> bool:
        return self._asked == self._ended

    async def _execute(self, fn: Callable[..., ResultT], *args: Any, **kwargs: Any) -> ResultT:
        """In the thread; every way of aiosqlite leads through here."""
        self._asked += 1
        work = partial(fn, *args, **kwargs)
        done: ResultT = await super()._execute(self._counted, work)  # type: ignore[no-untyped-call]
        return done

    def _counted(self, work: Callable[[], ResultT]) -> ResultT:
        try:
            return work()
        finally:
            self._ended += 1


class Pointer:
    """A cursor that brings all rows of a statement along with it."""

    def __init__(self, link: Link, cursor: sqlite3.Cursor) -> None:
        self._link = link
        self._cursor = cursor
        self._rows: list[Any] = []
        self.arraysize = cursor.arraysize

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        if operation.startswith("BEGIN") and self._link.begun_at_once(operation):
            return
        await self._link.perform(partial(self._run, operation, parameters), waits=operation.startswith("BEGIN"))

    def _run(self, operation: str, parameters: Sequence[Any]) -> None:
        self._rows = []
        self._cursor.execute(operation, parameters)
        if self._cursor.description:
            self._rows = self._cursor.fetchall()

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        await self._link.perform(partial(self._cursor.executemany, operation, parameters))

    async def fetchall(self) -> list[Any]:
        return await self.fetchmany(len(self._rows))

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = self.arraysize if size is None else size
        taken, self._rows = self._rows[:wanted], self._rows[wanted:]
        return taken

    async def fetchone(self) -> Any | None:
        return next(iter(await self.fetchmany(1)), None)

    async def __aiter__(self) -> AsyncIterator[Any]:
        while (row := await self.fetchone()) is not None:
            yield row

    async def close(self) -> None:
        await self._link.perform(self._cursor.close, briefly=True)
