"""What guards every page of the console: how much may be sent to it, and what its pages may load."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin.i18n import gettext

LARGEST_BODY: Final = 12 * 1024 * 1024  # a spreadsheet of 5,000 rows has about 1 MB, 25 seconds of sound less
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
        chunked = scope["method"] not in ("GET", "HEAD", "OPTIONS") and not length.isdigit()
        if chunked or int(length or 0) > LARGEST_BODY:
            words = gettext("This is too much at once: at most 12 MB. Please make the file smaller, and try again.")
            await PlainTextResponse(words, status_code=413)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


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
