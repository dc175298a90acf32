"""Several processes of Jiayin over one PostgreSQL, and somebody who starts each again as soon as it is gone."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.faults.telegram import Telegram, settings_for
from tests.process.afternoon import afternoon
from tests.process.running import OPEN, House

SECRET: Final = "only-telegram-knows"
LOOKS: Final = 0.05  # seconds between looks at who is gone


class Fleet:
    """Houses that share a database. It is always afternoon there."""

    def __init__(self, folder: Path, url: str, telegram: Telegram, **settings: str) -> None:
        self._folder = folder
        self._settings = {
            **OPEN,
            **settings_for(telegram),
            "JIAYIN_DATABASE_URL": url,
            "JIAYIN_SECRET_KEY": "the same for all of us",
            "JIAYIN_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "JIAYIN_TIMEZONE": afternoon(),
            "JIAYIN_TICK_SECONDS": "0.3",
            **settings,
        }
        self.houses: list[House] = []
        self.ended: list[int] = []  # exit codes of those who went without being killed
        self._killed: set[int] = set()
        self._chance = random.Random(3)

    def build(self, *before: str, **settings: str) -> House:
        """One more house, not started yet; `before` is a command that starts it."""
        folder = self._folder / f"house{len(self.houses) + 1}"
        folder.mkdir()
        house = House(folder, {**self._settings, **settings}, before)
        house.settings.setdefault("JIAYIN_PUBLIC_URL", house.url)
        self.houses.append(house)
        return house

    async def start(self, count: int) -> None:
        """So many processes, ready."""
        houses = [self.build() for _ in range(count)]
        await self.all_start(houses)

    async def all_start(self, houses: list[House] | None = None) -> None:
        """Whoever of them does not run yet; all are ready then."""
        starting = self.houses if houses is None else houses
        for house in starting:
            if not _runs(house):
                house.start()
        await asyncio.gather(*(asyncio.to_thread(house.ready) for house in starting))

    async def all_stop(self) -> None:
        """Kindly, all at once."""
        await self.all_start()
        codes = await asyncio.gather(*(asyncio.to_thread(house.stop) for house in self.houses))
        assert set(codes) <= {0}, f"{codes}\n{self.said}"

    async def kill_one(self) -> None:
        """Whichever chance says, at this very moment."""
        house = self._chance.choice([house for house in self.houses if _runs(house)])
        if house.process:
            self._killed.add(house.process.pid)
        await asyncio.to_thread(house.kill)

    @asynccontextmanager
    async def tended(self) -> AsyncIterator[None]:
        """Meanwhile whoever is gone is started again at once, as systemd or Docker would."""
        tending = asyncio.create_task(self._tend())
        try:
            yield
        finally:
            tending.cancel()
            await asyncio.gather(tending, return_exceptions=True)

    async def _tend(self) -> None:
        while True:
            for house in self.houses:
                if house.process and not _runs(house):
                    if house.process.pid not in self._killed:
                        self.ended.append(house.process.returncode)
                    house.start()
            await asyncio.sleep(LOOKS)

    @property
    def said(self) -> str:
        """Everything that was printed and logged."""
        return "\n".join(house.said for house in self.houses)


def _runs(house: House) -> bool:
    return house.process is not None and house.process.poll() is None


@asynccontextmanager
async def fleet(folder: Path, url: str, telegram: Telegram, **settings: str) -> AsyncIterator[Fleet]:
    """Nobody is left behind at the end."""
    found = Fleet(folder, url, telegram, **settings)
    try:
        yield found
    finally:
        for house in found.houses:
            house.clear()
