"""The list of people: a code, where she works, how she stands; nothing of her children, and no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette_admin.fields import BaseField, DateTimeField, EnumField, StringField
from starlette_admin.filters.base import FilterGroup
from starlette_admin.filters.registry import FilterRegistry
from starlette_admin.i18n import lazy_gettext as _

from bot.console.doors import Doors
from bot.console.listing import REGISTRY, Span, asked
from bot.console.moments import local_words
from bot.console.page import PATH, ListPage
from bot.services.listing import Condition, Listing
from bot.services.staff.rights import Right
from dialogs.labels import SHIFTS

STATES: Final = (
    ("active", _("Active")),
    ("paused", _("Paused")),
    ("left", _("Has left")),
    ("unagreed", _("Has not agreed")),
    ("trial", _("Trial person")),
)
PERSON: Final = f"{PATH}/person"


class PeopleList(ListPage):
    """Found by code, or looked through by factory, state, shift and day."""

    key = "people"
    menu_label = _("Parents by code")
    display_name = _("Person")
    icon = "fa-solid fa-person"
    pk_attr = "code"
    needed: ClassVar[frozenset[Right]] = frozenset({Right.PEOPLE})
    list_template = "people/list.html"
    searchable_fields = ("state", "factory", "shift", "last_in_at", "created_at")  # by filters; words find nobody
    sortable_fields = ("code", "created_at", "last_in_at")
    fields_default_sort = (("last_in_at", True),)
    row_actions = ()
    actions = ()
    person_path = PERSON

    def __init__(self, doors: Doors) -> None:
        self._say = local_words(doors)
        self._states = dict(STATES)
        shifts = [(shift.value, doors.words.say(text, "zh_Hans")) for shift, text in SHIFTS.items()]
        self._shifts = dict(shifts)
        self.fields = [
            StringField("code", label=_("Code")),
            EnumField("state", label=_("State"), choices=STATES),
            StringField("factory", label=_("Factory")),
            EnumField("shift", label=_("Shift"), choices=[*shifts, ("", _("Not told"))]),
            DateTimeField("last_in_at", label=_("Last seen")),
            DateTimeField("created_at", label=_("Joined")),
        ]
        super().__init__(doors)

    def get_filter_registry(self) -> FilterRegistry:
        return REGISTRY

    def can_create(self, request: Request) -> bool:
        return False

    def can_edit(self, request: Request) -> bool:
        return False

    def can_view_detail(self, request: Request) -> bool:
        return False  # a person has a page of her own, and it asks why

    def narrowing(self, request: Request) -> list[tuple[str, str, Mapping[str, str], str]]:
        """What the list can be narrowed by: name, label, values, and the one that is chosen."""
        shown = (("state", _("State"), self._states), ("shift", _("Shift"), self._shifts))
        return [(name, label, values, request.query_params.get(name, "")) for name, label, values in shown]

    def _asked(self, request: Request, listing: Listing) -> Listing:
        chosen = [
            Condition(name, "one_of", (value,))
            for name, _label, values, value in self.narrowing(request)
            if value in values
        ]
        return replace(listing, conditions=(*listing.conditions, *chosen))

    async def find_all(  # noqa: PLR0913, PLR0917 - the framework's signature
        self,
        request: Request,
        skip: int = 0,
        limit: int = 100,
        q: str | None = None,
        sorts: Sequence[tuple[str, str]] | None = None,
        filters: FilterGroup | None = None,
    ) -> Sequence[Any]:
        return await self.doors.persons.page(self._asked(request, asked(Span(skip, limit), None, sorts, filters)))

    async def count(self, request: Request, q: str | None = None, filters: FilterGroup | None = None) -> int:
        return await self.doors.persons.count(self._asked(request, asked(Span(0, 0), None, None, filters)))

    async def serialize_field_value(self, value: Any, field: BaseField, request: Request) -> Any:
        """Instants as people say them."""
        if isinstance(value, datetime):
            return self._say(value)
        return await super().serialize_field_value(value, field, request)

    async def find_by_pk(self, request: Request, pk: Any) -> Any:
        return None

    async def find_by_pks(self, request: Request, pks: list[Any]) -> Sequence[Any]:
        return ()

    async def create(self, request: Request, data: dict[str, Any]) -> Any:
        """People come by themselves."""
        raise HTTPException(403)

    async def edit(self, request: Request, pk: Any, data: dict[str, Any]) -> Any:
        raise HTTPException(403)

    async def delete(self, request: Request, pks: list[Any]) -> int | None:
        raise HTTPException(403)


def to_person(code: str) -> RedirectResponse:
    return RedirectResponse(f"{PERSON}/{code}", status_code=303)
