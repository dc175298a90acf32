"""What people tick on the page of a factory: towns, calls, phones, a rehearsed alert."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.routing import route

from bot.console.page import signed
from bot.console.views.factories.found import PageOfFactory
from bot.console.views.factories.words import LABELS, RESULTS, UNTAKEN
from bot.services.factories.checklist import Standing
from bot.services.factories.ticking import Untaken


class CheckPages(PageOfFactory):
    """The forms of the list."""

    def check_words(self, standing: Standing) -> dict[str, Any]:
        """What the page needs to say about the list."""
        towns = standing.item("numbers").detail["towns"]
        ticking = self.doors.ticking
        return {
            "labels": LABELS,
            "results": RESULTS,
            "towns": [(code, ticking.town(code), ticking.numbers(code)) for code in towns],
        }

    @route("/{code}/towns", methods=["POST"], name="factory-towns")
    async def towns(self, request: Request) -> Response:
        form = await request.form()
        words = str(form.get("towns", ""))
        wrong = await self.doors.ticking.towns(signed(request), request.path_params["code"], words)
        return self._ticked(request, "numbers", wrong)

    @route("/{code}/call", methods=["POST"], name="factory-call")
    async def call(self, request: Request) -> Response:
        code, form = request.path_params["code"], await request.form()
        town, result, words = (str(form.get(name, "")) for name in ("town", "result", "words"))
        wrong = await self.doors.ticking.called(signed(request), code, town, result, words)
        return self._ticked(request, "numbers", wrong)

    @route("/{code}/phone", methods=["POST"], name="factory-phone")
    async def phone(self, request: Request) -> Response:
        code, form = request.path_params["code"], await request.form()
        number, model = str(form.get("number", "")), str(form.get("model", ""))
        place = int(number) if number.isdecimal() and len(number) < 3 else 0
        wrong = await self.doors.ticking.phone(signed(request), code, place, model)
        return self._ticked(request, "phones", wrong)

    @route("/{code}/child-space", methods=["POST"], name="factory-child-space")
    async def child_space(self, request: Request) -> Response:
        code, form = request.path_params["code"], await request.form()
        wrong = await self.doors.ticking.child_space(signed(request), code, has_one=form.get("has_one") == "yes")
        return self._ticked(request, "facts", wrong)

    @route("/{code}/rehearse", methods=["POST"], name="factory-rehearse")
    async def rehearse(self, request: Request) -> Response:
        begun = await self.doors.rehearsals.begin(signed(request), request.path_params["code"])
        if not begun:
            return self._ticked(request, "rehearsal", Untaken.GONE)
        return self._ticked(request, "rehearsal", None, gettext("The rehearsal has begun; the clock is running."))

    def _ticked(self, request: Request, item: str, wrong: Untaken | None, done: str = "") -> Response:
        """Back to the item that was worked on."""
        to = f"{self.here('/' + request.path_params['code'])}#{item}"
        told = str(UNTAKEN[wrong]) if wrong else done or gettext("Noted, with your name and the time.")
        return self.back(request, told, to=to, wrong=wrong is not None)
