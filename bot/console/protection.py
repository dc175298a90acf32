"""What guards every page of the console: how much may be sent to it, and what its pages may load."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin.i18n import gettext

LARGEST_BODY: Final = 12 * 1024 * 1024  # a spreadsheet of 5,000 rows has about 1 MB, 25 seconds of sound less
_BOUNDARY: Final = re.compile(rb'boundary="?([^";,\s]{1,70})')
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    # The framework's pages carry scripts inside them. Nothing is loaded from elsewhere, and nothing is sent there.
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
}


class Protection:
    """Refuses bodies that are too large before anything reads them, and puts the headers on every answer.

    secure: the world reaches us by https, whatever the proxy before us says; links and cookies are made for that.
    """

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.secure:
            scope = {**scope, "scheme": "https"}
        guarded = _guarded(scope["path"], send)
        length = dict(scope["headers"]).get(b"content-length", b"")
        odd = bool(length) and not length.isdigit()
        chunked = scope["method"] not in ("GET", "HEAD", "OPTIONS") and not length.isdigit()
        if b"\x00" in unquote_to_bytes(scope["query_string"]) or "\x00" in scope["path"]:
            await PlainTextResponse(gettext("This address cannot be read."), status_code=400)(scope, receive, guarded)
            return
        if chunked or odd or int(length or 0) > LARGEST_BODY:
            words = gettext("This is too much at once: at most 12 MB. Please make the file smaller, and try again.")
            await PlainTextResponse(words, status_code=413)(scope, receive, guarded)
            return
        await self.app(scope, _seen(scope, receive), guarded)


def _seen(scope: Scope, receive: Receive) -> Receive:
    """A form without the sign that no database keeps and that nobody can type, whatever sends it along."""
    kind = dict(scope["headers"]).get(b"content-type", b"")
    clean = _clean_multipart(kind) if kind.startswith(b"multipart/") else _clean_plain
    if not kind.startswith((b"application/x-www-form-urlencoded", b"multipart/")):
        return receive

    async def receive_whole() -> Message:
        message = await receive()
        if message["type"] != "http.request":
            return message
        body, more = [message.get("body", b"")], message.get("more_body", False)
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return message
            body.append(message.get("body", b""))
            more = message.get("more_body", False)
        return {"type": "http.request", "body": clean(b"".join(body)), "more_body": False}

    return receive_whole


def _clean_plain(body: bytes) -> bytes:
    return body.replace(b"%00", b"").replace(b"\x00", b"")


def _clean_multipart(kind: bytes) -> Callable[[bytes], bytes]:
    """Cleans what was typed and how files are called; a file itself stays as it is."""
    found = _BOUNDARY.search(kind)
    boundary = b"--" + found[1] if found else b""

    def clean(body: bytes) -> bytes:
        return boundary.join(_clean_part(part) for part in body.split(boundary)) if boundary else body

    return clean


def _clean_part(part: bytes) -> bytes:
    head, gap, words = part.partition(b"\r\n\r\n")
    is_file = b"filename" in head.lower()
    return head.replace(b"\x00", b"") + gap + (words if is_file else words.replace(b"\x00", b""))


def _guarded(path: str, send: Send) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if "/static" not in path:
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_guarded
