"""What has been delivered, in order, for channels that show it themselves; whoever listens is woken, in any process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from bot.rendering.message import Message
from bot.services.line import EVERYTHING
from bot.services.ports import Delivered
from bot.store import outbox
from bot.store.addresses import Where
from bot.store.database import Database

WATCHED = frozenset({"web"})  # channels whose pages wait for what is delivered


def key_of(where: Where) -> str:
    """What an address is called between processes; the address itself opens a chat, so it is told to nobody."""
    return blake2b("\n".join((where.channel, where.bot_id, where.external_id)).encode(), digest_size=8).hexdigest()


class Streams:
    """The bell of every address that somebody watches here; `tell` passes on the keys of those watched elsewhere."""

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        self._tell = tell
        self._bells: dict[str, set[asyncio.Event]] = {}

    def announce(self, where: Where) -> None:
        """Something was delivered there by this process."""
        key = key_of(where)
        self._ring(key)
        if self._tell is not None and where.channel in WATCHED:
            self._tell(key)

    def hear(self, keys: str) -> None:
        """Another process delivered to the addresses of these keys, parted by commas, or perhaps to anybody."""
        for key in list(self._bells) if keys == EVERYTHING else keys.split(","):
            self._ring(key)

    def _ring(self, key: str) -> None:
        for bell in self._bells.get(key, ()):
            bell.set()

    async def wait(self, where: Where, seconds: float) -> None:
        bell, key = asyncio.Event(), key_of(where)
        self._bells.setdefault(key, set()).add(bell)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await bell.wait()
        finally:
            self._bells[key].discard(bell)
            if not self._bells[key]:
                del self._bells[key]


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
