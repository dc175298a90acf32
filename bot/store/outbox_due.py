"""What is due, found by index: lane by lane, the most urgent first, and among pushes of one urgency factory by factory.

Nothing here looks at rows that are not due yet, nor at more due rows than are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.outbox import ASKED_FOR, Rank, Status, Urgency
from bot.store.tables import address, outbox, profile

ADOPTED_AT_ONCE = 500

_NOW = bindparam("now", type_=outbox.c.due_at.type)
_NO_FACTORY = ""


def waits(row: Any) -> Any:
    """Said as a constant: the index of what waits is not used for a value that is bound later."""
    return row.c.status == literal_column("'waiting'", String)


def _is_free(where: Any) -> Any:
    return or_(where.c.lease_until.is_(None), where.c.lease_until <= _NOW)


def lane_column(where: Any) -> Any:
    return where.c.channel + ":" + where.c.bot_id


@dataclass(frozen=True, order=True)
class Due:
    """Something is due on a lane: of this urgency, for people of this factory (pushes only). -1: a lease ran out."""

    lane: str
    urgency: int
    factory: str = _NO_FACTORY


RAN_OUT = -1


@dataclass(frozen=True)
class Share:
    """How many addresses of something due are wanted."""

    due: Due
    most: int


@cache
def _due(lanes: int) -> Any:
    """Steps from factory to factory along the index; of each, one row that is due for a free address is enough."""
    names = union_all(*(select(bindparam(f"lane{i}", type_=String).label("lane")) for i in range(lanes))).subquery()
    levels = union_all(*(select(literal_column(str(int(one))).label("urgency")) for one in Urgency)).subquery()

    def next_factory(lane: Any, urgency: Any, *after: Any) -> Any:
        row = outbox.alias()
        query = select(func.min(row.c.factory)).where(row.c.lane == lane, row.c.urgency == urgency, waits(row))
        return query.where(*(row.c.factory > one for one in after)).scalar_subquery()

    first = select(names.c.lane, levels.c.urgency, next_factory(names.c.lane, levels.c.urgency).label("factory"))
    found = first.select_from(names.join(levels, true())).cte("found", recursive=True)
    further = select(found.c.lane, found.c.urgency, next_factory(found.c.lane, found.c.urgency, found.c.factory)).where(
        found.c.factory.is_not(None)
    )
    found = found.union_all(further)
    row, where = outbox.alias(), address.alias()
    one = (
        select(row.c.id)
        .join(where, where.c.id == row.c.address_id)
        .where(row.c.lane == found.c.lane, row.c.urgency == found.c.urgency, row.c.factory == found.c.factory)
        .where(waits(row), row.c.due_at <= _NOW, _is_free(where))
        .order_by(row.c.due_at, row.c.id)
        .limit(1)
        .correlate(found)
        .scalar_subquery()
    )
    given_up: Select[Any] = select(lane_column(address), literal_column(str(RAN_OUT)), literal_column("''")).where(
        address.c.lease_until <= _NOW
    )
    waiting = select(found.c.lane, found.c.urgency, found.c.factory).where(
        found.c.factory.is_not(None), one.is_not(None)
    )
    return union_all(waiting, given_up.distinct())


async def due(connection: AsyncConnection, now: datetime, lanes: Iterable[str]) -> list[Due]:
    """What is due on these lanes, in order; rows that nobody gave a lane are due on the lane with no name."""
    wanted = sorted(set(lanes))
    if not wanted:
        return []
    names = {f"lane{place}": lane for place, lane in enumerate(("", *wanted))}
    rows = await connection.execute(_due(len(names)), {"now": now, **names})
    found = [Due(row.lane, row.urgency, row.factory) for row in rows]
    return sorted(one for one in found if one.lane in wanted or not one.lane)


@dataclass(frozen=True)
class Candidate:
    """A free address with something due; `turn` counts within its factory, so that factories are dealt round."""

    address_id: int
    due: Due
    turn: int


@cache
def _candidates(shares: int, ran_out: int) -> Any:
    """One look along the index for each share. PostgreSQL locks what it finds and passes by what others hold."""
    parts = [_waiting_part(place) for place in range(shares)] + [_ran_out_part(place) for place in range(ran_out)]
    return union_all(*(select(part) for part in parts))


def _waiting_part(place: int) -> Subquery:
    row, where = outbox.alias(), address.alias()
    query: Select[Any] = (
        select(where.c.id.label("address_id"), literal_column(str(place)).label("share"), row.c.due_at, row.c.id)
        .select_from(row.join(where, where.c.id == row.c.address_id))
        .where(row.c.lane == bindparam(f"lane{place}", type_=String))
        .where(row.c.urgency == bindparam(f"urgency{place}", type_=Integer))
        .where(row.c.factory == bindparam(f"factory{place}", type_=String))
        .where(waits(row), row.c.due_at <= _NOW, _is_free(where))
        .order_by(row.c.due_at, row.c.id)
        .limit(bindparam(f"most{place}", type_=Integer))
        .with_for_update(skip_locked=True, key_share=True, of=where)
    )
    return query.subquery()


def _ran_out_part(place: int) -> Subquery:
    where = address.alias()
    query: Select[Any] = (
        select(
            where.c.id.label("address_id"),
            literal_column(str(RAN_OUT - place)).label("share"),
            where.c.lease_until.label("due_at"),
            where.c.id,
        )
        .where(where.c.lease_until <= _NOW, lane_column(where) == bindparam(f"gone{place}", type_=String))
        .order_by(where.c.lease_until, where.c.id)
        .limit(bindparam(f"most_gone{place}", type_=Integer))
        .with_for_update(skip_locked=True, key_share=True, of=where)
    )
    return query.subquery()


async def candidates(connection: AsyncConnection, now: datetime, shares: Sequence[Share]) -> list[Candidate]:
    """Free addresses with something due, each once: leases that ran out first, then by urgency, dealt round."""
    waiting = [share for share in shares if share.due.urgency != RAN_OUT]
    ran_out = [share for share in shares if share.due.urgency == RAN_OUT]
    if not shares:
        return []
    values: dict[str, Any] = {"now": now}
    for place, share in enumerate(waiting):
        one = share.due
        values |= {f"lane{place}": one.lane, f"urgency{place}": one.urgency, f"factory{place}": one.factory}
        values[f"most{place}"] = share.most
    for place, share in enumerate(ran_out):
        values |= {f"gone{place}": share.due.lane, f"most_gone{place}": share.most}
    rows = (await connection.execute(_candidates(len(waiting), len(ran_out)), values)).all()
    turns: dict[int, int] = {}
    found: list[tuple[tuple[int, int, datetime, int], Candidate]] = []
    for row in sorted(rows, key=lambda row: (row.due_at, row.id)):
        one = (waiting[row.share] if row.share >= 0 else ran_out[RAN_OUT - row.share]).due
        turns[row.share] = turn = turns.get(row.share, 0) + 1
        found.append(((one.urgency, turn, row.due_at, row.id), Candidate(row.address_id, one, turn)))
    dealt: dict[int, Candidate] = {}
    for _key, candidate in sorted(found, key=lambda pair: pair[0]):
        dealt.setdefault(candidate.address_id, candidate)
    return list(dealt.values())


_ADOPTED = (
    select(outbox.c.id)
    .where(outbox.c.lane == "", waits(outbox))
    .order_by(outbox.c.urgency, outbox.c.factory, outbox.c.due_at, outbox.c.id)
    .limit(ADOPTED_AT_ONCE)
    .with_for_update(skip_locked=True, of=outbox)
)
_LANE = select(lane_column(address)).where(address.c.id == outbox.c.address_id).scalar_subquery()
_FACTORY = select(profile.c.factory).where(profile.c.person_id == outbox.c.person_id).scalar_subquery()
_URGENCY = case(
    (outbox.c.rank == Rank.DANGER, int(Urgency.DANGER)),
    (outbox.c.rank == Rank.REPLY, int(Urgency.REPLY)),
    (outbox.c.kind.in_(ASKED_FOR), int(Urgency.REMINDER)),
    else_=int(Urgency.REST),
)


async def adopt(connection: AsyncConnection) -> int:
    """Rows that nobody gave a lane (a version before this one wrote them) get their own; how many there were."""
    ids = [row.id for row in await connection.execute(_ADOPTED)]
    if ids:
        pushed = outbox.c.rank == Rank.PUSH
        factory = case((pushed, func.coalesce(_FACTORY, _NO_FACTORY)), else_=_NO_FACTORY)
        values: dict[str, Any] = {"lane": _LANE, "urgency": _URGENCY, "factory": factory}
        await connection.execute(
            update(outbox).where(outbox.c.id.in_(ids), outbox.c.status == Status.WAITING).values(values)
        )
    return len(ids)
