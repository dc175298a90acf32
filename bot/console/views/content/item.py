"""One item: its words as they stand, what comes next, its old words, and who did what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette_admin.i18n import gettext
from starlette_admin.routing import route

from bot.console.numbers import number_in
from bot.console.page import PATH, signed
from bot.console.views.content.drawing import Drawn, Pen, label_of
from bot.console.views.content.form import form_of
from bot.console.views.content.labels import KINDS, STATE_ICONS, STATES, kind_name
from bot.console.views.content.schema import SCHEMA
from bot.console.views.content.shown import NEW, ContentPage, beside, usual_viewer, viewer_of
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.services.workflow.difference import FieldDifference, difference
from bot.services.workflow.items import Item, NotAllowed, Revision, Status, Step

Form = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """An old wording, and what it changed of the one before."""

    revision: Revision
    act: str
    differences: Sequence[tuple[str, FieldDifference]]


@dataclass(frozen=True)
class Offered:
    """What she may do now. main: the next step as the one big button, empty where it is not hers."""

    main: str
    others: tuple[str, ...]


class ItemPage(ContentPage):
    """The page of one item."""

    needed = frozenset({Right.WRITE, Right.PUBLISH, Right.SIGN})

    @route("")
    async def index(self, request: Request) -> Response:
        return self.back(request, to=f"{PATH}/tip/list")

    @route("/{kind}/{id}")
    async def item(self, request: Request) -> Response:
        if request.path_params["id"] == NEW:
            return self.back(request, to=f"{self.place(request)}/edit")
        item = await self.item_of(request)
        workflow = self.doors.workflow
        record = await workflow.record(item.kind, item.id)
        steps = await workflow.steps(item.kind, item.id)
        remarks = await workflow.remarks_on(item.kind, item.id, record)
        values = {
            "item": item,
            "kind_label": KINDS[item.kind],
            "one_label": kind_name(item.kind),
            "place": self.place(request),
            "list_place": f"{PATH}/{item.kind}/list",
            "state": STATES[item.status],
            "state_icon": STATE_ICONS[item.status],
            "drawn": Pen(form_of(item.kind, record), {}, self.doors.shelf.library).draw(item.kind),
            "remarks": beside(item.kind, remarks),
            "can_dismiss": False,
            "offered": offered(item, signed(request)),
            "signatures": [step for step in steps if step.act == "signed" and step.number == item.number],
            "sent_back": _sent_back(item, steps),
            "steps": [(said_step(step.act), self._words_of(step), step) for step in steps],
            "changes": _changes(item.kind, await workflow.revisions(item.kind, item.id)),
            "in_use": await self._in_use(item, record),
            "is_empty": _is_empty,
            **self.seen(item.kind, record, usual_viewer(record)),
        }
        return self.show(request, "content/item.html", values)

    async def _in_use(self, item: Item, record: Mapping[str, Any]) -> Sequence[tuple[str, FieldDifference]]:
        """What will change for parents, where they still read older words."""
        if item.published_number is None or item.published_number == item.number:
            return ()
        published = await self.doors.workflow.record(item.kind, item.id, item.published_number)
        return _labelled(item.kind, published, record)

    def _words_of(self, step: Step) -> str:
        """What was said with it; an instant in words."""
        if step.act not in ("scheduled", "retiring"):
            return step.words
        try:
            at = datetime.fromisoformat(step.words)
        except ValueError:
            return step.words
        local = self.templates.env.filters["local"] if self.templates else str
        return str(local(at))

    @route("/{kind}/{id}/do", methods=["POST"])
    async def act(self, request: Request) -> Response:
        item = await self.item_of(request)
        form = {name: str(value) for name, value in (await request.form()).items()}
        deed = _DEEDS.get(form.get("do", ""))
        if deed is None:
            raise HTTPException(400)
        to = _to(request, form)
        try:
            told = await deed(self, signed(request), item, form)
        except NotAllowed as refused:
            return self.back(request, refused.words, to=to, wrong=True)
        return self.back(request, told, to=to)

    @route("/{kind}/{id}/seen", methods=["POST"])
    async def seen_by(self, request: Request) -> Response:
        """The saved words before the eyes of another parent."""
        item = await self.item_of(request)
        body = await _viewer_body(request)
        seen = self.seen(item.kind, await self.doors.workflow.record(item.kind, item.id), viewer_of(body))
        if self.templates is None:
            raise RuntimeError("a page is shown only after it was added to the console")
        template = self.templates.env.get_template("content/preview.html")
        return JSONResponse({"html": template.render({"page": self, **seen})})

    # -- deeds -------------------------------------------------------------------------------------------------------

    async def _submit(self, who: Signed, item: Item, _form: Form) -> str:
        await self.doors.workflow.submit(who, item.kind, item.id)
        return gettext("It is handed in. A reviewer looks at it now.")

    async def _publish(self, who: Signed, item: Item, _form: Form) -> str:
        await self.doors.workflow.publish(who, item.kind, item.id)
        return gettext("It is published. Parents get it from now on.")

    async def _schedule(self, who: Signed, item: Item, form: Form) -> str:
        await self.doors.workflow.publish(who, item.kind, item.id, self._instant(form))
        return gettext("It goes out by itself at that time.")

    async def _sign(self, who: Signed, item: Item, _form: Form) -> str:
        await self.doors.workflow.sign(who, item.kind, item.id)
        return gettext("It is signed with your name.")

    async def _send_back(self, who: Signed, item: Item, form: Form) -> str:
        words = form.get("words", "").strip()[:500]
        if not words:
            raise NotAllowed(gettext("Please write in a sentence what to change; otherwise the writer can only guess."))
        await self.doors.workflow.send_back(who, item.kind, item.id, words)
        return gettext("It is back with its writer, with your words.")

    async def _retire(self, who: Signed, item: Item, form: Form) -> str:
        if form.get("day"):
            await self.doors.workflow.retire(who, item.kind, item.id, self._instant(form))
            return gettext("It is taken out by itself at that time.")
        await self.doors.workflow.retire(who, item.kind, item.id)
        return gettext("It is taken out. Parents do not get it any more.")

    async def _restore(self, who: Signed, item: Item, form: Form) -> str:
        try:
            await self.doors.workflow.restore(who, item.kind, item.id, number_in(form.get("number", "")) or 0)
        except (KeyError, ValueError) as error:
            raise NotAllowed(gettext("Those old words are not there any more.")) from error
        return gettext("The old words are a new draft now. Hand it in, so that parents get them.")

    async def _unschedule(self, who: Signed, item: Item, _form: Form) -> str:
        await self.doors.workflow.unschedule(who, item.kind, item.id)
        return gettext("Nothing happens by itself any more.")

    async def _looked(self, who: Signed, item: Item, _form: Form) -> str:
        await self.doors.workflow.looked_again(who, item.kind, item.id)
        return gettext("Noted: you have looked at it.")

    def _instant(self, form: Form) -> datetime:
        """Raises NotAllowed for a day that is none, or over."""
        try:
            local = datetime.fromisoformat(f"{form.get('day', '')}T{form.get('time', '') or '09:00'}")
            at = local.replace(tzinfo=self.doors.zone).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise NotAllowed(gettext("That is no day; choose one in the calendar.")) from error
        if at <= self.doors.clock():
            raise NotAllowed(gettext("That time is over. Please choose a later one."))
        return at


Deed = Callable[[ItemPage, Signed, Item, Form], Awaitable[str]]
_DEEDS: Mapping[str, Deed] = {
    "submit": ItemPage._submit,
    "publish": ItemPage._publish,
    "schedule": ItemPage._schedule,
    "sign": ItemPage._sign,
    "send_back": ItemPage._send_back,
    "retire": ItemPage._retire,
    "restore": ItemPage._restore,
    "unschedule": ItemPage._unschedule,
    "looked": ItemPage._looked,
}


def offered(item: Item, who: Signed) -> Offered:
    """The next step, as far as it is hers, and what else she may do."""
    writes, publishes, signs = who.may(Right.WRITE), who.may(Right.PUBLISH), who.may(Right.SIGN)
    in_review = item.status is Status.IN_REVIEW
    main, others = "", []
    if item.status is Status.DRAFT and writes:
        main = "submit"
    elif in_review and item.kind == "safeguarding" and signs:
        main = "sign"
        others += ["publish"] if publishes else []
    elif in_review and publishes:
        main = "publish"
    if in_review and publishes:
        others += ["schedule", "send_back"]
    if item.status is Status.DRAFT and publishes:
        others.append("publish")
    if item.look_again_at and publishes:
        others.append("looked")
    if (item.publish_at or item.retire_at) and publishes:
        others.append("unschedule")
    if item.status is not Status.RETIRED and (publishes or (writes and item.published_number is None)):
        others.append("retire")
    return Offered(main, tuple(others))


def said_step(act: str) -> str:
    """What was done, in words."""
    said = {
        "submitted": gettext("handed it in"),
        "sent_back": gettext("sent it back"),
        "signed": gettext("signed it"),
        "published": gettext("published it"),
        "scheduled": gettext("set a time for publishing"),
        "unscheduled": gettext("took the time away"),
        "retiring": gettext("set a time for taking it out"),
        "retired": gettext("took it out"),
        "hindered": gettext("it could not go out by itself"),
        "looked_again": gettext("looked at it once more"),
        "came": gettext("came from the files"),
        "wrote": gettext("wrote"),
        "imported": gettext("brought it in from a sheet"),
        "restored": gettext("went back to old words"),
    }
    return said.get(act, act)


def _sent_back(item: Item, steps: Sequence[Step]) -> Step | None:
    """The last words to the writer, while it is hers to change."""
    if item.status is not Status.DRAFT:
        return None
    return next((step for step in steps if step.act == "sent_back" and step.number == item.number), None)


def _changes(kind: str, revisions: Sequence[Revision]) -> list[Change]:
    """Newest first, each with what it changed; twenty are enough to look back."""
    found = []
    for place, one in enumerate(revisions[:20]):
        before = revisions[place + 1].record if place + 1 < len(revisions) else None
        found.append(Change(one, said_step(one.act), _labelled(kind, before, one.record) if before is not None else ()))
    return found


def _labelled(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[tuple[str, FieldDifference]]:
    known = {field.name for field in SCHEMA[kind]}
    return [(label_of(kind, one.field), one) for one in difference(old, new) if one.path[0] in known]


def _is_empty(one: Drawn) -> bool:
    chosen = any(option.chosen for option in one.options)
    return not one.words.strip() and not chosen and all(_is_empty(child) for child in one.children)


def _to(request: Request, form: Form) -> str:
    """Back to the review list where she came from there."""
    own = f"{PATH}/content/{request.path_params['kind']}/{request.path_params['id']}"
    return f"{PATH}/review" if form.get("from") == "review" else own


async def _viewer_body(request: Request) -> object:
    try:
        body = await request.json()
    except ValueError as error:
        raise HTTPException(400) from error
    return body.get("viewer") if isinstance(body, dict) else None
