"""The duty roster as officers plan it: who is on when, what is missing, and where alerts reach each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.services.alerts import LANGUAGE, letter_to
from bot.services.cases.calling import Officer, officer_of, planned, ways_to
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import accounts, outbox, roster
from bot.store.database import Database
from dialogs.text import _

DAYS = 14
LOOKED_AT = timedelta(days=7)
MOST_DAYS = 31
_CHAT = re.compile(r"[0-9]{1,20}")
_MAIL = re.compile(r"[^\s@<>,;:\"()]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Shifts:
    """The same hours on several days; an end that is not after the start lies on the next day."""

    account_id: int
    days: tuple[date, ...]
    start: time
    end: time
    rank: int


@dataclass(frozen=True)
class Duty:
    """A shift on the page, by the local clock."""

    id: int
    account_id: int
    name: str
    starts: datetime
    ends: datetime
    rank: int
    acknowledged: bool
    reached: bool


@dataclass(frozen=True)
class Day:
    date: date
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Gap:
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Plan:
    """gaps: when in the coming week nobody who can be called is on; lead: whether a lead can be called at all."""

    days: tuple[Day, ...]
    gaps: tuple[Gap, ...]
    officers: tuple[Officer, ...]
    lead: bool
    group: bool
    mine: int  # shifts of hers that she has not acknowledged


class Rota:
    """The roster of the coming days."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._setting.zone).replace(tzinfo=None)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._setting.zone)

    async def plan(self, who: Signed) -> Plan:
        now = self._setting.clock()
        today = self._local(now).date()
        async with self._database.reading() as connection:
            rows = await roster.between(connection, now, self._instant(today + timedelta(days=DAYS), time(0)))
            staff = await roster.staff(connection)
        everybody = [officer_of(row, row.id, self._setting.roster.ways) for row in staff]
        duties = [self._duty(row) for row in rows]
        return Plan(
            days=_by_day(today, duties),
            gaps=tuple(_gaps(self._local(now), self._local(now + LOOKED_AT), duties)),
            officers=tuple(one for one in everybody if Right.CASES in one.rights),
            lead=any(Right.STAFF_ABUSE in one.rights and one.addresses for one in everybody),
            group=bool(self._setting.roster.addresses),
            mine=sum(one.account_id == who.account_id and not one.acknowledged for one in duties),
        )

    def _duty(self, row: Any) -> Duty:
        officer = officer_of(row, row.account_id, self._setting.roster.ways)
        reached = bool(officer.addresses) and Right.CASES in officer.rights
        times = self._local(row.starts_at), self._local(row.ends_at)
        return Duty(row.id, row.account_id, row.name, *times, row.rank, row.acknowledged_at is not None, reached)

    async def add(self, who: Signed, shifts: Shifts) -> bool:
        """False where the account is no duty officer's, or there is no day. Her own shifts she need not acknowledge."""
        now = self._setting.clock()
        days = sorted(set(shifts.days))
        overnight = timedelta(days=1) if shifts.end <= shifts.start else timedelta(0)
        async with self._database.writing() as connection:
            found = [row for row in await roster.staff(connection) if row.id == shifts.account_id]
            fit = [one for one in found if Right.CASES in officer_of(one, one.id, self._setting.roster.ways).rights]
            if not fit or not days or len(days) > MOST_DAYS:
                return False
            rows = [
                {
                    "account_id": shifts.account_id,
                    "starts_at": self._instant(day, shifts.start),
                    "ends_at": self._instant(day + overnight, shifts.end),
                    "rank": shifts.rank,
                    "acknowledged_at": now if shifts.account_id == who.account_id else None,
                }
                for day in days
            ]
            await roster.add(connection, rows)
            detail = {"days": [day.isoformat() for day in days], "from": f"{shifts.start:%H:%M}"}
            await self._audit.note_within(connection, who, Deed("shift.add", "account", fit[0].name, detail=detail))
        await self._take_up()
        return True

    async def remove(self, who: Signed, shift_id: int) -> bool:
        async with self._database.writing() as connection:
            found = await roster.numbered(connection, shift_id)
            if found is None or not await roster.remove(connection, shift_id):
                return False
            detail = {"starts_at": found.starts_at.isoformat()}
            await self._audit.note_within(connection, who, Deed("shift.remove", "account", found.name, detail=detail))
        await self._take_up()
        return True

    async def acknowledge(self, who: Signed) -> int:
        """All her coming shifts, in one go; how many were new to her."""
        async with self._database.writing() as connection:
            count = await roster.acknowledge(connection, who.account_id, self._setting.clock())
            deed = Deed("shift.acknowledge", "account", who.name, detail={"shifts": count})
            await self._audit.note_within(connection, who, deed)
        return count

    async def _take_up(self) -> None:
        """This process knows at once; others within their next look."""
        async with self._database.reading() as connection:
            self._setting.roster.shifts = await planned(connection, self._setting)

    async def contact(self, who: Signed) -> tuple[str, str]:
        """Her number on Telegram and her e-mail address."""
        async with self._database.reading() as connection:
            found = await accounts.numbered(connection, who.account_id)
        return (found.telegram, found.email) if found else ("", "")

    async def set_contact(self, who: Signed, telegram: str, email: str) -> frozenset[str]:
        """Keep both; or the names of the fields that cannot be used, and nothing is changed."""
        wrong = (
            {"telegram"}
            if telegram and not (telegram.isascii() and telegram.isdigit() and len(telegram) <= 20)
            else set()
        )
        if email and (len(email) > 120 or not _MAIL.fullmatch(email)):
            wrong.add("email")
        if wrong:
            return frozenset(wrong)
        async with self._database.writing() as connection:
            await accounts.change(connection, who.account_id, {"telegram": telegram, "email": email})
            await self._audit.note_within(connection, who, Deed("contact.change", "account", who.name))
        await self._take_up()
        return frozenset()

    async def test(self, who: Signed) -> Sequence[str]:
        """A test alert to her own addresses; by which ways it goes."""
        now = self._setting.clock()
        words = self._setting.shelf.library.wording(_("This is a test: alerts about cases reach you here."), LANGUAGE)
        async with self._database.writing() as connection:
            found = await accounts.numbered(connection, who.account_id)
            wheres = ways_to(found.telegram, found.email, self._setting.roster.ways) if found else ()
            letters = [await letter_to(connection, where, words, ("", now)) for where in wheres]
            await outbox.write(connection, letters, now)
        return [where.channel for where in wheres]


def _by_day(today: date, duties: Sequence[Duty]) -> tuple[Day, ...]:
    """Every day, with what begins then; what began before today stands under today."""
    days = [today + timedelta(days=count) for count in range(DAYS)]
    return tuple(Day(day, tuple(one for one in duties if max(one.starts.date(), today) == day)) for day in days)


def _gaps(since: datetime, until: datetime, duties: Sequence[Duty]) -> list[Gap]:
    """The stretches in which nobody who can be called is on."""
    found, covered = [], since
    for one in sorted((one for one in duties if one.reached), key=lambda one: one.starts):
        if one.starts > covered and covered < until:
            found.append(Gap(covered, min(one.starts, until)))
        covered = max(covered, one.ends)
    if covered < until:
        found.append(Gap(covered, until))
    return found
