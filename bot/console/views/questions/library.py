"""After the answer: what was asked becomes part of the library, so that the next parent is answered at once."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.routing import route

from bot.console.page import signed
from bot.console.views.questions.one import One
from bot.services.inbox.asked import Asked
from bot.services.workflow.items import Conflict, Item, NotAllowed


class IntoLibrary(One):
    """What the page of an answered question offers besides."""

    async def library_values(self, request: Request, question: Asked) -> Mapping[str, Any]:
        inbox = self.doors.inbox
        if question.is_open:
            return {"item": None, "tried": None, "searched": "", "found": (), "wordings": (), "filled": ""}
        item = await inbox.growing.item(question)
        again = item is not None and "again" in request.query_params
        searched = request.query_params.get("search", "")[:60].strip()
        return {
            "item": item,
            "tried": await inbox.growing.try_again(question, item) if item and again else None,
            "searched": searched,
            "found": inbox.matching.search(searched) if searched else inbox.matching.best(question.words),
            "wordings": await inbox.growing.wordings(question),
            "filled": inbox.matching.filled(question.answer),
        }

    @route("/{number:row}/new-answer", methods=["POST"])
    async def new_answer(self, request: Request) -> Response:
        question = await self._answered(request)
        if question is None:
            return self.back(request, gettext("Please answer the question first."), wrong=True)
        return await self._led(request, question, self.doors.inbox.growing.as_new(question, signed(request)))

    @route("/{number:row}/new-wording", methods=["POST"])
    async def new_wording(self, request: Request) -> Response:
        form, question = await request.form(), await self._answered(request)
        if question is None:
            return self.back(request, gettext("Please answer the question first."), wrong=True)
        chosen = str(form.get("item", ""))
        return await self._led(
            request, question, self.doors.inbox.growing.as_wording(question, chosen, signed(request))
        )

    async def _answered(self, request: Request) -> Asked | None:
        question = await self.doors.inbox.waiting.find(int(request.path_params["number"]), signed(request))
        return None if question is None or question.is_open else question

    async def _led(self, request: Request, question: Asked, growing: Awaitable[Item]) -> Response:
        """Back to the question, with what it led to, or why it did not."""
        here = self.here(f"/{question.number}")
        try:
            await growing
        except NotAllowed as refused:
            return self.back(request, refused.words, to=here, wrong=True)
        except Conflict as conflict:
            told = gettext("%(name)s has just changed this answer. Please choose it once more.")
            return self.back(request, told % {"name": conflict.theirs.by_name}, to=here, wrong=True)
        except KeyError:
            return self.back(request, gettext("Please choose an answer of the library."), to=here, wrong=True)
        except ValueError:
            told = gettext(
                "It was asked without words, so there is no wording to keep. Please write one in the library."
            )
            return self.back(request, told, to=here, wrong=True)
        told = gettext("Kept as a draft. Parents get it once a second person has published it.")
        return self.back(request, told, to=f"{here}?again=1")
