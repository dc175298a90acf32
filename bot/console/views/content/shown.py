"""What the pages of an item and of its form show alike: remarks beside their fields, and a parent's phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin.i18n import lazy_gettext as _

from bot.console.page import PATH, Page
from bot.console.views.content.drawing import label_of
from bot.console.views.content.fields import Field, Group, Several
from bot.console.views.content.labels import BANDS, SHIFTS
from bot.console.views.content.schema import SCHEMA
from bot.rendering.message import Message
from bot.services.preview import Shown, Unfinished, Viewer, numbered_lines, telegram_calls
from bot.services.workflow.items import Item, Remark
from dialogs.calendar.bands import Band
from dialogs.calendar.shifts import Shift

NEW: Final = "new"
TABS: Final = (("web", _("Web chat")), ("telegram", "Telegram"), ("numbered", _("Numbers to type")))
SCENES: Final[Mapping[str, str]] = {
    "card": _("As it comes"),
    "share": _("After “pass it on”"),
    "call": _("In a reminder to call home"),
    "starter": _("When she asks for words"),
    "on_duty": _("While somebody is on duty"),
    "off_duty": _("While nobody is on duty"),
    "group": _("In the group"),
    "numbers": _("In the list of numbers"),
    "lesson": _("Lesson"),
}


@dataclass(frozen=True)
class Beside:
    """A remark and the field that it belongs to."""

    words: str
    must: bool
    digest: str
    name: str
    label: str

    @property
    def anchor(self) -> str:
        return f"f-{self.name.replace('.', '-')}"


def beside(kind: str, remarks: Sequence[Remark]) -> list[Beside]:
    found = []
    for one in remarks:
        name = _name_of(kind, one.field)
        label = label_of(kind, name) if name else ""
        found.append(Beside(one.words, one.must, one.digest, name, label))
    return found


def _name_of(kind: str, path: str) -> str:
    """The field of the form that this place of the record is written in: all wordings of a question stand in one."""
    fields, each, name = SCHEMA[kind], None, ""
    for step in path.split("."):
        if each is not None and step.isdecimal():
            name, fields, each = f"{name}.{step}", _within(each), None
            continue
        found = next((field for field in fields if field.name == step), None)
        if found is None:
            break
        name = f"{name}.{step}" if name else step
        each = found.each if isinstance(found, Several) else None
        fields = _within(found)
    return name


def _within(field: Field) -> tuple[Field, ...]:
    return field.fields if isinstance(field, Group) else ()


def viewer_of(sent: object) -> Viewer:
    """The parent that was chosen beside the preview; a usual one where nothing fits."""
    values = sent if isinstance(sent, dict) else {}
    band, shift = str(values.get("v-band", "")), str(values.get("v-shift", ""))
    return Viewer(
        Band(band) if band in BANDS else Band.FROM_6,
        Shift(shift) if shift in SHIFTS else None,
        str(values.get("v-home", "")).strip()[:20],
        bool(values.get("v-phone")),
    )


def usual_viewer(record: Mapping[str, Any]) -> Viewer:
    """A parent whose child has the first age that it is for."""
    fitting = [band for band in Band if band.value in (record.get("bands") or ())]
    return Viewer(fitting[0] if fitting else Band.FROM_6)


class ContentPage(Page):
    """A page about one item: finds it, shows what a parent sees of it."""

    path = "/content"
    add_to_menu = False

    def key_of(self, request: Request) -> str:
        return f"{request.path_params['kind']}/{request.path_params['id']}"

    def place(self, request: Request) -> str:
        return f"{PATH}/content/{self.key_of(request)}"

    async def item_of(self, request: Request) -> Item:
        """Raises HTTPException 404 where there is no such thing."""
        kind, id = request.path_params["kind"], request.path_params["id"]
        found = await self.doors.workflow.find(kind, id) if kind in SCHEMA else None
        if found is None:
            raise HTTPException(404)
        return found

    def seen(self, kind: str, record: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
        """What the preview needs. `shown` is None while something is missing."""
        if not record.get("bands", True):
            record = {**record, "bands": []}
        shown: Shown | None = None
        try:
            shown = self.doors.preview.shown(kind, record, viewer)
        except Unfinished:
            shown = None
        return {
            "shown": shown,
            "viewer": viewer,
            "bands": BANDS,
            "shifts": SHIFTS,
            "tabs": TABS,
            "scene_names": SCENES,
        }

    def as_telegram(self, message: Message) -> list[tuple[Markup, Sequence[Sequence[str]]]]:
        """The real markup, which is escaped where it is made."""
        try:
            return [(Markup(text), rows) for text, rows in telegram_calls(message)]  # noqa: S704  # nosec B704
        except Unfinished:
            return []

    def as_numbered(self, message: Message) -> str:
        return "\n".join(numbered_lines(message))
