"""The four digits before history, own data and erasure on a shared phone: kept as a salted hash, tried a few times."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.facts import Profile
from dialogs.language.normal import normalise

MOST_WRONG = 3
CLOSED_FOR = timedelta(hours=1)
_ROUNDS = 20_000
_DIGITS = re.compile(r"[0-9]{4}")


def read_pin(words: str) -> str | None:
    """Four digits and nothing else, spaces and dashes aside."""
    digits = re.sub(r"[\s-]", "", normalise(words))
    return digits if _DIGITS.fullmatch(digits) else None


def hashed(pin: str, code: str) -> str:
    """What is kept of a PIN; `code` is the person's own code, so that equal PINs look different."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), code.encode(), _ROUNDS).hex()


def fits(pin: str, kept: str, code: str) -> bool:
    """Whether this is the PIN that was kept."""
    return hmac.compare_digest(kept, hashed(pin, code))


def is_closed(profile: Profile, now: datetime) -> bool:
    """Whether so many wrong ones were written just now that not even the right one opens."""
    if profile.wrong_pin_at is None or profile.wrong_pins % MOST_WRONG:
        return False
    return now < profile.wrong_pin_at + CLOSED_FOR


def with_wrong_pin(profile: Profile, now: datetime) -> Profile:
    return replace(profile, wrong_pins=profile.wrong_pins + 1, wrong_pin_at=now)


def with_right_pin(profile: Profile) -> Profile:
    return replace(profile, wrong_pins=0, wrong_pin_at=None)
