"""The page on which the bot is tried out: a made-up person, a clock that is moved by hand, and a chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.doors import Doors
from bot.console.page import Page
from bot.console.views.people.fates import fate, foreseen, kind_words
from bot.console.views.simulator.form import LAST_DAY, MOST_CHILDREN, TIPS, blank, choices, moment, read
from bot.services.simulator.rehearsal import LARGEST, Bubble, Rehearsal, Who
from bot.services.staff.rights import Right
from dialogs.text import Moment

LONGEST_WORDS: Final = 2000
MORNING: Final = time(8)
NOTES: Final = {
    "passed_on": _("In earnest, this question would now lie in the inbox of the trainers."),
    "case": _("In earnest, a case would be open now and the people on duty would be alerted. Here nothing was opened."),
    "my_data": _("In earnest, she would get a file with her data now."),
    "return_code": _("In earnest, she would get a code to come back with now."),
    "erased": _("In earnest, she would be erased now. Here she is somebody new."),
}
_STEPS: Final = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1), "1d": timedelta(days=1)}


class TryPage(Page):
    """Open to whoever writes content or looks after parents."""

    menu_label = _("Try the bot")
    icon = "fa-solid fa-comment-dots"
    path = "/try"
    needed: ClassVar[frozenset[Right]] = frozenset({Right.WRITE, Right.PEOPLE, Right.COUNTS})

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors)
        self._choices = choices(lambda text: doors.words.say(text, "zh_Hans"))

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._page(request, blank(self.doors.clock(), self.doors.zone), None, {})

    @route("/begin", methods=["POST"])
    async def begin(self, request: Request) -> Response:
        """Somebody as the form says, from the beginning."""
        form = _texts(await request.form())
        found = read(form, self.doors.zone, self.doors.shelf.library.areas)
        if found.errors:
            return await self._page(request, form, None, found.errors)
        rehearsal = await self.doors.simulator.begin(found.kept, found.at)
        return await self._page(request, form, rehearsal, {})

    @route("/go", methods=["POST"])
    async def go(self, request: Request) -> Response:
        """She writes, presses, or time passes. Nothing is lost when it does not work: the chat stays as it was."""
        form = _texts(await request.form())
        rehearsal = self.doors.simulator.opened(form.get("state", ""))
        if rehearsal is None:
            errors = {"state": gettext("This chat can no longer be read. Please begin it anew.")}
            return await self._page(request, form, None, errors)
        errors = {}
        words = form.get("words", "").strip()[:LONGEST_WORDS]
        if "press" in form:
            rehearsal = await self.doors.simulator.presses(rehearsal, form["press"])
        elif "clock" in form:
            to = self._moment(form, rehearsal)
            if to is None or to < rehearsal.now:
                errors["to"] = gettext("Please choose a moment after the one that is shown, at most 62 days on.")
            else:
                rehearsal = await self.doors.simulator.moves(rehearsal, to)
        elif words:
            rehearsal = await self.doors.simulator.says(rehearsal, words)
        return await self._page(request, form, rehearsal, errors)

    def _moment(self, form: Mapping[str, str], rehearsal: Rehearsal) -> datetime | None:
        """Where the clock is moved to."""
        local = rehearsal.now.astimezone(self.doors.zone)
        if form["clock"] == "morning":
            day = local.date() + timedelta(days=local.time() >= MORNING)
            to: datetime | None = datetime.combine(day, MORNING, self.doors.zone)
        elif form["clock"] in _STEPS:
            to = rehearsal.now + _STEPS[form["clock"]]
        else:
            to = moment(form.get("to", ""), self.doors.zone)
        return to if to and to.astimezone(self.doors.zone).date() <= LAST_DAY else None

    async def _page(
        self, request: Request, form: Mapping[str, str], rehearsal: Rehearsal | None, errors: Mapping[str, str]
    ) -> Response:
        values: dict[str, Any] = {
            "form": form,
            "errors": errors,
            "choices": self._choices,
            "children": range(1, MOST_CHILDREN + 1),
            "tips": TIPS,
            "factories": self.doors.settings.factory_codes,
            "rehearsal": rehearsal,
            "kind_words": kind_words,
            "foreseen": foreseen,
            "note": _note,
            "who": Who,
        }
        if rehearsal is not None:
            values |= {
                "state": self.doors.simulator.sealed(rehearsal),
                "week": await self.doors.simulator.week(rehearsal),
                "now": self._says(rehearsal.now, None),
                "local_now": rehearsal.now.astimezone(self.doors.zone).strftime("%Y-%m-%dT%H:%M"),
                "says": lambda at: self._says(at, rehearsal.now),
            }
        return self.show(request, "simulator/try.html", values, status=400 if errors else 200)

    def _says(self, at: datetime, now: datetime | None) -> str:
        """A moment in words, seen from the moment of the chat."""
        zone = self.doors.zone
        local = at.astimezone(zone).replace(tzinfo=None)
        today = now.astimezone(zone).date() if now else date.min  # with its year where nothing is near
        return self.doors.words.say_moment(Moment(local, today), "zh_Hans")


def _note(bubble: Bubble) -> Any:
    """What is told beside the chat: what would have happened, or why a push did not come."""
    return NOTES.get(bubble.words) or fate("skipped", bubble.words)


def _texts(form: Any) -> dict[str, str]:
    """The fields of a form, each cut where nobody writes on."""
    return {name: value[:LARGEST] for name, value in form.items() if isinstance(value, str)}
