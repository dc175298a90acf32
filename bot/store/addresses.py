"""Addresses and the people behind them: found, or made when somebody writes for the first time."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.among import among
from bot.store.tables import address, outbox, person
from bot.store.upsert import insert_missing
from dialogs.facts import Agreement

# Without 0 O 1 I L U: read over the phone and typed with a thumb.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int) -> str:
    number = secrets.randbelow(len(CODE_LETTERS) ** length)
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)


LONGEST = 80  # characters of an external id
MINUTE = timedelta(minutes=1)


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
    """An address with its person; `wrote_at` is when she wrote last, where that was here and she can be reached."""

    id: int
    person_id: int
    where: Where
    wrote_at: datetime | None = field(default=None, compare=False)


async def resolve(connection: AsyncConnection, wheres: Iterable[Where], now: datetime) -> dict[Where, Address]:
    """The address of each, with its person; a new address is a new person. Raises AddressTooLong."""
    wanted = sorted(set(wheres), key=lambda where: (where.channel, where.bot_id, where.external_id))
    if too_long := [where.channel for where in wanted if len(where.external_id) > LONGEST]:
        raise AddressTooLong(f"{too_long[0]}: an address is longer than {LONGEST} characters")
    found = await find(connection, wanted)
    missing = [where for where in wanted if where not in found]
    return found | await _make(connection, missing, now) if missing else found


_COLUMNS = (address.c.id, address.c.person_id, address.c.channel, address.c.bot_id, address.c.external_id)
_ACCOUNT = (address.c.channel == bindparam("of_channel"), address.c.bot_id == bindparam("of_bot"))
# Where she can be reached and was last, so that nothing has to be noted when she goes on writing there.
_LAST = case((and_(address.c.reachable, address.c.last_in_at == person.c.last_in_at), address.c.last_in_at))
_FIND = (
    select(*_COLUMNS, _LAST.label("wrote_at"))
    .join(person, person.c.id == address.c.person_id)
    .where(*_ACCOUNT, among(address.c.external_id, "names"))
)


async def find(connection: AsyncConnection, wheres: Iterable[Where]) -> dict[Where, Address]:
    """Those of the addresses that belong to somebody."""
    accounts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for where in wheres:
        accounts[where.channel, where.bot_id].append(where.external_id)
    found: dict[Where, Address] = {}
    for (channel, bot_id), names in accounts.items():
        rows = await connection.execute(_FIND, {"of_channel": channel, "of_bot": bot_id, "names": names})
        found |= {one.where: one for one in (_address(row, row.wrote_at) for row in rows)}
    return found


def _address(row: Any, wrote_at: datetime | None = None) -> Address:
    return Address(row.id, row.person_id, Where(row.channel, row.bot_id, row.external_id), wrote_at)


_NEW_PEOPLE = insert(person).returning(person.c.id, person.c.code)


async def _make(connection: AsyncConnection, wheres: Sequence[Where], now: datetime) -> dict[Where, Address]:
    """New people, and their addresses."""
    codes = {where: new_code(8) for where in wheres}
    rows = [
        {"code": code, "agreement": Agreement.UNASKED, "created_at": now, "last_in_at": now} for code in codes.values()
    ]
    made = {row.code: row.id for row in await connection.execute(_NEW_PEOPLE, rows)}
    fresh = [
        {
            "person_id": made[codes[where]],
            "channel": where.channel,
            "bot_id": where.bot_id,
            "external_id": where.external_id,
            "reachable": True,
            "last_in_at": now,
            "position": 0,
        }
        for where in wheres
    ]
    kept = await insert_missing(connection, address, fresh, [column.name for column in _COLUMNS])
    if len(kept) == len(fresh):
        return {one.where: one for one in (_address(row, now) for row in kept)}
    await _move_in(connection, fresh)
    # Two processes may have made the same person at once: the one without an address goes.
    alone = ~exists().where(address.c.person_id == person.c.id)
    await connection.execute(delete(person).where(person.c.id.in_(list(made.values())), alone))
    return await find(connection, wheres)


async def _move_in(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """An address whose person was erased gets the new one."""
    statement = (
        update(address)
        .where(*_ACCOUNT, address.c.external_id == bindparam("name"), address.c.person_id.is_(None))
        .values(person_id=bindparam("new"), reachable=True, last_in_at=bindparam("at"))
    )
    places = [
        {
            "of_channel": row["channel"],
            "of_bot": row["bot_id"],
            "name": row["external_id"],
            "new": row["person_id"],
            "at": row["last_in_at"],
        }
        for row in rows
    ]
    await connection.execute(statement, places)


_HOLD = select(address.c.id).where(among(address.c.id)).order_by(address.c.id).with_for_update(key_share=True)


async def hold(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Hold these addresses until the transaction ends, in one order everywhere; SQLite's writer already holds all."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_HOLD, {"ids": ids})


_AT = bindparam("at", type_=address.c.last_in_at.type)
_ADDRESSES_WROTE = update(address).where(among(address.c.id)).values(reachable=True, last_in_at=_AT)
_PEOPLE_WROTE = update(person).where(among(person.c.id)).values(last_in_at=_AT)


async def wrote(connection: AsyncConnection, addresses: Iterable[Address], now: datetime) -> None:
    """They can be reached again, and this is where they were last; who goes on writing there is noted by the minute."""
    moved = [one for one in addresses if one.wrote_at is None or now - one.wrote_at >= MINUTE]
    if not moved:
        return
    ids = {one.id for one in moved}
    await hold(connection, ids)
    await connection.execute(_ADDRESSES_WROTE, {"ids": ids, "at": now})
    await connection.execute(_PEOPLE_WROTE, {"ids": {one.person_id for one in moved}, "at": now})


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
