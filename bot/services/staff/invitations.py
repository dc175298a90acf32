"""One-time links: to make the first administrator, and to choose a password for an account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.names import LONGEST_NAME, clean_name
from bot.services.staff.passwords import Fault, Passwords, fault_of
from bot.services.staff.rights import Role
from bot.services.staff.sessions import digest_of
from bot.store import accounts
from bot.store.database import Database

LINK_LASTS = timedelta(hours=24)
WAY = "/console/welcome/"


class NameFault(StrEnum):
    """Why a name is not taken."""

    EMPTY = "empty"
    LONG = "long"
    TAKEN = "taken"


@dataclass(frozen=True)
class Invited:
    """A link that is good. name: whose; empty for the first administrator, who chooses it."""

    name: str


@dataclass(frozen=True)
class Welcomed:
    """Where nothing is wrong she is in: account_id. gone: the link was used, or is too old."""

    account_id: int = 0
    name_fault: NameFault | None = None
    password_fault: Fault | None = None
    gone: bool = False


def new_account(name: str, roles: list[str], **more: Any) -> dict[str, Any]:
    """The row of an account that has no password yet."""
    return {
        "name": name,
        "password_hash": "",
        "roles": roles,
        "factory_employed": False,
        "factory": "",
        "totp_secret": "",
        "totp_step": 0,
        "telegram": "",
        "email": "",
        "wrong_tries": 0,
        **more,
    }


def name_fault_of(name: str) -> NameFault | None:
    if not name:
        return NameFault.EMPTY
    return NameFault.LONG if len(name) > LONGEST_NAME else None


class Invitations:
    """Links are told once; a digest is kept."""

    def __init__(self, database: Database, clock: Clock, passwords: Passwords, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._audit = audit

    async def first(self) -> str | None:
        """The way to make the first administrator, anew at each call; None as soon as there is an account."""
        async with self._database.writing() as connection:
            if await accounts.how_many(connection):
                return None
            return await self.link_within(connection, None)

    async def from_terminal(self, name: str) -> str | None:
        """The way back for somebody who lost her password or her phone; None where nobody enabled has this name.

        Whoever can start this command on the machine can read everything anyway.
        """
        async with self._database.writing() as connection:
            row = await accounts.named(connection, clean_name(name))
            if row is None or row.disabled_at is not None:
                return None
            await self._audit.note_within(connection, None, Deed("account.invite", "account", row.name))
            return await self.link_within(connection, row.id, forgets_factor=True)

    async def link_within(
        self, connection: AsyncConnection, account_id: int | None, *, forgets_factor: bool = False
    ) -> str:
        """A new link, by its path; those before it end."""
        secret = secrets.token_urlsafe(32)
        row = {
            "digest": digest_of(secret),
            "account_id": account_id,
            "expires_at": self._clock() + LINK_LASTS,
            "forgets_factor": forgets_factor,
        }
        await accounts.invite(connection, row)
        return f"{WAY}{secret}"

    async def find(self, secret: str) -> Invited | None:
        """Whom this link invites, while it is good."""
        async with self._database.reading() as connection:
            row = await accounts.invited(connection, digest_of(secret), self._clock())
            if row is None or not await _usable(connection, row):
                return None
        return Invited(row.name or "")

    async def accept(self, secret: str, name: str, password: str) -> Welcomed:
        """Use the link with the password she chose, and with the name where it makes the first account."""
        invited = await self.find(secret)
        if invited is None:
            return Welcomed(gone=True)
        known = invited.name or clean_name(name)
        name_fault, password_fault = name_fault_of(known), fault_of(password, known)
        if name_fault or password_fault:
            return Welcomed(name_fault=name_fault, password_fault=password_fault)
        hashed = await self._passwords.hashed(password)
        async with self._database.writing() as connection:
            row = await accounts.invited(connection, digest_of(secret), self._clock())
            if row is None or not await _usable(connection, row):
                return Welcomed(gone=True)
            if not await accounts.use_invitation(connection, digest_of(secret)):
                return Welcomed(gone=True)
            if row.account_id is None:
                return Welcomed(await self._first_account(connection, known, hashed))
            return Welcomed(await self._new_password(connection, row, hashed))

    async def _first_account(self, connection: AsyncConnection, name: str, hashed: str) -> int:
        row = new_account(name, [Role.ADMINISTRATOR.value], password_hash=hashed, created_at=self._clock())
        account_id = await accounts.add(connection, row)
        await self._audit.note_within(connection, None, Deed("account.first", "account", name))
        return account_id

    async def _new_password(self, connection: AsyncConnection, row: Any, hashed: str) -> int:
        values: dict[str, Any] = {"password_hash": hashed, "wrong_tries": 0, "closed_until": None}
        if row.forgets_factor:
            values |= {"totp_secret": "", "totp_step": 0}
        account_id = int(row.account_id)
        await accounts.change(connection, account_id, values)
        await accounts.end_sessions_of(connection, account_id)
        await self._audit.note_within(connection, None, Deed("account.welcome", "account", row.name))
        return account_id

    async def change_password(self, who: Signed, password: str) -> Fault | None:
        """A new password for somebody who was just proven; her other devices are signed out."""
        if fault := fault_of(password, who.name):
            return fault
        hashed = await self._passwords.hashed(password)
        async with self._database.writing() as connection:
            await accounts.change(connection, who.account_id, {"password_hash": hashed})
            await accounts.end_sessions_of(connection, who.account_id, but=who.session)
            await accounts.uninvite(connection, who.account_id)
            await self._audit.note_within(connection, who, Deed("account.password", "account", who.name))
        return None


async def _usable(connection: AsyncConnection, row: Any) -> bool:
    """The first link is good while there is no account, any other while its account is enabled."""
    if row.account_id is None:
        return await accounts.how_many(connection) == 0
    return row.disabled_at is None
