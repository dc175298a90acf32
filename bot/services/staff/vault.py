"""Seals what must be read again but not by a thief of the database, with keys made from the signing key."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Vault:
    """Two boxes: secrets that are kept, and tickets that a browser brings back within minutes."""

    def __init__(self, signing_key: bytes) -> None:
        self._signing_key = signing_key

    @cached_property
    def _kept(self) -> Fernet:
        return _box(self._signing_key, b"jiayin console secrets")

    @cached_property
    def _lent(self) -> Fernet:
        return _box(self._signing_key, b"jiayin console tickets")

    def seal(self, words: str) -> str:
        return self._kept.encrypt(words.encode()).decode()

    def unseal(self, sealed: str) -> str | None:
        """What was sealed; None where the signing key has changed since."""
        from cryptography.fernet import InvalidToken

        try:
            return self._kept.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def ticket(self, values: Mapping[str, Any], now: datetime) -> str:
        """For a hidden field or a cookie: unreadable to its bearer, and good for a while."""
        return self._lent.encrypt_at_time(json.dumps(dict(values)).encode(), int(now.timestamp())).decode()

    def read_ticket(self, ticket: str, now: datetime, lasts: timedelta) -> dict[str, Any] | None:
        """What a ticket of ours says while it lasts; None for any other."""
        from cryptography.fernet import InvalidToken

        try:
            said = self._lent.decrypt_at_time(ticket.encode(), int(lasts.total_seconds()), int(now.timestamp()))
        except InvalidToken:
            return None
        values: dict[str, Any] = json.loads(said)
        return values


def _box(signing_key: bytes, purpose: bytes) -> Fernet:
    """A heavy library, which a process loads when the first trainer signs in there."""
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(signing_key)
    return Fernet(base64.urlsafe_b64encode(derived))
