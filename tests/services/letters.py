"""Rows of the outbox written by hand, as the services would have written them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.rendering.message import Message
from bot.store import addresses, outbox
from bot.store.addresses import new_code
from bot.store.outbox import Letter, Rank
from bot.store.tables import outbox as table
from tests.fakes import World


async def reply(world: World, who: str, words: str, rank: Rank = Rank.REPLY, **changes: Any) -> None:
    """Words for somebody, who becomes known by it."""
    await _write(world, [who], rank, kind="reply", subject=words, body=Message(words).to_json(), **changes)


async def push(world: World, who: str, kind: str = "week_line", **changes: Any) -> None:
    """Something due now that has no words yet."""
    await _write(world, [who], Rank.PUSH, kind=kind, **changes)


async def pushes(world: World, everybody: Sequence[str], kind: str, **changes: Any) -> None:
    await _write(world, everybody, Rank.PUSH, kind=kind, **changes)


async def _write(world: World, everybody: Sequence[str], rank: Rank, **values: Any) -> None:
    values = {"due_at": world.clock(), **values}
    async with world.database.writing() as connection:
        found = await addresses.resolve(connection, [world.where(who) for who in everybody], world.clock())
        letters = [
            Letter(new_code(12), to.id, to.person_id, rank=rank, lane=to.where.lane, **values) for to in found.values()
        ]
        await outbox.write(connection, letters, world.clock())


async def fates(world: World) -> dict[str, tuple[str, str | None]]:
    """What became of each row, and why: by its subject, or its kind where it has none."""
    return {row.subject or row.kind: (row.status, row.reason) for row in await world.rows(table)}


async def due_at(world: World, kind: str) -> datetime:
    (row,) = await world.rows(table, kind=kind)
    found: datetime = row.due_at
    return found
