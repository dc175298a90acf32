"""The outbox: everything that is to be sent, claimed by address, one row one API call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import address, outbox, pressed
from bot.store.upsert import insert_missing


class Rank(IntEnum):
    """What goes first at an address; a row in retry holds back only its own rank."""

    DANGER = 0
    REPLY = 1
    PUSH = 2


class Status(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"


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


@dataclass(frozen=True)
class Claimed:
    """A row that this process may send now."""

    id: int
    ref: str
    address_id: int
    person_id: int | None
    channel: str
    bot_id: str
    external_id: str
    kind: str
    rank: Rank
    subject: str
    occurrence: str
    body: dict[str, Any] | None
    due_at: datetime
    attempts: int


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
    }


@dataclass(frozen=True)
class Lease:
    """Who leases addresses, of which channels, until when, and how many at most."""

    name: str
    channels: tuple[str, ...]
    until: datetime
    limit: int


def _due_now(now: datetime) -> Any:
    return and_(outbox.c.status.in_((Status.WAITING, Status.SENDING)), outbox.c.due_at <= now)


def _free(now: datetime, channels: tuple[str, ...]) -> Any:
    return and_(address.c.channel.in_(channels), or_(address.c.lease_until.is_(None), address.c.lease_until <= now))


async def claim(connection: AsyncConnection, now: datetime, lease: Lease) -> list[Claimed]:
    """Lease addresses that have something due, and read their due rows in the order of sending.

    Rows left `sending` by a lease that ran out come back as they are, for
    the sender to decide: nobody knows whether they arrived.
    """
    due = exists().where(outbox.c.address_id == address.c.id, _due_now(now))
    query = select(address.c.id).where(_free(now, lease.channels), due).order_by(address.c.id).limit(lease.limit)
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    ids = [row.id for row in await connection.execute(query)]
    if not ids:
        return []
    values = {"lease_until": lease.until, "leased_by": lease.name}
    await connection.execute(update(address).where(address.c.id.in_(ids)).values(values))
    return await _due_rows(connection, ids, now)


async def _due_rows(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> list[Claimed]:
    """Due rows of these addresses; behind a row that waits for its retry, its own rank waits as well."""
    earlier = outbox.alias()
    held = exists().where(
        earlier.c.address_id == outbox.c.address_id,
        earlier.c.rank == outbox.c.rank,
        earlier.c.id < outbox.c.id,
        earlier.c.status == Status.WAITING,
        earlier.c.attempts > 0,
        earlier.c.due_at > now,
    )
    query = (
        select(outbox, address.c.channel, address.c.bot_id, address.c.external_id.label("to"))
        .join(address, address.c.id == outbox.c.address_id)
        .where(
            outbox.c.address_id.in_(ids),
            _due_now(now),
            ~held,
        )
        .order_by(outbox.c.address_id, outbox.c.rank, outbox.c.id)
    )
    return [_claimed(row) for row in await connection.execute(query)]


def _claimed(row: Any) -> Claimed:
    # A row left `sending` shows as an attempt whose outcome nobody knows.
    unknown = row.status == Status.SENDING
    return Claimed(
        id=row.id,
        ref=row.ref,
        address_id=row.address_id,
        person_id=row.person_id,
        channel=row.channel,
        bot_id=row.bot_id,
        external_id=row.to,
        kind=row.kind,
        rank=Rank(row.rank),
        subject=row.subject,
        occurrence=row.occurrence,
        body=row.body,
        due_at=row.due_at,
        attempts=-max(row.attempts, 1) if unknown else row.attempts,
    )


async def composed(connection: AsyncConnection, letters: Iterable[tuple[int, Letter]]) -> None:
    """Keep the words of pushes before they are sent."""
    rows = [{"i": id, "b": one.body, "v": [list(pair) for pair in one.verbs] or None} for id, one in letters]
    if rows:
        statement = (
            update(outbox).where(outbox.c.id == bindparam("i")).values(body=bindparam("b"), verbs=bindparam("v"))
        )
        await connection.execute(statement, rows)


async def sending(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """From here on a crash leaves these rows' outcome unknown."""
    if ids:
        values = {"status": Status.SENDING, "attempts": outbox.c.attempts + 1}
        await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(values))


@dataclass(frozen=True)
class Sent:
    id: int
    address_id: int
    external_id: str | None
    at: datetime


async def mark_sent(connection: AsyncConnection, sent: Sequence[Sent]) -> None:
    """Mark rows sent, each with the next position in its address's stream."""
    counts: dict[int, int] = {}
    for one in sent:
        counts[one.address_id] = counts.get(one.address_id, 0) + 1
    if not counts:
        return
    move = update(address).where(address.c.id == bindparam("a")).values(position=address.c.position + bindparam("n"))
    await connection.execute(move, [{"a": id, "n": count} for id, count in sorted(counts.items())])
    query = select(address.c.id, address.c.position).where(address.c.id.in_(list(counts)))
    ends = {row.id: row.position for row in await connection.execute(query)}
    rows = []
    for one in sent:
        counts[one.address_id] -= 1
        position = ends[one.address_id] - counts[one.address_id]
        rows.append({"i": one.id, "x": one.external_id, "at": one.at, "pos": position})
    statement = (
        update(outbox)
        .where(outbox.c.id == bindparam("i"))
        .values(status=Status.SENT, external_id=bindparam("x"), sent_at=bindparam("at"), position=bindparam("pos"))
    )
    await connection.execute(statement, rows)


@dataclass(frozen=True)
class Unsent:
    """A row that did not go: what becomes of it, and why."""

    id: int
    status: Status
    reason: str
    due_at: datetime


async def mark_unsent(connection: AsyncConnection, rows: Sequence[Unsent]) -> None:
    if rows:
        statement = (
            update(outbox)
            .where(outbox.c.id == bindparam("i"))
            .values(status=bindparam("s"), reason=bindparam("why"), due_at=bindparam("due"))
        )
        found = [{"i": row.id, "s": row.status, "why": row.reason[:120], "due": row.due_at} for row in rows]
        await connection.execute(statement, found)


async def release(connection: AsyncConnection, ids: Iterable[int], name: str) -> None:
    """Give leased addresses back."""
    await connection.execute(
        update(address).where(address.c.id.in_(sorted(set(ids))), address.c.leased_by == name).values(lease_until=None)
    )


async def anything_due(connection: AsyncConnection, now: datetime, channels: tuple[str, ...]) -> bool:
    """Whether a claim could find something; a cheap look before the write lock is taken."""
    query = (
        select(outbox.c.id)
        .join(address, address.c.id == outbox.c.address_id)
        .where(_due_now(now), _free(now, channels))
        .limit(1)
    )
    return (await connection.execute(query)).first() is not None


async def waiting(connection: AsyncConnection) -> int:
    query = select(func.count()).where(outbox.c.status == Status.WAITING)
    return int((await connection.execute(query)).scalar_one())


async def blank(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Blank the words of what was sent before an instant; kind, subject, status and times stay."""
    old = (
        select(outbox.c.id)
        .where(outbox.c.sent_at < before, outbox.c.body.is_not(None))
        .order_by(outbox.c.id)
        .limit(limit)
    )
    ids = [row.id for row in await connection.execute(old)]
    if ids:
        await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(body=None, verbs=None))
    return len(ids)


async def prune(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Forget deliveries that were over before an instant."""
    over = outbox.c.status.not_in((Status.WAITING, Status.SENDING))
    old = select(outbox.c.id).where(over, outbox.c.created_at < before).order_by(outbox.c.id).limit(limit)
    ids = [row.id for row in await connection.execute(old)]
    if ids:
        await connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))
    return len(ids)


async def prune_presses(connection: AsyncConnection, before: datetime, limit: int) -> int:
    old = select(pressed.c.ref, pressed.c.verb).where(pressed.c.at < before).limit(limit)
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
    query = (
        select(outbox.c.position, outbox.c.kind, outbox.c.body, outbox.c.sent_at)
        .join(address, address.c.id == outbox.c.address_id)
        .where(
            and_(
                address.c.channel == where.channel,
                address.c.bot_id == where.bot_id,
                address.c.external_id == where.external_id,
            ),
            outbox.c.position > position,
            outbox.c.body.is_not(None),
        )
        .order_by(outbox.c.position)
        .limit(limit)
    )
    return (await connection.execute(query)).all()
