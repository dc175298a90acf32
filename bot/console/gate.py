"""The gate of the console: who is not signed in goes to the door; some pages want her proven lately, as well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp
from starlette_admin.auth import AuthMiddleware, BaseAuthProvider
from starlette_admin.i18n import gettext
from starlette_admin.views import BaseView, DropDown

from bot.console.page import ListPage, Page
from bot.console.ways import LOGIN, PATH, PROVE, SECOND_FACTOR, by_way_of, wanted_way
from bot.services.scene import Clock
from bot.services.staff.identity import Signed

# What is open to somebody who has still to set up her second factor.
_OPEN: Final = tuple(f"{PATH}{way}" for way in ("/second-factor", "/login", "/logout", "/welcome", "/static"))
_SENDING_LASTS: Final = timedelta(minutes=30)  # a form that was opened with a fresh proof may still be sent
_SCRIPT: Final = "x-csrftoken"


def proven_paths(views: Iterable[BaseView]) -> frozenset[str]:
    """The ways into pages that want a fresh proof."""
    found: set[str] = set()
    for view in views:
        if isinstance(view, DropDown):
            found |= proven_paths(view.views)
        elif isinstance(view, Page) and view.needs_proof:
            found.add(f"{PATH}{view.path}")
        elif isinstance(view, ListPage) and view.needs_proof:
            found |= {f"{PATH}/{view.key}", f"{PATH}/_api/{view.key}"}
    return frozenset(found)


class Gate(AuthMiddleware):
    """Stands before every page."""

    def __init__(self, app: ASGIApp, provider: BaseAuthProvider, clock: Clock, proven: frozenset[str]) -> None:
        super().__init__(app, provider)
        self.clock = clock
        self.proven = proven

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        let_in = False

        async def go_on(request: Request) -> Response:
            nonlocal let_in
            let_in = True
            return self._stopped(request) or await call_next(request)

        response = await super().dispatch(request, go_on)
        return response if let_in else _led(request, LOGIN)

    def _stopped(self, request: Request) -> Response | None:
        found = getattr(request.state, "signed", None)
        path = request.url.path
        if not isinstance(found, Signed) or _below(path, _OPEN):
            return None
        if found.lacks_factor:
            return _led(request, SECOND_FACTOR)
        if _below(path, self.proven) and not self._proven(request, found):
            return _led(request, PROVE)
        return None

    def _proven(self, request: Request, found: Signed) -> bool:
        now = self.clock()
        return found.has_proof(now if request.method in ("GET", "HEAD") else now - _SENDING_LASTS)


def _led(request: Request, door: str) -> Response:
    """To a page that has to come first. A script is told so: it would take the page for its answer."""
    if _SCRIPT in request.headers:
        return PlainTextResponse(gettext("Please sign in again; what you wrote stays in this page."), status_code=401)
    return RedirectResponse(by_way_of(door, wanted_way(request)), status_code=303)


def _below(path: str, ways: Iterable[str]) -> bool:
    return any(path == way or path.startswith(f"{way}/") for way in ways)
