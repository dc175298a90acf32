"""Requests to see data of children under 14: somebody else says yes or no."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.deeds import KINDS
from bot.console.page import Page, signed
from bot.services.staff.access import Decided
from bot.services.staff.rights import Right

_TOLD: Final[dict[Decided, Any]] = {
    Decided.OWN: _("Nobody decides her own request; please ask another person."),
    Decided.NOT_HERS: _("Only the safeguarding lead or an administrator decides such requests."),
    Decided.GONE: _("This request was decided already, or it is too old. It has to be made anew then."),
}


class RequestsPage(Page):
    """Those who ask see what became of it; those who decide see what waits."""

    menu_label = _("Requests")
    path = "/requests"
    needed = frozenset({Right.PEOPLE, Right.GRANT})

    @route("")
    async def index(self, request: Request) -> Response:
        who = signed(request)
        values = {
            "decides": who.may(Right.GRANT),
            "waiting": await self.doors.access.waiting(who),
            "own": await self.doors.access.own(who),
            "kinds": KINDS,
        }
        return self.show(request, "staff/requests.html", values)

    @route("/{number:row}", methods=["POST"])
    async def decide(self, request: Request) -> Response:
        form = await request.form()
        answer = str(form.get("answer", ""))
        if answer not in ("yes", "no"):
            return self.back(request, gettext("Please press one of the two buttons."), wrong=True)
        number = int(request.path_params["number"])
        decided = await self.doors.access.decide(signed(request), number, granted=answer == "yes")
        if decided is not Decided.DONE:
            return self.back(request, str(_TOLD[decided]), wrong=True)
        if answer == "yes":
            return self.back(request, gettext("Allowed for 4 hours. It is written down."))
        return self.back(request, gettext("Refused. Whoever asked sees that here."))
