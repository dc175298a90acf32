"""A page of a list: what is looked for, in which order, and from where; applied to any table alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True)
class Condition:
    """One condition on a field; how: is, is_not, one_of, contains, from, until, empty, not_empty."""

    field: str
    how: str
    value: Any = None


@dataclass(frozen=True)
class Listing:
    """words: every word must be found in one of the searched columns; sorts: (field, descending)."""

    skip: int = 0
    limit: int = 50
    words: str = ""
    sorts: tuple[tuple[str, bool], ...] = ()
    conditions: tuple[Condition, ...] = ()
    either: bool = False  # one of the conditions is enough


Columns = Mapping[str, ColumnElement[Any]]


async def page_of(
    connection: AsyncConnection, query: Select[Any], columns: Columns, searched: Sequence[str], listing: Listing
) -> Sequence[Any]:
    """The rows of one page."""
    narrowed = _narrowed(query, columns, searched, listing)
    for name, descending in listing.sorts:
        narrowed = narrowed.order_by(columns[name].desc() if descending else columns[name])
    rows: Sequence[Any] = (await connection.execute(narrowed.offset(listing.skip).limit(listing.limit))).all()
    return rows


async def count_of(
    connection: AsyncConnection, query: Select[Any], columns: Columns, searched: Sequence[str], listing: Listing
) -> int:
    """How many rows there are on all pages together."""
    narrowed = _narrowed(query, columns, searched, listing).order_by(None)
    counted = select(func.count()).select_from(narrowed.subquery())
    return int((await connection.execute(counted)).scalar_one())


def _narrowed(query: Select[Any], columns: Columns, searched: Sequence[str], listing: Listing) -> Select[Any]:
    for word in listing.words.split():
        found = [columns[name].ilike(f"%{_literal(word)}%", escape="\\") for name in searched]
        query = query.where(or_(*found))
    clauses = [_clause(columns[one.field], one) for one in listing.conditions]
    if clauses:
        query = query.where(or_(*clauses) if listing.either else and_(*clauses))
    return query


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _clause(column: ColumnElement[Any], condition: Condition) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _WAYS[condition.how](column, condition.value)
    return found


_WAYS: dict[str, Callable[[ColumnElement[Any], Any], ColumnElement[bool]]] = {
    "is": lambda column, value: column == value,
    "is_not": lambda column, value: column != value,
    "one_of": lambda column, value: column.in_(list(value)),
    "contains": lambda column, value: column.ilike(f"%{_literal(str(value))}%", escape="\\"),
    "from": lambda column, value: column >= value,
    "until": lambda column, value: column <= value,
    "empty": lambda column, _value: column.is_(None),
    "not_empty": lambda column, _value: column.is_not(None),
}
