"""The audit log: rows are added and read, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import audit_entry


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await connection.execute(insert(audit_entry), dict(row))


async def about(connection: AsyncConnection, subject_kind: str, subject: str) -> Sequence[Any]:
    query = (
        select(audit_entry)
        .where(audit_entry.c.subject_kind == subject_kind, audit_entry.c.subject == subject)
        .order_by(audit_entry.c.id.desc())
    )
    return (await connection.execute(query)).all()
