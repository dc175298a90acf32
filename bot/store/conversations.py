"""Where each person stands, and the card she was shown last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import conversation, outbox
from bot.store.upsert import insert_missing
from dialogs.facts import Shown


@dataclass(frozen=True)
class Stored:
    """A conversation as it is kept; `state` is what `dialogs.engine.conversation.saved` made."""

    state: dict[str, Any]
    shown: Shown | None
    moved_at: datetime


@dataclass(frozen=True)
class Moved:
    """A conversation to be saved after a turn; `old_turn` is the optimistic lock."""

    person_id: int
    state: dict[str, Any]
    old_turn: int
    shown_ref: str | None


async def read(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Stored]:
    query = (
        select(
            conversation,
            outbox.c.kind,
            outbox.c.subject,
            outbox.c.occurrence,
            outbox.c.verbs,
        )
        .select_from(conversation.outerjoin(outbox, outbox.c.ref == conversation.c.shown_ref))
        .where(conversation.c.person_id.in_(list(ids)))
    )
    return {
        row.person_id: Stored(row.state, _shown(row) if row.verbs else None, row.moved_at)
        for row in await connection.execute(query)
    }


def _shown(row: Any) -> Shown:
    verbs = tuple((label, verb) for label, verb in row.verbs)
    return Shown(row.shown_ref, row.kind, row.subject, row.occurrence, verbs)


async def save(connection: AsyncConnection, moved: Sequence[Moved], now: datetime) -> list[int]:
    """Save them; the people whose conversation had moved on meanwhile are returned and nothing of theirs is saved."""
    fresh = [one for one in moved if one.old_turn == 0]
    inserted = {
        row.person_id
        for row in await insert_missing(connection, conversation, [_row(one, now) for one in fresh], ("person_id",))
    }
    rest = [one for one in moved if one.person_id not in inserted]
    behind = await _behind(connection, rest)
    rest = [one for one in rest if one.person_id not in behind]
    if rest:
        statement = (
            update(conversation)
            .where(conversation.c.person_id == bindparam("p"), conversation.c.turn == bindparam("old"))
            .values(
                state=bindparam("state"), turn=bindparam("new"), shown_ref=bindparam("shown"), moved_at=bindparam("at")
            )
        )
        rows = [
            {
                "p": m.person_id,
                "old": m.old_turn,
                "state": m.state,
                "new": m.state["turn"],
                "shown": m.shown_ref,
                "at": now,
            }
            for m in sorted(rest, key=lambda one: one.person_id)
        ]
        await connection.execute(statement, rows)
    return sorted(behind)


async def _behind(connection: AsyncConnection, moved: Sequence[Moved]) -> set[int]:
    """Whose conversation is not at the turn it was read at; asked beforehand, as a batch tells no counts everywhere."""
    if not moved:
        return set()
    query = select(conversation.c.person_id, conversation.c.turn).where(
        conversation.c.person_id.in_([one.person_id for one in moved])
    )
    turns = {row.person_id: row.turn for row in await connection.execute(query)}
    return {one.person_id for one in moved if turns.get(one.person_id) != one.old_turn}


def _row(moved: Moved, now: datetime) -> dict[str, Any]:
    return {
        "person_id": moved.person_id,
        "state": moved.state,
        "turn": moved.state["turn"],
        "shown_ref": moved.shown_ref,
        "moved_at": now,
    }


async def show(connection: AsyncConnection, refs: Sequence[tuple[int, str]]) -> None:
    """A push with buttons reached them: a bare number now answers that."""
    if refs:
        statement = (
            update(conversation).where(conversation.c.person_id == bindparam("p")).values(shown_ref=bindparam("ref"))
        )
        await connection.execute(statement, [{"p": person_id, "ref": ref} for person_id, ref in sorted(refs)])
