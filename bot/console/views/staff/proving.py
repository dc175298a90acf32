"""The password once more (and the code), before pages about cases and children."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console import faults
from bot.console.page import Page, signed
from bot.console.signing_in import STATUS
from bot.console.ways import own_way
from bot.services.staff.sign_in import Outcome


class ProvePage(Page):
    """Short: one or two fields, and back to where she wanted to go."""

    menu_label = _("Please show that it is you")
    path = "/prove"
    add_to_menu = False

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._ask(request, own_way(request, request.query_params.get("next", "")))

    @route("/now", methods=["POST"])
    async def prove(self, request: Request) -> Response:
        form = await request.form()
        way = own_way(request, str(form.get("next", "")))
        given = str(form.get("password", "")), str(form.get("code", ""))
        tried = await self.doors.sign_in.again(signed(request), *given)
        if tried.outcome is Outcome.IN:
            return RedirectResponse(way, status_code=303)
        error = faults.said_of_proof(tried, self.doors)
        return await self._ask(request, way, error=error, status=STATUS[tried.outcome])

    async def _ask(self, request: Request, way: str, *, error: str = "", status: int = 200) -> Response:
        account = await self.doors.accounts.find(signed(request).account_id)
        values = {"next": way, "error": error, "with_code": account is not None and account.has_factor}
        return self.show(request, "staff/prove.html", values, status=status)
