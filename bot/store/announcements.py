"""Announcements of trainers: their words and whom they are for, and the people who get them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, insert, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.outbox import Rank, Status
from bot.store.tables import address, announcement, child, factory, outbox, person, profile
from dialogs.announcement import KIND
from dialogs.facts import Agreement


@dataclass(frozen=True)
class Audience:
    """Whom it is for; an empty field means all of them."""

    factory: str = ""
    band: str = ""
    shift: str = ""


async def factories(connection: AsyncConnection) -> dict[str, str]:
    rows = await connection.execute(select(factory.c.code, factory.c.name).order_by(factory.c.name))
    return {row.code: row.name for row in rows}


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> int:
    return int((await connection.execute(insert(announcement).returning(announcement.c.id), dict(row))).scalar_one())


async def find(connection: AsyncConnection, number: int) -> Any | None:
    return (await connection.execute(select(announcement).where(announcement.c.id == number))).first()


async def newest(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    return (await connection.execute(select(announcement).order_by(announcement.c.id.desc()).limit(limit))).all()


async def change(connection: AsyncConnection, number: int, was: Sequence[str], values: Mapping[str, Any]) -> bool:
    """Change one that is in one of these states; False when somebody was faster."""
    done = await connection.execute(
        update(announcement)
        .where(announcement.c.id == number, announcement.c.status.in_(list(was)))
        .values(dict(values))
    )
    return done.rowcount > 0


async def due(connection: AsyncConnection, status: str, now: datetime) -> Sequence[Any]:
    query = select(announcement).where(announcement.c.status == status, announcement.c.send_at <= now)
    return (await connection.execute(query.order_by(announcement.c.send_at, announcement.c.id))).all()


async def words_of(connection: AsyncConnection, numbers: Sequence[str]) -> dict[str, str]:
    """The words of these announcements, by number; those that were recalled have none."""
    wanted = {int(number) for number in numbers if number.isdecimal()}
    if not wanted:
        return {}
    query = select(announcement.c.id, announcement.c.words).where(
        announcement.c.id.in_(wanted), announcement.c.recalled_at.is_(None)
    )
    return {str(row.id): row.words for row in await connection.execute(query)}


async def count(connection: AsyncConnection, audience: Audience, today: date) -> int:
    """How many people would get it."""
    counted = select(func.count()).select_from(_recipients(audience, today).subquery())
    return int((await connection.execute(counted)).scalar_one())


async def patterns(connection: AsyncConnection, audience: Audience, today: date) -> Sequence[Any]:
    """The shifts of those who would get it, with how many work each."""
    columns = (profile.c.shift, profile.c.rotation_days, profile.c.shift_anchor)
    query = _recipients(audience, today).with_only_columns(*columns, func.count().label("people")).group_by(*columns)
    return (await connection.execute(query)).all()


async def recipients(
    connection: AsyncConnection, audience: Audience, today: date, after: int, limit: int
) -> dict[int, str]:
    """The next people who get it, by number, with the factory of each."""
    query = _recipients(audience, today).add_columns(profile.c.factory)
    query = query.where(person.c.id > after).order_by(person.c.id).limit(limit)
    return {row.id: row.factory for row in await connection.execute(query)}


def _recipients(audience: Audience, today: date) -> Select[Any]:
    """Everybody who agreed, has not left, does not pause, and can be reached."""
    awake = or_(profile.c.paused_until.is_(None), profile.c.paused_until < today)
    reachable = exists().where(address.c.person_id == person.c.id, address.c.reachable)
    query = (
        select(person.c.id)
        .join(profile, profile.c.person_id == person.c.id)
        .where(person.c.agreement == Agreement.AGREED, ~profile.c.stopped, ~profile.c.paused, awake, reachable)
    )
    return query.where(*_narrowing(audience))


def _narrowing(audience: Audience) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if audience.factory:
        conditions.append(profile.c.factory == audience.factory)
    if audience.shift:
        conditions.append(profile.c.shift == audience.shift)
    if audience.band:
        conditions.append(exists().where(child.c.person_id == person.c.id, child.c.band == audience.band))
    return conditions


# Written out, not bound: else SQLite does not see that the index of announcements is meant.
_OURS = outbox.c.kind == literal_column(f"'{KIND}'")


async def take_back(connection: AsyncConnection, number: int) -> int:
    """Its rows that wait still are not sent; how many there were."""
    done = await connection.execute(
        update(outbox)
        .where(
            _OURS,
            outbox.c.subject == str(number),
            outbox.c.rank == Rank.PUSH,
            outbox.c.status == Status.WAITING,
        )
        .values(status=Status.SKIPPED, reason="recalled", body=None)
    )
    return done.rowcount


async def outcome(connection: AsyncConnection, number: int) -> dict[str, int]:
    """How many of its rows are in which state."""
    query = (
        select(outbox.c.status, func.count().label("rows"))
        .where(_OURS, outbox.c.subject == str(number))
        .group_by(outbox.c.status)
    )
    return {row.status: row.rows for row in await connection.execute(query)}
