"""What waits for somebody: for review, for a signature, for a second look, for its day; and the small-team switch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.page import PATH, Page, signed
from bot.console.views.content.labels import BANDS, KINDS, TOPICS, kind_name
from bot.services.listing import Condition, Listing
from bot.services.staff.rights import Right
from bot.services.workflow.items import Item, Key, NotAllowed, Status

MOST: Final = 500  # of one kind; what was brought in from one sheet may wait together


class Review(Page):
    """The queue of the reviewers."""

    menu_label = _("Review")
    path = "/review"
    needed = frozenset({Right.PUBLISH, Right.SIGN})

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._drawn(request, {})

    async def _drawn(self, request: Request, hindered: Mapping[Key, str], *, gone: int = 0) -> Response:
        who = signed(request)
        waiting = await self._found(Condition("status", "is", Status.IN_REVIEW.value))
        again = await self._found(Condition("look_again_at", "not_empty"))
        signing = [item for item in waiting if item.kind == "safeguarding"]
        ready = [item for item in waiting if item.publish_at is None and item.kind != "safeguarding"]
        values = {
            "may_publish": who.may(Right.PUBLISH),
            "ready": self._rows(ready),
            "signing": [{**row, **await self._signatures(row["item"], who.account_id)} for row in self._rows(signing)],
            "scheduled": self._rows([item for item in waiting if item.publish_at]),
            "again": self._rows(again),
            "small_team": await self.doors.workflow.small_team(),
            "hindered": [
                (kind_name(kind), id, f"{PATH}/content/{kind}/{id}", why) for (kind, id), why in hindered.items()
            ],
            "gone": gone,
        }
        return self.show(request, "content/review.html", values)

    async def _found(self, condition: Condition) -> list[Item]:
        listing = Listing(limit=MOST, conditions=(condition,))
        found = [item for kind in KINDS for item in await self.doors.workflow.listed(kind, listing)]
        return sorted(found, key=lambda item: item.updated_at)

    def _rows(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        return [
            {
                "item": item,
                "key": f"{item.kind}/{item.id}",
                "place": f"{PATH}/content/{item.kind}/{item.id}",
                "kind": kind_name(item.kind),
                "topic": TOPICS.get(item.topic, item.topic),
                "bands": [str(BANDS.get(band, band)) for band in item.bands],
            }
            for item in items
        ]

    async def _signatures(self, item: Item, account_id: int) -> Mapping[str, Any]:
        steps = await self.doors.workflow.steps(item.kind, item.id)
        names = [step.by_name for step in steps if step.act == "signed" and step.number == item.number]
        return {"signed_by": names, "is_signed": len(names) >= 2, "account_id": account_id}

    @route("/publish", methods=["POST"])
    async def publish(self, request: Request) -> Response:
        """Those that were ticked; the page tells what hindered others, and they stay ticked no more."""
        form = await request.form(max_fields=5000)
        keys = [key for value in form.getlist("key") if (key := _key(str(value))) is not None]
        if not keys:
            return self.back(request, gettext("Nothing was ticked. Tick what is to go out."), wrong=True)
        found = {(item.kind, item.id) for item in await self._found(Condition("status", "is", Status.IN_REVIEW.value))}
        known = [key for key in dict.fromkeys(keys) if key in found]
        late = {key: gettext("Somebody else has dealt with this already.") for key in keys if key not in found}
        try:
            hindered = await self.doors.workflow.publish_many(signed(request), known) if known else {}
        except NotAllowed as refused:
            return self.back(request, refused.words, wrong=True)
        gone = len(known) - len(hindered)
        if not hindered and not late:
            return self.back(request, _told_gone(gone))
        return await self._drawn(request, {**hindered, **late}, gone=gone)

    @route("/small-team", methods=["POST"])
    async def small_team(self, request: Request) -> Response:
        form = await request.form()
        wanted = str(form.get("on", ""))
        if wanted not in ("yes", "no"):
            raise HTTPException(400)
        try:
            await self.doors.workflow.set_small_team(signed(request), wanted == "yes")
        except NotAllowed as refused:
            return self.back(request, refused.words, wrong=True)
        told = (
            gettext("The small-team switch is on now.")
            if wanted == "yes"
            else gettext("The small-team switch is off now. Everything needs a second person.")
        )
        return self.back(request, told)


def _key(value: str) -> Key | None:
    kind, slash, id = value.partition("/")
    return (kind, id) if slash and kind in KINDS and id else None


def _told_gone(count: int) -> str:
    return gettext("Published: %(count)s. Parents get them from now on.") % {"count": count}
