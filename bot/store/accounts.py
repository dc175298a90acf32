"""Accounts of the console, their sessions, and the one-time links to make one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import account, account_session, factory, invitation


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


async def end_sessions_of(connection: AsyncConnection, account_id: int, *, but: str = "") -> None:
    """All devices of an account, or all but one."""
    theirs = account_session.c.account_id == account_id
    await connection.execute(delete(account_session).where(theirs, account_session.c.digest != but))


async def end_one_of(connection: AsyncConnection, account_id: int, digest: str) -> bool:
    """One device of an account; False where it is not hers."""
    theirs = account_session.c.account_id == account_id
    done = await connection.execute(delete(account_session).where(theirs, account_session.c.digest == digest))
    return done.rowcount > 0


async def sessions_of(connection: AsyncConnection, account_id: int, now: datetime) -> Sequence[Any]:
    query = (
        select(account_session)
        .where(account_session.c.account_id == account_id, account_session.c.expires_at > now)
        .order_by(account_session.c.seen_at.desc())
    )
    return (await connection.execute(query)).all()


async def drop_ended(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget sessions that have ended, and links that were never used."""
    query = select(account_session.c.digest).where(account_session.c.expires_at < before).limit(limit)
    query = query.with_for_update(skip_locked=True)
    ended = [row.digest for row in await connection.execute(query)]
    if ended:
        await connection.execute(delete(account_session).where(account_session.c.digest.in_(ended)))
    await connection.execute(delete(invitation).where(invitation.c.expires_at < before))
    return len(ended)


async def count_wrong(connection: AsyncConnection, account_id: int) -> int:
    """One more wrong try; how many there are now. 0 for an account that does not exist."""
    query = (
        update(account)
        .where(account.c.id == account_id)
        .values(wrong_tries=account.c.wrong_tries + 1)
        .returning(account.c.wrong_tries)
    )
    return int((await connection.execute(query)).scalar_one_or_none() or 0)


async def use_step(connection: AsyncConnection, account_id: int, step: int) -> bool:
    """True for the one who used the code of this step; no code works twice, nor an older one after it."""
    done = await connection.execute(
        update(account).where(account.c.id == account_id, account.c.totp_step < step).values(totp_step=step)
    )
    return done.rowcount > 0


async def held(connection: AsyncConnection) -> Sequence[Any]:
    """Everybody, until the end of the transaction: who counts administrators must not be overtaken."""
    return (await connection.execute(select(account).order_by(account.c.id).with_for_update())).all()


async def invite(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """A new link; the ones before it for the same account (or for the first one) are worth nothing any more."""
    await connection.execute(delete(invitation).where(invitation.c.account_id.is_not_distinct_from(row["account_id"])))
    await connection.execute(insert(invitation), dict(row))


async def uninvite(connection: AsyncConnection, account_id: int) -> None:
    await connection.execute(delete(invitation).where(invitation.c.account_id == account_id))


async def invited(connection: AsyncConnection, digest: str, now: datetime) -> Any | None:
    """A link that is still good, with the name of its account; that is empty for the first one."""
    query = (
        select(invitation, account.c.name, account.c.disabled_at)
        .outerjoin(account, account.c.id == invitation.c.account_id)
        .where(invitation.c.digest == digest, invitation.c.expires_at > now)
    )
    return (await connection.execute(query)).first()


async def use_invitation(connection: AsyncConnection, digest: str) -> bool:
    """True for the one who used it; nobody uses it twice."""
    done = await connection.execute(delete(invitation).where(invitation.c.digest == digest))
    return done.rowcount > 0


async def factory_names(connection: AsyncConnection) -> dict[str, str]:
    """The names of all factories, by code: a factory's contact belongs to one of them."""
    rows = await connection.execute(select(factory.c.code, factory.c.name).order_by(factory.c.code))
    return {row.code: row.name for row in rows}
