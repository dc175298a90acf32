"""What has to be done before a factory opens: what was ticked, and what the other tables already know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, distinct, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import account, content, content_item, content_step, duty_shift, factory_check, profile
from bot.store.upsert import upsert


async def ticks(connection: AsyncConnection, code: str) -> Mapping[str, Any]:
    rows = await connection.execute(select(factory_check).where(factory_check.c.factory == code))
    return {row.item: row for row in rows}


async def waiting(connection: AsyncConnection, item: str) -> Sequence[Any]:
    """This item of all factories."""
    return (await connection.execute(select(factory_check).where(factory_check.c.item == item))).all()


async def tick(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await upsert(connection, factory_check, [row], ("factory", "item"))


async def untick(connection: AsyncConnection, code: str, item: str) -> None:
    await connection.execute(delete(factory_check).where(factory_check.c.factory == code, factory_check.c.item == item))


async def swap(connection: AsyncConnection, code: str, item: str, begun: datetime, detail: Mapping[str, Any]) -> bool:
    """Change the detail of an item that still is the one begun then; False where it was begun anew."""
    query = update(factory_check).where(
        factory_check.c.factory == code, factory_check.c.item == item, factory_check.c.done_at == begun
    )
    return (await connection.execute(query.values(detail=dict(detail)))).rowcount > 0


async def shifts(connection: AsyncConnection, start: datetime, end: datetime) -> Sequence[Any]:
    """Duty between two instants, of those whose account can be used, in order of time."""
    query = (
        select(duty_shift.c.starts_at, duty_shift.c.ends_at, duty_shift.c.acknowledged_at)
        .join(account, account.c.id == duty_shift.c.account_id)
        .where(duty_shift.c.ends_at > start, duty_shift.c.starts_at < end, account.c.disabled_at.is_(None))
        .order_by(duty_shift.c.starts_at)
    )
    return (await connection.execute(query)).all()


async def unsigned(connection: AsyncConnection, kind: str, signatures: int) -> Sequence[str]:
    """Ids of published content of a kind whose published revision fewer people have signed than that."""
    signed = and_(
        content_step.c.kind == content.c.kind,
        content_step.c.item_id == content.c.id,
        content_step.c.number == content_item.c.published_number,
        content_step.c.act == "signed",
    )
    item = and_(content_item.c.kind == content.c.kind, content_item.c.id == content.c.id)
    query = (
        select(content.c.id)
        .select_from(content.outerjoin(content_item, item).outerjoin(content_step, signed))
        .where(content.c.kind == kind)
        .group_by(content.c.id)
        .having(func.count(distinct(content_step.c.by_id)) < signatures)
        .order_by(content.c.id)
    )
    return list((await connection.execute(query)).scalars())


async def home_area_codes(connection: AsyncConnection, code: str, least: int, most: int) -> Sequence[str]:
    """Where the homes of a factory's people are, the commonest first; none with fewer people than `least`."""
    people = func.count()
    query = (
        select(profile.c.home_area_code)
        .where(profile.c.factory == code, profile.c.home_area_code.is_not(None))
        .group_by(profile.c.home_area_code)
        .having(people >= least)
        .order_by(people.desc(), profile.c.home_area_code)
        .limit(most)
    )
    return list((await connection.execute(query)).scalars())
