"""One's own account: password, phone, and where one is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console import devices, faults
from bot.console.page import Page, signed
from bot.console.roles import ROLES
from bot.services.staff.passwords import fault_of
from bot.services.staff.rights import needs_second_factor
from bot.services.staff.sign_in import Outcome


class MePage(Page):
    """Everybody has one."""

    menu_label = _("My account")
    path = "/me"
    add_to_menu = False  # reached by her name beside the menu

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request, {})

    @route("/password", methods=["POST"])
    async def change_password(self, request: Request) -> Response:
        form = await request.form()
        present, new, again = (str(form.get(name, "")) for name in ("present", "new", "again"))
        if new != again:
            wrong = gettext("The two are not alike. Please write the password once more.")
            return await self._page(request, {"again": wrong})
        if fault := fault_of(new, signed(request).name):  # before the code is used up
            return await self._page(request, {"new": faults.PASSWORD[fault]})
        tried = await self.doors.sign_in.again(signed(request), present, str(form.get("code", "")))
        if tried.outcome is not Outcome.IN:
            return await self._page(request, {"present": faults.said_of_proof(tried, self.doors)})
        await self.doors.invitations.change_password(signed(request), new)
        return self.back(request, gettext("Your new password is kept. Your other devices are signed out."))

    @route("/devices/end", methods=["POST"])
    async def end_device(self, request: Request) -> Response:
        form = await request.form()
        if await self.doors.sessions.end_there(signed(request), str(form.get("session", ""))):
            return self.back(request, gettext("That device is signed out."))
        return self.back(request, gettext("That device was signed out before."))

    async def _page(self, request: Request, wrong: Mapping[str, Any]) -> Response:
        who = signed(request)
        values = {
            "wrong": wrong,
            "account": await self.doors.accounts.find(who.account_id),
            "roles": [about for role, about in ROLES.items() if role in who.roles],
            "factor_needed": needs_second_factor(who.roles),
            "devices": await self.doors.sessions.devices(who),
            "said": devices.said,
        }
        return self.show(request, "staff/me.html", values, status=400 if wrong else 200)
