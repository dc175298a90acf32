"""A database with ten thousand people who have used Jiayin for a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, insert, update

from bot.store import outbox, people, schema, tables
from bot.store.database import Database
from bot.store.outbox import Letter, Rank, Status
from dialogs.calendar.bands import Band
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.engine.conversation import Conversation, saved
from dialogs.facts import Child, Profile

TIPS: Final = 3
MESSAGES: Final = 6
AT_ONCE: Final = 1_000


async def seed(database_url: str, count: int, bot_id: str) -> None:
    """People number 1 to `count`, with child, tips seen, a schedule and the messages of a week."""
    database = Database(database_url)
    try:
        await schema.upgrade(database)
        for first in range(1, count + 1, AT_ONCE):
            await _seed_some(database, range(first, min(first + AT_ONCE, count + 1)), bot_id)
    finally:
        await database.close()


async def _seed_some(database: Database, numbers: range, bot_id: str) -> None:
    now = datetime.now(UTC) - timedelta(days=1)
    async with database.writing() as connection:
        for table, rows in _rows(numbers, bot_id, now):
            await connection.execute(insert(table), rows)
        await outbox.write(
            connection, [_letter(number, place, now) for number in numbers for place in range(MESSAGES)], now
        )
        await connection.execute(
            update(tables.outbox)
            .where(tables.outbox.c.status == Status.WAITING)
            .values(status=Status.SENT, sent_at=now, attempts=1)
        )


def _rows(numbers: range, bot_id: str, now: datetime) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    state = saved(Conversation(turn=12, asked=12))
    shift = ShiftPattern(Shift.DAY_FIXED)
    profile = Profile(shift=shift, tip_at=time(19))
    yield (
        tables.person,
        [{"id": n, "code": f"B{n:07}", "agreement": "agreed", "created_at": now, "last_in_at": now} for n in numbers],
    )
    yield tables.address, [{**_address(n, bot_id), "last_in_at": now} for n in numbers]
    yield tables.profile, [people.profile_row(n, profile) for n in numbers]
    yield tables.child, [people.child_row(n, Child(1, Band.FROM_6)) for n in numbers]
    yield tables.conversation, [{"person_id": n, "state": state, "turn": 12, "moved_at": now} for n in numbers]
    yield (
        tables.consent,
        [{"person_id": n, "purpose": "service", "given": True, "at": now, "notice_version": "1"} for n in numbers],
    )
    yield (
        tables.tip_seen,
        [
            {"person_id": n, "tip": f"tip-{place}", "seen_at": now, "times": 1, "kept": False}
            for n in numbers
            for place in range(TIPS)
        ],
    )
    later = now + timedelta(days=3)
    yield (
        tables.schedule,
        [
            {"person_id": n, "kind": "later", "subject": "1", "detail": "", "paused": False, "next_at": later}
            for n in numbers
        ],
    )


def _address(number: int, bot_id: str) -> dict[str, Any]:
    return {
        "id": number,
        "person_id": number,
        "channel": "telegram",
        "bot_id": bot_id,
        "external_id": str(number),
        "reachable": True,
        "position": MESSAGES,
    }


def _letter(number: int, place: int, now: datetime) -> Letter:
    body = {"text": "今天先问他一件小事，再问他怎么做到的。" * 4}
    return Letter(f"S{number:07}{place}", number, number, "reply", Rank.REPLY, now, body=body)


def url_of(folder: Path) -> str:
    """Of the database that Jiayin uses in this folder."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'data' / 'jiayin.sqlite3'}"
