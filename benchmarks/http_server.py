"""The smallest HTTP server and client that keep connections open: never what a measured bot waits for."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlsplit

from httptools import HttpRequestParser, HttpResponseParser

Values = dict[str, Any]
Answer = Callable[[object], None]
Call = Callable[[str, Values, Answer], None]
Delivered = Callable[[int, float], None]  # the status, and seconds from the first byte out to the whole answer


class Connection(asyncio.Protocol):
    """One connection of a client, one request after another; `call` gets each with what answers it."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._parser = HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._url = b""
        self._body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    # What the parser calls

    def on_message_begin(self) -> None:
        self._url = self._body = b""

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        path, _, query = self._url.decode().partition("?")
        self._call(path.rpartition("/")[2], values_of(query, self._body), self._answer)

    def _answer(self, result: object) -> None:
        if self._transport is None:
            return
        body = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


def values_of(query: str, body: bytes) -> Values:
    """From the query and a body of JSON or of a form; values that are JSON in a form stay text."""
    found: Values = dict(parse_qsl(query))
    if body.startswith(b"{"):
        return {**found, **json.loads(body)}
    return {**found, **dict(parse_qsl(body.decode()))}


class Deliveries:
    """Posts JSON to one address over so many connections, each with one request under way, the rest in a queue."""

    def __init__(self, url: str, secret: str, connections: int) -> None:
        parts = urlsplit(url)
        self._host, self._port = cast("str", parts.hostname), cast("int", parts.port)
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._free: Final[list[Delivery]] = []
        self._waiting: deque[tuple[bytes, Callable[[float], None], Delivered]] = deque()
        self._opening = asyncio.create_task(self._open(connections))

    async def _open(self, connections: int) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            while True:
                try:
                    _, made = await loop.create_connection(Delivery, self._host, self._port)
                    break
                except OSError:  # it tells Telegram where it listens before it does
                    await asyncio.sleep(0.01)
            self._give(made)

    def post(self, update: object, began: Callable[[float], None], delivered: Delivered) -> None:
        body = json.dumps(update).encode()
        self._waiting.append((self._head + str(len(body)).encode() + b"\r\n\r\n" + body, began, delivered))
        if self._free:
            self._give(self._free.pop())

    def _give(self, free: Delivery) -> None:
        if not self._waiting:
            self._free.append(free)
            return
        request, began, delivered = self._waiting.popleft()

        def done(status: int, seconds: float) -> None:
            delivered(status, seconds)
            self._give(free)

        began(time.monotonic())
        free.send(request, done)


class Delivery(asyncio.Protocol):
    """One connection to a webhook."""

    def __init__(self) -> None:
        self._parser = HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._began = 0.0
        self._done: Delivered = lambda _status, _seconds: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def send(self, request: bytes, done: Delivered) -> None:
        self._done, self._began = done, time.monotonic()
        if self._transport is not None:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        status, self._parser = self._parser.get_status_code(), HttpResponseParser(self)
        self._done(status, time.monotonic() - self._began)
