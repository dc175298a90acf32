"""Names of accounts, alike however they were typed."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST_NAME: Final = 40


def clean_name(name: str) -> str:
    """Without signs that cannot be seen, and with single spaces inside."""
    plain = unicodedata.normalize("NFKC", name)
    seen = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C" or sign.isspace())
    return " ".join(seen.split())
