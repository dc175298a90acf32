"""Signing in: a name, a password and a code; who tries wrongly too often has to wait, longer each time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.names import clean_name
from bot.services.staff.passwords import Passwords
from bot.services.staff.second_factor import SecondFactor
from bot.services.staff.sessions import digest_of
from bot.services.staff.vault import Vault
from bot.store import accounts
from bot.store.database import Database

FREE_TRIES: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
CODE_LASTS: Final = timedelta(minutes=5)  # from the password to the code
STRANGERS: Final = 2000


class Outcome(StrEnum):
    """How a try went."""

    IN = "in"
    CODE = "code"  # the password is right, the code is still to come
    WRONG = "wrong"
    CLOSED = "closed"


@dataclass(frozen=True)
class Tried:
    """account_id: where the password was right; until: when a closed one may be tried again."""

    outcome: Outcome
    account_id: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Halfway:
    """She gave her password; the code is missing."""

    account_id: int
    trusted: bool


def wait_after(tries: int) -> timedelta | None:
    """How long nothing is accepted after so many wrong tries."""
    if tries < FREE_TRIES:
        return None
    return min(FIRST_WAIT * 2 ** min(tries - FREE_TRIES, 10), LONGEST_WAIT)


class Strangers:
    """Names that nobody has are made to wait like the others, or the waiting would tell which names exist."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()

    def closed_until(self, name: str) -> datetime | None:
        return self._tries.get(digest_of(name), (0, None))[1]

    def wrong(self, name: str, now: datetime) -> datetime | None:
        tries = self._tries.pop(digest_of(name), (0, None))[0] + 1
        wait = wait_after(tries)
        until = now + wait if wait else None
        self._tries[digest_of(name)] = (tries, until)
        if len(self._tries) > STRANGERS:
            self._tries.popitem(last=False)
        return until


@dataclass(frozen=True)
class Keys:
    """What proves somebody: her password, the codes of her phone, and tickets between the two."""

    passwords: Passwords
    second_factor: SecondFactor
    vault: Vault


class SignIn:
    """Who may come in."""

    def __init__(self, database: Database, clock: Clock, keys: Keys, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._audit = audit
        self._strangers = Strangers()
        self._one_code = asyncio.Lock()

    async def with_password(self, name: str, password: str) -> Tried:
        """The first step for everybody. Nothing tells whether the name, the password or the account was wrong."""
        known = clean_name(name)
        async with self._database.reading() as connection:
            row = await accounts.named(connection, known)
        closed = row.closed_until if row else self._strangers.closed_until(known)
        if closed and closed > self._clock():
            return Tried(Outcome.CLOSED, until=closed)
        kept = row.password_hash if row is not None and row.disabled_at is None else ""
        if not await self._keys.passwords.fits(password, kept) or row is None:
            return await self._wrong(row, known)
        if closed := await self._closed_meanwhile(row.id):
            return Tried(Outcome.CLOSED, until=closed)
        if row.totp_secret:
            return Tried(Outcome.CODE, row.id)
        await self._let_in(row)
        return Tried(Outcome.IN, row.id)

    async def with_code(self, account_id: int, code: str) -> Tried:
        """The second step, for those who have a second factor; one after another, so that each wrong one counts."""
        async with self._one_code:
            return await self._with_code(account_id, code)

    async def _with_code(self, account_id: int, code: str) -> Tried:
        async with self._database.reading() as connection:
            row = await accounts.numbered(connection, account_id)
        if row is None or row.disabled_at is not None:
            return Tried(Outcome.WRONG)
        if row.closed_until and row.closed_until > self._clock():
            return Tried(Outcome.CLOSED, until=row.closed_until)
        if not await self._keys.second_factor.accept(row, code):
            return await self._wrong(row, row.name)
        await self._let_in(row)
        return Tried(Outcome.IN, row.id)

    async def again(self, who: Signed, password: str, code: str) -> Tried:
        """Proves somebody who is signed in already; her session is as good as new then."""
        tried = await self.with_password(who.name, password)
        if tried.outcome is Outcome.CODE:
            tried = await self.with_code(who.account_id, code)
        if tried.outcome is Outcome.IN:
            async with self._database.writing() as connection:
                await accounts.see_session(connection, who.session, {"proven_at": self._clock()})
        return tried

    def halfway(self, account_id: int, *, trusted: bool) -> str:
        """What her browser keeps between the password and the code."""
        return self._keys.vault.ticket({"halfway": account_id, "trusted": trusted}, self._clock())

    def read_halfway(self, ticket: str) -> Halfway | None:
        """Who gave her password with this browser, in the last minutes."""
        values = self._keys.vault.read_ticket(ticket, self._clock(), CODE_LASTS) if ticket else None
        return Halfway(values["halfway"], values["trusted"]) if values and "halfway" in values else None

    async def _closed_meanwhile(self, account_id: int) -> datetime | None:
        """While one password was compared, others may have been tried at the same time."""
        async with self._database.reading() as connection:
            row = await accounts.numbered(connection, account_id)
        return row.closed_until if row and row.closed_until and row.closed_until > self._clock() else None

    async def _wrong(self, row: Any | None, name: str) -> Tried:
        now = self._clock()
        async with self._database.writing() as connection:
            # Nobody has the number 0: unknown names take the same way, and the same time.
            tries = await accounts.count_wrong(connection, row.id if row else 0)
            wait = wait_after(tries)
            until = now + wait if wait else None
            if row is not None and until:
                await accounts.change(connection, row.id, {"closed_until": until})
                await self._audit.note_within(connection, None, Deed("account.closed", "account", row.name))
        if row is None:
            until = self._strangers.wrong(name, now)
        return Tried(Outcome.CLOSED, until=until) if until else Tried(Outcome.WRONG)

    async def _let_in(self, row: Any) -> None:
        if row.wrong_tries or row.closed_until:
            async with self._database.writing() as connection:
                await accounts.change(connection, row.id, {"wrong_tries": 0, "closed_until": None})
