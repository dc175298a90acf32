"""Jiayin's page as an old phone shows it: looks, barriers, and what hands do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

ARTEFACTS: Final = Path(__file__).resolve().parents[1] / "artefacts"
AXE: Final = (Path(__file__).resolve().parents[1] / "web" / "vendor" / "axe.min.js").read_text("utf-8")
PATIENCE: Final = 15_000  # milliseconds
OLD_PHONE: Final = (360, 740)


def new_phone(browser: Browser) -> BrowserContext:
    """A phone that has never been here."""
    phone = browser.new_context(
        viewport={"width": OLD_PHONE[0], "height": OLD_PHONE[1]},
        timezone_id="Asia/Shanghai",
        locale="zh-CN",
        has_touch=True,
        device_scale_factor=2,
        reduced_motion="reduce",
    )
    phone.set_default_timeout(PATIENCE)
    return phone


def writes(page: Page, words: str) -> None:
    page.get_by_label("写给家音").fill(words)
    page.keyboard.press("Enter")


def presses(page: Page, label: str) -> None:
    """The newest button of this name."""
    page.get_by_role("log").get_by_role("button", name=label, exact=True).last.click()


def sees(page: Page, words: str) -> Locator:
    """The newest message of hers with these words."""
    found = page.locator(".hers .bubble", has_text=words).last
    expect(found).to_be_visible(timeout=PATIENCE)
    return found


def barriers(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(animations="disabled", path=ARTEFACTS / f"story-{name}.png")
