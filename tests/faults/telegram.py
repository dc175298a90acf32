"""The quick Bot API as a test sees it: what has arrived, and what is to go wrong next."""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from tests.process.running import ROOT
from tests.telegram.fake_api import TOKEN
from tests.telegram.faults import Fault

PATIENCE: Final = 60.0  # seconds that a slow machine may take over anything that is not a whole broadcast
EVERYBODY: Final = 0  # in place of a chat: whoever comes next


async def becomes(condition: Callable[[], Awaitable[object]], within: float = PATIENCE) -> None:
    """Wait until this is true. Raises AssertionError with its name."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if await condition():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{condition.__qualname__} was not true within {within:.0f} s.")


@dataclass(frozen=True)
class Heard:
    """One call that arrived; `read` says whether the person got to see it."""

    number: int  # Telegram's number of the message
    chat: int
    words: str
    at: float  # seconds since 1970
    read: bool


@dataclass
class Telegram:
    """`url` goes where https://api.telegram.org would."""

    url: str
    calls: list[Heard] = field(default_factory=list)

    async def look(self) -> list[Heard]:
        """All calls that arrived so far, in order."""
        for chat, words, at, became in await self._asked("heard", after=len(self.calls)):
            self.calls.append(Heard(len(self.calls) + 1, chat, words, at, became == "read"))
        return self.calls

    async def read_by(self, chat: int) -> list[str]:
        """What this person has read, in order."""
        return [one.words for one in await self.look() if one.chat == chat and one.read]

    async def times_read(self) -> Counter[tuple[int, str]]:
        """How often each (chat, words) was read."""
        return Counter((one.chat, one.words) for one in await self.look() if one.read)

    async def count(self) -> int:
        return int((await self._asked("count"))["heard"])

    async def takes(self, seconds: float) -> None:
        """From now on an answer takes up to so many seconds."""
        await self._asked("slow", seconds=seconds)

    async def fails(self, chat: int, *faults: Fault) -> None:
        """What will happen to the next calls for this chat."""
        await self._asked("fails", chat=chat, faults=[asdict(fault) for fault in faults])

    async def heard(self, count: int, within: float = PATIENCE) -> None:
        """Wait until so many calls have arrived since the beginning."""

        async def heard_enough() -> bool:
            return len(await self.look()) >= count

        await becomes(heard_enough, within)

    async def _asked(self, name: str, **wish: Any) -> Any:
        return await asyncio.to_thread(self._ask, name, wish)

    def _ask(self, name: str, wish: dict[str, Any]) -> Any:
        asked = urllib.request.Request(f"{self.url}/control/{name}", json.dumps(wish).encode())  # noqa: S310 - loopback
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            return json.load(answer)["result"]


@asynccontextmanager
async def bot_api() -> AsyncIterator[Telegram]:
    """A Bot API that listens until the end of the test."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.bot_api", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        port = int(await process.stdout.readline())
        yield Telegram(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        await process.communicate()


def settings_for(telegram: Telegram) -> dict[str, str]:
    """What a process must know of it."""
    return {"JIAYIN_TELEGRAM_TOKEN": TOKEN, "JIAYIN_TELEGRAM_API_URL": telegram.url}
