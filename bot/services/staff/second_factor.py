"""Six digits from an app on the phone, as the second factor: made, set up, and each code used once."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import pyotp

from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.vault import Vault
from bot.store import accounts
from bot.store.database import Database

STEP: Final = 30  # seconds
ISSUER: Final = "家音"
SET_UP_LASTS: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Offer:
    """A secret to be put into the app. uri: for its QR; ticket: brought back with the first code."""

    secret: str
    uri: str
    ticket: str


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of 30 seconds that a code belongs to, now or one to either side; None for a wrong code."""
    digits = "".join(unicodedata.normalize("NFKC", code).split())
    present = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    fitting = [
        step
        for step in (present - 1, present, present + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode())
    ]
    return max(fitting, default=None)


class SecondFactor:
    """Sets up and checks second factors; secrets lie sealed in the database."""

    def __init__(self, database: Database, clock: Clock, vault: Vault, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._audit = audit

    def offer(self, who: Signed, ticket: str = "") -> Offer:
        """A new secret for her app, or the one that was offered a moment ago."""
        secret = self._offered(who, ticket) or pyotp.random_base32()
        uri = pyotp.TOTP(secret).provisioning_uri(name=who.name, issuer_name=ISSUER)
        return Offer(secret, uri, self._vault.ticket({"of": who.account_id, "secret": secret}, self._clock()))

    async def set_up(self, who: Signed, ticket: str, code: str) -> bool:
        """Keep the offered secret after its first code; False where the code is wrong or the offer has ended."""
        secret, now = self._offered(who, ticket), self._clock()
        step = step_of(secret, code, now) if secret else None
        if secret is None or step is None:
            return False
        values = {"totp_secret": self._vault.seal(secret), "totp_step": step}
        async with self._database.writing() as connection:
            await accounts.change(connection, who.account_id, values)
            await accounts.end_sessions_of(connection, who.account_id, but=who.session)
            await self._audit.note_within(connection, who, Deed("account.second_factor", "account", who.name))
        return True

    async def accept(self, row: Any, code: str) -> bool:
        """Whether this is a code of the account in this row that was not used yet; it is used now."""
        secret = self._vault.unseal(row.totp_secret)
        step = step_of(secret, code, self._clock()) if secret else None
        if step is None:
            return False
        async with self._database.writing() as connection:
            return await accounts.use_step(connection, row.id, step)

    def _offered(self, who: Signed, ticket: str) -> str | None:
        values = self._vault.read_ticket(ticket, self._clock(), SET_UP_LASTS) if ticket else None
        return str(values["secret"]) if values and values.get("of") == who.account_id else None
