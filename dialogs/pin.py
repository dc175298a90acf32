"""The four digits before history, own data and erasure on a shared phone; kept as a salted hash only."""

from __future__ import annotations

import hashlib
import hmac
import re

_ROUNDS = 20_000
_DIGITS = re.compile(r"\d{4}")


def is_pin(words: str) -> bool:
    return bool(_DIGITS.fullmatch(words))


def hashed(pin: str, code: str) -> str:
    """What is kept of a PIN; `code` is the person's own code, so that equal PINs look different."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), code.encode(), _ROUNDS).hex()


def fits(pin: str, kept: str, code: str) -> bool:
    """Whether this is the PIN that was kept."""
    return hmac.compare_digest(kept, hashed(pin, code))
