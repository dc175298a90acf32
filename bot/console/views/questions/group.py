"""Somebody asks in a group chat: the best answers to copy, or the question joins the inbox, without names."""

from __future__ import annotations

from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import PATH, Page, signed
from bot.console.views.questions.words import Speaking
from bot.services.inbox.asked import Danger, danger_in
from bot.services.inbox.typed import LONGEST_QUESTION, without_names
from bot.services.staff.rights import Right


class GroupPage(Page):
    """Paste a question, copy an answer."""

    menu_label = _("Asked in a group")
    icon = "fa-solid fa-comments"
    path = "/group-question"
    needed: ClassVar[frozenset[Right]] = frozenset({Right.QUESTIONS})

    @route("")
    async def index(self, request: Request) -> Response:
        return self._shown(request, {})

    @route("/find", methods=["POST"])
    async def find(self, request: Request) -> Response:
        form = await request.form()
        words, place = without_names(str(form.get("words", ""))), str(form.get("place", "")).strip()[:20]
        typed: dict[str, Any] = {"words": words, "place": place}
        if problem := _problem(words):
            return self._shown(request, {**typed, "problem": problem}, status=400)
        matching = self.doors.inbox.matching
        home = matching.home(place)
        if place and home is None:
            typed["place_problem"] = gettext(
                "This place is not known, or there are several of that name. Write the city."
            )
        return self._shown(
            request, {**typed, "found": matching.best(words, home), "asked": True, "danger": danger_in(words)}
        )

    @route("/keep", methods=["POST"])
    async def keep(self, request: Request) -> Response:
        form = await request.form()
        words = without_names(str(form.get("words", "")))
        if problem := _problem(words):
            return self._shown(request, {"words": words, "problem": problem}, status=400)
        waiting, who = self.doors.inbox.waiting, signed(request)
        number = await waiting.keep_from_group(words, who)
        if await waiting.find(number, who) is None:
            told = gettext("It is about our own people, so only a safeguarding lead reads it. It waits for her now.")
            return self.back(request, told)
        told = gettext("It waits for an answer now, without any name.")
        return self.back(request, told, to=f"{PATH}/questions/{number}")

    def _shown(self, request: Request, typed: dict[str, Any], *, status: int = 200) -> Response:
        nothing: dict[str, Any] = {"words": "", "place": "", "problem": "", "place_problem": "", "found": ()}
        danger: Danger | None = None
        values = {**nothing, "asked": False, "danger": danger, **typed, "say": Speaking(self.doors)}
        values["longest"] = LONGEST_QUESTION
        return self.show(request, "questions/group.html", values, status=status)


def _problem(words: str) -> str:
    if not words:
        return gettext("Please paste the question; names and numbers are taken out by themselves.")
    if len(words) > LONGEST_QUESTION:
        told = gettext("This has %(n)s characters; please paste the question alone, at most %(most)s.")
        return told % {"n": len(words), "most": LONGEST_QUESTION}
    return ""
