"""The list of cases: follow-ups that are due, open cases by level and age, then closed ones."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import Page, signed
from bot.console.views.cases import words
from bot.services.staff.rights import Right

MOST_CLOSED = 200


class CasesPage(Page):
    """No words of parents and no names of theirs stand here."""

    menu_label = _("Cases")
    icon = "fa-solid fa-hand-holding-heart"
    path = "/cases"
    needed = frozenset({Right.CASES})
    needs_proof = True

    @route("")
    async def index(self, request: Request) -> Response:
        closed = request.query_params.get("closed") == "1"
        who, now = signed(request), self.doors.clock()
        rows = await self.doors.cases.listed(who, closed=closed, limit=MOST_CLOSED)
        due = await self.doors.cases.due(who)
        values = {
            "rows": [(row, words.age_words(row.opened_at, now)) for row in rows],
            "due": [(row, words.age_words(row.due_at, now), row.due_at < now) for row in due],
            "words": words,
            "with_closed": closed,
        }
        return self.show(request, "cases/list.html", values)
