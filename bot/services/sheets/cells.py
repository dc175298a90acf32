"""The words of one cell: cleaned of what cannot be seen, and guarded against being taken for a formula."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, Final

# Control characters, marks that turn the direction of writing, and marks without width.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ESCAPED_BREAK = re.compile(r"_x000[dD]_")
_FORMULA: Final = r"[=+\-@\t\r＝＋－＠]"
_LIKE_A_FORMULA = re.compile(_FORMULA)
_TO_GUARD = re.compile(f"'*{_FORMULA}")
_GUARDED = re.compile(f"'+{_FORMULA}")


def clean(words: str) -> str:
    """What a person sees of it, with plain line breaks and no blanks around it."""
    plain = _ESCAPED_BREAK.sub("", words).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    seen = _SURROGATE.sub("", _UNSEEN.sub("", plain))
    return "\n".join(line.rstrip() for line in seen.split("\n")).strip()


def words_of(value: Any) -> str:
    """What a spreadsheet shows for a value: 12.0 is 12, midnight of a day is the day."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.15g}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return read_cell(str(value))


def read_cell(words: str) -> str:
    """Clean words, without the quotation mark that kept them from being a formula."""
    return clean(words[1:] if _GUARDED.match(words) else words)


def looks_like_a_formula(words: str) -> bool:
    return bool(_LIKE_A_FORMULA.match(words))


def guarded(words: str) -> str:
    """For CSV, where only a quotation mark keeps a program from running what begins like a formula."""
    return f"'{words}" if _TO_GUARD.match(words) else words


def marked(words: str) -> str:
    """For a cell that is told to hold text: only words that look guarded already are guarded once more."""
    return f"'{words}" if _GUARDED.match(words) else words
