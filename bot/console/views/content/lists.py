"""The lists of content, one for each kind: found by words, narrowed by state, topic and age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin import BaseField, StringField
from starlette_admin.filters.base import FilterGroup
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.listing import Span, asked
from bot.console.page import PATH, ListPage
from bot.console.views.content.labels import BANDS, KINDS, ONE, STATE_ICONS, STATES, TOPICS
from bot.services.listing import Condition, Listing
from bot.services.staff.rights import Right
from bot.services.workflow.items import Item

WITH_TOPIC = frozenset({"tip", "faq"})
WITH_BANDS = frozenset({"tip", "faq", "starter"})
# Replies to dangers and their triggers are known to the code; there is one for each.
NOT_NEW = frozenset({"safeguarding"})


class ContentList(ListPage):
    """The items of one kind."""

    needed = frozenset({Right.WRITE, Right.PUBLISH, Right.SIGN})
    list_template = "content/list.html"
    fields: Sequence[BaseField] = (
        StringField("title", label=_("Words")),
        StringField("updated_at", label=_("Last changed")),
    )
    searchable_fields: Sequence[str] = ("title",)
    sortable_fields: Sequence[str] = ("title", "updated_at")
    row_click_navigate = False
    row_actions: Sequence[str] = ()
    actions: Sequence[str] = ()

    def __init__(self, doors: Doors, kind: str) -> None:
        self.kind = kind
        self.key = kind
        self.menu_label = KINDS[kind]
        self.display_name = ONE[kind]
        super().__init__(doors)

    def is_active(self, request: Request) -> bool:
        path = request.scope["path"].removeprefix(request.scope["root_path"])
        return bool(path == f"/{self.kind}" or path.startswith((f"/{self.kind}/", f"/content/{self.kind}/")))

    def can_view_detail(self, request: Request) -> bool:
        return False

    def can_create(self, request: Request) -> bool:
        return False

    def can_edit(self, request: Request) -> bool:
        return False

    def may_write(self, request: Request) -> bool:
        """Whether the list offers a new one."""
        who = getattr(request.state, "signed", None)
        return who is not None and who.may(Right.WRITE) and self.kind not in NOT_NEW

    def narrowing(self, request: Request) -> list[tuple[str, str, Mapping[str, str], str]]:
        """What the list can be narrowed by: name, label, values, and the one that is chosen."""
        shown: list[tuple[str, str, Mapping[str, str]]] = [("state", _("State"), STATES)]
        if self.kind in WITH_TOPIC:
            shown.append(("topic", _("Topic"), TOPICS))
        if self.kind in WITH_BANDS:
            shown.append(("band", _("Age"), BANDS))
        return [(name, label, values, request.query_params.get(name, "")) for name, label, values in shown]

    async def find_all(  # noqa: PLR0913, PLR0917 - the framework's signature
        self,
        request: Request,
        skip: int = 0,
        limit: int = 50,
        q: str | None = None,
        sorts: Sequence[tuple[str, str]] | None = None,
        filters: FilterGroup | None = None,
    ) -> Sequence[Mapping[str, Any]]:
        listing = self._asked(request, asked(Span(skip, limit), q, sorts, filters))
        return [_row(item) for item in await self.doors.workflow.listed(self.kind, listing)]

    async def count(self, request: Request, q: str | None = None, filters: FilterGroup | None = None) -> int:
        listing = self._asked(request, asked(Span(0, 1), q, None, filters))
        return await self.doors.workflow.counted(self.kind, listing)

    async def find_by_pk(self, request: Request, pk: Any) -> None:
        return None

    async def find_by_pks(self, request: Request, pks: list[Any]) -> Sequence[Any]:
        return ()

    async def create(self, request: Request, data: dict[str, Any]) -> None:
        """Nothing is written by the forms of the framework."""
        raise HTTPException(403)

    async def edit(self, request: Request, pk: Any, data: dict[str, Any]) -> None:
        raise HTTPException(403)

    async def delete(self, request: Request, pks: list[Any]) -> int | None:
        raise HTTPException(403)

    async def serialize(self, obj: Any, request: Request, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return dict(obj)

    def _asked(self, request: Request, listing: Listing) -> Listing:
        ways = {"state": ("status", "is"), "topic": ("topic", "is"), "band": ("bands", "contains")}
        chosen = [
            Condition(ways[name][0], ways[name][1], f",{value}," if name == "band" else value)
            for name, _label, values, value in self.narrowing(request)
            if value in values
        ]
        return Listing(
            listing.skip, listing.limit, listing.words, listing.sorts, (*listing.conditions, *chosen), listing.either
        )


def _row(item: Item) -> Mapping[str, Any]:
    return {
        "id": item.id,
        "item": item,
        "place": f"{PATH}/content/{item.kind}/{item.id}",
        "title": item.title,
        "updated_at": item.updated_at,
        "state": STATES[item.status],
        "icon": STATE_ICONS[item.status],
        "topic": TOPICS.get(item.topic, item.topic),
        "bands": [str(BANDS.get(band, band)) for band in item.bands],
    }


def lists(doors: Doors) -> list[BaseView]:
    return [ContentList(doors, kind) for kind in KINDS]
