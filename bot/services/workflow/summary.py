"""What a list shows of a record and finds it by, and the form in which it is kept."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from bot.services.workflow.items import Key, Record

TITLE_LENGTH, TOPIC_LENGTH, BANDS_LENGTH = 60, 40, 80
_TITLES = {
    "tip": "text",
    "starter": "opener",
    "faq": "question",
    "course": "title",
    "safeguarding": "reply",
    "hotline": "name",
    "weekly": "text",
    "wall_card": "text",
    "notice": "text",
}
_IDS = {"safeguarding": "trigger", "season": "name", "area": "name", "notice": "key"}
_JOINER = "\u200d"  # holds the parts of an emoji together


def summary_of(key: Key, record: Record) -> dict[str, str]:
    """The columns of an item that follow from its record."""
    kind, id = key
    title = record.get(_TITLES.get(kind, "name")) or id
    bands = [str(band) for band in record.get("bands") or ()]
    return {
        "title": " ".join(str(title).split())[:TITLE_LENGTH],
        "words": "\n".join((id, *words_in(dict(record)))),
        "topic": str(record.get("topic") or "")[:TOPIC_LENGTH],
        "bands": f",{','.join(bands)},"[:BANDS_LENGTH] if bands else "",
    }


def words_in(value: Any) -> Iterator[str]:
    """Every text of a record, however deep it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_in(inner)


def kept(key: Key, record: Record) -> dict[str, Any]:
    """The record as it is kept: plain JSON, its id in it, and no signs that no chat can show."""
    plain: dict[str, Any] = {str(name): _plain(value) for name, value in record.items()}
    plain[_IDS.get(key[0], "id")] = key[1]
    return plain


def digest_of(record: Record) -> str:
    """Equal for records that say the same, in whatever order their fields stand."""
    written = json.dumps(record, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {cleaned(str(name)): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def cleaned(words: str) -> str:
    """Without control signs, marks that turn the direction of writing, and halves of signs; lines stay lines."""
    lines = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", words.encode("utf-8", "ignore").decode()).replace("\t", " ")
    return "".join(sign for sign in lines if sign in ("\n", _JOINER) or unicodedata.category(sign)[0] != "C").strip()
