"""Accounts of the console: made, and proven by their passwords."""

from __future__ import annotations

import asyncio

from pwdlib import PasswordHash

from bot.services.scene import Clock
from bot.store import accounts
from bot.store.database import Database

_HASHER = PasswordHash.recommended()


class Accounts:
    """Everybody who may work with the console."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def prove(self, name: str, password: str) -> int | None:
        """The number of the account with this name and password; hashing is slow, so a thread does it."""
        async with self._database.reading() as connection:
            found = await accounts.named(connection, name.strip())
        if found is None or not found.password_hash or found.disabled_at is not None:
            return None
        fits = await asyncio.to_thread(_HASHER.verify, password, found.password_hash)
        return found.id if fits else None
