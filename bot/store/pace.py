"""Slots of each lane, reserved by all processes in one row: spaced evenly, by the database's clock, in microseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import BigInteger, bindparam, case, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import pace

SECOND: Final = 1_000_000
FARTHEST: Final = 60 * SECOND  # nobody reserves so far ahead: the clock was set back
LONGEST_HOLD: Final = 900 * SECOND

_CLOCKS = {
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
    "sqlite": "CAST(round((julianday('now') - 2440587.5) * 86400000) * 1000 AS INTEGER)",
}


@dataclass(frozen=True)
class Reserved:
    """The first of the slots that were reserved, and what the database's clock showed then."""

    first: int
    now: int


@dataclass(frozen=True)
class Standing:
    """When the next slot of a lane is free, and until when it is held; `now` by the database's clock."""

    next_at: int
    held_until: int
    now: int

    @property
    def ahead(self) -> int:
        """Microseconds until a slot reserved now would come; 0 for at once."""
        return max(0, self.next_at - self.now, self.held_until - self.now)


_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def _now(dialect: str) -> Any:
    return literal_column(_CLOCKS[dialect], BigInteger)


def _next_at(now: Any) -> Any:
    """A slot so far ahead that nobody reserves it was reserved before the clock was set back."""
    return case((pace.c.next_at > now + FARTHEST, 0), else_=pace.c.next_at)


def _held_until(now: Any) -> Any:
    return case((pace.c.held_until > now + LONGEST_HOLD, 0), else_=pace.c.held_until)


def _later(dialect: str, *times: Any) -> Any:
    return (func.greatest if dialect == "postgresql" else func.max)(*times)


@cache
def _reserving(dialect: str) -> Any:
    now, lead, span = _now(dialect), bindparam("lead", type_=BigInteger), bindparam("span", type_=BigInteger)
    statement = _INSERTS[dialect](pace).values(lane=bindparam("lane"), next_at=now + lead + span, held_until=0)
    later = _later(dialect, _next_at(now), _held_until(now), now + lead)
    return statement.on_conflict_do_update(index_elements=["lane"], set_={"next_at": later + span}).returning(
        pace.c.next_at, now.label("now")
    )


@cache
def _holding(dialect: str) -> Any:
    now, wait = _now(dialect), bindparam("wait", type_=BigInteger)
    statement = _INSERTS[dialect](pace).values(lane=bindparam("lane"), next_at=0, held_until=now + wait)
    later = _later(dialect, _held_until(now), now + wait)
    return statement.on_conflict_do_update(index_elements=["lane"], set_={"held_until": later})


@cache
def _looking(dialect: str) -> Any:
    now = _now(dialect)
    columns = (pace.c.lane, _next_at(now).label("next_at"), _held_until(now).label("held_until"), now.label("now"))
    return select(*columns).where(pace.c.lane.in_(bindparam("lanes", expanding=True)))


async def reserve(connection: AsyncConnection, lane: str, span: int, lead: int = 0) -> Reserved:
    """Reserve the lane's next slots, which together take `span` microseconds, beginning `lead` from now or later.

    The lane's row is locked until the transaction ends: reserve last of all.
    """
    values = {"lane": lane, "span": span, "lead": lead}
    row = (await connection.execute(_reserving(connection.dialect.name), values)).one()
    return Reserved(row.next_at - span, row.now)


async def hold(connection: AsyncConnection, lane: str, wait: int) -> None:
    """Nobody gets a slot of this lane for so many microseconds, a quarter of an hour at most."""
    values = {"lane": lane, "wait": min(wait, LONGEST_HOLD)}
    await connection.execute(_holding(connection.dialect.name), values)


async def standings(connection: AsyncConnection, lanes: Iterable[str]) -> dict[str, Standing]:
    """How things stand with these lanes; a lane of which nothing was ever reserved is left out."""
    rows = await connection.execute(_looking(connection.dialect.name), {"lanes": sorted(set(lanes))})
    return {row.lane: Standing(row.next_at, row.held_until, row.now) for row in rows}
