"""Work on the outbox divided: addresses are leased, their rows claimed in order, and what became of each is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import outbox_due
from bot.store.addresses import lane_of
from bot.store.dealing import Lease, chosen, shares
from bot.store.outbox import Letter, Rank, Status, Urgency
from bot.store.outbox_due import Due
from bot.store.tables import address, outbox

OPEN = (Status.WAITING, Status.SENDING)


@dataclass(frozen=True)
class Claimed:
    """A row that this process may send now; `attempts` is negative when nobody knows whether the last one arrived."""

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
    created_at: datetime
    attempts: int
    urgency: int = Urgency.REST
    free_at: datetime | None = None  # when the chat's own pace is used up no more

    @property
    def lane(self) -> str:
        return lane_of(self.channel, self.bot_id)


async def anything_due(connection: AsyncConnection, now: datetime, lanes: tuple[str, ...]) -> bool:
    """Whether a claim could find something; a cheap look before the write lock is taken."""
    return bool(await outbox_due.due(connection, now, lanes))


async def claim(
    connection: AsyncConnection, now: datetime, lease: Lease, due: Sequence[Due] | None = None
) -> list[Claimed]:
    """Lease addresses that have something to send, and read their rows in the order of sending.

    Rows left `sending` by a lease that ran out come back as they are, for
    the sender to decide: nobody knows whether they arrived. `due`: what was found just before, if it was.
    """
    if due is None:
        due = await outbox_due.due(connection, now, lease.lanes)
    if any(not one.lane for one in due):
        await outbox_due.adopt(connection)
        due = await outbox_due.due(connection, now, lease.lanes)
    found = await outbox_due.candidates(connection, now, shares(due, lease, now.microsecond))
    ids = chosen(found, lease)
    if not ids:
        return []
    values = {"lease_until": lease.until, "leased_by": lease.name}
    await connection.execute(update(address).where(address.c.id.in_(padded(ids))).values(values))
    rows = await _rows_of(connection, ids, now)
    await release(connection, set(ids) - {row.address_id for row in rows}, lease.name)
    return rows


def padded(ids: Iterable[int]) -> list[int]:
    """As many as a power of two, the last one repeated: statements of few lengths are prepared only once."""
    found = list(ids)
    return found + found[-1:] * ((1 << max(0, len(found) - 1).bit_length()) - len(found))


_COLUMNS = (
    "id", "ref", "address_id", "person_id", "kind", "rank", "subject", "occurrence", "body", "status", "due_at",
    "created_at", "attempts", "urgency",
)  # fmt: skip
_ROWS = (
    select(
        *(outbox.c[name] for name in _COLUMNS),
        address.c.channel,
        address.c.bot_id,
        address.c.external_id,
        address.c.free_at,
    )
    .join(address, address.c.id == outbox.c.address_id)
    .where(outbox.c.address_id.in_(bindparam("ids", expanding=True)), or_(*(outbox.c.status == one for one in OPEN)))
    .order_by(outbox.c.address_id, outbox.c.rank, outbox.c.id)
)


async def _rows_of(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> list[Claimed]:
    """In the order of sending: the addresses as they were leased, danger before replies before pushes."""
    place = {id: index for index, id in enumerate(ids)}
    ready: list[Any] = []
    behind: list[tuple[int, datetime]] = []
    held: dict[tuple[int, int], datetime] = {}  # by address and rank: until when a row waits that others wait behind
    for row in await connection.execute(_ROWS, {"ids": padded(ids)}):
        key = (row.address_id, row.rank)
        if row.due_at > now:
            if row.status == Status.WAITING and (row.attempts > 0 or row.rank != Rank.PUSH):
                held.setdefault(key, row.due_at)
        elif key in held:
            behind.append((row.id, held[key]))
        else:
            ready.append(row)
    await _wait_behind(connection, behind)
    return sorted((_claimed(row) for row in ready), key=lambda row: place[row.address_id])


async def _wait_behind(connection: AsyncConnection, rows: Sequence[tuple[int, datetime]]) -> None:
    """What waits behind a row in retry is due with it, so that nobody looks at it again before."""
    if rows:
        statement = update(outbox).where(outbox.c.id == bindparam("i")).values(due_at=bindparam("until"))
        await connection.execute(statement, [{"i": id, "until": until} for id, until in rows])


def _claimed(row: Any) -> Claimed:
    unknown = row.status == Status.SENDING
    return Claimed(
        id=row.id,
        ref=row.ref,
        address_id=row.address_id,
        person_id=row.person_id,
        channel=row.channel,
        bot_id=row.bot_id,
        external_id=row.external_id,
        kind=row.kind,
        rank=Rank(row.rank),
        subject=row.subject,
        occurrence=row.occurrence,
        body=row.body,
        due_at=row.due_at,
        created_at=row.created_at,
        attempts=-max(row.attempts, 1) if unknown else row.attempts,
        urgency=row.urgency,
        free_at=row.free_at,
    )


async def composed(connection: AsyncConnection, letters: Iterable[tuple[int, Letter]]) -> None:
    """Keep the words of pushes before they are sent, and what their buttons are about."""
    rows = [
        {
            "i": id,
            "b": one.body,
            "v": [list(pair) for pair in one.verbs] or None,
            "k": one.kind,
            "s": one.subject,
            "o": one.occurrence,
        }
        for id, one in letters
    ]
    if rows:
        words: dict[str, Any] = {"body": bindparam("b"), "verbs": bindparam("v")}
        about: dict[str, Any] = {"kind": bindparam("k"), "subject": bindparam("s"), "occurrence": bindparam("o")}
        await connection.execute(update(outbox).where(outbox.c.id == bindparam("i")).values({**words, **about}), rows)


async def pushed_since(
    connection: AsyncConnection, people: Iterable[int], kinds: Iterable[str], since: datetime
) -> dict[int, tuple[datetime, ...]]:
    """When pushes of these kinds went to these people."""
    query = (
        select(outbox.c.person_id, outbox.c.due_at)
        .where(
            outbox.c.person_id.in_(list(people)),
            outbox.c.rank == Rank.PUSH,
            outbox.c.kind.in_(list(kinds)),
            outbox.c.status.in_((Status.SENDING, Status.SENT, Status.UNCERTAIN)),
            outbox.c.due_at > since,
        )
        .order_by(outbox.c.id)
    )
    found: dict[int, tuple[datetime, ...]] = {}
    for row in await connection.execute(query):
        found[row.person_id] = (*found.get(row.person_id, ()), row.due_at)
    return found


async def sending(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """From here on a crash leaves these rows' outcome unknown."""
    if ids:
        values: dict[str, Any] = {"status": Status.SENDING, "attempts": outbox.c.attempts + 1}
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
        if one.address_id in ends:  # else it was forgotten during the call, with its rows
            position = ends[one.address_id] - counts[one.address_id]
            rows.append({"i": one.id, "x": one.external_id, "at": one.at, "pos": position})
    statement = (
        update(outbox)
        .where(outbox.c.id == bindparam("i"))
        .values(status=Status.SENT, external_id=bindparam("x"), sent_at=bindparam("at"), position=bindparam("pos"))
    )
    if rows:
        await connection.execute(statement, rows)


@dataclass(frozen=True)
class Unsent:
    """A row that did not go: what becomes of it, and why. `tried` is False when no call was made for it."""

    id: int
    status: Status
    reason: str
    due_at: datetime
    tried: bool = True


async def mark_unsent(connection: AsyncConnection, rows: Sequence[Unsent]) -> None:
    """Only what is claimed or waits can still be marked; an attempt that was not made is not counted."""
    if rows:
        statement = (
            update(outbox)
            # Not in_(), which cannot be sent for many rows at once.
            .where(outbox.c.id == bindparam("i"), or_(*(outbox.c.status == one for one in OPEN)))
            .values(
                status=bindparam("s"),
                reason=bindparam("why"),
                due_at=bindparam("due"),
                attempts=outbox.c.attempts - bindparam("uncounted"),
            )
        )
        found = [
            {"i": row.id, "s": row.status, "why": row.reason[:120], "due": row.due_at, "uncounted": int(not row.tried)}
            for row in rows
        ]
        await connection.execute(statement, found)


async def release(connection: AsyncConnection, ids: Iterable[int], name: str) -> None:
    """Give leased addresses back."""
    if leased := sorted(set(ids)):
        await connection.execute(
            update(address).where(address.c.id.in_(leased), address.c.leased_by == name).values(lease_until=None)
        )


async def set_free(connection: AsyncConnection, rows: Sequence[tuple[int, datetime]]) -> None:
    """From when on each of these chats is free again."""
    if rows:
        statement = update(address).where(address.c.id == bindparam("a")).values(free_at=bindparam("at"))
        await connection.execute(statement, [{"a": id, "at": at} for id, at in sorted(rows)])
