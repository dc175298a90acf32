"""Where somebody on duty hears a rehearsed alert, with one tap."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import Page, signed
from bot.console.views.factories.words import UNHEARD
from bot.services.factories.rehearsal import Unheard
from bot.services.staff.rights import Right


class RehearsalPage(Page):
    """Rehearsals that wait."""

    path = "/rehearsals"
    menu_label = _("Rehearsed alerts")
    icon = "fa-solid fa-bell"
    needed: ClassVar[frozenset[Right]] = frozenset({Right.CASES})

    @route("")
    async def index(self, request: Request) -> Response:
        return self.show(request, "factories/rehearsals.html", {"waiting": await self.doors.rehearsals.waiting()})

    @route("/{code}", methods=["POST"], name="rehearsal-hear")
    async def hear(self, request: Request) -> Response:
        heard = await self.doors.rehearsals.hear(signed(request), request.path_params["code"])
        if isinstance(heard, Unheard):
            return self.back(request, str(UNHEARD[heard]), wrong=True)
        seconds = int(heard.total_seconds())
        told = gettext("Heard after %(minutes)s min %(seconds)s s. That was a rehearsal; thank you.")
        return self.back(request, told % {"minutes": seconds // 60, "seconds": seconds % 60})
