"""Short transactions that wait for one another become one: the disk is waited for once, and all of them are kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

Connected = Callable[[], AbstractAsyncContextManager[AsyncConnection]]


@dataclass
class Shared:
    """A transaction of several; `kept` is done when it is committed, or says why it is not."""

    connection: AsyncConnection
    transaction: AsyncTransaction
    stack: AsyncExitStack
    kept: asyncio.Future[None] = field(default_factory=asyncio.Future)


class Sharing:
    """Everybody who writes gets a turn, one after another; whoever stands in line already joins the one before.

    Nobody's turn ends before the disk has it. One that fails is undone alone.
    """

    def __init__(self, connected: Connected) -> None:
        self._connected = connected
        self._lock = asyncio.Lock()  # who waits for SQLite's own lock sleeps longer and longer; here she comes next
        self._open: Shared | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """A turn for a transaction of one's own."""
        async with self._lock:
            if self._open is not None:
                await asyncio.shield(self._ended(self._open))
            yield

    @asynccontextmanager
    async def together(self) -> AsyncIterator[AsyncConnection]:
        async with self._lock:
            shared = self._open
            if shared is None:
                async with self._begun() as shared:
                    yield shared.connection
            else:
                async with shared.connection.begin_nested():
                    yield shared.connection
        await asyncio.shield(shared.kept)

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[Shared]:
        """A new one, which others may join once the first has had her turn."""
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(self._connected())
            shared = Shared(connection, await connection.begin(), stack)
            try:
                yield shared
            except BaseException:
                await shared.transaction.rollback()
                raise
            shared.stack = stack.pop_all()
        self._open = shared
        self._start(self._end_of_line(shared))

    async def _end_of_line(self, shared: Shared) -> None:
        """Its end waits behind all who stand in line by now, and before all who come later."""
        async with self._lock:
            if self._open is shared:
                await self._end(shared)

    def _ended(self, shared: Shared) -> asyncio.Task[None]:
        """In a task of its own: whoever asks for it may be cut off."""
        return self._start(self._end(shared))

    async def _end(self, shared: Shared) -> None:
        self._open = None
        async with shared.stack:
            try:
                await shared.transaction.commit()
            except Exception as error:  # told to everybody who took part
                shared.kept.set_exception(error)
                shared.kept.exception()  # some may have stopped waiting for it
            else:
                shared.kept.set_result(None)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task

    async def close(self) -> None:
        await asyncio.gather(*self._ending)
