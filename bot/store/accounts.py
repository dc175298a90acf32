"""Accounts of the console, their sessions, and the one-time links to make one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import account, account_session, invitation


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> int:
    """A new account; its number. Raises IntegrityError where the name is taken."""
    return int((await connection.execute(insert(account).returning(account.c.id), dict(row))).scalar_one())


async def how_many(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(account))).scalar_one())


async def named(connection: AsyncConnection, name: str) -> Any | None:
    return (await connection.execute(select(account).where(account.c.name == name))).first()


async def numbered(connection: AsyncConnection, account_id: int) -> Any | None:
    return (await connection.execute(select(account).where(account.c.id == account_id))).first()


async def everybody(connection: AsyncConnection) -> Sequence[Any]:
    return (await connection.execute(select(account).order_by(account.c.name))).all()


async def change(connection: AsyncConnection, account_id: int, values: Mapping[str, Any]) -> None:
    await connection.execute(update(account).where(account.c.id == account_id).values(dict(values)))


async def begin_session(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await connection.execute(insert(account_session), dict(row))


async def session(connection: AsyncConnection, digest: str, now: datetime) -> Any | None:
    """A session that has not ended, with its account, which is not disabled."""
    query = (
        select(
            account,
            account_session.c.digest,
            account_session.c.seen_at,
            account_session.c.expires_at,
            account_session.c.trusted,
            account_session.c.proven_at,
        )
        .join(account, account.c.id == account_session.c.account_id)
        .where(
            account_session.c.digest == digest,
            account_session.c.expires_at > now,
            account.c.disabled_at.is_(None),
        )
    )
    return (await connection.execute(query)).first()


async def see_session(connection: AsyncConnection, digest: str, values: Mapping[str, Any]) -> None:
    await connection.execute(update(account_session).where(account_session.c.digest == digest).values(dict(values)))


async def end_session(connection: AsyncConnection, digest: str) -> None:
    await connection.execute(delete(account_session).where(account_session.c.digest == digest))


async def end_sessions_of(connection: AsyncConnection, account_id: int) -> None:
    await connection.execute(delete(account_session).where(account_session.c.account_id == account_id))


async def invite(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await connection.execute(insert(invitation), dict(row))


async def invited(connection: AsyncConnection, digest: str, now: datetime) -> Any | None:
    query = select(invitation).where(invitation.c.digest == digest, invitation.c.expires_at > now)
    return (await connection.execute(query)).first()


async def use_invitation(connection: AsyncConnection, digest: str) -> bool:
    """True for the one who used it; nobody uses it twice."""
    done = await connection.execute(delete(invitation).where(invitation.c.digest == digest))
    return done.rowcount > 0
