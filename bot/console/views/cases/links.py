"""The page behind the link of an alert: number, level and one button, for whoever holds the link."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.auth import login_not_required
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import PATH, Page
from bot.services.cases.links import Link, State


class AckPage(Page):
    """Looking at it does nothing, so that chat programmes that fetch a preview take no case."""

    menu_label = _("Taking a case")
    path = "/ack"
    add_to_menu = False

    def is_accessible(self, request: Request) -> bool:
        return True

    @route("/{secret}")
    @login_not_required
    async def look(self, request: Request) -> Response:
        return self._page(request, await self.doors.links.look(str(request.path_params["secret"])))

    @route("/{secret}/take", methods=["POST"])
    @login_not_required
    async def take(self, request: Request) -> Response:
        form = await request.form()
        secret = str(request.path_params["secret"])
        link = await self.doors.links.take(secret, str(form.get("name", "")))
        return self._page(request, link, taken=link.state is State.OPEN, secret=secret)

    def _page(self, request: Request, link: Link, *, taken: bool = False, secret: str = "") -> Response:
        if self.templates is None:
            raise RuntimeError("a page is shown only after it was added to the console")
        sorry = {
            State.USED: gettext("This link was used already."),
            State.TAKEN: gettext("Somebody has taken this case already. Thank you for looking."),
            State.OVER: gettext("This link does not work any more. Please sign in and look at the cases."),
            State.CLOSED: gettext("This case is closed."),
            State.UNKNOWN: gettext("This link is not known. Please open it as it stands in the alert."),
        }
        values = {
            "title": gettext("Taking a case"),
            "link": link,
            "here": PATH,
            "taken": taken,
            "secret": secret or str(request.path_params["secret"]),
            "sorry": "" if taken else sorry.get(link.state, ""),
            "nameless": link.state is State.NAMELESS,
        }
        unknown = link.state is State.UNKNOWN
        return self.templates.TemplateResponse(request, "cases/ack.html", values, status_code=404 if unknown else 200)
