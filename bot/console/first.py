"""The first page: leads everybody to where her own work is."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import PATH, Page, signed
from bot.services.staff.rights import Right

# Where somebody lands, by the first right of these that she has.
_DESKS: Final = (
    (Right.CASES, "/cases"),
    (Right.QUESTIONS, "/day"),
    (Right.PUBLISH, "/review"),
    (Right.FACTORY_COUNTS, "/factory-counts"),
    (Right.ACCOUNTS, "/accounts"),
)


class First(Page):
    """Nothing of its own to see."""

    menu_label = _("Today")
    path = "/"
    route_name = "index"  # what the framework links to
    add_to_menu = False

    @route("")
    async def index(self, request: Request) -> Response:
        rights = signed(request).rights
        desk = next((path for right, path in _DESKS if right in rights), "/me")
        return self.back(request, to=f"{PATH}{desk}")
