"""A person's page: opened with a reason, showing what she receives and why, and doing what she asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, ClassVar, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.doors import Doors
from bot.console.page import PATH, Page, signed
from bot.console.views.people.fates import fate, foreseen, kind_words
from bot.console.views.people.listed import STATES, to_person
from bot.services.persons.changing import Outcome, Why
from bot.services.staff.access import State
from bot.services.staff.rights import Right
from dialogs.facts import Facts
from dialogs.profile_words import child_line, rest_words, shift_words, tips_words
from dialogs.text import Text, Verbatim

LONGEST_REASON: Final = 120
REASONS: Final = {
    "asked": _("She asks herself"),
    "sending": _("Something went wrong with sending"),
    "erase": _("She wants to be erased"),
}
OTHER: Final = "other"
PURPOSES: Final = {"service": _("Using Jiayin"), "pass_on": _("Passing her questions on to trainers")}
CHANNELS: Final = {"telegram": "Telegram", "web": _("Web chat"), "terminal": _("Terminal")}
_LISTED: Final = f"{PATH}/people/list"
_Doing = Callable[[Why, Any], Awaitable[Outcome]]


class PersonPage(Page):
    """One person."""

    menu_label = _("A person")
    path = "/person"
    add_to_menu = False
    needed: ClassVar[frozenset[Right]] = frozenset({Right.PEOPLE})
    needs_proof = True

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors)
        self._doings: dict[str, _Doing] = {
            "pause": self._pause,
            "resume": lambda why, _form: doors.changes.resume(why),
            "trial": lambda why, form: doors.changes.mark(why, trial=form.get("trial") == "yes"),
            "pin": lambda why, _form: doors.changes.reset_pin(why),
            "data": lambda why, _form: doors.changes.send_data(why),
            "erase": lambda why, form: doors.changes.erase(why, str(form.get("code", ""))),
        }

    # -- finding and opening --------------------------------------------------------------------------------------

    @route("")
    async def index(self, request: Request) -> Response:
        """Whose code was typed into the box."""
        typed = request.query_params.get("code", "").strip()[:40]
        if not typed:
            return self.back(request, to=_LISTED)
        found = await self.doors.persons.find(typed)
        if len(found.codes) == 1:
            if not found.exact:
                told = gettext("Read as %(code)s. Is that the code she gave you?") % {"code": found.codes[0]}
                flash(request, told, category="info")
            return to_person(found.codes[0])
        return self.show(request, "people/find.html", {"typed": typed, "codes": found.codes}, status=404)

    @route("/{code}")
    async def person(self, request: Request) -> Response:
        who, code = signed(request), request.path_params["code"]
        reason = await self.doors.persons.reason(who, code)
        if not reason:
            return await self._why(request, code)
        person = await self.doors.persons.look(who, code, reason)
        if person is None:
            return self.back(request, gettext("Nobody has this code any more."), to=_LISTED, wrong=True)
        access = await self.doors.access.standing(who, "person", code)
        say = self._say
        values = {
            "person": person,
            "reason": reason,
            "access": access,
            "state": dict(STATES).get(person.row.state, ""),
            "purposes": PURPOSES,
            "channels": CHANNELS,
            "fate": fate,
            "foreseen": foreseen,
            "kind_words": kind_words,
            "tips": say(tips_words(person.facts.profile)),
            "shift": say(shift_words(person.facts.profile.shift, person.facts.today)),
            "rest": say(rest_words(person.facts.profile)),
            "until": self._pause_words(person.facts),
            "cases_path": f"{PATH}/cases",
        }
        return self.show(request, "people/person.html", values)

    async def _why(self, request: Request, code: str, *, error: str = "", words: str = "") -> Response:
        if not await self.doors.persons.exists(code):
            return self.show(request, "people/find.html", {"typed": code, "codes": ()}, status=404)
        values = {"code": code, "reasons": REASONS, "other": OTHER, "error": error, "words": words}
        return self.show(request, "people/reason.html", values, status=400 if error else 200)

    @route("/{code}/open", methods=["POST"])
    async def open(self, request: Request) -> Response:
        code, form = request.path_params["code"], await request.form()
        words = str(form.get("words", "")).strip()[:LONGEST_REASON]
        chosen = str(form.get("reason", ""))
        reason = words if chosen == OTHER else str(REASONS.get(chosen, ""))
        if not reason:
            error = gettext("Please choose why, or write one sentence.")
            return await self._why(request, code, error=error, words=words)
        if not await self.doors.persons.open(signed(request), code, reason):
            return self.back(request, gettext("Nobody has this code any more."), to=_LISTED, wrong=True)
        return to_person(code)

    # -- children -------------------------------------------------------------------------------------------------

    @route("/{code}/ask", methods=["POST"])
    async def ask(self, request: Request) -> Response:
        """Somebody else has to agree before data of children are shown."""
        who, code, form = signed(request), request.path_params["code"], await request.form()
        words = str(form.get("words", "")).strip()
        if not await self.doors.persons.reason(who, code):
            return to_person(code)
        if not words:
            error = gettext("Please write in one sentence why you need the data of the children.")
            return self.back(request, error, to=f"{self.here()}/{code}#children", wrong=True)
        await self.doors.access.ask(who, "person", code, words)
        told = gettext("Asked. As soon as somebody else has agreed, you see it here.")
        return self.back(request, told, to=f"{self.here()}/{code}#children")

    @route("/{code}/children")
    async def children(self, request: Request) -> Response:
        who, code = signed(request), request.path_params["code"]
        access = await self.doors.access.standing(who, "person", code)
        reason = await self.doors.persons.reason(who, code)
        if not reason or access.state is not State.GRANTED:
            return to_person(code)
        facts = await self.doors.persons.children(who, code, reason)
        if facts is None:
            return self.back(request, gettext("Nobody has this code any more."), to=_LISTED, wrong=True)
        lines = [self._say(child_line(child, facts)) for child in facts.children]
        return self.show(request, "people/children.html", {"code": code, "lines": lines, "until": access.until})

    # -- doing ----------------------------------------------------------------------------------------------------

    @route("/{code}/do/{what}", methods=["POST"])
    async def do(self, request: Request) -> Response:
        who, code = signed(request), request.path_params["code"]
        doing = self._doings.get(request.path_params["what"])
        reason = await self.doors.persons.reason(who, code)
        if doing is None or not reason:
            return to_person(code)
        outcome = await doing(Why(who, code, reason), await request.form())
        gone = outcome is Outcome.GONE or (request.path_params["what"] == "erase" and outcome is Outcome.DONE)
        to = _LISTED if gone else f"{self.here()}/{code}"
        told = _told(request.path_params["what"], outcome)
        return self.back(request, told, to=to, wrong=outcome is not Outcome.DONE)

    async def _pause(self, why: Why, form: Any) -> Outcome:
        try:
            until = date.fromisoformat(str(form.get("until", "")))
        except ValueError:
            return Outcome.PAST
        return await self.doors.changes.pause(why, until)

    def _pause_words(self, facts: Facts) -> str:
        until = facts.profile.paused_until
        return self._say(Verbatim("{day}", (("day", until),))) if until and facts.is_paused else ""

    def _say(self, text: Text) -> str:
        return self.doors.words.say(text, "zh_Hans")


def _told(what: str, outcome: Outcome) -> str:
    if outcome is Outcome.DONE:
        return {
            "pause": gettext("Done: nothing comes by itself until that day is over."),
            "resume": gettext("Done: tips and reminders come again."),
            "trial": gettext("Done. Trial people are left out of all counts."),
            "pin": gettext("Done: the code word is gone. She can set a new one."),
            "data": gettext("Done: her data are on their way into her own chat."),
            "erase": gettext("Erased. Nothing of her is kept but what the law asks for."),
        }[what]
    return {
        Outcome.GONE: gettext("Nobody has this code any more."),
        Outcome.OTHER_CODE: gettext("That is another code, so nothing was erased. Please type it once more."),
        Outcome.PAST: gettext("Please choose today or a later day."),
        Outcome.LOCKED: gettext(
            "She has set a code word, so that nobody else sees her data. She asks for her data herself in the chat."
        ),
        Outcome.UNREACHABLE: gettext("She cannot be reached now, so nothing was sent."),
    }[outcome]
