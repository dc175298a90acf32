"""Seals what must be read again but not by a thief of the database, with keys made from the signing key."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Vault:
    """Two boxes: secrets that are kept, and tickets that a browser brings back within minutes."""

    def __init__(self, signing_key: bytes) -> None:
        self._kept = Fernet(_key(signing_key, b"jiayin console secrets"))
        self._lent = Fernet(_key(signing_key, b"jiayin console tickets"))

    def seal(self, words: str) -> str:
        return self._kept.encrypt(words.encode()).decode()

    def unseal(self, sealed: str) -> str | None:
        """What was sealed; None where the signing key has changed since."""
        try:
            return self._kept.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def ticket(self, values: Mapping[str, Any], now: datetime) -> str:
        """For a hidden field or a cookie: unreadable to its bearer, and good for a while."""
        return self._lent.encrypt_at_time(json.dumps(dict(values)).encode(), int(now.timestamp())).decode()

    def read_ticket(self, ticket: str, now: datetime, lasts: timedelta) -> dict[str, Any] | None:
        """What a ticket of ours says while it lasts; None for any other."""
        try:
            said = self._lent.decrypt_at_time(ticket.encode(), int(lasts.total_seconds()), int(now.timestamp()))
        except InvalidToken:
            return None
        values: dict[str, Any] = json.loads(said)
        return values


def _key(signing_key: bytes, purpose: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(signing_key)
    return base64.urlsafe_b64encode(derived)
