"""Alerts about cases: which arrived, which were taken, and which must ring on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import case_alert, case_work, safeguarding_case


async def set_heard(connection: AsyncConnection, alerts: Iterable[tuple[str, datetime]], now: datetime) -> None:
    """Alerts about these cases, written at these instants, reached somebody; an older alert says nothing of a newer."""
    for number, written_at in alerts:
        case = safeguarding_case.c
        await connection.execute(
            update(safeguarding_case)
            .where(case.number == number, case.heard_at.is_(None), case.alerted_at <= written_at)
            .values(heard_at=now)
        )


def _unheard(since: datetime, before: datetime) -> ColumnElement[bool]:
    case = safeguarding_case.c
    return and_(
        case.closed_at.is_(None),
        case.heard_at.is_(None),
        case.unheard_told_at.is_(None),
        case.person_id.is_not(None),
        case.alerted_at > since,
        case.alerted_at < before,
    )


async def any_unheard(connection: AsyncConnection, since: datetime, before: datetime) -> bool:
    """Whether nobody on duty has heard of some open case that was opened between two instants."""
    query = select(safeguarding_case.c.id).where(_unheard(since, before)).limit(1)
    return (await connection.execute(query)).first() is not None


async def take_unheard(connection: AsyncConnection, since: datetime, before: datetime, now: datetime) -> Sequence[Any]:
    """Those cases, each given out once: (person_id, trigger)."""
    columns = (safeguarding_case.c.person_id, safeguarding_case.c.trigger)
    taken = update(safeguarding_case).where(_unheard(since, before)).values(unheard_told_at=now).returning(*columns)
    return (await connection.execute(taken)).all()


async def add(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await connection.execute(insert(case_alert), [{**row, "acknowledged_name": ""} for row in rows])


async def rung(connection: AsyncConnection, case_id: int, since: datetime) -> tuple[set[int], set[str]]:
    """Which accounts, and which ways of the settings, this alert went to."""
    query = select(case_alert.c.account_id, case_alert.c.way).where(
        case_alert.c.case_id == case_id, case_alert.c.sent_at >= since
    )
    rows = (await connection.execute(query)).all()
    return {row.account_id for row in rows if row.account_id is not None}, {
        row.way for row in rows if row.account_id is None
    }


def _alarms() -> Select[Any]:
    columns = (case_work.c.taken_by, case_work.c.taken_at, case_work.c.rounds, case_work.c.rung_at)
    return select(safeguarding_case, *columns).join(case_work, case_work.c.case_id == safeguarding_case.c.id)


async def alarm(connection: AsyncConnection, case_id: int) -> Any:
    """A case with what is known of its alert."""
    return (await connection.execute(_alarms().where(safeguarding_case.c.id == case_id))).one()


_UNTAKEN = or_(case_work.c.taken_at.is_(None), case_work.c.taken_at < safeguarding_case.c.alerted_at)


async def untaken(connection: AsyncConnection, before: Mapping[str, datetime], most: int) -> Sequence[Any]:
    """Open cases whose alert nobody has taken: last rung before an instant by level, and fewer times than `most`."""
    late = [and_(safeguarding_case.c.level == level, case_work.c.rung_at <= at) for level, at in before.items()]
    query = _alarms().where(
        safeguarding_case.c.closed_at.is_(None),
        case_work.c.rounds >= 1,
        case_work.c.rounds < most,
        _UNTAKEN,
        or_(*late),
    )
    ordered = query.order_by(safeguarding_case.c.level, safeguarding_case.c.id)
    rows: Sequence[Any] = (await connection.execute(ordered)).all()
    return rows


async def next_round(connection: AsyncConnection, case_id: int, seen: int, now: datetime) -> bool:
    """True for the one process that goes from the round it saw to the next."""
    step = (
        update(case_work)
        .where(case_work.c.case_id == case_id, case_work.c.rounds == seen)
        .values(rounds=seen + 1, rung_at=now)
    )
    return (await connection.execute(step)).rowcount > 0


async def by_digest(connection: AsyncConnection, digest: str) -> Any | None:
    """The alert of a link, with number and level of its case and who has taken that."""
    case = safeguarding_case.c
    query = (
        select(case_alert, case.number, case.level, case.trigger, case.closed_at, case.alerted_at, case_work.c.taken_at)
        .join(safeguarding_case, case.id == case_alert.c.case_id)
        .join(case_work, case_work.c.case_id == case.id)
        .where(case_alert.c.digest == digest)
    )
    return (await connection.execute(query)).first()


async def acknowledge(connection: AsyncConnection, alert_id: int, name: str, now: datetime) -> bool:
    """True for the one who used the link; nobody uses it twice."""
    done = await connection.execute(
        update(case_alert)
        .where(case_alert.c.id == alert_id, case_alert.c.acknowledged_at.is_(None))
        .values(acknowledged_at=now, acknowledged_name=name)
    )
    return done.rowcount > 0
