"""A console over the small world: people with roles sign in, open pages and send forms, as a browser would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from httpx2 import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.assembly import Jiayin
from bot.console.admin import console
from bot.console.doors import Doors
from bot.console.signing_in import COOKIE
from bot.desk import doors_of
from bot.i18n import Words
from bot.services.escalation import Escalation
from bot.services.staff.names import LONGEST_NAME
from bot.services.staff.rights import Role, needs_second_factor
from bot.settings import Settings
from bot.store import accounts
from bot.store.database import Database
from tests.fakes import World

CSRF = "starlette_admin_csrftoken"
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


class Desk:
    """The world, and the console in front of it."""

    def __init__(self, database: Database, **settings: Any) -> None:
        self.world = World(database)
        given: dict[str, Any] = {"_env_file": None, "secret_key": SecretStr("k" * 32), **settings}
        self.jiayin = _running(self.world, Settings(**given))
        self.doors: Doors = doors_of(self.jiayin)
        self.app = Starlette()
        console(self.doors).mount_to(self.app)

    async def account(self, name: str, *roles: Role, factory_employed: bool = False, factory: str = "") -> int:
        """Somebody of the staff, with her phone connected where her role wants it; her number."""
        row = {
            "name": name,
            "password_hash": "",
            "roles": [role.value for role in roles],
            "factory_employed": factory_employed,
            "factory": factory,
            "totp_secret": "kept" if needs_second_factor(roles) else "",
            "totp_step": 0,
            "telegram": "",
            "email": "",
            "wrong_tries": 0,
            "created_at": self.world.clock(),
        }
        async with self.world.database.writing() as connection:
            return await accounts.add(connection, row)

    async def as_(self, *roles: Role, name: str = "", **account: Any) -> Visitor:
        """Somebody with these roles, signed in on a browser of her own."""
        account_id = await self.account((name or "-".join(roles) or "nobody")[:LONGEST_NAME], *roles, **account)
        secret = await self.doors.sessions.begin(account_id, trusted=False, device="test")
        return self._on_a_browser(Visitor(self.app, account_id, secret))

    async def ticks(self) -> None:
        """What a running process does every few seconds."""
        await self.jiayin.tick()
        await self.jiayin.refresh_content()
        await self.world.sender.send_due()

    def _on_a_browser(self, visitor: Visitor) -> Visitor:
        """Behind an https address the cookies go back by https alone."""
        if self.doors.settings.public_url.startswith("https:"):
            visitor.http.base_url = "https://desk"
        return visitor

    def stranger(self) -> Visitor:
        """Somebody who is not signed in."""
        return Visitor(self.app, 0, "")


class Visitor:
    """A browser: it keeps cookies, and sends the token that a form of the console holds."""

    def __init__(self, app: Starlette, account_id: int, secret: str) -> None:
        self.account_id = account_id
        cookies = {COOKIE: secret} if secret else {}
        self.http = AsyncClient(transport=ASGITransport(app=app), base_url="http://desk", cookies=cookies)

    async def opens(self, path: str) -> Response:
        """A page of the console, by its path below /console; where it leads to is followed."""
        return await self.http.get(f"/console{path}", follow_redirects=True)

    async def reads(self, path: str) -> str:
        """The words of a page that must be there."""
        response = await self.opens(path)
        assert response.status_code == 200, f"{path}: {response.status_code} {said(response)[:300]}"
        return said(response)

    async def sends(self, path: str, form: Mapping[str, Any], files: Any = None) -> Response:
        """A form, with its token; not followed, so that it can be seen where it leads."""
        token = await self._token()
        data = {**form, "csrftoken": token}
        return await self.http.post(f"/console{path}", data=data, files=files)

    async def posts(self, path: str, body: Any) -> Response:
        """What a script of a page sends: JSON, with the token beside it."""
        headers = {"X-CSRFToken": await self._token()}
        return await self.http.post(f"/console{path}", json=body, headers=headers)

    async def _token(self) -> str:
        if CSRF not in self.http.cookies:
            await self.http.get("/console/login")
        return str(self.http.cookies[CSRF])


def said(response: Response) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(TAGS.sub(" ", response.text))).strip()


def _running(world: World, settings: Settings) -> Jiayin:
    parts = (world.setting, world.streams, world.sender, world.receiver, world.planner, world.housekeeping)
    escalation = Escalation(world.database, world.setting)
    return Jiayin(settings, world.database, Words(), *parts, escalation, None)
