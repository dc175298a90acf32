"""People who write one numbered message after another, brought to whichever process answers, as Telegram does it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import aiohttp

from bot.channels.telegram.webhook import SECRET_HEADER
from tests.faults.fleet import SECRET, Fleet
from tests.faults.telegram import PATIENCE, Telegram
from tests.telegram import updates

TOWNS: Final = ("铜仁", "遵义", "恩施", "毕节", "安顺", "南充", "达州", "巴中", "邵阳", "怀化", "信阳", "周口")
PAUSE: Final = 0.1  # seconds before Telegram tries again


def answer(town: str) -> str:
    """How the answer begins that names her town."""
    return f"记下了：老家{town}"


@dataclass
class Callers:
    """Each says where home is, again and again, in the order of TOWNS; she does not wait for what Jiayin says."""

    fleet: Fleet
    refused: int = 0  # times that an update had to be brought again
    _numbers: count[int] = field(default_factory=lambda: count(700_000))
    _chance: random.Random = field(default_factory=lambda: random.Random(5))

    async def all_say(self, chats: Iterable[int], towns: Sequence[str] = TOWNS) -> None:
        """All of them at once, each of them one message after another."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE / 4)) as session:
            await asyncio.gather(*(self._says_all(session, chat, towns) for chat in chats))

    async def all_say_at_once(self, chats: Iterable[int], *words: str) -> None:
        """Each of them writes all of it in the same moment."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE / 4)) as session:
            await asyncio.gather(*(self._bring(session, self._update(chat, one)) for chat in chats for one in words))

    async def _says_all(self, session: aiohttp.ClientSession, chat: int, towns: Sequence[str]) -> None:
        for town in towns:
            for words in ("老家", town):
                await self._bring(session, self._update(chat, words))

    def _update(self, chat: int, words: str) -> dict[str, Any]:
        number = next(self._numbers)
        return {"update_id": number, "message": updates.message(number, chat, updates.chat(chat), text=words)}

    async def _bring(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        """To one process or another, until one of them says that it is kept."""
        async with asyncio.timeout(2 * PATIENCE):
            while await self._answered(session, update) != 200:
                self.refused += 1
                await asyncio.sleep(PAUSE)

    async def _answered(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> int:
        url = self._chance.choice(self.fleet.houses).url
        try:
            async with session.post(
                f"{url}/telegram/webhook", json=update, headers={SECRET_HEADER: SECRET}
            ) as answered:
                return answered.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


async def towns_heard(telegram: Telegram, chat: int) -> list[str]:
    """The towns that Jiayin answered her with, in the order of reading, each when it was read first."""
    read = await telegram.read_by(chat)
    return list(dict.fromkeys(town for words in read for town in TOWNS if words.startswith(answer(town))))
