"""Connecting a phone as the second factor: a QR for its app, and the first code."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import PATH, Page, signed
from bot.console.ways import PROVE, SECOND_FACTOR, by_way_of

_FRESH: Final = timedelta(minutes=10)


class SecondFactorPage(Page):
    """For everybody; whoever has duty for cases or accounts sees nothing else before it is done."""

    menu_label = _("Connect your phone")
    path = "/second-factor"
    add_to_menu = False

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._unproven(request) or self._offer(request)

    @route("/set-up", methods=["POST"])
    async def set_up(self, request: Request) -> Response:
        if led := await self._unproven(request):
            return led
        form = await request.form()
        ticket = str(form.get("ticket", ""))
        if await self.doors.second_factor.set_up(signed(request), ticket, str(form.get("code", ""))):
            told = gettext("Your phone is connected. From now on you sign in with its code as well.")
            return self.back(request, told, to=f"{PATH}/")
        wrong = gettext("This code is not right. Please wait for the next one in the app, and check the phone's clock.")
        return self._offer(request, ticket, wrong, status=400)

    def _offer(self, request: Request, ticket: str = "", wrong: str = "", *, status: int = 200) -> Response:
        offer = self.doors.second_factor.offer(signed(request), ticket)
        picture = segno.make(offer.uri, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
        secret = " ".join(offer.secret[at : at + 4] for at in range(0, len(offer.secret), 4))
        values = {"offer": offer, "picture": picture, "secret": secret, "wrong": wrong}
        return self.show(request, "staff/second_factor.html", values, status=status)

    async def _unproven(self, request: Request) -> Response | None:
        """Whoever finds an open browser must not put her own phone in the place of one that is connected."""
        who = signed(request)
        account = await self.doors.accounts.find(who.account_id)
        if account is None or not account.has_factor or who.has_proof(self.doors.clock(), _FRESH):
            return None
        return RedirectResponse(by_way_of(PROVE, SECOND_FACTOR), status_code=303)
