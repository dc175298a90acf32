"""What has been delivered, in order, for channels that show it themselves; whoever listens is woken in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from bot.rendering.message import Message
from bot.services.ports import Delivered
from bot.store import outbox
from bot.store.addresses import Where
from bot.store.database import Database


class Streams:
    """The bell of every address that somebody watches now."""

    def __init__(self) -> None:
        self._bells: dict[Where, set[asyncio.Event]] = {}

    def announce(self, where: Where) -> None:
        for bell in self._bells.get(where, ()):
            bell.set()

    async def wait(self, where: Where, seconds: float) -> None:
        bell = asyncio.Event()
        self._bells.setdefault(where, set()).add(bell)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await bell.wait()
        finally:
            self._bells[where].discard(bell)
            if not self._bells[where]:
                del self._bells[where]


class ChannelStream:
    """The stream of one channel: ports.Stream for its addresses."""

    def __init__(self, database: Database, streams: Streams, channel: str, bot_id: str) -> None:
        self._database = database
        self._streams = streams
        self._channel = channel
        self._bot_id = bot_id

    async def since(self, external_id: str, position: int, limit: int = 50) -> Sequence[Delivered]:
        async with self._database.reading() as connection:
            return _delivered(await outbox.stream(connection, self._where(external_id), position, limit))

    async def latest(self, external_id: str, limit: int) -> Sequence[Delivered]:
        async with self._database.reading() as connection:
            return _delivered(await outbox.stream_end(connection, self._where(external_id), limit))

    async def wait(self, external_id: str, seconds: float) -> None:
        await self._streams.wait(self._where(external_id), seconds)

    def _where(self, external_id: str) -> Where:
        return Where(self._channel, self._bot_id, external_id)


def _delivered(rows: Sequence[Any]) -> Sequence[Delivered]:
    return [Delivered(row.position, row.kind, Message.from_json(row.body), row.sent_at) for row in rows]
