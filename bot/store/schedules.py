"""Schedules: rules with their next instant, and one-off moments; what is due is found by one index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import schedule
from bot.store.upsert import upsert


class Kind(StrEnum):
    CALL = "call"  # a reminder's rule; subject: its number
    LATER = "later"  # once more, besides the rule; subject: the reminder's number
    TIP = "tip"
    WEEK_LINE = "week_line"
    TIMER = "timer"  # of a conversation; subject: its name, detail: its subject


RULED = (Kind.CALL, Kind.TIP, Kind.WEEK_LINE)


@dataclass(frozen=True)
class Schedule:
    person_id: int
    kind: str
    subject: str
    next_at: datetime | None
    timing: dict[str, Any] | None = None
    detail: str = ""
    paused: bool = False
    skip_until: datetime | None = None
    id: int = 0


async def ruled_of(connection: AsyncConnection, people: Iterable[int]) -> list[Schedule]:
    """The schedules with rules of these people."""
    query = select(schedule).where(schedule.c.person_id.in_(list(people)), schedule.c.kind.in_(RULED))
    return [_schedule(row) for row in await connection.execute(query)]


def _schedule(row: Any) -> Schedule:
    return Schedule(
        row.person_id, row.kind, row.subject, row.next_at, row.timing, row.detail, row.paused, row.skip_until, row.id
    )


async def save(connection: AsyncConnection, schedules: Sequence[Schedule]) -> None:
    rows = [
        {
            "person_id": one.person_id,
            "kind": one.kind,
            "subject": one.subject,
            "detail": one.detail,
            "timing": one.timing,
            "paused": one.paused,
            "skip_until": one.skip_until,
            "next_at": one.next_at,
        }
        for one in schedules
    ]
    await upsert(connection, schedule, rows, ("person_id", "kind", "subject"))


async def drop(connection: AsyncConnection, keys: Sequence[tuple[int, str, str]]) -> None:
    if keys:
        columns = tuple_(schedule.c.person_id, schedule.c.kind, schedule.c.subject)
        await connection.execute(delete(schedule).where(columns.in_(list(keys))))


async def skip(connection: AsyncConnection, rows: Sequence[tuple[int, str, datetime]]) -> None:
    """Leave out a reminder's occurrences up to an instant, "once more" too; the next is computed anew afterwards."""
    if rows:
        statement = (
            update(schedule)
            .where(
                schedule.c.person_id == bindparam("p"),
                schedule.c.kind == Kind.CALL,
                schedule.c.subject == bindparam("n"),
            )
            .values(skip_until=bindparam("u"))
        )
        found = [{"p": p, "n": number, "u": until} for p, number, until in sorted(rows)]
        await connection.execute(statement, found)
        once_more = delete(schedule).where(
            schedule.c.person_id == bindparam("p"),
            schedule.c.kind == Kind.LATER,
            schedule.c.subject == bindparam("n"),
            schedule.c.next_at <= bindparam("u"),
        )
        await connection.execute(once_more, found)


async def remove(connection: AsyncConnection, ids: Sequence[int]) -> None:
    if ids:
        await connection.execute(delete(schedule).where(schedule.c.id.in_(list(ids))))


async def forget(connection: AsyncConnection, timers: Sequence[tuple[int, datetime | None]]) -> None:
    """Timers that ran out go, unless they were set anew meanwhile."""
    if timers:
        ran_out = delete(schedule).where(schedule.c.id == bindparam("i"), schedule.c.next_at == bindparam("at"))
        await connection.execute(ran_out, [{"i": id, "at": next_at} for id, next_at in sorted(timers)])
