"""Sessions of the console: begun with a password, known by a secret of which only a digest is kept, and ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from bot.services.scene import Clock
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store import accounts
from bot.store.database import Database

LASTS = timedelta(hours=12)
TRUSTED_LASTS = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)


def digest_of(secret: str) -> str:
    """What is kept of a secret: enough to know it again, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


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
        if now - row.seen_at > SEEN_EVERY:
            async with self._database.writing() as connection:
                await accounts.see_session(connection, row.digest, {"seen_at": now})
        return signed_by(row)

    async def end(self, session: str) -> None:
        async with self._database.writing() as connection:
            await accounts.end_session(connection, session)


def signed_by(row: Any) -> Signed:
    """The account of a session, as pages see it; roles that are no longer known are left out."""
    roles = frozenset(Role(role) for role in row.roles if role in set(Role))
    return Signed(row.id, row.name, roles, row.factory_employed, row.factory, row.proven_at, row.digest)
