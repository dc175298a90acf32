"""Accounts of the console, as administrators look after them; one who can do that is always left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.invitations import Invitations, NameFault, name_fault_of, new_account
from bot.services.staff.names import clean_name
from bot.services.staff.rights import Right, Role, rights_of
from bot.store import accounts
from bot.store.database import Database

_NOT_FOR_THE_FACTORY = frozenset({Role.DUTY_OFFICER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR})


class Refusal(StrEnum):
    """Why a change of an account was not made."""

    NOT_HERS = "not_hers"  # she does not look after accounts
    GONE = "gone"
    OWN = "own"  # nobody changes her own roles, nor shuts herself out
    LAST = "last"  # nobody would be left to look after accounts
    FACTORY = "factory"  # a factory contact needs a factory that there is
    ROLES = "roles"  # an account without a role opens nothing
    WALL = "wall"  # who is employed by a factory cannot look after people, cases or accounts


@dataclass(frozen=True)
class Post:
    """What somebody is there for. factory: whose counts a factory contact sees."""

    roles: frozenset[Role]
    factory_employed: bool = False
    factory: str = ""


@dataclass(frozen=True)
class Account:
    """An account as a page shows it."""

    id: int
    name: str
    post: Post
    has_password: bool
    has_factor: bool
    created_at: datetime
    disabled_at: datetime | None
    closed_until: datetime | None


@dataclass(frozen=True)
class Made:
    """A new account with its link, or what was wrong."""

    account_id: int = 0
    link: str = ""
    name_fault: NameFault | None = None
    refusal: Refusal | None = None


class Accounts:
    """Everybody who may work with the console."""

    def __init__(self, database: Database, clock: Clock, invitations: Invitations, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._invitations = invitations
        self._audit = audit

    async def everybody(self) -> Sequence[Account]:
        """By name; those who were disabled come last."""
        async with self._database.reading() as connection:
            rows = await accounts.everybody(connection)
        return sorted((_account(row) for row in rows), key=lambda one: (one.disabled_at is not None, one.name))

    async def find(self, account_id: int) -> Account | None:
        async with self._database.reading() as connection:
            row = await accounts.numbered(connection, account_id)
        return _account(row) if row else None

    async def factories(self) -> dict[str, str]:
        """The names of all factories, by code."""
        async with self._database.reading() as connection:
            return await accounts.factory_names(connection)

    async def make(self, who: Signed, name: str, post: Post) -> Made:
        """A new account, and the link with which she chooses her password."""
        known = clean_name(name)
        fault, refusal = name_fault_of(known), await self._unfit(who, post)
        if fault or refusal:
            return Made(name_fault=fault, refusal=refusal)
        row = new_account(known, [], created_at=self._clock()) | _values(post)
        try:
            async with self._database.writing() as connection:
                account_id = await accounts.add(connection, row)
                link = await self._invitations.link_within(connection, account_id)
                await self._note(connection, who, "account.make", known, roles=row["roles"])
        except IntegrityError:
            return Made(name_fault=NameFault.TAKEN)
        return Made(account_id, link)

    async def change_post(self, who: Signed, account_id: int, post: Post) -> Refusal | None:
        """Other roles; they hold at once, also where she is signed in."""
        if refusal := await self._unfit(who, post):
            return refusal
        values = _values(post)

        async def change(connection: AsyncConnection, row: Any) -> None:
            await accounts.change(connection, row.id, values)
            detail = {"before": list(row.roles), "roles": values["roles"], "employed": values["factory_employed"]}
            await self._note(connection, who, "account.roles", row.name, **detail)

        return await self._changed(who, account_id, change, keeps=_looks_after(post.roles, values["factory_employed"]))

    async def disable(self, who: Signed, account_id: int) -> Refusal | None:
        """She is signed out everywhere at once, and her links end."""

        async def change(connection: AsyncConnection, row: Any) -> None:
            await accounts.change(connection, row.id, {"disabled_at": self._clock()})
            await accounts.end_sessions_of(connection, row.id)
            await accounts.uninvite(connection, row.id)
            await self._note(connection, who, "account.disable", row.name)

        return await self._changed(who, account_id, change, keeps=False)

    async def enable(self, who: Signed, account_id: int) -> Refusal | None:
        async def change(connection: AsyncConnection, row: Any) -> None:
            await accounts.change(connection, row.id, {"disabled_at": None, "wrong_tries": 0, "closed_until": None})
            await self._note(connection, who, "account.enable", row.name)

        return await self._changed(who, account_id, change)

    async def reset_factor(self, who: Signed, account_id: int) -> Refusal | None:
        """For a lost phone: she sets up a new one when she signs in next; all her devices are signed out."""

        async def change(connection: AsyncConnection, row: Any) -> None:
            await accounts.change(connection, row.id, {"totp_secret": "", "totp_step": 0})
            await accounts.end_sessions_of(connection, row.id)
            await self._note(connection, who, "account.factor_reset", row.name)

        return await self._changed(who, account_id, change)

    async def invite(self, who: Signed, account_id: int) -> str | Refusal:
        """A new link to choose a password, told once; the second factor stays as it is."""
        links: list[str] = []

        async def change(connection: AsyncConnection, row: Any) -> None:
            links.append(await self._invitations.link_within(connection, row.id))
            await self._note(connection, who, "account.invite", row.name)

        refusal = await self._changed(who, account_id, change)
        return refusal or links[0]

    async def _changed(
        self, who: Signed, account_id: int, change: Callable[[AsyncConnection, Any], Any], *, keeps: bool = True
    ) -> Refusal | None:
        """Make a change of somebody else's account. keeps: she looks after accounts then as before."""
        if not who.may(Right.ACCOUNTS):
            return Refusal.NOT_HERS
        if account_id == who.account_id:
            return Refusal.OWN
        async with self._database.writing() as connection:
            rows = await accounts.held(connection)
            row = next((one for one in rows if one.id == account_id), None)
            if row is None:
                return Refusal.GONE
            if not keeps and _keeper(row) and not any(_keeper(one) for one in rows if one.id != account_id):
                return Refusal.LAST
            await change(connection, row)
        return None

    async def _unfit(self, who: Signed, post: Post) -> Refusal | None:
        """What speaks against this post, whoever has it."""
        if not who.may(Right.ACCOUNTS):
            return Refusal.NOT_HERS
        if not post.roles:
            return Refusal.ROLES
        if Role.FACTORY_CONTACT in post.roles and post.factory not in await self.factories():
            return Refusal.FACTORY
        return Refusal.WALL if _values(post)["factory_employed"] and post.roles & _NOT_FOR_THE_FACTORY else None

    async def _note(self, connection: AsyncConnection, who: Signed, act: str, name: str, **detail: Any) -> None:
        await self._audit.note_within(connection, who, Deed(act, "account", name, detail=detail))


def _values(post: Post) -> dict[str, Any]:
    """A factory's contact is one of the factory's people, whatever was ticked."""
    contact = Role.FACTORY_CONTACT in post.roles
    return {
        "roles": sorted(role.value for role in post.roles),
        "factory_employed": post.factory_employed or contact,
        "factory": post.factory if contact else "",
    }


def _looks_after(roles: frozenset[Role], factory_employed: bool) -> bool:
    return Right.ACCOUNTS in rights_of(roles, factory_employed=factory_employed)


def _keeper(row: Any) -> bool:
    """Somebody who looks after accounts, and can sign in."""
    roles = frozenset(Role(role) for role in row.roles if role in set(Role))
    return row.disabled_at is None and bool(row.password_hash) and _looks_after(roles, row.factory_employed)


def _account(row: Any) -> Account:
    roles = frozenset(Role(role) for role in row.roles if role in set(Role))
    return Account(
        row.id,
        row.name,
        Post(roles, row.factory_employed, row.factory),
        bool(row.password_hash),
        bool(row.totp_secret),
        row.created_at,
        row.disabled_at,
        row.closed_until,
    )
