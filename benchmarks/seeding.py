"""A database with ten thousand people who have used Jiayin for a while."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import addresses, conversations, outbox, people, records, schedules, schema, tables
from bot.store.addresses import Address, Where
from bot.store.conversations import Moved
from bot.store.database import Database
from bot.store.outbox import Letter, Rank, Status
from bot.store.schedules import Kind, Schedule
from dialogs.calendar.bands import Band
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.effects import Purpose
from dialogs.engine.conversation import Conversation, saved
from dialogs.facts import Agreement, Child, Profile

TIPS: Final = 3
MESSAGES: Final = 6
AT_ONCE: Final = 1_000
WORDS: Final = "今天先问他一件小事，再问他怎么做到的。" * 4


async def seed(database_url: str, count: int, bot_id: str) -> None:
    """People number 1 to `count`, with child, tips seen, a schedule and the messages of a week."""
    database = Database(database_url)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    try:
        await schema.upgrade(database)
        for first in range(1, count + 1, AT_ONCE):
            wheres = [Where("telegram", bot_id, str(n)) for n in range(first, min(first + AT_ONCE, count + 1))]
            async with database.writing() as connection:
                found = await addresses.resolve(connection, wheres, yesterday)
                await _live(connection, [address.person_id for address in found.values()], yesterday)
                await _talk(connection, list(found.values()), yesterday)
    finally:
        await database.close()


async def _live(connection: AsyncConnection, ids: list[int], at: datetime) -> None:
    """What is known of them."""
    profile = Profile(shift=ShiftPattern(Shift.DAY_FIXED), tip_at=time(19))
    consent = {"purpose": Purpose.SERVICE, "given": True, "at": at, "notice_version": "1"}
    await people.set_agreement(connection, ids, Agreement.AGREED)
    await records.give_consents(connection, [{"person_id": id, **consent} for id in ids])
    await people.save_profiles(connection, [(id, profile) for id in ids])
    await people.save_children(connection, [(id, Child(1, Band.FROM_6)) for id in ids])
    await records.show_tips(connection, [(id, f"tip-{place}") for id in ids for place in range(TIPS)], at)
    soon = at + timedelta(days=3)
    await schedules.save(connection, [Schedule(id, Kind.LATER, "1", soon) for id in ids])


async def _talk(connection: AsyncConnection, found: list[Address], at: datetime) -> None:
    """What was said: a conversation that rests, and messages that were sent."""
    state = saved(Conversation(turn=12, asked=12))
    await conversations.save(connection, [Moved(one.person_id, state, 0, ()) for one in found], at)
    letters = [_letter(address, place, at) for address in found for place in range(MESSAGES)]
    await outbox.write(connection, letters, at)
    waiting = tables.outbox.c.status == Status.WAITING
    sent = {"status": Status.SENT, "sent_at": at, "attempts": 1}
    await connection.execute(update(tables.outbox).where(waiting).values(sent))


def _letter(address: Address, place: int, at: datetime) -> Letter:
    ref = f"S{address.id:07}{place}"
    return Letter(ref, address.id, address.person_id, "reply", Rank.REPLY, at, body={"text": WORDS})


def url_of(folder: Path) -> str:
    """Of the database that Jiayin uses in this folder."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'data' / 'jiayin.sqlite3'}"
