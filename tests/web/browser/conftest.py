"""A real browser in a window the size of an old phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.browser.script import jiayin
from tests.web.browser.site import Site, serving
from tests.web.room import Room

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OLD_PHONE = (360, 740)

PATIENCE = 20_000  # milliseconds; nothing waits that long unless the machine is busy
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site() -> Iterator[Site]:
    room = Room(jiayin)
    with serving(room) as port:
        yield Site(room, f"http://127.0.0.1:{port}")


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser of her own; whatever goes wrong in its pages fails the test."""
    context = browser.new_context(
        viewport={"width": OLD_PHONE[0], "height": OLD_PHONE[1]}, timezone_id="Asia/Shanghai", locale="zh-CN",
        has_touch=True, device_scale_factor=2, accept_downloads=True,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield context
    context.close()
    assert wrong == []


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.new_page()
