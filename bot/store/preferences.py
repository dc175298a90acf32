"""What the console keeps for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import preference
from bot.store.upsert import upsert


async def value(connection: AsyncConnection, key: str) -> Any | None:
    return (await connection.execute(select(preference.c.value).where(preference.c.key == key))).scalar()


async def put(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """row: key, value, changed_at, changed_name."""
    await upsert(connection, preference, [row], ("key",))
