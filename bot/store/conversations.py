"""Where each person stands, and the cards she was shown since the last question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.among import among
from bot.store.tables import conversation
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


_READ = select(conversation).where(among(conversation.c.person_id))


async def read(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Stored]:
    return {
        row.person_id: Stored(row.state, tuple(_shown(card) for card in row.shown), row.moved_at)
        for row in await connection.execute(_READ, {"ids": ids})
    }


def _shown(card: list[Any]) -> Shown:
    ref, kind, subject, occurrence, verbs = card
    return Shown(ref, kind, subject, occurrence, tuple((label, verb) for label, verb in verbs))


def _cards(shown: Iterable[Shown]) -> list[list[Any]]:
    return [[card.ref, card.kind, card.subject, card.occurrence, [list(pair) for pair in card.verbs]] for card in shown]


@cache
def _move(dialect: str) -> Any:
    """Insert a conversation, or overwrite it where it still is at the turn that it was read at."""
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(conversation)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["person_id"],
        set_={name: new[name] for name in ("state", "turn", "open", "shown", "moved_at")},
        where=conversation.c.turn == new.turn - bindparam("played", type_=Integer),
    ).returning(conversation.c.person_id)


async def save(connection: AsyncConnection, moved: Sequence[Moved], now: datetime) -> list[int]:
    """Save them; the people whose conversation had moved on meanwhile are returned and nothing of theirs is saved."""
    by_turns: dict[int, list[Moved]] = defaultdict(list)
    for one in sorted(moved, key=lambda one: one.person_id):
        by_turns[one.state["turn"] - one.old_turn].append(one)
    behind = {one.person_id for one in moved}
    for played, together in by_turns.items():
        rows = [{**_row(one, now), "played": played} for one in together]
        done = await connection.execute(_move(connection.dialect.name), rows)
        behind -= {row.person_id for row in done}
    return sorted(behind)


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
