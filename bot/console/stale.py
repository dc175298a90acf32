"""What somebody reads whose form is refused because its page lay open too long, or came from elsewhere."""

from __future__ import annotations

from html import escape
from typing import Final

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_admin.i18n import gettext

_REFUSED: Final = b"CSRF token "  # how the framework begins its refusal, in English and without a page
_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>body {{ font: 1.05rem/1.7 system-ui, sans-serif; color: #1f2933; background: #faf8f5;
max-width: 32rem; margin: 2rem auto; padding: 0 1rem }} a {{ display: inline-block; padding: .6rem 0; color: #96431a }}
</style></head><body><main><h1>{title}</h1><p>{words}</p><p><a href="/console/">{home}</a></p><p>403 CSRF</p></main>
</body></html>"""


class Stale:
    """Says the framework's refusal of a form in words that tell what to do; it stays a refusal."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _in_words(scope, receive, send))


def _in_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """Holds the beginning of a 403 back until its first words tell whose refusal it is."""
    held: list[Message] = []
    told = False

    async def send_in_words(message: Message) -> None:
        nonlocal told
        if told:  # what is left of the framework's own answer
            return
        if message["type"] == "http.response.start" and message["status"] == 403:
            held.append(message)
            return
        if held and message.get("body", b"").startswith(_REFUSED):
            told = True
            await _told(scope)(scope, receive, send)
            return
        for kept in held:
            await send(kept)
        held.clear()
        await send(message)

    return send_in_words


def _told(scope: Scope) -> Response:
    words = gettext("This page lay open too long. Go back, copy what you wrote, load the page anew, and send it again.")
    if any(name == b"x-csrftoken" for name, _ in scope["headers"]):
        return PlainTextResponse(f"{words} (CSRF)", status_code=403)
    title, home = gettext("Nothing was changed"), gettext("To the first page")
    return HTMLResponse(_PAGE.format(title=escape(title), words=escape(words), home=escape(home)), status_code=403)
