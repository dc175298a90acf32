"""The operator's own address for alerts: takes what is posted there."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class DutyDesk:
    """`alerts` holds the bodies in the order in which they came."""

    url: str = ""
    alerts: list[dict[str, Any]] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)


@contextmanager
def duty_desk() -> Iterator[DutyDesk]:
    """Listening on loopback until the block ends."""
    desk = DutyDesk()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            desk.alerts.append(json.loads(body))
            self.send_response(204)
            self.end_headers()
            desk.came.set()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    desk.url = f"http://127.0.0.1:{server.server_port}/alerts"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield desk
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
