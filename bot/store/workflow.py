"""Items of content, and every wording they ever had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.listing import Listing, count_of, page_of
from bot.store.tables import content_item, content_revision
from bot.store.upsert import insert_missing

Key = tuple[str, str]
_COLUMNS = {
    name: content_item.c[name]
    for name in ("id", "status", "topic", "bands", "title", "words", "updated_at", "updated_name", "look_again_at")
}
_SEARCHED = ("words",)
_LISTED = [column for column in content_item.c if column.name not in ("words", "files_digest")]
_MOST_KEYS = 400  # SQLite takes only so many values at once


def _of_kind(kind: str) -> Select[Any]:
    return select(*_LISTED).where(content_item.c.kind == kind)


async def listed(connection: AsyncConnection, kind: str, listing: Listing) -> Sequence[Any]:
    """A page of the items of a kind; without another wish, what was changed last comes first."""
    query = _of_kind(kind)
    if not listing.sorts:
        query = query.order_by(content_item.c.updated_at.desc(), content_item.c.id)
    return await page_of(connection, query, _COLUMNS, _SEARCHED, listing)


async def counted(connection: AsyncConnection, kind: str, listing: Listing) -> int:
    return await count_of(connection, _of_kind(kind), _COLUMNS, _SEARCHED, listing)


async def item(connection: AsyncConnection, key: Key) -> Any | None:
    return (await connection.execute(select(content_item).where(_is(key)))).first()


async def locked(connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, Any]:
    """The items with these keys, which nobody else changes until the transaction ends; always in the same order."""
    found: dict[Key, Any] = {}
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), _MOST_KEYS):
        query = select(content_item).where(_among(content_item, "id", ordered[start : start + _MOST_KEYS]))
        rows = await connection.execute(query.order_by(content_item.c.kind, content_item.c.id).with_for_update())
        found.update({(row.kind, row.id): row for row in rows})
    return found


async def add_item(connection: AsyncConnection, row: Mapping[str, Any]) -> bool:
    """Whether it was new: somebody may have taken the id in the same moment."""
    return bool(await insert_missing(connection, content_item, [row], ("id",)))


async def change_item(connection: AsyncConnection, key: Key, values: Mapping[str, Any]) -> None:
    await connection.execute(update(content_item).where(_is(key)).values(dict(values)))


async def ids_of(connection: AsyncConnection, kind: str, beginning: str) -> set[str]:
    """The ids of a kind that begin so."""
    query = select(content_item.c.id).where(
        content_item.c.kind == kind, content_item.c.id.startswith(beginning, autoescape=True)
    )
    return set((await connection.execute(query)).scalars())


async def add_revision(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await connection.execute(insert(content_revision), dict(row))


async def last_number(connection: AsyncConnection, key: Key) -> int:
    """The highest number that a revision of it has; 0 without any."""
    query = select(func.max(content_revision.c.number)).where(_revision_of(key))
    return (await connection.execute(query)).scalar() or 0


async def revision(connection: AsyncConnection, key: Key, number: int) -> Any | None:
    query = select(content_revision).where(_revision_of(key), content_revision.c.number == number)
    return (await connection.execute(query)).first()


async def revisions(connection: AsyncConnection, key: Key) -> Sequence[Any]:
    """All of them, newest first."""
    query = select(content_revision).where(_revision_of(key)).order_by(content_revision.c.number.desc())
    return (await connection.execute(query)).all()


async def latest_revisions(connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, Any]:
    """The revision that each item stands at."""
    found: dict[Key, Any] = {}
    ordered = sorted(set(keys))
    joined = and_(
        content_item.c.kind == content_revision.c.kind,
        content_item.c.id == content_revision.c.item_id,
        content_item.c.number == content_revision.c.number,
    )
    for start in range(0, len(ordered), _MOST_KEYS):
        some = ordered[start : start + _MOST_KEYS]
        query = select(content_revision).join(content_item, joined).where(_among(content_item, "id", some))
        found.update({(row.kind, row.item_id): row for row in await connection.execute(query)})
    return found


async def writers(connection: AsyncConnection, key: Key, since: int) -> set[int | None]:
    """Who wrote a revision of it after that number."""
    query = select(content_revision.c.by_id).where(_revision_of(key), content_revision.c.number > since)
    return set((await connection.execute(query)).scalars())


async def waiting(connection: AsyncConnection, now: datetime) -> Sequence[Any]:
    """What is to be published or retired by now."""
    due = (content_item.c.publish_at <= now) | (content_item.c.retire_at <= now)
    query = select(content_item.c.kind, content_item.c.id, content_item.c.publish_at, content_item.c.retire_at)
    return (await connection.execute(query.where(due).order_by(content_item.c.kind, content_item.c.id))).all()


def _is(key: Key) -> ColumnElement[bool]:
    return and_(content_item.c.kind == key[0], content_item.c.id == key[1])


def _revision_of(key: Key) -> ColumnElement[bool]:
    return and_(content_revision.c.kind == key[0], content_revision.c.item_id == key[1])


def _among(table: Any, id: str, keys: Sequence[Key]) -> ColumnElement[bool]:
    return tuple_(table.c.kind, table.c[id]).in_(keys)
