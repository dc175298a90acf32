"""The audit log: rows are added and read, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.listing import Columns, Listing, count_of, page_of
from bot.store.tables import audit_entry

_COLUMNS: Columns = {name: audit_entry.c[name] for name in ("at", "account_id", "act", "subject_kind", "subject", "id")}


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await connection.execute(insert(audit_entry), dict(row))


async def about(connection: AsyncConnection, subject_kind: str, subject: str) -> Sequence[Any]:
    query = (
        select(audit_entry)
        .where(audit_entry.c.subject_kind == subject_kind, audit_entry.c.subject == subject)
        .order_by(audit_entry.c.id.desc())
    )
    return (await connection.execute(query)).all()


async def page(connection: AsyncConnection, listing: Listing) -> Sequence[Any]:
    return await page_of(connection, _all(), _COLUMNS, ("subject",), listing)


async def count(connection: AsyncConnection, listing: Listing) -> int:
    return await count_of(connection, _all(), _COLUMNS, ("subject",), listing)


def _all() -> Select[Any]:
    return select(audit_entry)
