"""Passwords of the console: which are refused, and how they are hashed without holding up anybody else."""

from __future__ import annotations

import asyncio
import re
import secrets
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Final

from pwdlib import PasswordHash

SHORTEST: Final = 10
LONGEST: Final = 128
FEWEST_SIGNS: Final = 5  # different ones
AT_ONCE: Final = 2  # hashes; each takes 64 MB and a tenth of a second

_HASHER = PasswordHash.recommended()
# What everybody tries first; found inside a password after its digits and signs at the end are taken off.
_WORN = (
    "password",
    "passw0rd",
    "qwertyuiop",
    "1q2w3e4r5t",
    "iloveyou",
    "letmein",
    "administrator",
    "admin",
    "welcome",
    "woaini",
    "jiayin",
    "家音",
    "密码",
)
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_ONLY_NUMBERS = re.compile(r"\d+")


class Fault(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    NUMBERS = "numbers"
    NAME = "name"


def fault_of(password: str, name: str) -> Fault | None:
    """What is wrong with a new password of somebody of this name; None for a good one."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        return Fault.SHORT
    if len(plain) > LONGEST:
        return Fault.LONG
    if _ONLY_NUMBERS.fullmatch(plain):
        return Fault.NUMBERS  # telephone numbers, birthdays: colleagues know them
    lowered = plain.casefold()
    if name and _normal(name).casefold() in lowered and len(plain) - len(name) < SHORTEST // 2:
        return Fault.NAME
    return Fault.COMMON if _worn(lowered) else None


def _worn(lowered: str) -> bool:
    core = re.sub(r"[\d\W_]+$", "", lowered)
    return len(set(lowered)) < FEWEST_SIGNS or core in _WORN or any(lowered in run for run in _RUNS)


def _normal(password: str) -> str:
    """A phone and a computer may write the same sign in different ways."""
    return unicodedata.normalize("NFKC", password)


class Passwords:
    """Hashes and compares, in threads, a few at once."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def hashed(self, password: str) -> str:
        async with self._turn:
            return await asyncio.to_thread(_HASHER.hash, _normal(password)[:LONGEST])

    async def fits(self, password: str, kept: str) -> bool:
        """Whether this password was kept; takes as long where nothing was, so that nobody learns which names exist."""
        async with self._turn:
            return await asyncio.to_thread(_fits, _normal(password)[: LONGEST + 1], kept)


def _fits(password: str, kept: str) -> bool:
    same = _HASHER.verify(password, kept or _nobodys())
    return same and bool(kept)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    return _HASHER.hash(secrets.token_urlsafe(32))
