"""Many people at once: who they are, what is announced to them, and what the books say became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import OperationalError

from bot.store import announcements, outbox, people, schedules, schema
from bot.store.addresses import new_code
from bot.store.database import Database
from bot.store.outbox import Letter, Rank, Status
from bot.store.schema import SchemaState
from bot.store.tables import address, person
from bot.store.tables import outbox as rows
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.facts import Agreement, CallTarget, Profile, Reminder
from tests.faults.telegram import PATIENCE, becomes
from tests.telegram.fake_api import TOKEN

AT_ONCE: Final = 1_000
FIRST: Final = 10_001  # the chat of the first person
FACTORY: Final = "GFDG01"
BOT: Final = TOKEN.partition(":")[0]
OPEN: Final = (Status.WAITING, Status.SENDING)


@dataclass(frozen=True)
class Row:
    """One row of the outbox as the books have it."""

    id: int
    chat: int
    kind: str
    status: str
    attempts: int
    words: str
    reason: str
    sent_as: int  # Telegram's number of the message, 0 for none
    position: int  # in the stream of what she was sent, 0 for none


class Town:
    """People who agreed long ago and work by day, in a database that a test may also ask itself."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, pool_size=2)
        self.chats: list[int] = []  # of those who work at the factory
        self.talkers: list[int] = []  # of others: while they talk, no announcement would disturb them

    async def settle(self, count: int, talkers: int = 0) -> None:
        """The schema, unless it is there, and so many people."""
        if await schema.state(self.database) is SchemaState.EMPTY:
            await schema.upgrade(self.database)
        self.chats = list(range(FIRST, FIRST + count))
        self.talkers = list(range(FIRST + count, FIRST + count + talkers))
        for start in range(0, count, AT_ONCE):
            await self._move_in(self.chats[start : start + AT_ONCE], FACTORY)
        if talkers:
            await self._move_in(self.talkers, "")

    async def _move_in(self, chats: Sequence[int], factory: str) -> None:
        since = datetime.now(UTC) - timedelta(days=30)
        by_day = Profile(shift=ShiftPattern(Shift.DAY_FIXED), tips_a_week=0, factory=factory)
        about = {"agreement": Agreement.AGREED, "created_at": since, "last_in_at": since}
        async with self.database.writing() as connection:
            newcomers = insert(person).returning(person.c.id)
            made = await connection.execute(newcomers, [{"code": new_code(12), **about} for _ in chats])
            ids = sorted(row.id for row in made)
            homes = [_home(id, chat) for id, chat in zip(ids, chats, strict=True)]
            await connection.execute(insert(address), homes)
            await people.save_profiles(connection, [(id, by_day) for id in ids])

    async def people(self, chats: Iterable[int]) -> list[int]:
        """The numbers of the people in these chats."""
        wanted = [str(chat) for chat in chats]
        query = select(address.c.person_id).where(address.c.external_id.in_(wanted)).order_by(address.c.id)
        async with self.database.reading() as connection:
            return [row.person_id for row in await connection.execute(query)]

    async def are_reminded(self, chats: Iterable[int], due: datetime, number: int = 1) -> None:
        """They asked long ago to be reminded every day at this local time, and were so until the day before."""
        daily = Repeating("FREQ=DAILY", due.date() - timedelta(days=9))
        timing = Timing(daily, (due.time(),))
        reminder = Reminder(number, CallTarget(), timing, next_at=due.astimezone(UTC))
        ids = await self.people(chats)
        async with self.database.writing() as connection:
            await schedules.save(connection, [people.reminder_schedule(id, reminder) for id in ids])

    async def announce(self, words: str, at: datetime | None = None) -> None:
        """As if two trainers had said yes to it. The factory gets it as soon as somebody plans."""
        now = at or datetime.now(UTC)
        planned = {
            "words": words,
            "factory": FACTORY,
            "band": "",
            "shift": "",
            "status": "planned",
            "recipients": len(self.chats),
            "made_by": 1,
            "made_name": "林老师",
            "made_at": now,
            "second_name": "",
            "send_at": now,
            "recalled_name": "",
        }
        async with self.database.writing() as connection:
            await announcements.add(connection, planned)

    async def write(self, chats: Iterable[int], *words: str, rank: Rank = Rank.REPLY) -> None:
        """These messages to each of them, in this order, as a turn of theirs would leave them behind."""
        now, wanted = datetime.now(UTC), list(chats)
        async with self.database.writing() as connection:
            homes = select(address.c.id, address.c.person_id, address.c.external_id)
            found = {int(row.external_id): row for row in await connection.execute(homes)}
            letters = [
                Letter(new_code(16), found[chat].id, found[chat].person_id, "reply", rank, now, body={"text": one})
                for one in words
                for chat in wanted
            ]
            await outbox.write(connection, letters, now)

    async def rows(self) -> list[Row]:
        query = select(rows, address.c.external_id.label("chat")).join(address, address.c.id == rows.c.address_id)
        async with self.database.reading() as connection:
            found = (await connection.execute(query.order_by(rows.c.id))).all()
        return [_row(one) for one in found]

    async def still_open(self) -> int:
        """How many messages wait or are on their way."""
        query = select(func.count()).where(rows.c.status.in_(OPEN))
        async with self.database.reading() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def being_sent(self) -> Counter[int]:
        """The numbers of the rows that are on their way: whatever falls over now, their outcome is unknown."""
        async with self.database.reading() as connection:
            found = await connection.execute(select(rows.c.id).where(rows.c.status == Status.SENDING))
            return Counter(row.id for row in found)

    async def all_done(self, within: float = PATIENCE) -> None:
        """Wait until nothing waits any more; a database that is away is asked again."""

        async def nothing_is_open() -> bool:
            try:
                return await self.still_open() == 0
            except OperationalError:
                return False

        try:
            await becomes(nothing_is_open, within)
        except AssertionError as error:
            raise AssertionError(f"{error} {Counter(map(_state, await self.rows()))}") from error

    async def noted(self, chat: int, words: str) -> None:
        """Wait until the books give a reason with these words for what has not gone to this person."""

        async def is_noted() -> bool:
            return any(row.chat == chat and words in row.reason.lower() for row in await self.rows())

        await becomes(is_noted)

    async def leases_run_out(self) -> Counter[int]:
        """As if the time had passed for which anybody had leased anything; the rows that were on their way.

        Looked at while the addresses are held, so that nothing is claimed or written down in between.
        """
        async with self.database.writing() as connection:
            await connection.execute(text("UPDATE address SET lease_until = now() WHERE lease_until IS NOT NULL"))
            found = await connection.execute(select(rows.c.id).where(rows.c.status == Status.SENDING))
            return Counter(row.id for row in found)

    async def asked(self, statement: str, **values: Any) -> Sequence[Any]:
        async with self.database.writing() as connection:
            found = await connection.execute(text(statement), values)
            return found.all() if found.returns_rows else ()


def in_doubt(rows: Iterable[Row]) -> Counter[int]:
    """By the number of the row: how often it was sent once more because nobody knew whether it had arrived."""
    return Counter({row.id: row.attempts - 1 for row in rows if row.attempts > 1})


def read_again(rows: Iterable[Row], read: Mapping[tuple[int, str], int]) -> Counter[int]:
    """By the number of the row: how often it was read beyond the first time, where no two rows say the same."""
    again = {row.id: read[row.chat, row.words] - 1 for row in rows}
    return Counter({id: times for id, times in again.items() if times > 0})


def _home(person_id: int, chat: int) -> dict[str, Any]:
    where = {"channel": "telegram", "bot_id": BOT, "external_id": str(chat)}
    return {"person_id": person_id, **where, "reachable": True, "position": 0}


def _state(row: Row) -> tuple[str, str, int, str]:
    return row.kind, row.status, row.attempts, row.reason


def _row(one: Any) -> Row:
    words = (one.body or {}).get("text", "")
    sent_as = int(one.external_id or 0)
    return Row(
        one.id, int(one.chat), one.kind, one.status, one.attempts, words, one.reason or "", sent_as, one.position or 0
    )
