"""Several processes that share one PostgreSQL, each with roles of its own, and a parent on the page of one of them."""

from __future__ import annotations

import asyncio
import json
import signal
import urllib.request
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from tests.process.afternoon import afternoon
from tests.process.running import OPEN, House
from tests.telegram.fake_api import FakeTelegram

KEY = "k" * 32
WITHIN = 20.0  # seconds in which an answer must come, however busy the machine is


@dataclass
class Company:
    """The processes; each has a folder and a port of its own."""

    url: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    houses: list[House] = field(default_factory=list)

    def house(self, roles: str = "", **settings: str) -> House:
        """One more, not started yet."""
        folder = self.folder / f"{len(self.houses)}"
        folder.mkdir()
        shared = {"JIAYIN_DATABASE_URL": self.url, "JIAYIN_SECRET_KEY": KEY, "JIAYIN_TICK_SECONDS": "0.5"}
        house = House(folder, {**OPEN, "JIAYIN_TIMEZONE": afternoon(), **shared, **self.settings, **settings})
        if roles:
            house.settings["JIAYIN_ROLES"] = roles
        self.houses.append(house)
        return house

    async def open(self, *roles: str) -> list[House]:
        """Start one process for each of these, all at once, and wait until they are ready."""
        houses = [self.house(one) for one in roles]
        await started(houses)
        return houses


async def started(houses: Iterable[House]) -> None:
    houses = list(houses)
    for house in houses:
        house.start()
    await asyncio.gather(*(asyncio.to_thread(house.ready) for house in houses))


@asynccontextmanager
async def company(url: str, folder: Path, telegram: FakeTelegram | None = None) -> AsyncIterator[Company]:
    """All of them end kindly at the end, without a complaint; those that were killed are no more."""
    found = Company(url.replace("+asyncpg", ""), folder)
    if telegram is not None:
        found.settings |= {"JIAYIN_TELEGRAM_TOKEN": telegram.token, "JIAYIN_TELEGRAM_API_URL": telegram.url}
    try:
        yield found
        running = [house for house in found.houses if house.process and house.process.poll() is None]
        for house in running:
            house.signal(signal.SIGTERM)
        assert [await asyncio.to_thread(house.ends) for house in running] == [0] * len(running)
        assert [house.said for house in found.houses if house.process and "Traceback" in house.said] == []
    finally:
        for house in found.houses:
            house.clear()


class Page:
    """A parent with the chat page open; what she reads comes by the event stream of the process `reads_at`."""

    def __init__(self, http: aiohttp.ClientSession, reads_at: House, writes_at: House) -> None:
        self._http = http
        self._reads_at = reads_at
        self._writes_at = writes_at
        self._arrived: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.seen: list[dict[str, Any]] = []

    async def says(self, words: str) -> None:
        await self._posts("/web/send", {"key": uuid4().hex, "text": words})

    async def presses(self, label: str) -> None:
        """A button of the newest message that has one of this name."""
        buttons = [button for one in reversed(self.seen) for button in one["buttons"] if button["label"] == label]
        assert buttons, f"No button {label} in {self.seen}"
        await self._posts("/web/send", {"key": uuid4().hex, "press": buttons[0]["data"]})

    async def sees(self, words: str) -> dict[str, Any]:
        """Wait for a message that holds these words. Raises TimeoutError."""
        async with asyncio.timeout(WITHIN):
            while True:
                self.seen.append(await self._arrived.get())
                if words in self.seen[-1]["text"]:
                    return self.seen[-1]

    async def opens(self) -> None:
        await self._posts("/web/hello", {})

    async def listens(self) -> None:
        """Until cancelled."""
        async with self._http.get(f"{self._reads_at.url}/web/stream") as stream:
            assert stream.status == 200, await stream.text()
            async for line in stream.content:
                if line.startswith(b"data: "):
                    self._arrived.put_nowait(json.loads(line[6:]))

    async def _posts(self, path: str, body: dict[str, Any]) -> None:
        async with self._http.post(self._writes_at.url + path, json=body, headers={"X-Jiayin": "1"}) as answer:
            assert answer.status == 200, await answer.text()


@asynccontextmanager
async def page(reads_at: House, writes_at: House | None = None) -> AsyncIterator[Page]:
    """A browser that has just opened the chat."""
    jar = aiohttp.CookieJar(unsafe=True)  # it is on a number, not on a name
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=jar, timeout=aiohttp.ClientTimeout(total=None, sock_read=60))
        )
        found = Page(http, reads_at, writes_at or reads_at)
        await found.opens()
        ear = asyncio.create_task(found.listens())
        try:
            yield found
        finally:
            ear.cancel()
            await asyncio.gather(ear, return_exceptions=True)


async def ready_with(house: House, content: str | None) -> None:
    """Wait until it answers from this version of the content."""
    for _ in range(100):
        if await asyncio.to_thread(_content, house) == content:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"It never takes the new content up:\n{house.said}")


def _content(house: House) -> str:
    with urllib.request.urlopen(f"{house.url}/health/ready", timeout=5) as answer:  # noqa: S310 - our own loopback
        return str(json.load(answer)["content"])
