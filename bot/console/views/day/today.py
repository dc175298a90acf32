"""The page that a trainer begins her day with: three things to do, and what waits."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import Page, signed
from bot.services.staff.rights import Right


class Today(Page):
    """Each of the three things is done within three taps from here."""

    needed = frozenset({Right.ANNOUNCE, Right.QUESTIONS, Right.WRITE})
    menu_label = _("Today")
    icon = "fa-solid fa-sun"
    path = "/day"
    route_name = "day"

    @route("")
    async def index(self, request: Request) -> Response:
        who = signed(request)
        values = {
            "announcements": await self.doors.announcements.newest(5),
            "waiting": (await self.doors.inbox.waiting.counts(who))["all"] if who.may(Right.QUESTIONS) else 0,
            "since": await self.doors.inbox.waiting.longest_since(who) if who.may(Right.QUESTIONS) else None,
        }
        return self.show(request, "day/today.html", values)
