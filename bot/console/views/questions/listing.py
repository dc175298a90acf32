"""The list of questions that wait: those that ask the same together, the longest waiting first."""

from __future__ import annotations

from typing import ClassVar, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import Page, signed
from bot.console.views.questions.words import PARTS, Speaking
from bot.services.staff.rights import Right

A_PAGE: Final = 40


class Listing(Page):
    """What a trainer sees first."""

    menu_label = _("Questions")
    icon = "fa-solid fa-circle-question"
    path = "/questions"
    needed: ClassVar[frozenset[Right]] = frozenset({Right.QUESTIONS})

    @route("")
    async def index(self, request: Request) -> Response:
        part = request.query_params.get("show", "all")
        part = part if part in PARTS else "all"
        who = signed(request)
        groups = await self.doors.inbox.waiting.groups(part, who)
        number = _page_asked(request, len(groups))
        values = {
            "groups": groups[(number - 1) * A_PAGE : number * A_PAGE],
            "number": number,
            "pages": _pages(len(groups)),
            "part": part,
            "parts": PARTS,
            "counts": await self.doors.inbox.waiting.counts(who),
            "say": Speaking(self.doors),
        }
        return self.show(request, "questions/list.html", values)


def _pages(count: int) -> int:
    return max(1, -(-count // A_PAGE))


def _page_asked(request: Request, count: int) -> int:
    asked = request.query_params.get("page", "1")
    return min(max(int(asked), 1), _pages(count)) if asked.isdecimal() and len(asked) < 6 else 1
