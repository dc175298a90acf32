"""Tips and starters read aloud: one recording that waits to be heard, one that parents hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import content_voice
from bot.store.upsert import upsert

WAITING, OUT = "waiting", "out"
_KEY = ("kind", "item_id", "stage")
_ABOUT = tuple(column for column in content_voice.c if column.name != "sound")


def _of(key: tuple[str, str], stage: str) -> ColumnElement[bool]:
    kind, id = key
    return (content_voice.c.kind == kind) & (content_voice.c.item_id == id) & (content_voice.c.stage == stage)


async def put(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """In the place of the one with the same kind, item_id and stage."""
    await upsert(connection, content_voice, [row], _KEY)


async def about(connection: AsyncConnection, key: tuple[str, str]) -> Mapping[str, Any]:
    """The rows of one item without their sound, by stage."""
    kind, id = key
    query = select(*_ABOUT).where(content_voice.c.kind == kind, content_voice.c.item_id == id)
    return {row.stage: row for row in await connection.execute(query)}


async def everything(connection: AsyncConnection) -> Sequence[Any]:
    """All rows without their sound, newest first."""
    query = select(*_ABOUT).order_by(content_voice.c.at.desc(), content_voice.c.kind, content_voice.c.item_id)
    return (await connection.execute(query)).all()


async def out(connection: AsyncConnection) -> Sequence[Any]:
    """kind, item_id and words of what parents may hear."""
    query = select(content_voice.c.kind, content_voice.c.item_id, content_voice.c.words)
    return (await connection.execute(query.where(content_voice.c.stage == OUT))).all()


async def with_sound(connection: AsyncConnection, key: tuple[str, str], stage: str) -> Any | None:
    return (await connection.execute(select(content_voice).where(_of(key, stage)))).first()


async def release(connection: AsyncConnection, key: tuple[str, str], digest: str, at: datetime, name: str) -> bool:
    """Put the waiting recording in the place of the one that parents heard so far; False where it is another one."""
    waits = _of(key, WAITING) & (content_voice.c.digest == digest)
    held = select(content_voice.c.digest).where(waits).with_for_update()
    if (await connection.execute(held)).first() is None:
        return False
    await drop(connection, key, OUT)
    values = {"stage": OUT, "released_at": at, "released_name": name}
    return (await connection.execute(update(content_voice).where(waits).values(values))).rowcount == 1


async def drop(connection: AsyncConnection, key: tuple[str, str], stage: str) -> bool:
    """Whether there was one."""
    return (await connection.execute(delete(content_voice).where(_of(key, stage)))).rowcount == 1


async def keep_telegram_file(connection: AsyncConnection, key: tuple[str, str], digest: str, file: str) -> None:
    """Unless another recording stands there by now."""
    which = _of(key, OUT) & (content_voice.c.digest == digest)
    await connection.execute(update(content_voice).where(which).values(telegram_file=file))
