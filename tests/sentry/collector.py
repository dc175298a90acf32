"""A Sentry on loopback: takes envelopes in, and keeps what stands in them."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Collector:
    """What has arrived: whole, as text, and its events."""

    dsn: str = ""
    raw: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Of every envelope the items that are events."""
        found = []
        for envelope in self.raw:
            lines = envelope.splitlines()
            for head, body in zip(lines[1::2], lines[2::2], strict=False):
                if json.loads(head).get("type") == "event":
                    found.append(json.loads(body))
        return found


@contextmanager
def collecting() -> Iterator[Collector]:
    collector = Collector()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            collector.raw.append((gzip.decompress(body) if packed else body).decode())
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    collector.dsn = f"http://abcdef0123456789@127.0.0.1:{server.server_port}/1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
