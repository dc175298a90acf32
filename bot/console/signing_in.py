"""Signing in and out of the console; who asks is known to every page as `request.state.signed`."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette_admin.auth import AdminUser, BaseAuthProvider
from starlette_admin.i18n import gettext

from bot.console.doors import Doors
from bot.console.page import signed

COOKIE: Final = "jiayin_console"


class SigningIn(BaseAuthProvider):
    """By name and password, kept by a session's cookie."""

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self.doors = doors

    async def authenticate(self, request: Request) -> AdminUser | None:
        secret = request.cookies.get(COOKIE)
        found = await self.doors.sessions.find(secret) if secret else None
        if found is None:
            return None
        request.state.signed = found
        return AdminUser(found.name)

    def get_routes(self, templates: Jinja2Templates) -> list[Route]:
        async def sign_in(request: Request) -> Response:
            if request.method == "GET":
                return templates.TemplateResponse(request, "login.html")
            form = await request.form()
            account = await self.doors.accounts.prove(str(form.get("username", "")), str(form.get("password", "")))
            if account is None:
                error = gettext("The name or the password is not right. Please look at both once more.")
                return templates.TemplateResponse(request, "login.html", {"error": error}, status_code=400)
            secret = await self.doors.sessions.begin(account, trusted=False, device=request.headers["user-agent"])
            return self._with_cookie(_home(request), secret)

        async def sign_out(request: Request) -> Response:
            await self.doors.sessions.end(signed(request).session)
            response = _home(request)
            response.delete_cookie(COOKIE, path="/console")
            return response

        return [
            Route(self.login_path, sign_in, methods=["GET", "POST"], name="login"),
            Route(self.logout_path, sign_out, methods=["POST"], name="logout"),
        ]

    def _with_cookie(self, response: Response, secret: str) -> Response:
        secure = self.doors.settings.public_url.startswith("https://")
        response.set_cookie(COOKIE, secret, path="/console", httponly=True, samesite="lax", secure=secure)
        return response


def _home(request: Request) -> Response:
    return RedirectResponse(request.url_for(f"{request.app.state.ROUTE_NAME}:index"), status_code=303)
