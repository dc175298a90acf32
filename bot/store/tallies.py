"""What is left of people who were forgotten: numbers by day and factory, and nobody in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import conversation, person, profile, tally
from bot.store.upsert import add_to

CAME, AGREED, LEFT = "came", "agreed", "left"
LOST = "lost:"  # and the name of the question that stayed open


async def keep(connection: AsyncConnection, people: Sequence[int]) -> None:
    """Count these people before they are forgotten; who only tried the bot out is not counted."""
    query = (
        select(
            person.c.created_at,
            person.c.last_in_at,
            person.c.agreement,
            profile.c.factory,
            profile.c.stopped,
            conversation.c.state,
        )
        .outerjoin(profile, profile.c.person_id == person.c.id)
        .outerjoin(conversation, conversation.c.person_id == person.c.id)
        .where(person.c.id.in_(list(people)), ~person.c.trial)
    )
    counted: dict[tuple[date, str, str], int] = {}
    for row in await connection.execute(query):
        for name in _names(row):
            at = row.last_in_at if name == LEFT else row.created_at
            key = (at.date(), row.factory or "", name)
            counted[key] = counted.get(key, 0) + 1
    rows = [{"day": d, "factory": f, "name": n, "number": number} for (d, f, n), number in counted.items()]
    await add_to(connection, tally, rows, ("day", "factory", "name"), "number")


def _names(row: Any) -> list[str]:
    names = [CAME]
    if row.agreement == "agreed":
        names.append(AGREED)
    elif step := open_question(row.state):
        names.append(f"{LOST}{step}"[:60])
    if row.stopped:
        names.append(LEFT)
    return names


def open_question(state: dict[str, Any] | None) -> str:
    """The name of the question that lies open in a saved conversation."""
    frames = (state or {}).get("frames") or []
    return str(frames[-1][-1]["step"]) if frames and frames[-1] else ""


async def between(connection: AsyncConnection, first: date, last: date, factory: str) -> Sequence[Any]:
    """day, name, number of these days, of one factory or (empty) of all."""
    query = (
        select(tally.c.day, tally.c.name, func.sum(tally.c.number).label("number"))
        .where(tally.c.day >= first, tally.c.day <= last)
        .group_by(tally.c.day, tally.c.name)
    )
    if factory:
        query = query.where(tally.c.factory == factory)
    return (await connection.execute(query)).all()
