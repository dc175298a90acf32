"""Addresses and the people behind them: found, or made when somebody writes for the first time."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.among import among
from bot.store.tables import address, outbox, person
from bot.store.upsert import insert_missing
from dialogs.facts import Agreement

# Without 0 O 1 I L U: read over the phone and typed with a thumb.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int) -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


LONGEST = 80  # characters of an external id


class AddressTooLong(ValueError):
    """No channel of ours has such addresses; PostgreSQL could not keep it, and SQLite must not either."""


@dataclass(frozen=True)
class Where:
    """An address as channels know it."""

    channel: str
    bot_id: str
    external_id: str

    @property
    def lane(self) -> str:
        """The account it is sent from; what a pace is kept for."""
        return lane_of(self.channel, self.bot_id)


def lane_of(channel: str, bot_id: str) -> str:
    return f"{channel}:{bot_id}"


@dataclass(frozen=True)
class Address:
    id: int
    person_id: int
    where: Where


async def resolve(connection: AsyncConnection, wheres: Iterable[Where], now: datetime) -> dict[Where, Address]:
    """The address of each, with its person; a new address is a new person. Raises AddressTooLong."""
    wanted = sorted(set(wheres), key=lambda where: (where.channel, where.bot_id, where.external_id))
    if too_long := [where.channel for where in wanted if len(where.external_id) > LONGEST]:
        raise AddressTooLong(f"{too_long[0]}: an address is longer than {LONGEST} characters")
    found = await find(connection, wanted)
    missing = [where for where in wanted if where not in found]
    if missing:
        await _make(connection, missing, now)
        found |= await find(connection, missing)
    return found


async def find(connection: AsyncConnection, wheres: Sequence[Where]) -> dict[Where, Address]:
    """Those of the addresses that belong to somebody."""
    columns = (address.c.channel, address.c.bot_id, address.c.external_id)
    query = select(address.c.id, address.c.person_id, *columns).where(
        tuple_(*columns).in_([(where.channel, where.bot_id, where.external_id) for where in wheres]),
        address.c.person_id.is_not(None),
    )
    rows = (await connection.execute(query)).all()
    found = [_address(row) for row in rows]
    return {one.where: one for one in found}


def _address(row: Any) -> Address:
    return Address(row.id, row.person_id, Where(row.channel, row.bot_id, row.external_id))


async def _make(connection: AsyncConnection, wheres: Sequence[Where], now: datetime) -> None:
    """New people, and their addresses; an address whose person was erased gets a new one."""
    codes = {where: new_code(8) for where in wheres}
    rows = [
        {"code": code, "agreement": Agreement.UNASKED, "created_at": now, "last_in_at": now} for code in codes.values()
    ]
    made = await connection.execute(insert(person).values(rows).returning(person.c.id, person.c.code))
    ids = {row.code: row.id for row in made}
    fresh = [
        {
            "person_id": ids[codes[where]],
            "channel": where.channel,
            "bot_id": where.bot_id,
            "external_id": where.external_id,
            "reachable": True,
            "last_in_at": now,
            "position": 0,
        }
        for where in wheres
    ]
    await insert_missing(connection, address, fresh, ("id",))
    for row in fresh:
        await connection.execute(
            update(address)
            .where(
                address.c.channel == row["channel"],
                address.c.bot_id == row["bot_id"],
                address.c.external_id == row["external_id"],
                address.c.person_id.is_(None),
            )
            .values(person_id=row["person_id"], reachable=True)
        )
    # Two processes may have made the same person at once: the one without an address goes.
    alone = ~exists().where(address.c.person_id == person.c.id)
    await connection.execute(delete(person).where(person.c.id.in_(list(ids.values())), alone))


_HELD = select(address.c.id).where(among(address.c.id, "ids")).order_by(address.c.id).with_for_update(key_share=True)


async def hold(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Hold these addresses until the transaction ends, in one order everywhere; SQLite's writer already holds all."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_HELD, {"ids": sorted(set(ids))})


async def wrote(connection: AsyncConnection, addresses: Iterable[Address], now: datetime) -> None:
    """They can be reached again, and this is where they were last."""
    found = sorted({(one.id, one.person_id) for one in addresses})
    if not found:
        return
    await hold(connection, [id for id, _ in found])
    await connection.execute(
        update(address).where(address.c.id.in_([id for id, _ in found])).values(reachable=True, last_in_at=now)
    )
    await connection.execute(
        update(person).where(person.c.id.in_([person_id for _, person_id in found])).values(last_in_at=now)
    )


async def for_pushes(connection: AsyncConnection, people: Iterable[int]) -> dict[int, Address]:
    """The reachable address each person used last."""
    query = (
        select(address)
        .where(address.c.person_id.in_(list(people)), address.c.reachable)
        .order_by(address.c.person_id, address.c.last_in_at.asc().nulls_first(), address.c.id)
    )
    return {row.person_id: _address(row) for row in await connection.execute(query)}


async def whereabouts(connection: AsyncConnection, people: Iterable[int]) -> dict[int, Where]:
    """Where each person was last."""
    query = (
        select(address)
        .where(address.c.person_id.in_(list(people)))
        .order_by(address.c.person_id, address.c.last_in_at.asc().nulls_first(), address.c.id)
    )
    return {row.person_id: Where(row.channel, row.bot_id, row.external_id) for row in await connection.execute(query)}


async def set_reachable(connection: AsyncConnection, where: Where, *, reachable: bool) -> None:
    await connection.execute(
        update(address)
        .where(
            address.c.channel == where.channel,
            address.c.bot_id == where.bot_id,
            address.c.external_id == where.external_id,
        )
        .values(reachable=reachable)
    )


async def keep_unowned(connection: AsyncConnection, where: Where) -> int:
    """An address that need not be a parent's (a duty officer's, a webhook), by its id."""
    columns = {"channel": where.channel, "bot_id": where.bot_id, "external_id": where.external_id}
    row = {**columns, "person_id": None, "reachable": True, "position": 0}
    await insert_missing(connection, address, [row], ("id",))
    query = select(address.c.id).filter_by(**columns)
    return int((await connection.execute(query)).scalar_one())


async def find_one(connection: AsyncConnection, where: Where) -> Address | None:
    return (await find(connection, [where])).get(where)


async def drop_orphans(connection: AsyncConnection, _before: datetime, limit: int) -> int:
    """Addresses of erased people go once nothing waits to be sent to them."""
    waiting = exists().where(outbox.c.address_id == address.c.id, outbox.c.status.in_(("waiting", "sending")))
    orphan = and_(address.c.person_id.is_(None), ~waiting)
    # Held against anything new; what was written between the look and the hold is seen by the second look.
    query = select(address.c.id).where(orphan).limit(limit).with_for_update(skip_locked=True, of=address)
    ids = [row.id for row in await connection.execute(query)]
    if not ids:
        return 0
    return (await connection.execute(delete(address).where(address.c.id.in_(ids), orphan))).rowcount
