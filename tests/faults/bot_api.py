"""A quick Bot API in a process of its own, `python -m tests.faults.bot_api`: notes every message, and fails when told.

It prints its port. Bots call it as they would call Telegram; a test asks it at /control/… what it heard.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import defaultdict, deque
from typing import Any, Final, cast

import uvloop
from httptools import HttpRequestParser

from tests.telegram.fake_api import BOT
from tests.telegram.faults import Fault

SENDS: Final = ("sendMessage", "sendDocument", "sendVoice")
WELL: Final = Fault(effect=True)


class Post:
    """What was sent to whom, in the order in which it arrived, and what is to go wrong."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, str, float, str]] = []  # chat, words, when it arrived, what became of it
        self.most_seconds = 0.0  # that an answer may take
        self.open = 0  # calls that are not answered yet
        self.faults: defaultdict[int, deque[Fault]] = defaultdict(deque)  # by chat; 0 stands for whoever comes next
        self._chance = random.Random(11)

    def fault(self, chat: int) -> Fault:
        for waiting in (self.faults[chat], self.faults[0]):
            if waiting:
                return waiting.popleft()
        return WELL

    def note(self, chat: int, words: str, fault: Fault) -> dict[str, Any]:
        became = "read" if fault.effect else "lost"
        self.heard.append((chat, words, time.time(), became))
        about = {"id": chat, "type": "private", "first_name": "王小芳"}
        return {"message_id": len(self.heard), "date": int(time.time()), "chat": about, "from": BOT, "text": words}

    def pause(self) -> float:
        return self._chance.uniform(0, self.most_seconds)

    def control(self, name: str, wish: dict[str, Any]) -> object:
        """What a test asks for."""
        if name == "heard":
            return self.heard[int(wish["after"]) :]
        if name == "count":
            return {"heard": len(self.heard), "open": self.open}
        if name == "slow":
            self.most_seconds = float(wish["seconds"])
        elif name == "fails":
            self.faults[int(wish["chat"])].extend(Fault(**one) for one in wish["faults"])
        return True


class Line(asyncio.Protocol):
    """One connection of a bot, one call after another."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._loop = asyncio.get_running_loop()
        self._parser = HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._path = ""
        self._body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    # What the parser calls

    def on_message_begin(self) -> None:
        self._path, self._body = "", b""

    def on_url(self, url: bytes) -> None:
        self._path += url.decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        _, place, name = self._path.partition("?")[0].rsplit("/", 2)
        values = json.loads(self._body) if self._body.startswith(b"{") else {}
        if place == "control":
            self._say(200, {"ok": True, "result": self._post.control(name, values)})
        elif name in SENDS:
            self._send(int(values.get("chat_id", 0)), str(values.get("text", name)))
        elif name == "getUpdates":
            self._loop.call_later(float(values.get("timeout", 1)), self._say, 200, {"ok": True, "result": []})
        else:
            self._say(200, {"ok": True, "result": BOT if name == "getMe" else True})

    def _send(self, chat: int, words: str) -> None:
        fault = self._post.fault(chat)
        message = self._post.note(chat, words, fault)
        self._post.open += 1
        if pause := fault.delay or self._post.pause():
            self._loop.call_later(pause, self._answer, fault, message)
        else:
            self._answer(fault, message)

    def _answer(self, fault: Fault, message: dict[str, Any]) -> None:
        self._post.open -= 1
        if self._transport is None:
            return
        if fault.cut:
            self._transport.abort()
        elif fault.half:
            self._transport.write(b'HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{"ok": tr')
            self._transport.close()
        elif fault.answer is not None:
            self._say(fault.status, fault.answer)
        else:
            self._say(200, {"ok": True, "result": message})

    def _say(self, status: int, answer: object) -> None:
        if self._transport is None:
            return
        page = isinstance(answer, str)
        body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        kind = "text/html" if page else "application/json"
        head = f"HTTP/1.1 {status} So\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


async def serve() -> None:
    post = Post()
    server = await asyncio.get_running_loop().create_server(lambda: Line(post), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - that is how it is found
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve())
