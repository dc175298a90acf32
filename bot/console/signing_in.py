"""Signing in and out of the console; who asks is known to every page as `request.state.signed`."""

from __future__ import annotations

from typing import Any, Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette_admin.auth import AdminUser, BaseAuthProvider
from starlette_admin.flash import flash, get_flashed_messages
from starlette_admin.i18n import gettext

from bot.console import faults
from bot.console.devices import device_of
from bot.console.doors import Doors
from bot.console.gate import Gate
from bot.console.page import signed
from bot.console.ways import LOGIN, PATH, by_way_of, own_way
from bot.services.staff.invitations import Welcomed
from bot.services.staff.sessions import TRUSTED_LASTS
from bot.services.staff.sign_in import CODE_LASTS, Outcome

COOKIE: Final = "jiayin_console"
HALFWAY: Final = "jiayin_console_code"
STATUS: Final = {Outcome.WRONG: 400, Outcome.CLOSED: 429}


class SigningIn(BaseAuthProvider):
    """By name, password and code, kept by a session's cookie."""

    def __init__(self, doors: Doors, proven: frozenset[str]) -> None:
        super().__init__(allow_routes=("login-code", "welcome"))
        self.doors = doors
        self.proven = proven
        self.templates: Jinja2Templates | None = None

    def get_middleware(self) -> Middleware:
        return Middleware(Gate, provider=self, clock=self.doors.clock, proven=self.proven)

    def get_routes(self, templates: Jinja2Templates) -> list[Route]:
        self.templates = templates
        both = ["GET", "POST"]
        return [
            Route(self.login_path, self.sign_in, methods=both, name="login"),
            Route(f"{self.login_path}/code", self.give_code, methods=both, name="login-code"),
            Route("/welcome/{secret}", self.welcome, methods=both, name="welcome"),
            Route(self.logout_path, self.sign_out, methods=["POST"], name="logout"),
        ]

    async def authenticate(self, request: Request) -> AdminUser | None:
        secret = request.cookies.get(COOKIE)
        found = await self.doors.sessions.find(secret) if secret else None
        if found is None:
            return None
        request.state.signed = found
        return AdminUser(found.name)

    async def sign_in(self, request: Request) -> Response:
        """The name and the password."""
        if request.method != "POST":
            way = own_way(request, request.query_params.get("next", ""))
            if getattr(request.state, "signed", None):
                return RedirectResponse(way, status_code=303)
            nobody = not await self.doors.accounts.everybody()
            return self._show(request, "login.html", {"next": way, "nobody": nobody})
        form = await request.form()
        name, trusted, way = str(form.get("username", "")), "trusted" in form, own_way(request, str(form.get("next")))
        tried = await self.doors.sign_in.with_password(name, str(form.get("password", "")))
        if tried.outcome is Outcome.IN:
            return await self._let_in(request, tried.account_id, way, trusted=trusted)
        if tried.outcome is Outcome.CODE:
            return self._ask_for_code(tried.account_id, way, trusted=trusted)
        values = {"error": faults.said_of(tried, self.doors), "name": name, "trusted": trusted, "next": way}
        return self._show(request, "login.html", values, status=STATUS[tried.outcome])

    async def give_code(self, request: Request) -> Response:
        """The code, from the browser in which the password was given a moment ago."""
        form = await request.form()
        way = own_way(request, str(form.get("next", "")) or request.query_params.get("next", ""))
        halfway = self.doors.sign_in.read_halfway(request.cookies.get(HALFWAY, ""))
        if halfway is None:
            flash(request, gettext("That took a little too long. Please give your name and password again."), "warning")
            return RedirectResponse(by_way_of(LOGIN, way), status_code=303)
        if request.method != "POST":
            return self._show(request, "login_code.html", {"next": way})
        tried = await self.doors.sign_in.with_code(halfway.account_id, str(form.get("code", "")))
        if tried.outcome is Outcome.IN:
            return await self._let_in(request, tried.account_id, way, trusted=halfway.trusted)
        values = {"error": faults.said_of_code(tried, self.doors), "next": way}
        return self._show(request, "login_code.html", values, status=STATUS[tried.outcome])

    async def welcome(self, request: Request) -> Response:
        """A one-time link: she chooses her password, and her name where she is the first of all."""
        secret = str(request.path_params["secret"])
        invited = await self.doors.invitations.find(secret)
        if invited is None:
            return self._show(request, "welcome_gone.html", {}, status=410)
        if request.method != "POST":
            return self._show(request, "welcome.html", {"invited": invited, "wrong": {}})
        form = await request.form()
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        if password != str(form.get("again", "")):
            wrong = {"again": gettext("The two are not alike. Please write the password once more.")}
            return self._show(request, "welcome.html", {"invited": invited, "wrong": wrong, "name": name}, status=400)
        welcomed = await self.doors.invitations.accept(secret, name, password)
        if welcomed.gone:
            return self._show(request, "welcome_gone.html", {}, status=410)
        if not welcomed.account_id:
            values = {"invited": invited, "wrong": _wrong(welcomed), "name": name}
            return self._show(request, "welcome.html", values, status=400)
        return await self._after_welcome(request, welcomed.account_id)

    async def _after_welcome(self, request: Request, account_id: int) -> Response:
        """Who has a second factor still gives a code of it."""
        account = await self.doors.accounts.find(account_id)
        if account is None or account.has_factor:
            flash(request, gettext("Your new password is kept. Please sign in with it."), "success")
            return RedirectResponse(LOGIN, status_code=303)
        return await self._let_in(request, account_id, f"{PATH}/", trusted=False)

    async def sign_out(self, request: Request) -> Response:
        await self.doors.sessions.end(signed(request).session)
        response = RedirectResponse(LOGIN, status_code=303)
        response.delete_cookie(COOKIE, path=PATH)
        return response

    async def _let_in(self, request: Request, account_id: int, way: str, *, trusted: bool) -> Response:
        """A new session, with a secret of its own; the one this browser had ends."""
        if before := getattr(request.state, "signed", None):
            await self.doors.sessions.end(before.session)
        secret = await self.doors.sessions.begin(account_id, trusted=trusted, device=device_of(request))
        response = RedirectResponse(way, status_code=303)
        lasts = int(TRUSTED_LASTS.total_seconds()) if trusted else None
        response.set_cookie(COOKIE, secret, path=PATH, max_age=lasts, **self._closed())
        response.delete_cookie(HALFWAY, path=LOGIN)
        return response

    def _ask_for_code(self, account_id: int, way: str, *, trusted: bool) -> Response:
        ticket = self.doors.sign_in.halfway(account_id, trusted=trusted)
        response = RedirectResponse(by_way_of(f"{LOGIN}/code", way), status_code=303)
        response.set_cookie(HALFWAY, ticket, path=LOGIN, max_age=int(CODE_LASTS.total_seconds()), **self._closed())
        return response

    def _closed(self) -> dict[str, Any]:
        """Cookies that no script reads and no other site sends along."""
        secure = self.doors.settings.public_url.startswith("https://")
        return {"httponly": True, "samesite": "lax", "secure": secure}

    def _show(self, request: Request, template: str, values: dict[str, Any], *, status: int = 200) -> Response:
        if self.templates is None:
            raise RuntimeError("a page is shown only after the console was put together")
        context = {"title": "家音", "flashed_messages": get_flashed_messages(request), **values}
        return self.templates.TemplateResponse(request, template, context, status_code=status)


def _wrong(welcomed: Welcomed) -> dict[str, Any]:
    """What to say beside each field."""
    found: dict[str, Any] = {}
    if welcomed.name_fault:
        found["name"] = faults.NAME[welcomed.name_fault]
    if welcomed.password_fault:
        found["password"] = faults.PASSWORD[welcomed.password_fault]
    return found
