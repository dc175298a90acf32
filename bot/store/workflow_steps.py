"""What was done with revisions of content: submitted, sent back, signed, published, retired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import content_step

Key = tuple[str, str]
_MOST_KEYS = 400


async def add(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await connection.execute(insert(content_step), [dict(row) for row in rows])


async def of(connection: AsyncConnection, key: Key) -> Sequence[Any]:
    """Everything that was done with an item, newest first."""
    query = select(content_step).where(content_step.c.kind == key[0], content_step.c.item_id == key[1])
    return (await connection.execute(query.order_by(content_step.c.id.desc()))).all()


async def signatures(connection: AsyncConnection, keys: Iterable[Key]) -> Mapping[tuple[str, str, int], set[int]]:
    """Who has signed what: the accounts by kind, id and number of the revision."""
    signed: dict[tuple[str, str, int], set[int]] = {}
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), _MOST_KEYS):
        some = ordered[start : start + _MOST_KEYS]
        query = select(content_step).where(
            content_step.c.act == "signed", tuple_(content_step.c.kind, content_step.c.item_id).in_(some)
        )
        for row in await connection.execute(query):
            signed.setdefault((row.kind, row.item_id, row.number), set()).add(row.by_id)
    return signed
