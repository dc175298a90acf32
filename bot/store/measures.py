"""How the database stands, asked so that an answer costs little however much there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Integer, bindparam, func, literal, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.outbox import Status
from bot.store.tables import address, content, outbox, process, safeguarding_case

MOST_GROUPS = 300  # (lane, urgency, factory) that are looked at
MOST_COUNTED = 50_000  # rows that are counted in all; more than that is much, however much


@dataclass(frozen=True)
class Waiting:
    """What is due in one lane at one urgency; `due` stops at the most that is counted. oldest: when it was due."""

    lane: str
    urgency: int
    due: int
    oldest: datetime


@dataclass(frozen=True)
class Seen:
    """A process, as it last said that it runs."""

    name: str
    host: str
    version: str
    roles: tuple[str, ...]
    seen_at: datetime


# One step along the index of what waits: the first group behind another one, by its oldest row. The status is written
# out, not bound, or neither database sees which index is meant; SQLite would rather read all that waits, and sort it.
_STEP = """SELECT lane, urgency, factory, due_at FROM outbox
    WHERE status = 'waiting' AND (lane, urgency, factory) > (:l, :u, :f)
    ORDER BY lane, urgency, factory, due_at, id LIMIT 1"""
_SAYS = (outbox.c.lane, outbox.c.urgency, outbox.c.factory, outbox.c.due_at)
STEP = {
    "postgresql": text(_STEP).columns(*_SAYS),
    "sqlite": text(_STEP.replace("FROM outbox", "FROM outbox INDEXED BY ix_outbox_due")).columns(*_SAYS),
}
BEFORE_ALL = {"l": "", "u": -1, "f": ""}
DUE = (
    select(literal(1).label("one"))
    .where(
        outbox.c.status == literal_column(f"'{Status.WAITING}'"),
        outbox.c.lane == bindparam("l"),
        outbox.c.urgency == bindparam("u"),
        outbox.c.factory == bindparam("f"),
        outbox.c.due_at <= bindparam("now"),
    )
    .limit(bindparam("most", type_=Integer))
)
_COUNT = select(func.count()).select_from(DUE.subquery())


async def waiting(connection: AsyncConnection, now: datetime) -> list[Waiting]:
    """What is due, by lane and urgency: one step along the index for each lane, urgency and factory that waits."""
    found: dict[tuple[str, int], Waiting] = {}
    left = MOST_COUNTED
    step, group = STEP[connection.dialect.name], BEFORE_ALL
    for _group in range(MOST_GROUPS):
        row = (await connection.execute(step, group)).first()
        if row is None:
            break
        group = {"l": row.lane, "u": row.urgency, "f": row.factory}
        if row.due_at > now:
            continue
        count = int((await connection.execute(_COUNT, {**group, "now": now, "most": left})).scalar_one())
        left -= count
        key = (row.lane, row.urgency)
        known = found.get(key, Waiting(*key, 0, row.due_at))
        found[key] = Waiting(*key, known.due + count, min(known.oldest, row.due_at))
    return list(found.values())


_OTHER = address.alias("other")
LOST = select(func.count(address.c.person_id.distinct())).where(
    ~address.c.reachable,
    address.c.person_id.is_not(None),
    ~select(_OTHER.c.id).where(_OTHER.c.person_id == address.c.person_id, _OTHER.c.reachable).exists(),
)


async def people_unreachable(connection: AsyncConnection) -> int:
    """How many people have addresses, but none that can be reached; an index holds these addresses alone."""
    return int((await connection.execute(LOST)).scalar_one())


async def oldest_unheard(connection: AsyncConnection, since: datetime) -> datetime | None:
    """When the oldest alert of an open case went out, after an instant, that has reached nobody."""
    case = safeguarding_case.c
    query = select(func.min(case.alerted_at, type_=case.alerted_at.type)).where(
        case.closed_at.is_(None), case.heard_at.is_(None), case.alerted_at > since
    )
    oldest: datetime | None = (await connection.execute(query)).scalar_one()
    return oldest


async def processes(connection: AsyncConnection, since: datetime) -> list[Seen]:
    """Those that were seen after an instant, the latest first."""
    query = select(process).where(process.c.seen_at > since).order_by(process.c.seen_at.desc(), process.c.name)
    return [_seen(row) for row in await connection.execute(query)]


def _seen(row: Any) -> Seen:
    return Seen(row.name, row.host, row.version, tuple(row.roles), row.seen_at)


def by_role(found: Sequence[Seen]) -> Counter[str]:
    return Counter(role for one in found for role in one.roles)


async def records(connection: AsyncConnection) -> int:
    """How many pieces of content are published."""
    return int((await connection.execute(select(func.count()).select_from(content))).scalar_one())


async def bytes_held(connection: AsyncConnection) -> int:
    """What the database takes on its disk, without the log of its writes."""
    if connection.dialect.name == "sqlite":
        query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        query = "SELECT pg_database_size(current_database())"
    return int((await connection.execute(text(query))).scalar_one())


async def clock(connection: AsyncConnection) -> datetime | None:
    """What time it is for the database; None where its clock is ours."""
    if connection.dialect.name == "sqlite":
        return None
    told: datetime = (
        await connection.execute(select(func.clock_timestamp(type_=DateTime(timezone=True))))
    ).scalar_one()
    return told
