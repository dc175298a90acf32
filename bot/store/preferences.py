"""What the console keeps for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import preference
from bot.store.upsert import insert_missing, upsert


async def value(connection: AsyncConnection, key: str) -> Any | None:
    return (await connection.execute(select(preference.c.value).where(preference.c.key == key))).scalar()


async def put(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """row: key, value, changed_at, changed_name."""
    await upsert(connection, preference, [row], ("key",))


async def keep_first(connection: AsyncConnection, key: str, kept: Any, now: datetime) -> Any:
    """Keep this unless something is kept there already; what is kept there now."""
    row = {"key": key, "value": kept, "changed_at": now, "changed_name": ""}
    await insert_missing(connection, preference, [row], ("key",))
    return await value(connection, key)
