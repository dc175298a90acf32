"""The outbox: everything that is to be sent, and what was; one row is one API call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import address, outbox, pressed
from bot.store.upsert import insert_missing


class Rank(IntEnum):
    """What goes first at an address; a row in retry holds back only its own rank."""

    DANGER = 0
    REPLY = 1
    PUSH = 2


class Urgency(IntEnum):
    """What goes first on a lane."""

    DANGER = 0
    REPLY = 1
    REMINDER = 2  # a push that was asked for by the minute
    REST = 3


ASKED_FOR = ("call", "later")  # kinds of pushes that are reminders


class Status(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"


OPEN = (Status.WAITING, Status.SENDING)
_OVER = outbox.c.status.not_in(OPEN)


@dataclass(frozen=True)
class Letter:
    """A row to be written. `body` is None for a push, which is composed when it is claimed."""

    ref: str
    address_id: int
    person_id: int | None
    kind: str
    rank: Rank
    due_at: datetime
    subject: str = ""
    occurrence: str = ""
    body: dict[str, Any] | None = None
    verbs: tuple[tuple[str, str], ...] = ()
    dedupe: str | None = None
    trace: str | None = None  # of the update it answers
    lane: str = ""  # of the address; a row without any is given its own when it is due
    factory: str = ""  # whose push it is, so that factories get their turns

    @property
    def urgency(self) -> Urgency:
        if self.rank is Rank.PUSH:
            return Urgency.REMINDER if self.kind in ASKED_FOR else Urgency.REST
        return Urgency.DANGER if self.rank is Rank.DANGER else Urgency.REPLY


@dataclass(frozen=True)
class Carried:
    """What a standing button's row was about."""

    ref: str
    person_id: int | None
    kind: str
    subject: str
    occurrence: str


async def write(connection: AsyncConnection, letters: Sequence[Letter], now: datetime) -> None:
    """Write rows in this order. A dedupe key that exists already means that the row was written before."""
    plain = [_row(letter, now) for letter in letters if letter.dedupe is None]
    keyed = [_row(letter, now) for letter in letters if letter.dedupe is not None]
    if plain:
        await connection.execute(insert(outbox), plain)
    if keyed:
        await insert_missing(connection, outbox, sorted(keyed, key=lambda row: str(row["dedupe"])), ("id",))


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "ref": letter.ref,
        "address_id": letter.address_id,
        "person_id": letter.person_id,
        "kind": letter.kind,
        "subject": letter.subject,
        "occurrence": letter.occurrence,
        "rank": letter.rank,
        "dedupe": letter.dedupe,
        "body": letter.body,
        "verbs": [list(pair) for pair in letter.verbs] or None,
        "status": Status.WAITING,
        "due_at": letter.due_at,
        "created_at": now,
        "attempts": 0,
        "trace": letter.trace,
        "lane": letter.lane,
        "urgency": letter.urgency,
        "factory": letter.factory if letter.rank is Rank.PUSH else "",
    }


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def release_all(connection: AsyncConnection) -> None:
    """End every lease of a process that is no more; what it was sending is found as after any lease that ran out."""
    sending = select(outbox.c.address_id).where(outbox.c.status == Status.SENDING)
    await connection.execute(
        update(address)
        .where(or_(address.c.lease_until.is_not(None), address.c.id.in_(sending)))
        .values(lease_until=_LONG_AGO)
    )


async def leave_out(
    connection: AsyncConnection, rows: Sequence[tuple[int, str, datetime]], kinds: Sequence[str]
) -> None:
    """Pushes of these kinds that were planned for (person, subject) and wait still, up to an instant, are not sent."""
    if rows:
        statement = (
            update(outbox)
            .where(
                outbox.c.person_id == bindparam("p"),
                outbox.c.kind.in_(kinds),
                outbox.c.subject == bindparam("n"),
                outbox.c.rank == Rank.PUSH,
                outbox.c.status == Status.WAITING,
                outbox.c.due_at <= bindparam("u"),
            )
            .values(status=Status.SKIPPED, reason="left out today", body=None)
        )
        await connection.execute(statement, [{"p": p, "n": number, "u": until} for p, number, until in rows])


async def blank(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Blank the words of what was over before an instant, sent or not; kind, subject, status and times stay."""
    over = func.coalesce(outbox.c.sent_at, outbox.c.due_at) < before
    # Nothing is sent before it is due, so that the index of words that are still there leads to the old ones.
    old = (
        select(outbox.c.id)
        .where(outbox.c.body.is_not(None), outbox.c.due_at < before, over, _OVER)
        .order_by(outbox.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = [row.id for row in await connection.execute(old)]
    if ids:
        await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(body=None, verbs=None))
    return len(ids)


async def prune(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget deliveries that were over before an instant."""
    old = select(outbox.c.id).where(_OVER, outbox.c.created_at < before).order_by(outbox.c.created_at).limit(limit)
    old = old.with_for_update(skip_locked=True)
    ids = [row.id for row in await connection.execute(old)]
    if ids:
        await connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))
    return len(ids)


async def prune_presses(connection: AsyncConnection, before: datetime, limit: int) -> int:
    old = select(pressed.c.ref, pressed.c.verb).where(pressed.c.at < before).order_by(pressed.c.at).limit(limit)
    old = old.with_for_update(skip_locked=True)
    keys = [(row.ref, row.verb) for row in await connection.execute(old)]
    if keys:
        await connection.execute(delete(pressed).where(tuple_(pressed.c.ref, pressed.c.verb).in_(keys)))
    return len(keys)


async def carried(connection: AsyncConnection, refs: Iterable[str]) -> dict[str, Carried]:
    query = select(outbox.c.ref, outbox.c.person_id, outbox.c.kind, outbox.c.subject, outbox.c.occurrence).where(
        outbox.c.ref.in_(list(refs))
    )
    return {
        row.ref: Carried(row.ref, row.person_id, row.kind, row.subject, row.occurrence)
        for row in await connection.execute(query)
    }


async def press(connection: AsyncConnection, pairs: Sequence[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
    """Note these (ref, verb) presses; those that are new."""
    rows = [{"ref": ref, "verb": verb, "at": now} for ref, verb in sorted(set(pairs))]
    return {(row.ref, row.verb) for row in await insert_missing(connection, pressed, rows, ("ref", "verb"))}


async def stream(connection: AsyncConnection, where: Any, position: int, limit: int) -> Sequence[Any]:
    """Sent rows of an address after a position, in order; rows whose words were blanked are left out."""
    query = _streamed(where).where(outbox.c.position > position).order_by(outbox.c.position).limit(limit)
    return list(await connection.execute(query))


async def stream_end(connection: AsyncConnection, where: Any, limit: int) -> Sequence[Any]:
    """The last rows of an address's stream, in order."""
    query = _streamed(where).where(outbox.c.position > 0).order_by(outbox.c.position.desc()).limit(limit)
    return list(await connection.execute(query))[::-1]


def _streamed(where: Any) -> Select[Any]:
    return (
        select(outbox.c.position, outbox.c.kind, outbox.c.body, outbox.c.sent_at)
        .join(address, address.c.id == outbox.c.address_id)
        .where(
            and_(
                address.c.channel == where.channel,
                address.c.bot_id == where.bot_id,
                address.c.external_id == where.external_id,
            ),
            outbox.c.body.is_not(None),
        )
    )
