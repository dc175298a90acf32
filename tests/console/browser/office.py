"""The staff of a running house: each with her roles, signed in on a browser of her own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.console.signing_in import COOKIE
from bot.services.staff.rights import Role, needs_second_factor
from bot.services.staff.sessions import Sessions
from bot.store import accounts
from bot.store.database import Database
from tests.e2e.pages import PATIENCE, new_phone, presses, sees
from tests.process.running import House

T = TypeVar("T")
PHONE: Final = (390, 844)
COMPUTER: Final = (1280, 800)
EVERYTHING: Final = tuple(role for role in Role if role is not Role.FACTORY_CONTACT)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Office:
    """Where the console of a house is used."""

    house: House
    browser: Browser

    @contextmanager
    def colleague(self, name: str, *roles: Role, size: tuple[int, int] = PHONE, **account: Any) -> Iterator[Page]:
        """Somebody with these roles, in front of the console; whatever goes wrong in her pages fails the test."""
        secret = _to_its_end(self._signed_in(name, roles, account))
        with self.stranger(size) as page:
            page.context.add_cookies([{"name": COOKIE, "value": secret, "url": f"{self.house.url}/console"}])
            yield page

    @contextmanager
    def stranger(self, size: tuple[int, int] = PHONE) -> Iterator[Page]:
        """Somebody who is not signed in."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.house.url,
            viewport={"width": width, "height": height},
            timezone_id="Asia/Shanghai",
            locale="zh-CN",
            reduced_motion="reduce",
        )
        with context:
            context.set_default_timeout(PATIENCE)
            wrong = faults_of(context)
            yield context.new_page()
            assert wrong == [], wrong

    async def _signed_in(self, name: str, roles: tuple[Role, ...], account: dict[str, Any]) -> str:
        """A new account with a session of its own; the secret of the session."""
        row = {
            "name": name,
            "password_hash": "",
            "roles": [role.value for role in roles],
            "factory_employed": False,
            "factory": "",
            "totp_secret": "kept" if needs_second_factor(roles) else "",
            "totp_step": 0,
            "telegram": "",
            "email": "",
            "wrong_tries": 0,
            "created_at": now(),
            **account,
        }
        database = Database(f"sqlite:///{self.house.database}")
        try:
            async with database.writing() as connection:
                account_id = await accounts.add(connection, row)
            return await Sessions(database, now).begin(account_id, trusted=False, device="test")
        finally:
            await database.close()


def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """To the end, on a loop of its own: the browser's loop runs in this thread already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def faults_of(context: BrowserContext) -> list[str]:
    """What goes wrong in the scripts of any page of this browser, as it happens."""
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    return wrong


def opens(page: Page, path: str) -> None:
    """A page of the console, by its path below /console."""
    answer = page.goto(f"/console{path}")
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"


def is_told(page: Page, words: str) -> None:
    """She reads these words somewhere on the page."""
    expect(page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)


@contextmanager
def parent_of(office: Office) -> Iterator[Page]:
    """A mother of a child of 6 to 9, who has just been welcomed in the web chat of the first factory."""
    with new_phone(office.browser) as phone:
        page = phone.new_page()
        page.goto(f"{office.house.url}/join/GFDG01")
        sees(page, "我是家音")
        presses(page, "同意")
        sees(page, "最小的孩子多大了")
        presses(page, "6到9岁")
        sees(page, "可以这样开口")
        yield page


def menu(page: Page) -> list[str]:
    """The addresses of all pages that she is offered, from her first page on a wide screen."""
    opens(page, "/")
    found = page.locator("nav a, aside a").evaluate_all("links => links.map(link => link.pathname)")
    return sorted({way for way in found if way.startswith("/console/")})
