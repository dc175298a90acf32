"""The duty roster: shifts of officers, planned, acknowledged, and read for alerts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import account, duty_shift

_OFFICER = (account.c.name, account.c.roles, account.c.factory_employed, account.c.telegram, account.c.email)


def _shifts() -> Select[Any]:
    """Shifts with their officers, by time and then in the order in which they are called."""
    return (
        select(duty_shift, *_OFFICER)
        .join(account, account.c.id == duty_shift.c.account_id)
        .where(account.c.disabled_at.is_(None))
        .order_by(duty_shift.c.starts_at, duty_shift.c.rank, duty_shift.c.id)
    )


async def between(connection: AsyncConnection, since: datetime, until: datetime) -> Sequence[Any]:
    """Shifts that have a moment within these instants."""
    query = _shifts().where(duty_shift.c.ends_at > since, duty_shift.c.starts_at < until)
    rows: Sequence[Any] = (await connection.execute(query)).all()
    return rows


async def covering(connection: AsyncConnection, now: datetime) -> Sequence[Any]:
    """The shifts of this moment, whoever is called first in front."""
    query = _shifts().where(duty_shift.c.starts_at <= now, duty_shift.c.ends_at > now)
    found = (await connection.execute(query)).all()
    return sorted(found, key=lambda row: (row.rank, row.id))


async def staff(connection: AsyncConnection) -> Sequence[Any]:
    """Every account that is not disabled, by name."""
    query = select(account.c.id, *_OFFICER).where(account.c.disabled_at.is_(None)).order_by(account.c.name)
    return (await connection.execute(query)).all()


async def add(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await connection.execute(insert(duty_shift), [dict(row) for row in rows])


async def numbered(connection: AsyncConnection, shift_id: int) -> Any | None:
    return (await connection.execute(_shifts().where(duty_shift.c.id == shift_id))).first()


async def remove(connection: AsyncConnection, shift_id: int) -> bool:
    return (await connection.execute(delete(duty_shift).where(duty_shift.c.id == shift_id))).rowcount > 0


async def acknowledge(connection: AsyncConnection, account_id: int, now: datetime) -> int:
    """Her coming shifts that she had not acknowledged; how many they were."""
    mine = update(duty_shift).where(
        duty_shift.c.account_id == account_id, duty_shift.c.acknowledged_at.is_(None), duty_shift.c.ends_at > now
    )
    return (await connection.execute(mine.values(acknowledged_at=now))).rowcount
