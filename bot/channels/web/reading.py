"""What the page may ask: every POST is checked here before anything is done."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.requests import Request

from bot.channels.web.pace import source_of
from bot.channels.web.session import Session
from dialogs.engine.events import Event, Medium, Pressed, Said, Sent

LARGEST_BODY: Final = 1_000_000  # bytes
LONGEST_TEXT: Final = 20_000  # characters
LONGEST_DATA: Final = 64  # bytes of a button
LONGEST_PIN: Final = 32
FARTHEST: Final = 2**53  # what a page's numbers hold exactly, and any database's too

_KEY: Final = re.compile(r"[A-Za-z0-9-]{1,64}")
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


class Refused(Exception):
    """A request we do not answer as asked; the page has a kind sentence for every `error`."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


@dataclass(frozen=True)
class Asked:
    """What a page asks for: in which session, with what, and from which internet address."""

    session: Session
    body: dict[str, Any]
    source: str


def source(request: Request) -> str:
    return source_of(request.client.host) if request.client else ""


def check_origin(request: Request) -> None:
    """Only our own page may post: other sites cannot set the header without a CORS permission that we never give."""
    headers = request.headers
    origin = headers.get("origin")
    own = (
        headers.get("x-jiayin") == "1"
        and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        and (origin is None or urlsplit(origin).netloc == headers.get("host"))
    )
    if not own:
        raise Refused(403, "not_our_page")


async def read_body(request: Request) -> dict[str, Any]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refused(413, "too_long")
    try:
        values = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Refused(400, "not_understood") from None
    if not isinstance(values, dict):
        raise Refused(400, "not_understood")
    return values


def word(values: dict[str, Any], name: str, longest: int) -> str:
    """A text from a body, without what no database can keep: NUL and halves of surrogate pairs."""
    value = values.get(name)
    if not isinstance(value, str):
        raise Refused(400, "not_understood")
    if len(value) > longest:
        raise Refused(413, "too_long")
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def key_of(values: dict[str, Any]) -> str:
    return _matching(_KEY, values.get("key"))


def event_of(values: dict[str, Any]) -> Event:
    """Exactly one of text, press and medium, as an event."""
    match [name for name in ("text", "press", "medium") if name in values]:
        case ["text"]:
            return Said(_not_empty(word(values, "text", LONGEST_TEXT)))
        case ["press"]:
            return Pressed(_data(word(values, "press", LONGEST_DATA)))
        case ["medium"] if (medium := word(values, "medium", LONGEST_DATA)) in set(Medium):
            return Sent(Medium(medium))
    raise Refused(400, "not_understood")


def _not_empty(text: str) -> str:
    if not text.strip():
        raise Refused(400, "not_understood")
    return text


def _data(data: str) -> str:
    if not data or len(data.encode()) > LONGEST_DATA:
        raise Refused(400, "not_understood")
    return data


def join_code(values: dict[str, Any]) -> str | None:
    """The code of the link that led here; a damaged one is as good as none."""
    code = values.get("join")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def return_code(values: dict[str, Any]) -> str:
    """A code as she typed it: spaces, full width and small letters are all right."""
    return "".join(unicodedata.normalize("NFKC", word(values, "code", LONGEST_DATA)).upper().split())


def place_of(values: dict[str, Any], count: int) -> int:
    place = values.get("use")
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < count:
        raise Refused(400, "not_understood")
    return place


def position_of(text: str | None) -> int:
    """How far the page has read; 0 for anything that is no number."""
    return min(int(text), FARTHEST) if text and text.isascii() and text.isdecimal() and len(text) < 20 else 0


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Refused(400, "not_understood")
    return value
