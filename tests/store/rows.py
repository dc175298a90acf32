"""Rows for tests of the store: people with an address, letters to them, and what became of those."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import addresses, outbox, outbox_claims, outbox_results
from bot.store.addresses import Address, Where
from bot.store.dealing import Lease
from bot.store.outbox import Letter, Rank, Status
from bot.store.outbox_claims import Claimed
from bot.store.outbox_results import Sent, Unsent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def where(name: str, channel: str = "fake") -> Where:
    return Where(channel, "bot", name)


async def known(connection: AsyncConnection, *names: str) -> list[Address]:
    """The addresses of these people, who have just written."""
    found = await addresses.resolve(connection, [where(name) for name in names], NOW)
    people = [found[where(name)] for name in names]
    await addresses.wrote(connection, people, NOW)
    return people


def letter(ref: str, to: Address, rank: Rank = Rank.REPLY, **changes: Any) -> Letter:
    push = rank is Rank.PUSH
    values: dict[str, Any] = {
        "kind": "tip" if push else "reply",
        "due_at": NOW,
        "body": None if push else {"text": ref},
    }
    return Letter(ref, to.id, to.person_id, rank=rank, lane=to.where.lane, **{**values, **changes})


async def claimed(
    connection: AsyncConnection, now: datetime = NOW, *, name: str = "one", limit: int = 100
) -> list[str]:
    """The refs of what a sender may send now, marked as being sent."""
    rows = await claim(connection, now, name=name, limit=limit)
    return [row.ref for row in rows]


async def claim(
    connection: AsyncConnection, now: datetime = NOW, *, name: str = "one", limit: int = 100
) -> list[Claimed]:
    rows = await outbox_claims.claim(connection, now, Lease(name, ("fake:bot",), now + MINUTE, limit))
    await outbox_claims.sending(connection, [row.id for row in rows])
    return rows


async def sent(connection: AsyncConnection, rows: Sequence[Claimed], now: datetime = NOW, *, name: str = "one") -> None:
    """All of them arrived."""
    await outbox_results.mark_sent(connection, [Sent(row.id, row.address_id, f"x{row.id}", now) for row in rows])
    await outbox_results.release(connection, [row.address_id for row in rows], name)


async def waits(connection: AsyncConnection, row: Claimed, until: datetime, *, name: str = "one") -> None:
    """Its sending failed and is tried again later."""
    await outbox_results.mark_unsent(connection, [Unsent(row.id, Status.WAITING, "down", until)])
    await outbox_results.release(connection, [row.address_id], name)


async def all_of(connection: AsyncConnection, table: Table, **values: Any) -> Sequence[Any]:
    query = select(table).filter_by(**values).order_by(*table.primary_key.columns)
    return (await connection.execute(query)).all()


async def write(connection: AsyncConnection, *letters: Letter) -> None:
    await outbox.write(connection, letters, NOW)
