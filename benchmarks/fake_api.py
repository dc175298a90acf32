"""A very small and fast Bot API server in a process of its own: `python -m benchmarks.fake_api`.

It prints its port, then takes one order a line (JSON) and prints what came of it: `{"play": wish}` lets people come,
`{"collect": count}` waits for so many messages, or until none has come for QUIET seconds, and tells when each arrived
and for whom; `{"forget": true}` begins that list anew.
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
from benchmarks.http_server import Answer, Connection, Deliveries, Values
from benchmarks.people import Crowd, Played, Stalled, Update, Wish

BOT: Final = {"id": int(BOT_ID), "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
MOST_UPDATES: Final = 100  # in one answer, as Telegram has it
QUIET: Final = 4.0  # seconds without a message after which no more is expected
Fetched = Callable[[float], None]


class FakeApi:
    """Updates wait until they are fetched, and stay until a higher offset confirms them; or go to the webhook."""

    def __init__(self) -> None:
        self.crowd = Crowd(self._post)
        self.arrivals: list[tuple[float, int]] = []
        self.away = 0.0
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[Update, Fetched]] = deque()
        self._poll: Answer | None = None
        self._poll_ends: asyncio.TimerHandle | None = None
        self._serving = False
        self._webhook: Deliveries | None = None

    def call(self, method: str, values: Values, answer: Answer) -> None:
        """Half of the way before the call is heard, half of it before its answer is."""
        if not self.away:
            self._hear(method, values, answer)
            return
        half = self.away / 2
        self._loop.call_later(half, self._hear, method, values, lambda result: self._later(half, answer, result))

    def _later(self, seconds: float, answer: Answer, result: object) -> None:
        self._loop.call_later(seconds, answer, result)

    def _hear(self, method: str, values: Values, answer: Answer) -> None:
        if method == "getUpdates":
            self._fetch(values, answer)
        elif method == "sendMessage":
            number = int(values["chat_id"])
            self.arrivals.append((time.monotonic(), number))
            answer(self.crowd.hear(number, values["text"], values.get("reply_markup")))
        elif method == "setWebhook" and values.get("url"):
            self._deliver(values)
            answer(True)
        else:
            answer(BOT if method == "getMe" else True)

    def _deliver(self, values: Values) -> None:
        """From now on by webhook; what waited goes first."""
        connections = int(values.get("max_connections") or 40)
        self._webhook = Deliveries(values["url"], values.get("secret_token") or "", connections)
        while self._waiting:
            self._post(*self._waiting.popleft())

    def _post(self, update: Update, fetched: Fetched) -> None:
        if self._webhook is not None:
            self._webhook.post(update, fetched, self._delivered)
            return
        self._waiting.append((update, fetched))
        self._serve_soon()

    def _delivered(self, status: int, seconds: float) -> None:
        self.crowd.played.to_200.append(seconds)
        self.crowd.played.refused += status != 200

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
    api.away = wish.away
    api.crowd.play(wish)
    began, steps = time.monotonic(), 0
    while not api.crowd.is_over(now := time.monotonic()):
        while wish.per_second and steps < (now - began) * wish.per_second:
            api.crowd.step()
            steps += 1
        pause = began + steps / wish.per_second - now if wish.per_second else 0.02
        await asyncio.sleep(max(0.0, min(pause, 0.02)))
    return api.crowd.played


async def collected(api: FakeApi, count: int, patience: float) -> list[tuple[float, int]]:
    """`patience`: seconds in which the first message must come."""
    began = time.monotonic()
    while len(api.arrivals) < count:
        now = time.monotonic()
        if now - began > patience and now - (api.arrivals[-1][0] if api.arrivals else began) > QUIET:
            break
        await asyncio.sleep(0.05)
    return api.arrivals


async def obeyed(api: FakeApi, order: dict[str, Any]) -> object:
    if "play" in order:
        return asdict(await played(api, Wish(**order["play"])))
    if "collect" in order:
        return await collected(api, order["collect"], order["patience"])
    api.arrivals = []
    api.away = order.get("away", 0.0)
    return True


async def serve() -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(give_up)
    api = FakeApi()
    server = await loop.create_server(lambda: Connection(api.call), "127.0.0.1", 0)
    say(server.sockets[0].getsockname()[1])
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        say(await obeyed(api, json.loads(line)))


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
