"""People as the console sees them: a list without a word about children, and what one of them receives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.listing import Columns, Listing, count_of, page_of
from bot.store.schedules import Schedule
from bot.store.tables import address, consent, outbox, person, profile, question, safeguarding_case, schedule
from dialogs.facts import Agreement

OF_PERSON = frozenset({"code", "created_at", "last_in_at"})  # what can be counted without looking at profiles


async def page(connection: AsyncConnection, listing: Listing, today: date) -> Sequence[Any]:
    """The rows of one page; who wrote last comes first where nothing else is asked for."""
    sorts = listing.sorts or (("last_in_at", True),)
    # The number last: pages never show somebody twice, and the index on the instant serves both.
    listing = replace(listing, sorts=(*sorts, ("id", sorts[0][1])))
    return await page_of(connection, _rows(today), _columns(today), ("code",), listing)


async def how_many(connection: AsyncConnection, listing: Listing, today: date) -> int:
    """How many there are; profiles are left alone unless a condition is about them."""
    whole = all(one.field in OF_PERSON for one in listing.conditions)
    query = select(person.c.id) if whole else _rows(today)
    return await count_of(connection, query, _columns(today), ("code",), listing)


def _rows(today: date) -> Select[Any]:
    columns = _columns(today)
    shown = [columns[name].label(name) for name in ("id", "code", "factory", "shift", "state")]
    return select(*shown, person.c.created_at, person.c.last_in_at).select_from(
        person.outerjoin(profile, profile.c.person_id == person.c.id)
    )


def _columns(today: date) -> Columns:
    return {
        "id": person.c.id,
        "code": person.c.code,
        "factory": func.coalesce(profile.c.factory, ""),
        "shift": func.coalesce(profile.c.shift, ""),
        "state": _state(today),
        "created_at": person.c.created_at,
        "last_in_at": person.c.last_in_at,
    }


def _state(today: date) -> ColumnElement[str]:
    return case(
        (person.c.trial, "trial"),
        (person.c.agreement != Agreement.AGREED, "unagreed"),
        (profile.c.stopped, "left"),
        (or_(profile.c.paused, profile.c.paused_until >= today), "paused"),
        else_="active",
    )


async def with_codes(connection: AsyncConnection, codes: Iterable[str]) -> list[str]:
    """Which of these codes somebody has."""
    query = select(person.c.code).where(person.c.code.in_(sorted(codes))).order_by(person.c.code)
    return list((await connection.execute(query)).scalars())


async def numbered(connection: AsyncConnection, person_id: int, today: date) -> Any:
    """One person's own row, with her state."""
    query = _rows(today).add_columns(person.c.trial, profile.c.stopped).where(person.c.id == person_id)
    return (await connection.execute(query)).one()


async def set_trial(connection: AsyncConnection, person_id: int, *, trial: bool) -> None:
    await connection.execute(update(person).where(person.c.id == person_id).values(trial=trial))


async def ways_to(connection: AsyncConnection, person_id: int) -> Sequence[Any]:
    """Her channels, without her names there."""
    columns = (address.c.channel, address.c.reachable, address.c.last_in_at)
    query = select(*columns).where(address.c.person_id == person_id).order_by(address.c.id)
    return (await connection.execute(query)).all()


async def consents(connection: AsyncConnection, person_id: int) -> Sequence[Any]:
    """What she agreed to or refused, by purpose; the newest word counts."""
    query = select(consent).where(consent.c.person_id == person_id).order_by(consent.c.id)
    newest = {row.purpose: row for row in await connection.execute(query)}
    return list(newest.values())


async def planned(connection: AsyncConnection, person_id: int) -> list[Schedule]:
    """Everything that will happen to her by itself."""
    query = select(schedule).where(schedule.c.person_id == person_id).order_by(schedule.c.next_at, schedule.c.id)
    return [
        Schedule(
            row.person_id,
            row.kind,
            row.subject,
            row.next_at,
            row.timing,
            row.detail,
            row.paused,
            row.skip_until,
            row.id,
        )
        for row in await connection.execute(query)
    ]


async def sent(connection: AsyncConnection, person_id: int, since: datetime, limit: int) -> Sequence[Any]:
    """What was to be sent to her, newest first, without a word of it."""
    columns = (outbox.c.kind, outbox.c.rank, outbox.c.status, outbox.c.reason, outbox.c.due_at, outbox.c.sent_at)
    query = (
        select(*columns)
        .where(outbox.c.person_id == person_id, outbox.c.created_at >= since)
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def questions(connection: AsyncConnection, person_id: int, *, staff_abuse: bool) -> Sequence[Any]:
    """What she passed on to trainers, and what they answered; newest first. staff_abuse: also what accuses our own."""
    columns = (question.c.words, question.c.file, question.c.asked_at, question.c.answer, question.c.answered_at)
    query = select(*columns).where(question.c.person_id == person_id, question.c.spam_at.is_(None))
    query = query if staff_abuse else query.where(~question.c.accuses)
    return (await connection.execute(query.order_by(question.c.id.desc()))).all()


async def cases(connection: AsyncConnection, person_id: int) -> Sequence[Any]:
    """The numbers of her cases, newest first."""
    columns = (safeguarding_case.c.number, safeguarding_case.c.trigger, safeguarding_case.c.closed_at)
    query = select(*columns).where(safeguarding_case.c.person_id == person_id)
    return (await connection.execute(query.order_by(safeguarding_case.c.id.desc()))).all()
