"""The pages, each put together from its files into one answer that needs nothing else."""

from __future__ import annotations

import gzip
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

FOLDER: Final = Path(__file__).parent / "page"
CHAT_SCRIPTS: Final = ("kept.js", "bubbles.js", "seen.js", "sheets.js", "line.js", "chat.js")
QUIET_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def chat_page() -> Page:
    return Page(read("chat.html"), read("chat.css"), _together(CHAT_SCRIPTS))


def calm_page() -> Page:
    return Page(read("calm.html"), read("calm.css"), _together(("calm.js",)))


class Page:
    """One page with its style and script inside; only what stands there by its hash may run."""

    def __init__(self, html: str, css: str, js: str = "") -> None:
        self.body = html.replace("{{style}}", css).replace("{{script}}", js).encode()
        self._packed = gzip.compress(self.body, mtime=0)
        self._etag = f'W/"{sha256(self.body).hexdigest()[:20]}"'
        self._headers = {
            **QUIET_HEADERS,
            "Content-Security-Policy": _policy(css, js),
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
            "ETag": self._etag,
        }

    def answer(self, request: Request) -> Response:
        if request.headers.get("if-none-match") == self._etag:
            return Response(status_code=304, headers=self._headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers = {**self._headers, "Content-Encoding": "gzip"}
            return Response(self._packed, headers=headers, media_type="text/html")
        return Response(self.body, headers=self._headers, media_type="text/html")


def _together(scripts: tuple[str, ...]) -> str:
    return '(() => {\n"use strict";\n' + "\n".join(read(script) for script in scripts) + "})();"


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _policy(css: str, js: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(css)}",
            f"script-src {_hash(js)}" if js else "script-src 'none'",
            "connect-src 'self'",
            "img-src data:",
            "media-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
