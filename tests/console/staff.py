"""What the tests of accounts share: somebody with a password and a phone, and the way through the door."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pyotp
from httpx2 import Response

from bot.console.signing_in import COOKIE
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.services.staff.vault import Vault
from bot.store import accounts
from tests.console.desk import Desk, Visitor, said

PASSWORD = "稻田里的三只青蛙sing"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


async def with_password(desk: Desk, name: str, *roles: Role, phone: bool = False) -> int:
    """Somebody who has chosen her password; with a phone where that is asked for."""
    account_id = await desk.account(name, *roles)
    made = await desk.doors.invitations.from_terminal(name)
    assert made is not None
    welcomed = await desk.doors.invitations.accept(made.rsplit("/", 1)[1], "", PASSWORD)
    assert welcomed.account_id == account_id
    if phone:
        await connect_phone(desk, account_id)
    return account_id


async def connect_phone(desk: Desk, account_id: int) -> None:
    sealed = Vault(desk.doors.settings.signing_key()).seal(SECRET)
    async with desk.world.database.writing() as connection:
        await accounts.change(connection, account_id, {"totp_secret": sealed, "totp_step": 0})


def code(desk: Desk) -> str:
    """What her phone shows now."""
    return pyotp.TOTP(SECRET).at(desk.world.clock())


async def signs_in(visitor: Visitor, name: str, password: str = PASSWORD, **more: str) -> Response:
    return await visitor.sends("/login", {"username": name, "password": password, "next": "", **more})


async def as_signed(desk: Desk, visitor: Visitor) -> Signed:
    """Who sits at this browser."""
    found = await desk.doors.sessions.find(visitor.http.cookies[COOKIE])
    assert found is not None
    return found


def leads_to(response: Response) -> str:
    """The path that an answer leads to."""
    assert response.status_code == 303, f"{response.status_code}: {said(response)[:300]}"
    return urlsplit(response.headers["location"]).path


def field(response: Response, name: str) -> str:
    """What a hidden or readonly field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.text)
    assert found is not None, f"no field {name} in {said(response)[:300]}"
    return found[1]


def link_in(response: Response) -> str:
    """The one-time link that a page shows, by its path below the console."""
    found = re.search(r"/console(/welcome/[\w-]+)", response.text)
    assert found is not None, said(response)[:300]
    return found[1]
