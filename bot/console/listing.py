"""From what the framework's list asks for to the listing that our services understand, and the filters it offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from starlette.exceptions import HTTPException
from starlette_admin.fields import BooleanField, DateField, DateTimeField, EnumField, StringField, TextAreaField
from starlette_admin.filters.base import (
    BaseFilter,
    FilterApplyContext,
    FilterDataType,
    FilterGroup,
    FilterRule,
    FilterValidationError,
)
from starlette_admin.filters.enum import InFilter
from starlette_admin.filters.registry import FilterRegistry
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _

from bot.services.listing import Condition, Listing


class _Asked(BaseFilter):
    """A filter that becomes a condition; the store applies it."""

    how: ClassVar[str]

    def apply(self, ctx: FilterApplyContext) -> Any:
        return ctx.query


class OneOf(InFilter, _Asked):
    how = "one_of"


class Contains(_Asked):
    name = "contains"
    label = _("Contains")
    data_type = FilterDataType.STRING
    how = "contains"


class _Day(_Asked):
    data_type = FilterDataType.DATE

    def parse_value(self, raw: str) -> date:
        try:
            return datetime.fromisoformat(raw).date()
        except ValueError as error:
            raise FilterValidationError(gettext("That is no day; choose one in the calendar.")) from error


class From(_Day):
    name = "from"
    label = _("From this day")
    how = "from"


class Until(_Day):
    name = "until"
    label = _("Until this day")
    how = "until"


class Yes(_Asked):
    name = "yes"
    label = _("Is so")
    data_type = FilterDataType.NONE
    how = "is"


class No(_Asked):
    name = "no"
    label = _("Is not so")
    data_type = FilterDataType.NONE
    how = "is"


_FILTERS: dict[str, type[_Asked]] = {kind.name: kind for kind in (OneOf, Contains, From, Until, Yes, No)}

REGISTRY = FilterRegistry(
    {
        EnumField: (OneOf,),
        BooleanField: (Yes, No),
        DateTimeField: (From, Until),
        DateField: (From, Until),
        TextAreaField: (Contains,),
        StringField: (Contains,),
    }
)


@dataclass(frozen=True)
class Span:
    """Which rows of the whole list."""

    skip: int
    limit: int


def asked(
    span: Span, words: str | None, sorts: Sequence[tuple[str, str]] | None, filters: FilterGroup | None
) -> Listing:
    """The listing of one page. Raises HTTPException 400 for groups within groups, which no list here needs."""
    return Listing(
        skip=span.skip,
        limit=span.limit,
        words=words or "",
        sorts=tuple((name, direction == "desc") for name, direction in sorts or ()),
        conditions=tuple(_conditions(filters)),
        either=filters is not None and filters.logic == "or",
    )


def _conditions(filters: FilterGroup | None) -> Iterator[Condition]:
    for rule in filters.rules if filters else ():
        if not isinstance(rule, FilterRule):
            raise HTTPException(400, gettext("Please use one group of conditions only."))
        kind = _FILTERS[rule.filter]
        value = kind is Yes if kind in (Yes, No) else rule.value
        yield Condition(rule.field, kind.how, value)
