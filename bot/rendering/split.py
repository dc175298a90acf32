"""Cutting words that are too long for one message, where a reader would pause."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import Final

# From the best place for a cut to the worst; each match ends where the next part begins.
PAUSES: Final = (
    re.compile(r"\n[ \t]*\n+"),
    re.compile(r"\n"),
    re.compile(r"[。！？!?…]+[”’」』）)\]》]*|[.;；]+(?=\s)"),
    re.compile(r"[，、：,:]|\s"),
)
JOINER: Final = "\u200d"


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units, so that most emoji count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` (≥ 2) UTF-16 code units; only white space at the seams is lost, empty parts are dropped.

    Cuts at the last blank line, line break, sentence end or comma in the second half of the room there is, in this
    order; without any of them between two characters, but not inside an emoji, a number, a clock time or a Latin word.
    """
    if limit < 2:
        raise ValueError("A part needs room for one character, which may take two code units.")
    parts = []
    while units(text) > limit:
        at = cut(text, reach(text, limit))
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip(" \t\n")
    return [part for part in [*parts, text] if part.strip()]


def reach(text: str, limit: int) -> int:
    """How many characters fit in `limit` code units."""
    return bisect_right(list(accumulate(map(units, text[:limit]))), limit)


def cut(text: str, end: int) -> int:
    for pause in PAUSES:
        ends = (match.end() for match in pause.finditer(text, 0, end))
        if good := [at for at in ends if at >= end // 2 and not splits_number(text, at)]:
            return good[-1]
    for at in range(end, end // 2, -1):
        if not belongs_together(text[at - 1], text[at]):
            return at
    return end


def splits_number(text: str, at: int) -> bool:
    """Whether a sign between digits (19:30, 1,000) looks like a pause here."""
    return 2 <= at < len(text) and text[at - 2].isdigit() and text[at].isdigit() and not text[at - 1].isspace()


def belongs_together(before: str, after: str) -> bool:
    glued = unicodedata.combining(after) or unicodedata.category(after) in ("Mn", "Me", "Sk") or after == JOINER
    flag = all("\U0001f1e6" <= character <= "\U0001f1ff" for character in (before, after))
    word = "!" <= before <= "~" and "!" <= after <= "~"
    return bool(glued) or before == JOINER or flag or word
