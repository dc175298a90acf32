"""From updates to inbound, the same for polling and webhook: nothing is done with before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import structlog

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.reading import Blocked, Group, Reading, Unblocked, read
from bot.services.ports import Inbound, Receive

log = structlog.get_logger(__name__)


class Reachable(Protocol):
    """Notes that a person stopped the bot (False) or started it again (True)."""

    async def __call__(self, external_id: str, reachable: bool) -> None: ...


class Intake:
    """Hands updates on; when `take` returns they are kept, when it raises they must come again."""

    def __init__(self, channel: TelegramChannel, receive: Receive, reachable: Reachable) -> None:
        self._channel = channel
        self._receive = receive
        self._reachable = reachable

    async def take(self, raw: Sequence[dict[str, Any]]) -> None:
        readings = [reading for update in raw if (reading := self._read(update))]
        if batch := [reading for reading in readings if isinstance(reading, Inbound)]:
            await self._receive(batch)
        for external_id, reachable in last_word(readings).items():
            await self._reachable(external_id, reachable)
        for group in {reading.external_id for reading in readings if isinstance(reading, Group)}:
            self._channel.leave(group)

    def _read(self, raw: dict[str, Any]) -> Reading | None:
        """An update that cannot be read is dropped, or it would come again for ever and hold up all others."""
        try:
            if query := raw.get("callback_query"):
                self._channel.answer_callback(str(query["id"]))
            return read(raw, self._channel.bot_id)
        except Exception as error:
            log.error("telegram_update_unreadable", update_id=raw.get("update_id"), error=type(error).__name__)
            return None


def last_word(readings: Sequence[Reading]) -> dict[str, bool]:
    """Who can be reached after these, of those who changed it."""
    changes = (reading for reading in readings if isinstance(reading, Blocked | Unblocked))
    return {change.external_id: isinstance(change, Unblocked) for change in changes}
