"""Writing: a form that checks while one types, keeps what is typed, and shows what a parent would see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette_admin.i18n import gettext
from starlette_admin.routing import route

from bot.console.page import signed
from bot.console.views.content.drawing import Pen, label_of
from bot.console.views.content.form import Filled, Form, changed, form_from, form_of, record_of
from bot.console.views.content.labels import kind_name
from bot.console.views.content.lists import NOT_NEW
from bot.console.views.content.schema import SCHEMA
from bot.console.views.content.shown import NEW, ContentPage, beside, usual_viewer, viewer_of
from bot.services.staff.rights import Right
from bot.services.workflow.difference import difference
from bot.services.workflow.items import Conflict, Draft, Item, NotAllowed, Revision


@dataclass(frozen=True)
class Sheet:
    """What is being written: the item (None: a new one), the record that it began from, and what was typed."""

    kind: str
    id: str
    item: Item | None
    base: Mapping[str, Any]
    form: Form
    number: int

    def filled(self) -> Filled:
        return record_of(self.kind, self.form, self.base)


class Editing(ContentPage):
    """The form of one item, and what its script asks for."""

    needed = frozenset({Right.WRITE})

    async def index(self, request: Request) -> Response:
        """Not a page: without the mark of a route."""
        raise HTTPException(404)

    @route("/{kind}/{id}/edit")
    async def open(self, request: Request) -> Response:
        kind, id, item, base = await self._begun(request)
        draft = await self.doors.workflow.draft_of(signed(request), kind, id)
        taken = draft is not None and "draft" in request.query_params
        record = draft.record if draft is not None and taken else base
        number = draft.number if draft is not None and taken else (item.number if item else 0)
        sheet = Sheet(kind, id, item, base, form_of(kind, record), number)
        return await self._drawn(request, sheet, offered=None if taken else draft)

    @route("/{kind}/{id}/edit", methods=["POST"])
    async def send(self, request: Request) -> Response:
        form = form_from((await request.form(max_fields=2000)).multi_items())
        sheet = await self._sheet(request, form)
        deed = next(iter(form.get("do", ())), "save")
        if ":" in deed:
            moved = Sheet(sheet.kind, sheet.id, sheet.item, sheet.base, changed(form, deed), sheet.number)
            return await self._drawn(request, moved)
        if deed == "merge":
            return await self._merge(request, sheet)
        filled = sheet.filled()
        if filled.errors:
            told = gettext("It was not saved yet: please look at the fields that are marked.")
            return await self._drawn(request, sheet, errors=filled.errors, told=told, status=422)
        return await self._saved(request, sheet, filled.record, hand_in=deed == "submit")

    async def _saved(self, request: Request, sheet: Sheet, record: Mapping[str, Any], *, hand_in: bool) -> Response:
        who, workflow = signed(request), self.doors.workflow
        id = sheet.id if sheet.item else await workflow.new_id(sheet.kind, record)
        words = _with_lesson_ids(record, id) if sheet.kind == "course" else record
        try:
            item = await workflow.save(who, sheet.kind, id, words, number=sheet.number if sheet.item else None)
        except Conflict as conflict:
            return await self._conflict(request, sheet, conflict.theirs)
        except NotAllowed as refused:
            return await self._drawn(request, sheet, told=refused.words, status=422)
        if not sheet.item:
            await workflow.drop_draft(who, sheet.kind, NEW)
        place = self.here(f"/{item.kind}/{item.id}")
        if not hand_in:
            return self.back(request, gettext("The draft is saved. Parents do not see it yet."), to=place)
        try:
            await workflow.submit(who, item.kind, item.id)
        except NotAllowed as refused:
            return self.back(request, refused.words, to=place, wrong=True)
        return self.back(request, gettext("It is handed in. A reviewer looks at it now."), to=place)

    async def _conflict(self, request: Request, sheet: Sheet, theirs: Revision) -> Response:
        """Hers and mine side by side; mine stays in the form of this page, and as a draft."""
        mine = sheet.filled().record
        await self.doors.workflow.keep_draft(signed(request), sheet.kind, sheet.id, theirs.number, mine)
        found = [
            (label_of(sheet.kind, one.field), one)
            for one in difference(theirs.record, mine)
            if one.path[0] in {field.name for field in SCHEMA[sheet.kind]}
        ]
        values = {
            "heading": gettext("Two people wrote at the same time"),
            "place": self.place(request),
            "theirs": theirs,
            "differences": found,
            "kept": form_of(sheet.kind, mine),
        }
        return self.show(request, "content/conflict.html", values, status=409)

    async def _merge(self, request: Request, sheet: Sheet) -> Response:
        """My words in the form, and beside each field that differs what the other one wrote."""
        written = form_of(sheet.kind, sheet.base)
        fields = SCHEMA[sheet.kind]
        changed_fields = {one.path[0] for one in difference(sheet.base, sheet.filled().record)}
        theirs = {
            field.name: "\n".join(
                "\n".join(words) for name, words in written.items() if name.split(".")[0] == field.name
            )
            for field in fields
            if field.name in changed_fields
        }
        return await self._drawn(request, sheet, theirs=theirs)

    async def _drawn(  # noqa: PLR0913 - what a form may have to say
        self,
        request: Request,
        sheet: Sheet,
        *,
        offered: Draft | None = None,
        errors: Mapping[str, str] | None = None,
        theirs: Mapping[str, str] | None = None,
        told: str = "",
        status: int = 200,
    ) -> Response:
        record = sheet.filled().record
        remarks = await self.doors.workflow.remarks_on(sheet.kind, sheet.id, record)
        name = kind_name(sheet.kind)
        values = {
            "heading": gettext("Change: %(what)s") % {"what": name}
            if sheet.item
            else gettext("New: %(what)s") % {"what": name},
            "item": sheet.item,
            "place": self.place(request),
            "number": sheet.number,
            "drawn": Pen(sheet.form, errors or {}, self.doors.shelf.library).draw(sheet.kind),
            "offered": offered,
            "theirs": theirs,
            "told": told,
            "remarks": beside(sheet.kind, remarks),
            "can_dismiss": True,
            "words": _script_words(),
            **self.seen(sheet.kind, record, usual_viewer(record)),
        }
        return self.show(request, "content/edit.html", values, status=status)

    # -- what the script of the form asks for ------------------------------------------------------------------------

    @route("/{kind}/{id}/remarks", methods=["POST"])
    async def remarks(self, request: Request) -> Response:
        sheet, _body = await self._typed(request)
        filled = sheet.filled()
        found = beside(sheet.kind, await self.doors.workflow.remarks_on(sheet.kind, sheet.id, filled.record))
        html = self._part("content/remarks.html", {"remarks": found, "can_dismiss": True})
        return JSONResponse({"html": html, "errors": filled.errors})

    @route("/{kind}/{id}/preview", methods=["POST"])
    async def preview(self, request: Request) -> Response:
        sheet, body = await self._typed(request)
        viewer = viewer_of(body.get("viewer"))
        seen = self.seen(sheet.kind, sheet.filled().record, viewer)
        return JSONResponse({"html": self._part("content/preview.html", {"page": self, **seen})})

    @route("/{kind}/{id}/draft", methods=["POST"])
    async def keep(self, request: Request) -> Response:
        sheet, _body = await self._typed(request)
        try:
            await self.doors.workflow.keep_draft(
                signed(request), sheet.kind, sheet.id, sheet.number, sheet.filled().record
            )
        except NotAllowed as refused:
            return JSONResponse({"told": refused.words}, status_code=403)
        return JSONResponse({"told": gettext("Kept, not handed in yet.")})

    @route("/{kind}/{id}/dismiss", methods=["POST"])
    async def dismiss(self, request: Request) -> Response:
        kind, id, _item, _base = await self._begun(request)
        body = await _json(request)
        await self.doors.workflow.dismiss(signed(request), kind, id, str(body.get("digest", ""))[:64])
        return JSONResponse({})

    @route("/{kind}/{id}/drop-draft", methods=["POST"])
    async def drop_draft(self, request: Request) -> Response:
        kind, id, _item, _base = await self._begun(request)
        await self.doors.workflow.drop_draft(signed(request), kind, id)
        return self.back(request, gettext("Those words are thrown away."), to=f"{self.place(request)}/edit")

    def _part(self, template: str, values: Mapping[str, Any]) -> str:
        if self.templates is None:
            raise RuntimeError("a page is shown only after it was added to the console")
        return self.templates.env.get_template(template).render(values)

    # -- what is being written ---------------------------------------------------------------------------------------

    async def _begun(self, request: Request) -> tuple[str, str, Item | None, Mapping[str, Any]]:
        """Kind, id, the item and the record it stands at; nothing of these for a new one."""
        kind, id = request.path_params["kind"], request.path_params["id"]
        if id == NEW and kind in SCHEMA and kind not in NOT_NEW:
            return kind, id, None, {"author": signed(request).name}
        item = await self.item_of(request)
        return kind, id, item, await self.doors.workflow.record(kind, id)

    async def _sheet(self, request: Request, form: Form) -> Sheet:
        kind, id, item, base = await self._begun(request)
        number = next(iter(form.get("revision", ())), "")
        began = int(number) if number.isdecimal() and len(number) < 9 else 0
        return Sheet(kind, id, item, base, form, began)

    async def _typed(self, request: Request) -> tuple[Sheet, Mapping[str, Any]]:
        body = await _json(request)
        pairs = body.get("form")
        if not isinstance(pairs, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in pairs):
            raise HTTPException(400)
        return await self._sheet(request, form_from((str(name), words) for name, words in pairs)), body


async def _json(request: Request) -> Mapping[str, Any]:
    try:
        body = await request.json()
    except ValueError as error:
        raise HTTPException(400) from error
    if not isinstance(body, dict):
        raise HTTPException(400)
    return body


def _with_lesson_ids(record: Mapping[str, Any], id: str) -> Mapping[str, Any]:
    """A lesson that is new gets the id of its course and a number that none of the others has."""
    taken = {lesson.get("id") for lesson in record.get("lessons") or ()}
    free = (f"{id}-{number}" for number in range(1, 100) if f"{id}-{number}" not in taken)
    return {**record, "lessons": [{**one, "id": one.get("id") or next(free)} for one in record.get("lessons") or ()]}


def _script_words() -> Mapping[str, str]:
    return {
        "kept": gettext("Kept, not handed in yet."),
        "keeping": gettext("Keeping …"),
        "offline": gettext(
            "No line. What you write is all on this phone; it is kept by itself as soon as there is one."
        ),
        "refused": gettext("It could not be kept: please sign in again in another window. Nothing here is lost."),
        "count": gettext("{n} characters"),
        "of": gettext("{n} of {most} characters"),
        "over": gettext("{n} of {most} characters, {over} too many"),
        "together": gettext("all three together: {n} of {most} characters"),
        "lines": gettext("{n} lines"),
    }
