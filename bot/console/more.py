"""Everything else that somebody may open, on one page for a phone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import Page


class More(Page):
    """The whole menu as a page: it needs no script, and going back works as everywhere."""

    menu_label = _("More")
    path = "/more"
    route_name = "more"
    add_to_menu = False

    @route("")
    async def index(self, request: Request) -> Response:
        return self.show(request, "more.html", {})
