"""The smallest HTTP server that keeps connections open: it must never be what a measured bot waits for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import parse_qsl

from httptools import HttpRequestParser

Values = dict[str, Any]
Answer = Callable[[object], None]
Call = Callable[[str, Values, Answer], None]


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
