"""Several processes of Jiayin over one PostgreSQL, and somebody who starts each again as soon as it is gone."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.telegram import Telegram, becomes, settings_for
from tests.process.company import Company, started
from tests.process.running import House

SECRET: Final = "only-telegram-knows"
LOOKS: Final = 0.05  # seconds between looks at who is gone


@dataclass
class Fleet(Company):
    """They serve a Telegram, without any pace of their own, and hear by webhook."""

    ended: list[int] = field(default_factory=list)  # exit codes of those who went without being killed
    _killed: set[int] = field(default_factory=set)
    _chance: random.Random = field(default_factory=lambda: random.Random(3))

    def house(self, roles: str = "", **settings: str) -> House:
        house = super().house(roles, **settings)
        house.settings.setdefault("JIAYIN_PUBLIC_URL", house.url)
        return house

    async def all_start(self) -> None:
        """Whoever does not run yet; all are ready then."""
        await started(house for house in self.houses if not runs(house))
        await asyncio.gather(*(asyncio.to_thread(house.ready) for house in self.houses))

    async def all_stop(self) -> None:
        """Kindly, all at once, and without a complaint."""
        await self.all_start()
        codes = await asyncio.gather(*(asyncio.to_thread(house.stop) for house in self.houses))
        assert set(codes) <= {0}, f"{codes}\n{self.said}"
        assert "Traceback" not in self.said

    async def kill_one(self) -> None:
        """One of those who are at work, whichever chance says, at this very moment."""

        async def somebody_works() -> bool:
            return bool(await self._at_work())

        await becomes(somebody_works)
        house = self._chance.choice(await self._at_work() or self.houses)
        if house.process:
            self._killed.add(house.process.pid)
        await asyncio.to_thread(house.kill)

    async def _at_work(self) -> list[House]:
        return [house for house in self.houses if await asyncio.to_thread(house.answers, "/health/ready") == 200]

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
            self._start_again(house for house in self.houses if not runs(house))
            await asyncio.sleep(LOOKS)

    def _start_again(self, gone: Iterable[House]) -> None:
        for house in gone:
            if house.process and house.process.pid not in self._killed:
                self.ended.append(house.process.returncode)
            house.start()

    @property
    def said(self) -> str:
        """Everything that was printed and logged."""
        return "\n".join(house.said for house in self.houses if house.process)


def runs(house: House) -> bool:
    return house.process is not None and house.process.poll() is None


@asynccontextmanager
async def fleet(folder: Path, url: str, telegram: Telegram) -> AsyncIterator[Fleet]:
    """Nobody is left behind at the end."""
    own = {"JIAYIN_TELEGRAM_WEBHOOK_SECRET": SECRET, "JIAYIN_TELEGRAM_PACE": "0", "JIAYIN_TICK_SECONDS": "0.3"}
    found = Fleet(url.replace("+asyncpg", ""), folder, {**settings_for(telegram), **own})
    try:
        yield found
    finally:
        for house in found.houses:
            house.clear()
