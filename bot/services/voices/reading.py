"""What is read aloud of a tip or a starter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

SPOKEN: Final = ("tip", "starter")
DIGEST: Final = 16


def words_to_read(kind: str, record: Mapping[str, Any]) -> str:
    """Of a starter what she says first and then; not what is better left out."""
    names = ("text",) if kind == "tip" else ("opener", "follow_up")
    return "\n".join(str(record[name]) for name in names if record.get(name))


def digest_of(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:DIGEST]


def still_right(
    out: Iterable[tuple[str, str, str]], records: Mapping[tuple[str, str], Mapping[str, Any]]
) -> frozenset[tuple[str, str]]:
    """The recordings (kind, id, digest of the words) that say what stands in these records, letter by letter."""
    return frozenset(
        (kind, id)
        for kind, id, words in out
        if (kind, id) in records and digest_of(words_to_read(kind, records[kind, id])) == words
    )
