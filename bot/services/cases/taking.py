"""Taking a case, from the console or by the link of an alert: who, when, and what is then due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import case_work, cases

FOLLOW_UPS: Final = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}


@dataclass(frozen=True)
class Taker:
    """Who takes a case; without an account she is known by the name she wrote."""

    account_id: int | None
    name: str


async def take(connection: AsyncConnection, case_id: int, seen: datetime | None, by: Taker, now: datetime) -> bool:
    """False when it was taken since `seen`, the moment of taking that she knew of."""
    await cases.work_for(connection, case_id)
    values = {"taken_by": by.account_id, "taken_name": by.name, "taken_at": now}
    if not await case_work.take(connection, case_id, seen, values):
        return False
    await case_work.add_note(connection, case_id, {"at": now, "about": "taken", "words": "", "name": by.name})
    await plan_follow_ups(connection, case_id, now)
    return True


async def plan_follow_ups(connection: AsyncConnection, case_id: int, now: datetime) -> None:
    """After a day, a week and a month from when it was first taken; once."""
    if not await case_work.follow_ups(connection, case_id):
        rows = [{"case_id": case_id, "after": after, "due_at": now + wait} for after, wait in FOLLOW_UPS.items()]
        await case_work.plan_follow_ups(connection, rows)
