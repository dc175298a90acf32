"""Work on the outbox divided: addresses are leased, their rows claimed in order, and what became of each is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import outbox_due
from bot.store.addresses import lane_of
from bot.store.among import among
from bot.store.dealing import Lease, chosen, shares
from bot.store.outbox import OPEN, Letter, Rank, Status, Urgency
from bot.store.outbox_due import Due
from bot.store.outbox_results import release
from bot.store.tables import address, outbox


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
    trace: str | None = None
    urgency: int = Urgency.REST
    free_at: datetime | None = None  # when the chat's own pace is used up no more

    @property
    def lane(self) -> str:
        return lane_of(self.channel, self.bot_id)


async def anything_due(connection: AsyncConnection, now: datetime, lanes: tuple[str, ...]) -> bool:
    """Whether a claim could find something; a cheap look before the write lock is taken."""
    return bool(await outbox_due.due(connection, now, lanes))


_LEASED = (
    update(address)
    .where(among(address.c.id, "ids"))
    .values(lease_until=bindparam("until"), leased_by=bindparam("name"))
)


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
    values = {"ids": ids, "until": lease.until, "name": lease.name}
    await connection.execute(_LEASED, values)
    rows = await _rows_of(connection, ids, now)
    await release(connection, set(ids) - {row.address_id for row in rows}, lease.name)
    return rows


_COLUMNS = (
    "id", "ref", "address_id", "person_id", "kind", "rank", "subject", "occurrence", "body", "status", "due_at",
    "created_at", "attempts", "urgency", "trace",
)  # fmt: skip
# Of the pushes; answers stay in the order in which they were written, whatever version wrote them.
_REMINDERS_FIRST = case((outbox.c.rank == int(Rank.PUSH), outbox.c.urgency), else_=0)
_ROWS = (
    select(
        *(outbox.c[name] for name in _COLUMNS),
        address.c.channel,
        address.c.bot_id,
        address.c.external_id,
        address.c.free_at,
    )
    .join(address, address.c.id == outbox.c.address_id)
    .where(among(outbox.c.address_id, "ids"), or_(*(outbox.c.status == one for one in OPEN)))
    .order_by(outbox.c.address_id, outbox.c.rank, _REMINDERS_FIRST, outbox.c.id)
)


async def _rows_of(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> list[Claimed]:
    """In the order of sending: the addresses as they were leased, danger before replies before pushes."""
    place = {id: index for index, id in enumerate(ids)}
    ready: list[Any] = []
    behind: list[tuple[int, datetime]] = []
    held: dict[tuple[int, int], datetime] = {}  # by address and rank: until when a row waits that others wait behind
    for row in await connection.execute(_ROWS, {"ids": ids}):
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
        trace=row.trace,
        urgency=row.urgency,
        free_at=row.free_at,
    )


_WORDS: dict[str, Any] = {
    "body": bindparam("b", type_=outbox.c.body.type),
    "verbs": bindparam("v", type_=outbox.c.verbs.type),
    "kind": bindparam("k"),
    "subject": bindparam("s"),
    "occurrence": bindparam("o"),
}
_SAME_WORDS = update(outbox).where(among(outbox.c.id, "ids")).values(_WORDS)
_OWN_WORDS = update(outbox).where(outbox.c.id == bindparam("i")).values(_WORDS)


async def composed(connection: AsyncConnection, letters: Iterable[tuple[int, Letter]]) -> None:
    """Keep the words of pushes before they are sent, and what their buttons are about.

    Letters that share one body object say the same altogether, and are kept in one statement.
    """
    shared: dict[int, list[tuple[int, Letter]]] = {}
    for row_id, letter in letters:
        shared.setdefault(id(letter.body), []).append((row_id, letter))
    alone = [{"i": group[0][0], **_words(group[0][1])} for group in shared.values() if len(group) == 1]
    if alone:
        await connection.execute(_OWN_WORDS, alone)
    for group in shared.values():
        if len(group) > 1:
            ids = [row_id for row_id, _letter in group]
            await connection.execute(_SAME_WORDS, {"ids": ids, **_words(group[0][1])})


def _words(letter: Letter) -> dict[str, Any]:
    verbs = [list(pair) for pair in letter.verbs] or None
    return {"b": letter.body, "v": verbs, "k": letter.kind, "s": letter.subject, "o": letter.occurrence}


_PUSHED = (
    select(outbox.c.person_id, outbox.c.due_at)
    .where(
        among(outbox.c.person_id, "people"),
        outbox.c.rank == literal_column("2"),  # a constant, for the index of pushes
        outbox.c.kind.in_(bindparam("kinds", expanding=True)),
        outbox.c.status.in_((Status.SENDING, Status.SENT, Status.UNCERTAIN)),
        outbox.c.due_at > bindparam("since"),
    )
    .order_by(outbox.c.id)
)


async def pushed_since(
    connection: AsyncConnection, people: Iterable[int], kinds: Iterable[str], since: datetime
) -> dict[int, tuple[datetime, ...]]:
    """When pushes of these kinds went to these people."""
    values = {"people": people, "kinds": list(kinds), "since": since}
    found: dict[int, tuple[datetime, ...]] = {}
    for row in await connection.execute(_PUSHED, values):
        found[row.person_id] = (*found.get(row.person_id, ()), row.due_at)
    return found


_BEGUN: dict[str, Any] = {"status": Status.SENDING, "attempts": outbox.c.attempts + 1}
_SENDING = update(outbox).where(among(outbox.c.id, "ids")).values(_BEGUN)


async def sending(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """From here on a crash leaves these rows' outcome unknown."""
    if ids:
        await connection.execute(_SENDING, {"ids": ids})
