"""What the bots read: the published records, and the version that tells every process when they changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import content, content_version
from bot.store.upsert import insert_missing, upsert

_MOST_KEYS = 400  # SQLite takes only so many values at once


async def version(connection: AsyncConnection) -> str | None:
    found: str | None = (await connection.execute(select(content_version.c.version))).scalar()
    return found


async def files_version(connection: AsyncConnection) -> str | None:
    """Of the files that were taken in last."""
    found: str | None = (await connection.execute(select(content_version.c.files))).scalar()
    return found


async def hold(connection: AsyncConnection, now: datetime) -> str:
    """Keep other processes from taking files in until this transaction ends; the version of the files taken in last."""
    await insert_missing(
        connection, content_version, [{"id": 1, "version": "", "loaded_at": now, "files": ""}], ("id",)
    )
    found: str = (await connection.execute(select(content_version.c.files).with_for_update())).scalar_one()
    return found


async def renew(connection: AsyncConnection, new_version: str, now: datetime, files: str | None = None) -> None:
    """A new version for the records; `files` where they come from files of that version."""
    await insert_missing(
        connection, content_version, [{"id": 1, "version": "", "loaded_at": now, "files": ""}], ("id",)
    )
    values: dict[str, Any] = {"version": new_version, "loaded_at": now}
    await connection.execute(update(content_version).values(values if files is None else {**values, "files": files}))


async def put(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Publish these records, in the place of those with the same kind and id."""
    await upsert(connection, content, rows, ("kind", "id"))


async def drop(connection: AsyncConnection, keys: Sequence[tuple[str, str]]) -> None:
    for start in range(0, len(keys), _MOST_KEYS):
        some = list(keys[start : start + _MOST_KEYS])
        await connection.execute(delete(content).where(tuple_(content.c.kind, content.c.id).in_(some)))


async def replace_all(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    await connection.execute(delete(content))
    if rows:
        await connection.execute(insert(content), list(rows))


async def all_records(connection: AsyncConnection) -> Sequence[Any]:
    return (await connection.execute(select(content).order_by(content.c.kind, content.c.id))).all()
