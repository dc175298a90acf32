"""Announcements from the first word to the last delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.announcements.showing import Reader, anybody, reader_of
from bot.services.letters import REF_LENGTH
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.store import addresses
from bot.store import announcements as store
from bot.store import outbox as rows
from bot.store.addresses import new_code
from bot.store.announcements import Audience
from bot.store.database import Database
from bot.store.outbox import Letter, Rank
from bot.store.outbox import Status as RowStatus
from dialogs.announcement import KIND
from dialogs.calendar.shifts import Shift, ShiftPattern, asleep, next_waking

__all__ = ["Announcement", "Announcements", "Audience", "Morning", "Outcome", "Status"]

MOST_ALONE = 200  # more people than this, and a second person looks at it first
STEP = 500
MOST_CHARACTERS = 300
FEWEST = 10  # of an age, fewer people are not counted out: whose child it is could be told
LONGEST_AHEAD = timedelta(days=60)


class Status(StrEnum):
    DRAFT = "draft"  # shown to its writer, who has not said yes yet
    WAITING = "waiting"  # for a second person
    PLANNED = "planned"
    SENT = "sent"
    RECALLED = "recalled"


@dataclass(frozen=True)
class Announcement:
    """One announcement as it stands."""

    number: int
    words: str
    audience: Audience
    status: Status
    recipients: int
    made_by: int
    made_name: str
    made_at: datetime
    second_name: str
    send_at: datetime
    recalled_name: str

    @property
    def is_for_few(self) -> bool:
        """Of children of one age, and not to be counted out."""
        return bool(self.audience.band) and self.recipients < FEWEST

    @property
    def is_for_nobody(self) -> bool:
        """Told only where it says nothing of children."""
        return not self.recipients and not self.audience.band


@dataclass(frozen=True)
class Morning:
    """How many of them sleep at that moment, and when they wake; they get it then."""

    people: int
    wakes_at: datetime

    @property
    def is_few(self) -> bool:
        return self.people < FEWEST


@dataclass(frozen=True)
class Outcome:
    """What became of it so far."""

    sent: int
    waiting: int
    not_sent: int


class Announcements:
    """Written by one, looked at by another where many get it, spread when due, and taken back before it goes."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    async def draft(self, who: Signed, words: str, audience: Audience, send_at: datetime | None) -> Announcement:
        """Keep it with the number of people it is for; nothing goes before somebody says yes."""
        now = self._setting.clock()
        row = {
            "words": words,
            "factory": audience.factory,
            "band": audience.band,
            "shift": audience.shift,
            "status": Status.DRAFT,
            "made_by": who.account_id,
            "made_name": who.name,
            "made_at": now,
            "second_name": "",
            "send_at": max(send_at or now, now),
            "recalled_name": "",
        }
        async with self._database.writing() as connection:
            row["recipients"] = await store.count(connection, audience, self._today(now))
            number = await store.add(connection, row)
            found = await store.find(connection, number)
        return _announcement(found)

    async def factories(self) -> dict[str, str]:
        """The factories that something can be announced to: their names by code."""
        async with self._database.reading() as connection:
            return await store.factories(connection)

    async def reader(self, factory: str) -> Reader:
        """Somebody of that factory, to see what she would read."""
        return await reader_of(self._database, self._setting, factory)

    def anybody(self) -> Reader:
        """Somebody of no factory."""
        return anybody(self._setting)

    async def find(self, number: int) -> Announcement | None:
        async with self._database.reading() as connection:
            found = await store.find(connection, number)
        return _announcement(found) if found else None

    async def newest(self, limit: int = 20) -> Sequence[Announcement]:
        async with self._database.reading() as connection:
            return [_announcement(row) for row in await store.newest(connection, limit)]

    async def asleep(self, audience: Audience, send_at: datetime) -> Sequence[Morning]:
        """Those who sleep at that instant, by the instant at which they wake."""
        local = send_at.astimezone(self._setting.zone)
        async with self._database.reading() as connection:
            found = await store.patterns(connection, audience, local.date())
        waking: dict[datetime, int] = {}
        for row in found:
            pattern = ShiftPattern(Shift(row.shift), row.rotation_days, row.shift_anchor) if row.shift else None
            if asleep(pattern, local):
                wakes = next_waking(pattern, local)
                waking[wakes] = waking.get(wakes, 0) + row.people
        return [Morning(people, at) for at, people in sorted(waking.items())]

    async def send(self, who: Signed, number: int) -> Status | None:
        """Her yes. Above 200 people it waits for a second person; None when it is no longer a draft."""
        found = await self.find(number)
        if found is None:
            return None
        status = Status.WAITING if found.recipients > MOST_ALONE else Status.PLANNED
        return status if await self._turn(who, number, (Status.DRAFT,), {"status": status}) else None

    async def second(self, who: Signed, number: int) -> bool:
        """The yes of a second person; False when it is hers, or waits no longer."""
        found = await self.find(number)
        if found is None or found.made_by == who.account_id:
            return False
        now = self._setting.clock()
        values = {
            "status": Status.PLANNED,
            "second_by": who.account_id,
            "second_name": who.name,
            "second_at": now,
            "send_at": max(found.send_at, now),
        }
        return await self._turn(who, number, (Status.WAITING,), values)

    async def recall(self, who: Signed, number: int) -> int | None:
        """Take back what has not gone yet; to how many it will not go any more, None when it was taken back before."""
        values = {"status": Status.RECALLED, "recalled_at": self._setting.clock(), "recalled_name": who.name}
        before = (Status.DRAFT, Status.WAITING, Status.PLANNED, Status.SENT)
        async with self._database.writing() as connection:
            if not await store.change(connection, number, before, values):
                return None
            await self._audit.note_within(connection, who, Deed("recalled", KIND, str(number)))
            return await store.take_back(connection, number)

    async def outcome(self, number: int) -> Outcome:
        async with self._database.reading() as connection:
            found = await store.outcome(connection, number)
        waiting = found.get(RowStatus.WAITING, 0) + found.get(RowStatus.SENDING, 0)
        sent = found.get(RowStatus.SENT, 0)
        return Outcome(sent, waiting, sum(found.values()) - waiting - sent)

    async def spread(self) -> int:
        """Put what is due into the outbox, in steps; how many rows. A step done twice, or by two, counts once."""
        async with self._database.reading() as connection:
            due = await store.due(connection, Status.PLANNED, self._setting.clock())
        return sum([await self._spread(_announcement(row)) for row in due])

    async def _spread(self, one: Announcement) -> int:
        last, total, going = 0, 0, True
        while going:
            async with self._database.writing() as connection:
                current = await store.find(connection, one.number)
                if current is None or current.status != Status.PLANNED:
                    return total
                found = await store.recipients(connection, one.audience, self._today(one.send_at), last, STEP)
                await self._write(connection, one, found)
                if going := len(found) == STEP:
                    last = max(found)
                else:
                    values = {"status": Status.SENT, "spread_at": self._setting.clock()}
                    await store.change(connection, one.number, (Status.PLANNED,), values)
            total += len(found)
        return total

    async def _write(self, connection: AsyncConnection, one: Announcement, people: Mapping[int, str]) -> None:
        homes = await addresses.for_pushes(connection, people)
        local = one.send_at.astimezone(self._setting.zone).replace(tzinfo=None).isoformat(timespec="minutes")
        letters = [
            Letter(
                ref=new_code(REF_LENGTH),
                address_id=homes[person_id].id,
                lane=homes[person_id].where.lane,
                factory=factory,
                person_id=person_id,
                kind=KIND,
                rank=Rank.PUSH,
                due_at=one.send_at,
                subject=str(one.number),
                occurrence=local,
                dedupe=f"{KIND}:{one.number}:{person_id}",
            )
            for person_id, factory in people.items()
            if person_id in homes
        ]
        await rows.write(connection, letters, self._setting.clock())

    async def _turn(self, who: Signed, number: int, was: Sequence[str], values: dict[str, Any]) -> bool:
        async with self._database.writing() as connection:
            if not await store.change(connection, number, was, values):
                return False
            await self._audit.note_within(connection, who, Deed(str(values["status"]), KIND, str(number)))
        return True

    def _today(self, at: datetime) -> date:
        return at.astimezone(self._setting.zone).date()


def _announcement(row: Any) -> Announcement:
    return Announcement(
        number=row.id,
        words=row.words,
        audience=Audience(row.factory, row.band, row.shift),
        status=Status(row.status),
        recipients=row.recipients,
        made_by=row.made_by,
        made_name=row.made_name,
        made_at=row.made_at,
        second_name=row.second_name,
        send_at=row.send_at,
        recalled_name=row.recalled_name,
    )
