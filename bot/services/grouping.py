"""Group commit: whatever waits is done in one go, and a lone item is done at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")


class Group(Generic[ItemT]):
    """Collects items while the previous ones are being done; `do` gets them all, in order of arrival.

    rest: seconds without doing anything after several were done at once, so that many more come together.
    """

    def __init__(self, do: Callable[[Sequence[ItemT]], Awaitable[None]], most: int = 500, rest: float = 0.0) -> None:
        self._do = do
        self._most = most
        self._rest = rest
        self._waiting: list[tuple[ItemT, asyncio.Future[None]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, item: ItemT) -> None:
        """Returns when the item was done; raises what doing it raised."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        # Who waits may be cancelled (a closed connection); the item is done all the same.
        await asyncio.shield(done)

    async def _work(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                await self._do([item for item, _ in taken])
            except Exception as error:  # handed to everybody who waits for it
                for _, done in taken:
                    done.set_exception(error)
                    done.exception()  # whoever gave up waiting will not fetch it
            else:
                for _, done in taken:
                    done.set_result(None)
            if self._rest and len(taken) > 1:
                await asyncio.sleep(self._rest)
