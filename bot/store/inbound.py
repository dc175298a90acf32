"""The keys of updates that were taken, never their text: a repeat is known by its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2s
from typing import NamedTuple

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import inbound
from bot.store.upsert import insert_missing

TAKEN, FAILED = "taken", "failed"


class UpdateKey(NamedTuple):
    """What makes an update that update, on its channel. A digest: channels' own keys may say who wrote."""

    channel: str
    bot_id: str
    key: str


def update_key(channel: str, bot_id: str, key: str) -> UpdateKey:
    return UpdateKey(channel, bot_id, blake2s(key.encode("utf-8", "replace"), digest_size=16).hexdigest())


async def keep_new(connection: AsyncConnection, keys: Sequence[UpdateKey], now: datetime) -> set[UpdateKey]:
    """Those of the keys that were not seen before."""
    rows = [{**key._asdict(), "received_at": now, "status": TAKEN} for key in sorted(set(keys))]
    kept = await insert_missing(connection, inbound, rows, ("channel", "bot_id", "key"))
    return {UpdateKey(row.channel, row.bot_id, row.key) for row in kept}


async def keep_failed(connection: AsyncConnection, key: UpdateKey, now: datetime) -> None:
    await insert_missing(connection, inbound, [{**key._asdict(), "received_at": now, "status": FAILED}], ("key",))


async def prune(connection: AsyncConnection, before: datetime, limit: int) -> int:
    columns = (inbound.c.channel, inbound.c.bot_id, inbound.c.key)
    old = select(*columns).where(inbound.c.received_at < before).order_by(inbound.c.received_at).limit(limit)
    keys = [tuple(row) for row in await connection.execute(old.with_for_update(skip_locked=True))]
    if keys:
        await connection.execute(delete(inbound).where(tuple_(*columns).in_(keys)))
    return len(keys)
