"""Whom an alert goes to: one officer after another, then everybody; about our own people the leads alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import DutyRoster, Planned, Setting, Ways
from bot.services.staff.rights import Right, rights_in
from bot.store import case_alerts, roster
from bot.store.addresses import Where

STAFF_ABUSE = "staff_abuse"
MAIL, TELEGRAM, WEBHOOK = "email", "telegram", "webhook"
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Officer:
    """An account that may be called, and the ways to it."""

    account_id: int
    name: str
    rights: frozenset[Right]
    addresses: tuple[Where, ...]


@dataclass(frozen=True)
class Called:
    """One way an alert goes; account_id is None for what the settings name."""

    account_id: int | None
    name: str
    where: Where


def officer_of(row: Any, account_id: int, ways: Ways) -> Officer:
    """The officer of a row with an account's columns."""
    return Officer(account_id, row.name, rights_in(row), ways_to(row.telegram, row.email, ways))


def ways_to(telegram: str, email: str, ways: Ways) -> tuple[Where, ...]:
    """The addresses of an account that messages can leave for."""
    found = []
    if telegram and ways.telegram:
        found.append(Where(TELEGRAM, ways.telegram, telegram))
    if email and ways.mail:
        found.append(Where(MAIL, MAIL, email))
    return tuple(found)


async def called(connection: AsyncConnection, setting: Setting, case: Any) -> list[Called]:
    """Who is called now about a case: `case` has id, trigger, alerted_at and taken_by."""
    if case.trigger == STAFF_ABUSE:
        return _ways_of(await officers(connection, setting.roster, Right.STAFF_ABUSE))
    accounts, named = await case_alerts.rung(connection, case.id, case.alerted_at)
    settled = [Called(None, "", where) for where in setting.roster.addresses]
    group = [one for one in settled if one.where.channel == WEBHOOK]
    everybody = await officers(connection, setting.roster, Right.CASES)
    waiting = [one for one in await on_shift(connection, setting) if one.account_id not in accounts]
    if waiting:
        # Whoever has taken it already hears of what is new as well, on shift or not.
        heard = accounts | {waiting[0].account_id}
        took = [one for one in everybody if one.account_id == case.taken_by and one.account_id not in heard]
        return [*_ways_of([waiting[0], *took]), *group]
    if not {one.where.channel for one in settled} <= named:
        return settled
    return [*_ways_of(everybody), *settled]


async def officers(connection: AsyncConnection, duty: DutyRoster, right: Right) -> list[Officer]:
    """Everybody with this right who can be called."""
    rows = await roster.staff(connection)
    found = [officer_of(row, row.id, duty.ways) for row in rows]
    return [officer for officer in found if right in officer.rights and officer.addresses]


async def on_shift(connection: AsyncConnection, setting: Setting) -> list[Officer]:
    """Who is on duty at this moment and can be called, in the order of calling; each once."""
    rows = await roster.covering(connection, setting.clock())
    found = [officer_of(row, row.account_id, setting.roster.ways) for row in rows]
    fit = {one.account_id: one for one in reversed(found) if Right.CASES in one.rights and one.addresses}
    return [fit[account_id] for account_id in dict.fromkeys(one.account_id for one in found) if account_id in fit]


async def planned(connection: AsyncConnection, setting: Setting) -> tuple[Planned, ...]:
    """The shifts of the coming days by the local clock, as replies to parents promise them."""
    now = setting.clock()
    rows = await roster.between(connection, now, now + AHEAD)
    found = [(row, officer_of(row, row.account_id, setting.roster.ways)) for row in rows]
    return tuple(
        Planned(row.account_id, _wall(row.starts_at, setting), _wall(row.ends_at, setting), row.rank, officer.addresses)
        for row, officer in found
        if Right.CASES in officer.rights
    )


def _ways_of(found: Sequence[Officer]) -> list[Called]:
    return [Called(one.account_id, one.name, where) for one in found for where in one.addresses]


def _wall(at: datetime, setting: Setting) -> datetime:
    return at.astimezone(setting.zone).replace(tzinfo=None)
