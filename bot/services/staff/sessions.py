"""Sessions of the console: begun with a password, known by a secret of which only a digest is kept, and ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.services.scene import Clock
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role, needs_second_factor
from bot.store import accounts
from bot.store.database import Database

LASTS = timedelta(hours=12)
TRUSTED_LASTS = timedelta(days=30)
IDLE = timedelta(hours=2)  # a device that is not trusted, and that nobody touched so long, may lie about
SEEN_EVERY = timedelta(minutes=5)


def digest_of(secret: str) -> str:
    """What is kept of a secret: enough to know it again, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True)
class Device:
    """Where somebody is signed in. session: the digest that ends it; here: it is the one that asks."""

    session: str
    name: str
    trusted: bool
    since: datetime
    seen_at: datetime
    until: datetime
    here: bool


class Sessions:
    """Who is signed in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, account_id: int, *, trusted: bool, device: str) -> str:
        """A new session of an account that was just proven; the secret for its cookie."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        row = {
            "digest": digest_of(secret),
            "account_id": account_id,
            "created_at": now,
            "seen_at": now,
            "expires_at": now + (TRUSTED_LASTS if trusted else LASTS),
            "trusted": trusted,
            "proven_at": now,
            "device": device[:80],
        }
        async with self._database.writing() as connection:
            await accounts.begin_session(connection, row)
        return secret

    async def find(self, secret: str) -> Signed | None:
        """Whose session this is, while it lasts."""
        now = self._clock()
        async with self._database.reading() as connection:
            row = await accounts.session(connection, digest_of(secret), now)
        if row is None:
            return None
        if not row.trusted and now - row.seen_at > IDLE:
            await self.end(row.digest)
            return None
        if now - row.seen_at > SEEN_EVERY:
            async with self._database.writing() as connection:
                await accounts.see_session(connection, row.digest, {"seen_at": now})
        return signed_by(row)

    async def end(self, session: str) -> None:
        async with self._database.writing() as connection:
            await accounts.end_session(connection, session)

    async def devices(self, who: Signed) -> Sequence[Device]:
        """Where she is signed in, the last used first."""
        now = self._clock()
        async with self._database.reading() as connection:
            rows = await accounts.sessions_of(connection, who.account_id, now)
        awake = (row for row in rows if row.trusted or now - row.seen_at <= IDLE)
        return tuple(_device(row, who) for row in awake)

    async def end_there(self, who: Signed, session: str) -> bool:
        """Sign her out on one of her devices; False where it is not one of hers."""
        async with self._database.writing() as connection:
            return await accounts.end_one_of(connection, who.account_id, session)


def signed_by(row: Any) -> Signed:
    """The account of a session, as pages see it; roles that are no longer known are left out."""
    roles = frozenset(Role(role) for role in row.roles if role in set(Role))
    return Signed(
        row.id,
        row.name,
        roles,
        row.factory_employed,
        row.factory,
        row.proven_at,
        row.digest,
        lacks_factor=needs_second_factor(roles) and not row.totp_secret,
    )


def _device(row: Any, who: Signed) -> Device:
    here = row.digest == who.session
    return Device(row.digest, row.device, row.trusted, row.created_at, row.seen_at, row.expires_at, here)
