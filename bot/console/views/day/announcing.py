"""Announcing something to a factory, a band or a shift: write, look at it once more, send, take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.moments import wall
from bot.console.page import Page, signed
from bot.services.announcements.announcements import (
    LONGEST_AHEAD,
    MOST_CHARACTERS,
    Announcement,
    Audience,
    Status,
)
from bot.services.staff.rights import Right
from dialogs.calendar.bands import Band
from dialogs.calendar.shifts import Shift
from dialogs.labels import BANDS, SHIFTS

LANGUAGE = "zh_Hans"


@dataclass(frozen=True)
class Form:
    """What was typed, and what is wrong with it, by field."""

    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    audience: Audience
    send_at: datetime | None


class Announcing(Page):
    """Two pages: the words and whom they are for; then what they will read, how many, and when."""

    needed = frozenset({Right.ANNOUNCE})
    menu_label = _("Announcements")
    icon = "fa-solid fa-bullhorn"
    path = "/announcements"
    route_name = "announcements"

    @route("")
    async def index(self, request: Request) -> Response:
        values = {"announcements": await self.doors.announcements.newest(), **await self._choices()}
        return self.show(request, "day/announcements.html", values)

    @route("/new", methods=["GET", "POST"], name="announce")
    async def write(self, request: Request) -> Response:
        """The form; what is wrong is said beside its field, and nothing that was typed is lost."""
        if request.method == "GET":
            return await self._form(request, _blank())
        form = self._read(await request.form(), await self.doors.announcements.factories())
        if form.wrong:
            return await self._form(request, form)
        words = form.typed["words"]
        made = await self.doors.announcements.draft(signed(request), words, form.audience, form.send_at)
        return self.back(request, to=self.here(f"/{made.number}"))

    @route("/{number:row}", name="announcement")
    async def one(self, request: Request) -> Response:
        """One announcement as she will read it, with the next thing to do about it."""
        found = await self._found(request)
        reader = await self.doors.announcements.reader(found.audience.factory)
        values = {
            "one": found,
            "shown": reader.announcement(found.words),
            "sleepers": await self.doors.announcements.asleep(found.audience, found.send_at),
            "outcome": await self.doors.announcements.outcome(found.number),
            "mine": found.made_by == signed(request).account_id,
            "later": found.send_at > self.doors.clock(),
            **await self._choices(),
        }
        return self.show(request, "day/announcement.html", values)

    @route("/{number:row}/send", methods=["POST"], name="announcement-send")
    async def send(self, request: Request) -> Response:
        found = await self._found(request)
        status = await self.doors.announcements.send(signed(request), found.number)
        told = {
            Status.WAITING: gettext("More than 200 people would get it, so a second person looks at it first."),
            Status.PLANNED: gettext("It is on its way. Until it arrives you can take it back."),
        }
        if status is None:
            return self._again(request, found, gettext("This announcement is no longer a draft."), wrong=True)
        return self._again(request, found, told[status])

    @route("/{number:row}/second", methods=["POST"], name="announcement-second")
    async def second(self, request: Request) -> Response:
        found = await self._found(request)
        if await self.doors.announcements.second(signed(request), found.number):
            return self._again(request, found, gettext("You have agreed. It is on its way."))
        words = gettext("Somebody else than its writer must agree, and only while it waits.")
        return self._again(request, found, words, wrong=True)

    @route("/{number:row}/recall", methods=["POST"], name="announcement-recall")
    async def recall(self, request: Request) -> Response:
        found = await self._found(request)
        count = await self.doors.announcements.recall(signed(request), found.number)
        if count is None:
            return self._again(request, found, gettext("It was taken back before."), wrong=True)
        return self._again(request, found, gettext("Taken back. Who has it already keeps it; nobody else gets it."))

    def _again(self, request: Request, one: Announcement, told: str, *, wrong: bool = False) -> Response:
        return self.back(request, told, to=self.here(f"/{one.number}"), wrong=wrong)

    async def _found(self, request: Request) -> Announcement:
        found = await self.doors.announcements.find(request.path_params["number"])
        if found is None:
            raise HTTPException(404, gettext("There is no such announcement; it may have been an old link."))
        return found

    async def _form(self, request: Request, form: Form) -> Response:
        status = 422 if form.wrong else 200
        values = {"form": form, "most": MOST_CHARACTERS, **await self._choices()}
        return self.show(request, "day/announce.html", values, status=status)

    async def _choices(self) -> dict[str, Any]:
        say = self.doors.words.say
        return {
            "factories": await self.doors.announcements.factories(),
            "bands": {band.value: say(label, LANGUAGE) for band, label in BANDS.items()},
            "shifts": {shift.value: say(label, LANGUAGE) for shift, label in SHIFTS.items()},
        }

    def _read(self, form: Any, factories: Mapping[str, str]) -> Form:
        typed = {name: str(form.get(name) or "").strip() for name in ("words", "factory", "band", "shift", "at")}
        wrong = {}
        if problem := self._problem_of_words(typed["words"]):
            wrong["words"] = problem
        known: dict[str, set[str]] = {"factory": set(factories), "band": {*Band}, "shift": {*Shift}}
        for name, values in known.items():
            if typed[name] and typed[name] not in values:
                wrong[name] = gettext("Please choose one from the list.")
        send_at, problem = self._instant(typed["at"])
        if problem:
            wrong["at"] = problem
        return Form(typed, wrong, Audience(typed["factory"], typed["band"], typed["shift"]), send_at)

    def _problem_of_words(self, words: str) -> str:
        if not words:
            return gettext("Please write what they shall read.")
        if len(words) > MOST_CHARACTERS:
            return gettext("That is too long by %(n)s characters.") % {"n": len(words) - MOST_CHARACTERS}
        record = {"id": "weekly-announcement", "weeks": [1], "text": words}
        found = [one.words for one in self.doors.workflow.remarks("weekly", record) if one.must and one.field == "text"]
        return found[0] if found else ""

    def _instant(self, at: str) -> tuple[datetime | None, str]:
        """The instant of a local clock time such as 2026-11-24T18:30; none for at once."""
        if not at:
            return None, ""
        try:
            local = datetime.fromisoformat(at).replace(tzinfo=None)
        except ValueError:
            return None, gettext("That is no day and time; choose one in the calendar.")
        now = wall(self.doors.clock(), self.doors.zone)
        if local <= now:
            return None, gettext("That time is over. Choose a later one, or leave it empty to send at once.")
        if local > now + LONGEST_AHEAD:
            return None, gettext("That is too far ahead: at most two months.")
        return local.replace(tzinfo=self.doors.zone).astimezone(UTC), ""


def _blank() -> Form:
    return Form({}, {}, Audience(), None)
