"""Codes as people type them: small letters, gaps, and letters that no code has."""

from __future__ import annotations

import unicodedata
from itertools import product
from typing import Final

from bot.store.addresses import CODE_LETTERS

LENGTH: Final = 8
MOST_DOUBTS: Final = 3
# No code has these, because they are misread; what they were before somebody misread them.
_MISREAD: Final = {"O": "DQ", "0": "DQ8", "1": "7JT", "I": "JT7", "L": "J7", "U": "V"}


def tidy(typed: str) -> str:
    """What was typed, in capitals and without anything between them."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())[:40]


def readings(typed: str) -> frozenset[str]:
    """Every code that may be meant; none where it cannot be one."""
    letters = tidy(typed)
    doubts = sum(letter in _MISREAD for letter in letters)
    if len(letters) != LENGTH or doubts > MOST_DOUBTS:
        return frozenset()
    options = [_MISREAD.get(letter, letter) for letter in letters]
    if any(letter not in CODE_LETTERS for option in options for letter in option):
        return frozenset()
    return frozenset("".join(code) for code in product(*options))
