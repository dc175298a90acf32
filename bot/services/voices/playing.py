"""How a sound is handed to a browser: whole, in part, or as what it has already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.services.ports import Sound

_RANGE: Final = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


@dataclass(frozen=True)
class Handed:
    """Status, headers and body of an answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(default=b"", repr=False)


def handed(sound: Sound, asked: Mapping[str, str]) -> Handed:
    """`asked`: the headers of the request. Browsers of iPhones ask for parts, and play nothing without them."""
    etag, whole = f'"{sound.digest}"', len(sound.content)
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Accept-Ranges": "bytes", "Content-Type": sound.mime}
    if asked.get("if-none-match") == etag:
        return Handed(304, headers)
    part = _part(asked.get("range", ""), whole) if asked.get("if-range", etag) == etag else None
    if part is None:
        return Handed(200, headers, sound.content)
    if not part:
        return Handed(416, {**headers, "Content-Range": f"bytes */{whole}"})
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{whole}"
    return Handed(206, headers, sound.content[part.start : part.stop])


def _part(asked: str, whole: int) -> range | None:
    """The bytes of a range; an empty one where it lies beyond the end, None where the whole is to be sent."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return range(max(0, whole - int(found[2])), whole)
    end = int(found[2]) + 1 if found[2] else whole
    return range(int(found[1]), min(end, whole))
