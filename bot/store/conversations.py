"""Where each person stands, and the cards she was shown since the last question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import conversation
from bot.store.upsert import insert_missing
from dialogs.facts import Shown


@dataclass(frozen=True)
class Stored:
    """A conversation as it is kept; `state` is what `dialogs.engine.conversation.saved` made."""

    state: dict[str, Any]
    shown: tuple[Shown, ...]
    moved_at: datetime


@dataclass(frozen=True)
class Moved:
    """A conversation to be saved after a turn; `old_turn` is the optimistic lock."""

    person_id: int
    state: dict[str, Any]
    old_turn: int
    shown: tuple[Shown, ...]


async def read(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Stored]:
    query = select(conversation).where(conversation.c.person_id.in_(list(ids)))
    return {
        row.person_id: Stored(row.state, tuple(_shown(card) for card in row.shown), row.moved_at)
        for row in await connection.execute(query)
    }


def _shown(card: list[Any]) -> Shown:
    ref, kind, subject, occurrence, verbs = card
    return Shown(ref, kind, subject, occurrence, tuple((label, verb) for label, verb in verbs))


def _cards(shown: Iterable[Shown]) -> list[list[Any]]:
    return [[card.ref, card.kind, card.subject, card.occurrence, [list(pair) for pair in card.verbs]] for card in shown]


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
            .values(state=bindparam("state"), turn=bindparam("new"), shown=bindparam("cards"), moved_at=bindparam("at"))
        )
        rows = [
            {
                "p": m.person_id,
                "old": m.old_turn,
                "state": m.state,
                "new": m.state["turn"],
                "is_open": bool(m.state["frames"]),
                "cards": _cards(m.shown),
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
        "open": bool(moved.state["frames"]),
        "shown": _cards(moved.shown),
        "moved_at": now,
    }


async def show(connection: AsyncConnection, cards: Sequence[tuple[int, Shown]]) -> None:
    """A push with buttons reached them: a bare number now answers that."""
    if cards:
        statement = (
            update(conversation).where(conversation.c.person_id == bindparam("p")).values(shown=bindparam("cards"))
        )
        rows = [
            {"p": person_id, "cards": _cards([shown])} for person_id, shown in sorted(cards, key=lambda one: one[0])
        ]
        await connection.execute(statement, rows)


async def let_go(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget questions that were left open, and with them the words their steps hold; the turn stays."""
    query = (
        select(conversation.c.person_id, conversation.c.state)
        .where(conversation.c.open, conversation.c.moved_at < before)
        .order_by(conversation.c.moved_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = [{"p": row.person_id, "empty": {**row.state, "frames": []}} for row in await connection.execute(query)]
    if rows:
        statement = (
            update(conversation)
            .where(conversation.c.person_id == bindparam("p"))
            .values(state=bindparam("empty"), open=False)
        )
        await connection.execute(statement, rows)
    return len(rows)
