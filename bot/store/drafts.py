"""What somebody is typing and has not saved yet, and the advice that was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import content_draft, dismissed_advice
from bot.store.upsert import insert_missing, upsert

Key = tuple[str, str]


async def keep(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """In the place of what she typed before."""
    await upsert(connection, content_draft, [row], ("account_id", "kind", "item_id"))


async def of(connection: AsyncConnection, account_id: int, key: Key) -> Any | None:
    return (await connection.execute(select(content_draft).where(_hers(account_id, key)))).first()


async def drop(connection: AsyncConnection, account_id: int, key: Key) -> None:
    await connection.execute(delete(content_draft).where(_hers(account_id, key)))


async def dismiss(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await insert_missing(connection, dismissed_advice, [row], ("advice",))


async def dismissed(connection: AsyncConnection, key: Key) -> frozenset[str]:
    """The digests of the advice that somebody set aside."""
    query = select(dismissed_advice.c.advice).where(
        dismissed_advice.c.kind == key[0], dismissed_advice.c.item_id == key[1]
    )
    return frozenset((await connection.execute(query)).scalars())


def _hers(account_id: int, key: Key) -> ColumnElement[bool]:
    table = content_draft.c
    return and_(table.account_id == account_id, table.kind == key[0], table.item_id == key[1])
