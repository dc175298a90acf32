"""A very small and fast Bot API server in a process of its own: `python -m benchmarks.fake_api`.

It prints its port, then takes wishes (one JSON object a line) and prints what came of each.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

import uvloop

from benchmarks.dialog import BOT_ID
from benchmarks.http_server import Answer, Connection, Values
from benchmarks.people import Crowd, Played, Stalled, Update, Wish

BOT: Final = {"id": int(BOT_ID), "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
MOST_UPDATES: Final = 100  # in one answer, as Telegram has it
Fetched = Callable[[float], None]


class FakeApi:
    """Updates wait until they are fetched, and stay until a higher offset confirms them."""

    def __init__(self) -> None:
        self.crowd = Crowd(self._post)
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[Update, Fetched]] = deque()
        self._poll: Answer | None = None
        self._poll_ends: asyncio.TimerHandle | None = None
        self._serving = False

    def call(self, method: str, values: Values, answer: Answer) -> None:
        if method == "getUpdates":
            self._fetch(values, answer)
        elif method == "sendMessage":
            answer(self.crowd.hear(int(values["chat_id"]), values["text"], values.get("reply_markup")))
        else:
            answer(BOT if method == "getMe" else True)

    def _post(self, update: Update, fetched: Fetched) -> None:
        self._waiting.append((update, fetched))
        self._serve_soon()

    def _fetch(self, values: Values, answer: Answer) -> None:
        offset = int(values.get("offset") or 0)
        while self._waiting and self._waiting[0][0]["update_id"] < offset:
            self._waiting.popleft()
        self._end_poll([])
        self._poll = answer
        self._poll_ends = self._loop.call_later(float(values.get("timeout") or 0), self._end_poll, [])
        if self._waiting:
            self._serve_soon()

    def _serve_soon(self) -> None:
        """What people write in the same moment goes out in one answer."""
        if self._poll is not None and not self._serving:
            self._serving = True
            self._loop.call_soon(self._serve)

    def _serve(self) -> None:
        self._serving = False
        now = time.monotonic()
        batch = [self._waiting[place] for place in range(min(MOST_UPDATES, len(self._waiting)))]
        if self._poll is None or not batch:
            return
        for _, fetched in batch:
            fetched(now)
        self._end_poll([update for update, _ in batch])

    def _end_poll(self, updates: list[Update]) -> None:
        poll, self._poll = self._poll, None
        if self._poll_ends is not None:
            self._poll_ends.cancel()
        if poll is not None:
            poll(updates)


async def played(api: FakeApi, wish: Wish) -> Played:
    """Let people come and go until all of them are done."""
    over: asyncio.Future[Played] = asyncio.get_running_loop().create_future()
    api.crowd.play(wish, over.set_result)
    if wish.per_second:
        began = time.monotonic()
        for number in range(1, 1_000_000):
            api.crowd.step()
            if over.done():
                break
            await asyncio.sleep(max(0.0, began + number / wish.per_second - time.monotonic()))
    return await over


async def serve() -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(give_up)
    api = FakeApi()
    server = await loop.create_server(lambda: Connection(api.call), "127.0.0.1", 0)
    say(server.sockets[0].getsockname()[1])
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        say(asdict(await played(api, Wish(**json.loads(line)))))


def give_up(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A bot that strays from the dialog ends the measurement; anything else is shown."""
    error = context.get("exception")
    print(f"fake Bot API: {error or context['message']}", file=sys.stderr, flush=True)
    if isinstance(error, Stalled):
        loop.stop()


def say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    uvloop.run(serve())
