"""Who takes part in a story on Telegram."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from tests.process.running import House
from tests.process.serving import WITHIN
from tests.telegram.person import Person
from tests.telegram.rooms import Shown


@dataclass
class Scene:
    """Everybody who takes part: the mother, whoever is on duty, and the house they meet in."""

    house: House
    mother: Person
    officer: Person

    async def sees(self, words: str) -> Shown:
        return await self.mother.sees(words, WITHIN)

    async def presses(self, label: str) -> None:
        await self.mother.presses(label, WITHIN)

    async def says(self, words: str, expecting: str) -> Shown:
        await self.mother.says(words)
        return await self.sees(expecting)

    async def trainer(self, *words: str) -> str:
        """What a command in the office prints."""
        ended = await asyncio.to_thread(self.house.jiayin, *words)
        assert ended.code == 0, ended.said
        return ended.out
