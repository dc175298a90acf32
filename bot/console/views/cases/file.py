"""One case: what is known of it without her words, its steps, and everything an officer does with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.numbers import number_in
from bot.console.page import PATH, Page, signed
from bot.console.views.cases import words
from bot.services.cases import checklist
from bot.services.cases.desk import OUTCOMES, Closing, Done
from bot.services.cases.files import NoReason
from bot.services.staff.rights import Right

LONGEST = 2000
LONGEST_MESSAGE = 500


class CaseFilePage(Page):
    """The page that is open while somebody is on the phone: one step after another."""

    menu_label = _("Case")
    path = "/cases/file"
    add_to_menu = False
    needed = frozenset({Right.CASES})
    needs_proof = True

    @route("/{number}")
    async def file(self, request: Request) -> Response:
        return await self._show(request)

    async def _show(
        self, request: Request, problem: tuple[str, str] = ("", ""), typed: Mapping[str, Any] | None = None
    ) -> Response:
        """The case; problem: which form cannot be used as it is, and why. What was typed is kept."""
        who, number = signed(request), _number(request)
        try:
            case = await self.doors.cases.open(who, number)
        except NoReason:
            return self.back(request, to=f"{PATH}/cases/record/{number}")
        if case is None:
            raise HTTPException(404)
        row = case.row
        steps = checklist.steps(row.trigger)
        done = row.checklist or {}
        new = row.taken_at is None or row.taken_at < row.alerted_at
        values = {
            "cases": f"{PATH}/cases",
            "case": case,
            "row": row,
            "steps": [(step, _by(done.get(step.key))) for step in steps],
            "next_step": next((step.key for step in steps if step.key not in done), ""),
            "missing": checklist.missing(row.trigger, done),
            "never": checklist.NEVER.get(row.trigger, ""),
            "numbers": await self.doors.cases.numbers(case),
            "officers": await self.doors.case_desk.officers(who, number),
            "age": words.age_words(row.opened_at, self.doors.clock()),
            "now": self.doors.clock(),
            "words": words,
            "outcomes": OUTCOMES,
            "mine": row.taken_by == who.account_id and not new,
            "to_take": new,
            "problem": problem,
            "typed": typed or {},
        }
        return self.show(request, "cases/file.html", values, status=400 if problem[0] else 200)

    def _after(self, request: Request, done: Done, told: str) -> Response:
        """Back to the case, with what became of it."""
        sorry = {
            Done.GONE: gettext("That is not possible any more: the case has changed meanwhile."),
            Done.CHANGED: gettext("Somebody was quicker. This is how it stands now."),
            Done.UNREACHABLE: gettext("There is no way to reach her now. Nothing was sent."),
            Done.MISSING: gettext("Steps are missing."),
        }
        here = self.here(f"/{_number(request)}")
        return self.back(request, told if done is Done.DONE else sorry[done], to=here, wrong=done is not Done.DONE)

    @route("/{number}/take", methods=["POST"])
    async def take(self, request: Request) -> Response:
        form = await request.form()
        done = await self.doors.case_desk.take(signed(request), _number(request), _said(form, "seen"))
        return self._after(request, done, gettext("You have this case. Follow-ups are on the list."))

    @route("/{number}/step", methods=["POST"])
    async def step(self, request: Request) -> Response:
        form = await request.form()
        undo = _said(form, "done") != "1"
        done = await self.doors.case_desk.tick(signed(request), _number(request), _said(form, "step"), done=not undo)
        return self._after(request, done, gettext("Taken back.") if undo else gettext("Noted as done."))

    @route("/{number}/note", methods=["POST"])
    async def note(self, request: Request) -> Response:
        form = await request.form()
        said = _said(form, "note")
        if not said or len(said) > LONGEST:
            why = gettext("Please write something, at most %(n)s characters.") % {"n": LONGEST}
            return await self._show(request, ("note", why), form)
        done = await self.doors.case_desk.note(signed(request), _number(request), said)
        return self._after(request, done, gettext("Noted."))

    @route("/{number}/write", methods=["POST"])
    async def write(self, request: Request) -> Response:
        form = await request.form()
        said = _said(form, "message")
        if not said or len(said) > LONGEST_MESSAGE:
            why = gettext("Please write something, at most %(n)s characters.") % {"n": LONGEST_MESSAGE}
            return await self._show(request, ("message", why), form)
        done = await self.doors.case_desk.write(signed(request), _number(request), said)
        if done is Done.UNREACHABLE:
            why = gettext("There is no way to reach her now. Nothing was sent.")
            return await self._show(request, ("message", why), form)
        return self._after(request, done, gettext("It is on its way to her."))

    @route("/{number}/hand", methods=["POST"])
    async def hand(self, request: Request) -> Response:
        form = await request.form()
        to = number_in(_said(form, "officer"))
        if to is None:
            return await self._show(request, ("officer", gettext("Please choose who shall take it.")), form)
        done = await self.doors.case_desk.hand_over(signed(request), _number(request), to)
        if done is Done.UNREACHABLE:
            why = gettext("She cannot be alerted. Please choose somebody else.")
            return await self._show(request, ("officer", why), form)
        return self._after(request, done, gettext("She was alerted. Until she takes it, it stays where it is."))

    @route("/{number}/follow", methods=["POST"])
    async def follow(self, request: Request) -> Response:
        form = await request.form()
        said, which = _said(form, "found"), number_in(_said(form, "follow_up"))
        if not said or which is None:
            return await self._show(request, (f"found-{which}", gettext("Please write how things stand.")), form)
        done = await self.doors.case_desk.follow_up(signed(request), _number(request), which, said[:LONGEST])
        return self._after(request, done, gettext("Noted."))

    @route("/{number}/close", methods=["POST"])
    async def close(self, request: Request) -> Response:
        form = await request.form()
        outcome, ended = _said(form, "outcome"), _said(form, "ended")
        if outcome not in OUTCOMES or not ended:
            why = gettext("Please choose how it ended, and write it in a sentence.")
            return await self._show(request, ("close", why), form)
        closing = Closing(outcome, ended[:LONGEST], _said(form, "lacking")[:LONGEST])
        done = await self.doors.case_desk.close(signed(request), _number(request), closing)
        if done is Done.MISSING:
            return await self._show(request, ("close", gettext("Steps are missing: do them, or write why not.")), form)
        return self._after(request, done, gettext("Closed. Follow-ups stay on the list."))

    @route("/{number}/reopen", methods=["POST"])
    async def reopen(self, request: Request) -> Response:
        form = await request.form()
        why = _said(form, "reason")
        if not why:
            return await self._show(request, ("reopen", gettext("Please write why it is opened again.")), form)
        done = await self.doors.case_desk.reopen(signed(request), _number(request), why[:LONGEST])
        return self._after(request, done, gettext("The case is open again."))


def _by(entry: Mapping[str, str] | None) -> dict[str, Any] | None:
    """Who did a step, and when."""
    return {"name": entry["name"], "at": datetime.fromisoformat(entry["at"])} if entry else None


def _number(request: Request) -> str:
    return str(request.path_params["number"])


def _said(form: FormData, name: str) -> str:
    """What stands in a field, in lines as every channel takes them."""
    given = form.get(name)
    return given.replace("\r\n", "\n").strip() if isinstance(given, str) else ""
