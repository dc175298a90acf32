"""Brings updates to a webhook, one after another, again and again until it says 2xx."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Courier:
    """`answers` are the statuses heard, 0 for no answer at all."""

    url: str
    secret: str
    retry_after: float = 0.02
    most_tries: int = 50
    answers: list[int] = field(default_factory=list)

    async def run(self, upcoming: Callable[[], Awaitable[dict[str, Any]]], done: Callable[[], None]) -> None:
        """Bring what is `upcoming`, and tell when it is `done` with, until cancelled."""
        async with aiohttp.ClientSession() as session:
            while True:
                await self._bring(session, await upcoming())
                done()

    async def _bring(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        for _ in range(self.most_tries):
            self.answers.append(await self._try(session, update))
            if 200 <= self.answers[-1] < 300:
                return
            await asyncio.sleep(self.retry_after)

    async def _try(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers) as answer:
                return answer.status
        except aiohttp.ClientError:
            return 0
