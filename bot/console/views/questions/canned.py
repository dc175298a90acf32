"""Answers that are kept at hand: a small page to write and change them."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.numbers import number_in
from bot.console.page import Page, signed
from bot.services.inbox.canned import LONGEST_TITLE, MOST
from bot.services.inbox.typed import LONGEST_ANSWER, cleaned, printed_length
from bot.services.staff.rights import Right


class CannedPage(Page):
    """All of them, each with a form."""

    menu_label = _("Answers at hand")
    path = "/canned-answers"
    add_to_menu = False
    needed: ClassVar[frozenset[Right]] = frozenset({Right.QUESTIONS})

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._shown(request, {}, {})

    async def _shown(self, request: Request, typed: dict[str, str], problems: dict[str, str]) -> Response:
        values = {
            "canned": await self.doors.inbox.canned.all(),
            "typed": typed,
            "problems": problems,
            "longest_title": LONGEST_TITLE,
            "most": LONGEST_ANSWER,
        }
        return self.show(request, "questions/canned.html", values, status=400 if problems else 200)

    @route("/keep", methods=["POST"])
    async def keep(self, request: Request) -> Response:
        form = await request.form()
        chosen = str(form.get("number", ""))
        number = number_in(chosen)
        title = cleaned(str(form.get("title", ""))).replace("\n", " ")
        words = cleaned(str(form.get("words", "")))
        problems = self._problems(title, words)
        if problems:
            return await self._shown(request, {"number": chosen, "title": title, "words": words}, problems)
        if not await self.doors.inbox.canned.keep(number, title, words, signed(request)):
            told = gettext("It could not be kept: it is gone, or there are %(n)s already.") % {"n": MOST}
            return self.back(request, told, wrong=True)
        return self.back(request, gettext("Kept."))

    def _problems(self, title: str, words: str) -> dict[str, str]:
        problems = {}
        if not 1 <= len(title) <= LONGEST_TITLE:
            problems["title"] = gettext("Give it a short name, of up to %(n)s characters.") % {"n": LONGEST_TITLE}
        if not words:
            problems["words"] = gettext("Please write the words.")
        elif (count := printed_length(words, self.doors.shelf.library)) > LONGEST_ANSWER:
            told = gettext("It has %(n)s characters; at most %(most)s. Please make it shorter.")
            problems["words"] = told % {"n": count, "most": LONGEST_ANSWER}
        return problems

    @route("/{number:row}/drop", methods=["POST"])
    async def drop(self, request: Request) -> Response:
        await self.doors.inbox.canned.drop(int(request.path_params["number"]), signed(request))
        return self.back(request, gettext("Taken away."))
