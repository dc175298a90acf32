"""Requests to see data of children under 14, and what a second person decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import access_request, account


@dataclass(frozen=True)
class Wish:
    """Who wants to see whose data."""

    account_id: int
    subject_kind: str
    subject: str


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> int:
    return int(
        (await connection.execute(insert(access_request).returning(access_request.c.id), dict(row))).scalar_one()
    )


async def numbered(connection: AsyncConnection, request_id: int) -> Any | None:
    return (await connection.execute(_with_names().where(access_request.c.id == request_id))).first()


async def newest(connection: AsyncConnection, wish: Wish) -> Any | None:
    """What became of her last request about this subject."""
    query = (
        select(access_request)
        .where(
            access_request.c.account_id == wish.account_id,
            access_request.c.subject_kind == wish.subject_kind,
            access_request.c.subject == wish.subject,
        )
        .order_by(access_request.c.id.desc())
        .limit(1)
    )
    return (await connection.execute(query)).first()


async def undecided(connection: AsyncConnection, since: datetime) -> Sequence[Any]:
    """Requests that nobody decided, oldest first, with the name of who asked."""
    query = _with_names().where(access_request.c.decided_at.is_(None), access_request.c.asked_at > since)
    rows: Sequence[Any] = (await connection.execute(query.order_by(access_request.c.id))).all()
    return rows


async def how_many_undecided(connection: AsyncConnection, since: datetime, *, but: int) -> int:
    """How many requests of others wait for one who may decide."""
    query = (
        select(func.count())
        .select_from(access_request)
        .where(
            access_request.c.decided_at.is_(None),
            access_request.c.asked_at > since,
            access_request.c.account_id != but,
        )
    )
    return int((await connection.execute(query)).scalar_one())


async def asked_by(connection: AsyncConnection, account_id: int, limit: int) -> Sequence[Any]:
    """Her own requests, newest first."""
    query = _with_names().where(access_request.c.account_id == account_id)
    rows: Sequence[Any] = (await connection.execute(query.order_by(access_request.c.id.desc()).limit(limit))).all()
    return rows


async def decide(connection: AsyncConnection, request_id: int, values: Mapping[str, Any]) -> bool:
    """True for the one who decided it; nobody decides it again, and nobody her own."""
    done = await connection.execute(
        update(access_request)
        .where(
            access_request.c.id == request_id,
            access_request.c.decided_at.is_(None),
            access_request.c.account_id != values["decided_by"],
        )
        .values(dict(values))
    )
    return done.rowcount > 0


def _with_names() -> Select[Any]:
    decider = account.alias("decider")
    return (
        select(access_request, account.c.name.label("asked_name"), decider.c.name.label("decided_name"))
        .join(account, account.c.id == access_request.c.account_id)
        .outerjoin(decider, decider.c.id == access_request.c.decided_by)
    )
