"""What became of claimed rows: sent, or not and why; their addresses are given back in the same stroke."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, String, bindparam, case, or_, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.addresses import hold
from bot.store.among import among
from bot.store.outbox import OPEN, Status
from bot.store.tables import address, outbox


@dataclass(frozen=True)
class Sent:
    id: int
    address_id: int
    external_id: str | None
    at: datetime


@dataclass(frozen=True)
class Unsent:
    """A row that did not go: what becomes of it, and why. `tried` is False when no call was made for it."""

    id: int
    status: Status
    reason: str
    due_at: datetime
    tried: bool = True


@dataclass
class Outcome:
    """What became of the rows of one address. free_at: when the chat's own pace is used up no more."""

    address_id: int
    free_at: datetime | None = None
    sent: list[Sent] = field(default_factory=list)
    unsent: list[Unsent] = field(default_factory=list)


async def settle(connection: AsyncConnection, outcomes: Sequence[Outcome], name: str) -> None:
    """Write down what became of what `name` had leased, and give it back.

    What was sent is written down whoever holds the address by now; what was not only if nobody took it over.
    """
    merged: dict[int, Outcome] = {}
    for one in outcomes:
        known = merged.setdefault(one.address_id, Outcome(one.address_id))
        known.sent += one.sent
        known.unsent += one.unsent
        known.free_at = one.free_at or known.free_at
    await hold(connection, merged)
    ends, ours = await _move_on(connection, merged.values(), name)
    await _mark_rows(connection, _placed([sent for one in merged.values() for sent in one.sent], ends))
    await mark_unsent(connection, [row for id in sorted(ours) for row in merged[id].unsent])


async def mark_sent(connection: AsyncConnection, sent: Sequence[Sent]) -> None:
    """Mark rows sent, each with the next position in its address's stream."""
    by_address: dict[int, Outcome] = {}
    for one in sent:
        by_address.setdefault(one.address_id, Outcome(one.address_id)).sent.append(one)
    ends, _ours = await _move_on(connection, by_address.values(), "")
    await _mark_rows(connection, _placed(sent, ends))


@cache
def _moving(paced: bool) -> Any:
    given_back = case((address.c.leased_by == bindparam("name", type_=String), None), else_=address.c.lease_until)
    values: dict[str, Any] = {"position": address.c.position + bindparam("n", type_=Integer), "lease_until": given_back}
    if paced:
        values["free_at"] = bindparam("free_at", type_=address.c.free_at.type)
    statement = update(address).where(among(address.c.id, "ids")).values(values)
    return statement.returning(address.c.id, address.c.position, address.c.leased_by)


async def _move_on(
    connection: AsyncConnection, outcomes: Iterable[Outcome], name: str
) -> tuple[dict[int, int], set[int]]:
    """The ends of the streams of these addresses, moved on and given back; and those that `name` had leased."""
    groups: dict[tuple[int, bool], list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[len(one.sent), one.free_at is not None].append(one)
    ends: dict[int, int] = {}
    ours: set[int] = set()
    for (n, paced), group in sorted(groups.items(), key=lambda item: item[0]):
        values: dict[str, Any] = {"n": n, "name": name, "ids": sorted(one.address_id for one in group)}
        if paced:  # those that are written down together were sent together, or nearly so
            values["free_at"] = max(one.free_at for one in group if one.free_at is not None)
        for row in await connection.execute(_moving(paced), values):
            ends[row.id] = row.position
            if row.leased_by == name:
                ours.add(row.id)
    return ends, ours


@dataclass(frozen=True)
class _Placed:
    sent: Sent
    position: int


def _placed(sent: Iterable[Sent], ends: Mapping[int, int]) -> list[_Placed]:
    """In their order before the ends of the streams; without those whose address was forgotten during the call."""
    by_address: dict[int, list[Sent]] = defaultdict(list)
    for one in sent:
        if one.address_id in ends:
            by_address[one.address_id].append(one)
    return [
        _Placed(one, ends[id] - len(ones) + place)
        for id, ones in by_address.items()
        for place, one in enumerate(ones, 1)
    ]


# One statement for many rows, whose values come together: thousands of statements would cost more than the sending.
# What another process took over and sent keeps its place, when we hear at last that it had arrived before.
_MARKS = {
    "sqlite": text(
        "UPDATE outbox SET status = 'sent', external_id = json_extract(done.value, '$[1]'), "
        "sent_at = json_extract(done.value, '$[2]'), position = json_extract(done.value, '$[3]') "
        "FROM json_each(:rows) AS done WHERE outbox.id = json_extract(done.value, '$[0]') AND outbox.status <> 'sent'"
    ),
    "postgresql": text(
        "UPDATE outbox SET status = 'sent', external_id = done.external_id, sent_at = done.at, "
        "position = done.position FROM unnest(CAST(:ids AS BIGINT[]), CAST(:external_ids AS TEXT[]), "
        "CAST(:ats AS TIMESTAMPTZ[]), CAST(:positions AS INTEGER[])) AS done(id, external_id, at, position) "
        "WHERE outbox.id = done.id AND outbox.status <> 'sent'"
    ),
}


async def _mark_rows(connection: AsyncConnection, rows: Sequence[_Placed]) -> None:
    if not rows:
        return
    name = connection.dialect.name
    if name == "postgresql":
        values: dict[str, Any] = {
            "ids": [one.sent.id for one in rows],
            "external_ids": [one.sent.external_id for one in rows],
            "ats": [one.sent.at for one in rows],
            "positions": [one.position for one in rows],
        }
    else:
        stored: Any = outbox.c.sent_at.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        told = [(one.sent.id, one.sent.external_id, stored(one.sent.at), one.position) for one in rows]
        values = {"rows": json.dumps(told)}
    await connection.execute(_MARKS[name], values)


_UNSENT = (
    update(outbox)
    # Not in_(), which cannot be sent for many rows at once.
    .where(outbox.c.id == bindparam("i"), or_(*(outbox.c.status == one for one in OPEN)))
    .values(
        status=bindparam("s"),
        reason=bindparam("why"),
        due_at=bindparam("due"),
        attempts=outbox.c.attempts - bindparam("uncounted"),
    )
)


async def mark_unsent(connection: AsyncConnection, rows: Sequence[Unsent]) -> None:
    """Only what is claimed or waits can still be marked; an attempt that was not made is not counted."""
    if rows:
        found = [
            {"i": row.id, "s": row.status, "why": row.reason[:120], "due": row.due_at, "uncounted": int(not row.tried)}
            for row in rows
        ]
        await connection.execute(_UNSENT, found)


_RELEASED = (
    update(address).where(among(address.c.id, "ids"), address.c.leased_by == bindparam("name")).values(lease_until=None)
)


async def release(connection: AsyncConnection, ids: Iterable[int], name: str) -> None:
    """Give leased addresses back."""
    if leased := sorted(set(ids)):
        await connection.execute(_RELEASED, {"ids": leased, "name": name})
