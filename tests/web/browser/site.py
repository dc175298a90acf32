"""A real server in front of the small house, and what hands do with the page."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, expect

from tests.web.room import Room

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"


class Site:
    """A running web door: the house behind it and its address."""

    def __init__(self, room: Room, url: str) -> None:
        self.room = room
        self.url = url

    @property
    def she(self) -> str:
        """The external id of whoever came last for the first time."""
        return self.room.people[-1]


@contextmanager
def serving(room: Room, port: int = 0) -> Iterator[int]:
    """Serve the house on a loopback port until the block ends; lines that are still open are cut."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    config = uvicorn.Config(
        room.site(), lifespan="off", ws="none", http="h11", log_level="critical", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(animations="disabled", path=ARTEFACTS / f"{name}.png")


def arrive(page: Page, site: Site, path: str = "/") -> None:
    page.goto(site.url + path)
    expect(page.get_by_text("孩子多大了？")).to_be_visible()


def write(page: Page, text: str) -> None:
    page.get_by_label("写给家音").fill(text)
    page.keyboard.press("Enter")
