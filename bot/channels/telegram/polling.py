"""Asking Telegram for updates: they are confirmed only after they are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.channel import TelegramChannel, WrongToken, seconds_to_wait
from bot.channels.telegram.intake import Intake
from bot.services.metrics import LAST

log = structlog.get_logger(__name__)

# Seconds to wait after the first, second … failure in a row.
BACKOFF: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


class Polling:
    """Runs until it is cancelled; what was not confirmed then comes again at the next start."""

    def __init__(
        self,
        channel: TelegramChannel,
        intake: Intake,
        *,
        seconds: float = 50,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._channel = channel
        self._intake = intake
        self._seconds = seconds
        self._pause = pause
        self._offset: int | None = None
        self._failures = 0

    async def run(self) -> None:
        while True:
            if wait := await self._round():
                await self._pause(wait)

    async def _round(self) -> float:
        """Fetch, keep, move on; how long to wait before the next round."""
        try:
            await self._fetch()
        except RetryAfter as error:
            return seconds_to_wait(error)
        except TelegramError as error:
            complain(error)
            return self._longer()
        except Exception:
            log.exception("telegram_updates_not_kept")
            return self._longer()
        self._failures = 0
        return 0

    async def _fetch(self) -> None:
        updates = await self._channel.updates(self._offset, self._seconds)
        if updates:
            following = max(update["update_id"] for update in updates) + 1
            await self._intake.take(updates)
            self._offset = following
        LAST.labels("poll").set_to_current_time()

    def _longer(self) -> float:
        self._failures += 1
        return BACKOFF[min(self._failures, len(BACKOFF)) - 1]


def complain(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("telegram_conflict", reason=str(error), advice="Another process fetches the updates of this bot.")
    elif isinstance(error, InvalidToken):
        log.error("telegram_wrong_token", reason=str(WrongToken()))
    else:
        log.warning("telegram_unreachable", reason=str(error)[:200])
