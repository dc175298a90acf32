"""The list of factories, the page of one with its list of things to do, and its poster."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import signed
from bot.console.views.factories.checks import CheckPages
from bot.console.views.factories.facts import FactPages
from bot.console.views.factories.words import REFUSED
from bot.services.factories.register import Refused, code_of
from bot.services.staff.rights import Role


class FactoryPages(CheckPages, FactPages):
    """Everything about factories, below /factories."""

    menu_label = _("Factories")
    icon = "fa-solid fa-industry"

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._list(request)

    async def _list(self, request: Request, wrong: Refused | None = None, code: str = "", name: str = "") -> Response:
        found = await self.doors.factories.everyone()
        values = {
            "factories": found,
            "code": code,
            "name": name,
            "code_wrong": REFUSED[wrong] if wrong in (Refused.CODE, Refused.TAKEN) else "",
            "name_wrong": REFUSED[wrong] if wrong is Refused.NAME else "",
        }
        return self.show(request, "factories/list.html", values, status=422 if wrong else 200)

    @route("", methods=["POST"], name="factory-add")
    async def add(self, request: Request) -> Response:
        form = await request.form()
        code, name = str(form.get("code", "")), str(form.get("name", ""))
        if wrong := await self.doors.factories.add(signed(request), code, name):
            return await self._list(request, wrong, code, name)
        told = gettext("The factory is there, as a trial. Next come its facts and the list below.")
        return self.back(request, told, to=self.here(f"/{code_of(code)}"))

    @route("/{code}", name="factory")
    async def one(self, request: Request) -> Response:
        factory = await self.factory(request)
        standing = await self.doors.checklist.of(factory.code)
        if standing is None:
            raise HTTPException(404)
        values = {
            "factory": factory,
            "standing": standing,
            "left": sum(not item.done for item in standing.items),
            "is_administrator": Role.ADMINISTRATOR in signed(request).roles,
            **self.check_words(standing),
        }
        return self.show(request, "factories/one.html", values)

    @route("/{code}/name", methods=["POST"], name="factory-name")
    async def rename(self, request: Request) -> Response:
        code, form = request.path_params["code"], await request.form()
        wrong = await self.doors.factories.rename(signed(request), code, str(form.get("name", "")))
        return self._told(request, wrong, gettext("The new name is kept."))

    @route("/{code}/open", methods=["POST"], name="factory-open")
    async def open(self, request: Request) -> Response:
        code, form = request.path_params["code"], await request.form()
        wrong = await self.doors.factories.open(signed(request), code, str(form.get("reason", "")))
        return self._told(request, wrong, gettext("The factory is open. Whoever scans its poster now belongs to it."))

    @route("/{code}/close", methods=["POST"], name="factory-close")
    async def close(self, request: Request) -> Response:
        wrong = await self.doors.factories.close(signed(request), request.path_params["code"])
        return self._told(request, wrong, gettext("The factory is a trial again. Whoever is with it stays."))

    def _told(self, request: Request, wrong: Refused | None, done: str) -> Response:
        to = self.here(f"/{request.path_params['code']}")
        return self.back(request, str(REFUSED[wrong]) if wrong else done, to=to, wrong=wrong is not None)

    @route("/{code}/poster", name="factory-poster")
    async def poster(self, request: Request) -> Response:
        factory = await self.factory(request)
        standing = await self.doors.checklist.of(factory.code)
        operator = standing.item("operator").detail if standing else {}
        values = {"factory": factory, "poster": self.doors.posters.of(factory.code), "operator": operator}
        return self.show(request, "factories/poster.html", values)
