"""Counts over weeks and factories; people who only try the bot out are in none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.outbox import Rank, Status
from bot.store.schedules import Kind
from bot.store.tables import call, consent, conversation, outbox, person, profile, question, schedule, tip_seen
from dialogs.effects import CallOutcome, CallRating, Purpose, TipOutcome
from dialogs.facts import Agreement

Weeks = Sequence[tuple[datetime, datetime]]  # from, until, in UTC


@dataclass(frozen=True)
class Measure:
    """What is counted: rows with `at` in a week, under `conditions`; `owner` is the column of the person."""

    name: str
    at: ColumnElement[Any]
    owner: ColumnElement[Any]
    conditions: tuple[ColumnElement[bool], ...]


MEASURES: tuple[Measure, ...] = (
    Measure("joined", person.c.created_at, person.c.id, (person.c.agreement == Agreement.AGREED,)),
    Measure("left", consent.c.at, consent.c.person_id, (consent.c.purpose == Purpose.SERVICE, ~consent.c.given)),
    Measure(
        "tips_sent", outbox.c.sent_at, outbox.c.person_id, (outbox.c.kind == "tip", outbox.c.status == Status.SENT)
    ),
    Measure("tips_tried", tip_seen.c.seen_at, tip_seen.c.person_id, (tip_seen.c.outcome == TipOutcome.TRIED,)),
    Measure("tips_kept", tip_seen.c.seen_at, tip_seen.c.person_id, (tip_seen.c.kept,)),
    Measure(
        "reminders",
        outbox.c.sent_at,
        outbox.c.person_id,
        (outbox.c.kind == "call", outbox.c.rank == Rank.PUSH, outbox.c.status == Status.SENT),
    ),
    Measure("calls", call.c.at, call.c.person_id, (call.c.outcome == CallOutcome.CALLED,)),
    Measure("calls_happy", call.c.at, call.c.person_id, (call.c.rating == CallRating.HAPPY,)),
    Measure("calls_so_so", call.c.at, call.c.person_id, (call.c.rating == CallRating.SO_SO,)),
    Measure("calls_missed", call.c.at, call.c.person_id, (call.c.rating == CallRating.NOT_CONNECTED,)),
    Measure(
        "questions", question.c.asked_at, question.c.person_id, (question.c.spam_at.is_(None), ~question.c.accuses)
    ),
    Measure("answers", question.c.answered_at, question.c.person_id, (~question.c.accuses,)),
)


async def by_week(connection: AsyncConnection, measure: Measure, weeks: Weeks, factory: str) -> list[int]:
    """How many in each week, in one statement."""
    columns = [
        func.coalesce(func.sum(case((and_(measure.at >= first, measure.at < until), 1), else_=0)), 0).label(f"w{n}")
        for n, (first, until) in enumerate(weeks)
    ]
    query = select(*columns).where(measure.at >= weeks[0][0], measure.at < weeks[-1][1], *measure.conditions)
    row = (await connection.execute(_of_people(query, measure.owner, factory))).one()
    return [int(number) for number in row]


def _of_people(query: Select[Any], owner: ColumnElement[Any], factory: str) -> Select[Any]:
    """Narrowed to real people, and to those of a factory where one is named."""
    real = exists().where(person.c.id == owner, ~person.c.trial).correlate_except(person)
    query = query.where(~person.c.trial) if owner is person.c.id else query.where(real)
    if factory:
        query = query.where(exists().where(profile.c.person_id == owner, profile.c.factory == factory))
    return query


async def states(connection: AsyncConnection, since: datetime, now_day: Any, factory: str) -> Sequence[Any]:
    """How many people there are by shift and state: active, quiet (nothing since an instant), paused, left."""
    paused = or_(profile.c.paused, profile.c.paused_until >= now_day)
    state = case(
        (profile.c.stopped, "left"), (paused, "paused"), (person.c.last_in_at >= since, "active"), else_="quiet"
    )
    shift = func.coalesce(profile.c.shift, "")
    query = (
        select(shift.label("shift"), state.label("state"), func.count().label("people"))
        .join(profile, profile.c.person_id == person.c.id)
        .where(person.c.agreement == Agreement.AGREED, ~person.c.trial)
        .group_by(shift, state)
    )
    if factory:
        query = query.where(profile.c.factory == factory)
    return (await connection.execute(query)).all()


async def waiting(connection: AsyncConnection, factory: str) -> Sequence[datetime]:
    """When the questions were asked that wait for an answer, oldest first; those asked in a group too."""
    query = (
        select(question.c.asked_at)
        .outerjoin(person, person.c.id == question.c.person_id)
        .where(question.c.answered_at.is_(None), question.c.spam_at.is_(None), ~question.c.accuses)
        .where(or_(question.c.person_id.is_(None), ~person.c.trial))
        .order_by(question.c.asked_at)
    )
    if factory:
        query = query.where(exists().where(profile.c.person_id == question.c.person_id, profile.c.factory == factory))
    return [row.asked_at for row in await connection.execute(query)]


async def came(connection: AsyncConnection, first: datetime, until: datetime, factory: str) -> Sequence[Any]:
    """How far everybody came who came in this time.

    created_at, agreement, state of the conversation, whether a tip arrived, whether a reminder was made.
    """
    tip = exists().where(tip_seen.c.person_id == person.c.id)
    reminder = exists().where(schedule.c.person_id == person.c.id, schedule.c.kind == Kind.CALL)
    called = exists().where(call.c.person_id == person.c.id)
    query = (
        select(
            person.c.id,
            person.c.created_at,
            person.c.agreement,
            conversation.c.state,
            tip.label("has_tip"),
            or_(reminder, called).label("has_reminder"),
        )
        .outerjoin(conversation, conversation.c.person_id == person.c.id)
        .outerjoin(profile, profile.c.person_id == person.c.id)
        .where(person.c.created_at >= first, person.c.created_at < until, ~person.c.trial)
    )
    if factory:
        query = query.where(profile.c.factory == factory)
    return (await connection.execute(query)).all()


async def wrote(connection: AsyncConnection, first: datetime, until: datetime) -> Sequence[Any]:
    """person_id and the instants of replies to those who came in this time: whoever was replied to had written."""
    query = (
        select(outbox.c.person_id, outbox.c.created_at)
        .join(person, person.c.id == outbox.c.person_id)
        .where(person.c.created_at >= first, person.c.created_at < until, outbox.c.rank != Rank.PUSH)
    )
    return (await connection.execute(query)).all()
