"""Recordings: a trainer reads a tip or words for a call aloud, somebody else listens and lets parents hear it."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route
from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.page import Page, signed
from bot.services.staff.rights import Right
from bot.services.voices.playing import handed
from bot.services.voices.sound import LARGEST, LONGEST
from bot.services.voices.voices import STAGES, Reading, Recording, VoiceError


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [Recordings(doors)]


class Recordings(Page):
    """What waits to be listened to and what parents hear; and a page to record each item on: /voice/<kind>/<id>."""

    needed = frozenset({Right.WRITE, Right.PUBLISH})
    menu_label = _("Recordings")
    icon = "fa-solid fa-microphone"
    path = "/voice"
    route_name = "voice"

    @route("")
    async def index(self, request: Request) -> Response:
        found = [(self._plain(words), one) for words, one in await self.doors.voices.everything()]
        values = {
            "waiting": [pair for pair in found if pair[1].waits],
            "heard": [pair for pair in found if not pair[1].waits],
        }
        return self.show(request, "voice/recordings.html", values)

    @route("/{kind}/{id}", methods=["GET", "POST"], name="voice-item")
    async def item(self, request: Request) -> Response:
        """The words to read, the recorder, and what was recorded; a file sent here is a new recording."""
        found = await self._found(request)
        if request.method == "GET":
            return self._item(request, found)
        async with request.form() as form:
            digest, sent = str(form.get("digest") or ""), form.get("sound")
            content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
        by_script = "application/json" in request.headers.get("accept", "")
        try:
            key = (found.kind, found.id)
            await self.doors.voices.take(signed(request), key, digest, content)
        except VoiceError as error:
            if by_script:
                return JSONResponse({"wrong": error.words}, 422)
            return self._item(request, found, wrong=error.words)
        if by_script:
            return JSONResponse({"to": self._address(found)})
        return self._again(request, found, gettext("Recorded. Somebody else listens to it, then parents can hear it."))

    @route("/{kind}/{id}/sound/{stage}", name="voice-sound")
    async def sound(self, request: Request) -> Response:
        asked = request.path_params
        found = await self.doors.voices.played(asked["kind"], asked["id"], asked["stage"])
        if found is None:
            raise HTTPException(404, gettext("This recording is no longer there."))
        answer = handed(found, request.headers)
        return Response(answer.content, answer.status, dict(answer.headers))

    @route("/{kind}/{id}/release", methods=["POST"], name="voice-release")
    async def release(self, request: Request) -> Response:
        found, form = await self._found(request), await request.form()
        if not form.get("heard"):
            words = gettext("Please listen to the whole recording first, and tick that you have.")
            return self._item(request, found, not_released=words)
        try:
            key = (found.kind, found.id)
            await self.doors.voices.release(signed(request), key, str(form.get("recording") or ""))
        except VoiceError as error:
            return self._item(request, await self._found(request), not_released=error.words)
        return self._again(request, found, gettext("Released. Parents now see a button to listen under these words."))

    @route("/{kind}/{id}/remove/{stage}", methods=["POST"], name="voice-remove")
    async def remove(self, request: Request) -> Response:
        found, stage = await self._found(request), request.path_params["stage"]
        if stage not in STAGES:
            raise HTTPException(404)
        try:
            await self.doors.voices.remove(signed(request), (found.kind, found.id), stage)
        except VoiceError as error:
            return self._again(request, found, error.words, wrong=True)
        return self._again(request, found, gettext("The recording was taken away."))

    async def _found(self, request: Request) -> Reading:
        found = await self.doors.voices.find(request.path_params["kind"], request.path_params["id"])
        if found is None:
            raise HTTPException(404, gettext("There is nothing to read aloud here; it may have been an old link."))
        return found

    def _item(self, request: Request, found: Reading, *, wrong: str = "", not_released: str = "") -> Response:
        who = signed(request)
        values = {
            "one": found,
            "words": self._plain(found.words),
            "address": self._address(found),
            "longest": LONGEST,
            "wrong": wrong,
            "not_released": not_released,
            "may_record": who.may(Right.WRITE),
            "may_release": who.may(Right.PUBLISH),
            "own": found.waiting is not None and _is_own(found.waiting, who.account_id),
        }
        return self.show(request, "voice/item.html", values, status=422 if wrong or not_released else 200)

    def _again(self, request: Request, found: Reading, told: str, *, wrong: bool = False) -> Response:
        return self.back(request, told, to=self._address(found), wrong=wrong)

    def _address(self, found: Reading) -> str:
        return self.here(f"/{found.kind}/{found.id}")

    def _plain(self, words: str) -> str:
        return self.doors.announcements.anybody().plain(words)


def _is_own(recording: Recording, account_id: int) -> bool:
    return recording.by_id == account_id
