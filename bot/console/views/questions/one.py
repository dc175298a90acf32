"""One question: read, heard, given to somebody, set aside, answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette_admin.i18n import gettext, ngettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.numbers import number_in
from bot.console.page import Page, signed
from bot.console.views.questions.words import TRIGGERS, Speaking
from bot.services.inbox.answering import Answered
from bot.services.inbox.asked import Asked
from bot.services.inbox.sounds import Silence, Sound
from bot.services.inbox.typed import LONGEST_ANSWER, cleaned, printed_length
from bot.services.inbox.waiting import Seen
from bot.services.staff.rights import Right
from bot.services.workflow.items import Remark
from dialogs.language.danger import Trigger

MOST_TOGETHER: Final = 100
SILENT: Final = {
    Silence.NONE: _("There is no recording with this question."),
    Silence.DELETED: _("The recording was deleted, as we promised: after the answer, or after 30 days."),
    Silence.CHANNEL_OFF: _(
        "Telegram is not connected now, so the recording cannot be fetched. Please try again later."
    ),
    Silence.GONE: _("Telegram no longer has this recording. Please ask the parent to say it once more, or to type it."),
    Silence.TROUBLE: _("Telegram did not give out the recording just now. Please try again in a few minutes."),
    Silence.UNKNOWN_KIND: _("This is neither a sound nor a picture, so it is not shown here."),
}


# What an answer in the library has besides its words; the checks look at whole items.
_LIKE_AN_ITEM: Final = {"id": "answer", "topic": "service", "bands": ["6-9"], "variants": ["?"]}


@dataclass(frozen=True)
class Writing:
    """What a trainer is writing. problems stand beside the box; `doubtful`: there is something to look at again."""

    words: str = ""
    ticked: frozenset[int] | None = None
    problems: tuple[str, ...] = ()
    doubtful: bool = False


NOTHING: Final = Writing()


class One(Page):
    """The page of one question."""

    needed: ClassVar[frozenset[Right]] = frozenset({Right.QUESTIONS})

    @route("/{number:row}")
    async def one(self, request: Request) -> Response:
        return await self.shown(request, NOTHING)

    async def shown(self, request: Request, writing: Writing, status: int = 200) -> Response:
        seen = await self.doors.inbox.waiting.look(_number(request), signed(request))
        if seen is None:
            return self._gone(request)
        values = {**await self._values(request, seen, writing), **await self.library_values(request, seen.question)}
        return self.show(request, "questions/one.html", values, status=status)

    async def _values(self, request: Request, seen: Seen, writing: Writing) -> Mapping[str, Any]:
        inbox, question = self.doors.inbox, seen.question
        return {
            "question": question,
            "alike": seen.alike,
            "writing": writing,
            "remarks": await self._remarks(question, writing.words),
            "preview": inbox.answering.preview(question.words, writing.words) if writing.words else "",
            "count": printed_length(writing.words, self.doors.shelf.library),
            "most": LONGEST_ANSWER,
            "best": inbox.matching.best(question.words),
            "canned": await inbox.canned.all() if question.is_open else (),
            "colleagues": await inbox.waiting.colleagues(accuses=question.accuses),
            "triggers": TRIGGERS,
            "say": Speaking(self.doors),
            "mine": signed(request).account_id,
        }

    async def library_values(self, _request: Request, _question: Asked) -> Mapping[str, Any]:
        """What the page shows of the library once the question is answered."""
        return {}

    def _gone(self, request: Request) -> Response:
        told = gettext("This question is no longer here: it was deleted, or the parent erased her data.")
        return self.back(request, told, to=self.here(), wrong=True)

    # -- answering ----------------------------------------------------------------------------------------------------

    @route("/{number:row}/look", methods=["POST"])
    async def look(self, request: Request) -> Response:
        """What there is to say about the words so far, for the script of the page; nothing is kept."""
        question = await self.doors.inbox.waiting.find(_number(request), signed(request))
        try:
            words = cleaned(str((await request.json())["words"])[: LONGEST_ANSWER * 10])
        except (ValueError, KeyError, TypeError):
            return JSONResponse({}, status_code=400)
        if question is None:
            return JSONResponse({}, status_code=404)
        remarks = await self._remarks(question, words)
        return JSONResponse(
            {
                "count": printed_length(words, self.doors.shelf.library),
                "remarks": [{"words": remark.words, "must": remark.must} for remark in remarks],
                "preview": self.doors.inbox.answering.preview(question.words, words) if words else "",
            }
        )

    @route("/{number:row}/answer", methods=["POST"])
    async def answer(self, request: Request) -> Response:
        form = await request.form()
        question = await self.doors.inbox.waiting.find(_number(request), signed(request))
        if question is None:
            return self._gone(request)
        ticked = _ticked(form)
        words = cleaned(str(form.get("words", "")))
        writing = await self._judged(question, words, seen=bool(form.get("seen")))
        if writing.problems and question.is_open:
            kept = Writing(words, ticked, writing.problems, writing.doubtful)
            return await self.shown(request, kept, status=400)
        numbers = [question.number, *sorted(ticked)]
        outcome = await self.doors.inbox.answering.answer_all(numbers, words, signed(request))
        told = _told(outcome, question)
        if question.number in outcome.sent:
            return self.back(request, " ".join(told), to=self.here(f"/{question.number}"))
        return await self.shown(request, Writing(words, ticked, tuple(told)), status=409)

    async def _judged(self, question: Asked, words: str, *, seen: bool) -> Writing:
        """Whether the words may go: some, not too many, and nothing in them that nobody has looked at twice."""
        count = printed_length(words, self.doors.shelf.library)
        if not words:
            return Writing(problems=(gettext("Please write an answer first."),))
        if count > LONGEST_ANSWER:
            problem = gettext(
                "The answer has %(n)s characters; at most %(most)s are read on a phone. Please make it shorter."
            )
            return Writing(problems=(problem % {"n": count, "most": LONGEST_ANSWER},))
        if not seen and any(remark.must for remark in await self._remarks(question, words)):
            problem = gettext(
                "Something in the answer may do harm; it stands below. Please change it, or tick that it stays."
            )
            return Writing(problems=(problem,), doubtful=True)
        return Writing()

    async def _remarks(self, question: Asked, words: str) -> Sequence[Remark]:
        """What the checks of the library say about these words, as the answer to this question."""
        if not words:
            return ()
        record = {**_LIKE_AN_ITEM, "question": question.words or "?", "answer": words}
        return [remark for remark in self.doors.workflow.remarks("faq", record) if remark.field == "answer"]

    # -- sharing the work ---------------------------------------------------------------------------------------------

    @route("/{number:row}/assign", methods=["POST"])
    async def assign(self, request: Request) -> Response:
        form, number = await request.form(), _number(request)
        to = number_in(form.get("account", ""))
        if not await self.doors.inbox.waiting.assign(number, to, signed(request)):
            told = gettext("That could not be done: the question is answered already, or this colleague cannot answer.")
            return self.back(request, told, to=self.here(f"/{number}"), wrong=True)
        told = gettext("It is given to her.") if to else gettext("It is open to everybody again.")
        told = gettext("It is yours.") if to == signed(request).account_id else told
        return self.back(request, told, to=self.here(f"/{number}"))

    @route("/{number:row}/spam", methods=["POST"])
    async def spam(self, request: Request) -> Response:
        form, number = await request.form(), _number(request)
        spam = form.get("spam") == "1"
        if not await self.doors.inbox.waiting.set_aside(number, signed(request), spam=spam):
            return self.back(request, gettext("This question is answered already."), to=self.here(), wrong=True)
        if spam:
            return self.back(request, gettext("Set aside. You find it under “Spam”, and can take it back there."))
        return self.back(request, gettext("It waits for an answer again."), to=self.here(f"/{number}"))

    @route("/{number:row}/case", methods=["POST"])
    async def case(self, request: Request) -> Response:
        form, number = await request.form(), _number(request)
        chosen = str(form.get("trigger", ""))
        if chosen not in set(Trigger):
            return self.back(
                request, gettext("Please choose what it is about."), to=self.here(f"/{number}"), wrong=True
            )
        trigger, protecting = Trigger(chosen), self.doors.inbox.protecting
        question = await self.doors.inbox.waiting.find(number, signed(request))
        heard = question.danger if question else None
        level = heard.level if heard and heard.trigger is trigger else protecting.level_of(trigger)
        if await protecting.open_case(number, (trigger, level), signed(request)) is None:
            told = gettext(
                "Nobody is known to have asked this, so no case can be opened. Please speak with the person on duty."
            )
            return self.back(request, told, to=self.here(f"/{number}"), wrong=True)
        told = gettext("The case is open, and whoever is on duty has been told. She goes on from here.")
        hers = await self.doors.inbox.waiting.find(number, signed(request))
        return self.back(request, told, to=self.here(f"/{number}") if hers else self.here())

    @route("/{number:row}/sound")
    async def sound(self, request: Request) -> Response:
        """What was recorded, straight from where it is kept; a reason in words where there is nothing."""
        found = await self.doors.inbox.sounds.fetch(_number(request), signed(request))
        headers = {"Cache-Control": "no-store", "Content-Disposition": "inline"}
        if isinstance(found, Sound):
            return Response(found.content, media_type=found.media_type, headers=headers)
        trouble = found in (Silence.CHANNEL_OFF, Silence.TROUBLE)
        return PlainTextResponse(str(SILENT[found]), status_code=503 if trouble else 404, headers=headers)


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def _ticked(form: FormData) -> frozenset[int]:
    """The others that the answer goes to as well."""
    given = map(number_in, form.getlist("also")[:MOST_TOGETHER])
    return frozenset(one for one in given if one is not None)


def _told(outcome: Answered, question: Asked) -> list[str]:
    """What became of the answer, a sentence for each kind."""
    told = []
    if sent := len(outcome.sent):
        kept = gettext("The answer is kept. Copy it below, and put it into the group.")
        went = ngettext("The answer is on its way to %(n)s person.", "The answer is on its way to %(n)s people.", sent)
        told.append(kept if question.from_group and sent == 1 else went % {"n": sent})
    if unreachable := len(outcome.unreachable):
        words = ngettext(
            "%(n)s parent cannot be reached now, so nothing was sent to her. The question stays open.",
            "%(n)s parents cannot be reached now, so nothing was sent to them. The questions stay open.",
            unreachable,
        )
        told.append(words % {"n": unreachable})
    for name in sorted(set((outcome.taken or {}).values())):
        if name:
            told.append(gettext("%(name)s answered first, so nothing was sent twice.") % {"name": name})
        else:
            told.append(gettext("A colleague answered first, or the question is gone; nothing was sent twice."))
    return told
