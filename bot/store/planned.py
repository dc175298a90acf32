"""Planning in bulk: what is due with all that its next occurrence needs, rows for pushes, and the next instants."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import (
    CTE,
    JSON,
    BigInteger,
    ColumnClause,
    ColumnElement,
    DateTime,
    Executable,
    FromClause,
    String,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    true,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from bot.store.addresses import CODE_LETTERS
from bot.store.columns import Instant
from bot.store.outbox import ASKED_FOR, Rank, Status, Urgency
from bot.store.tables import address, outbox, profile, schedule


class Due(NamedTuple):
    """A schedule that is due, with what is needed of its person; `timing` as it is stored, unread.

    Without `address_id` she cannot be reached.
    """

    id: int
    person_id: int
    kind: str
    subject: str
    detail: str
    timing: str | None
    paused: bool
    skip_until: datetime | None
    next_at: datetime
    shift: str | None
    rotation_days: int | None
    shift_anchor: date | None
    paused_until: date | None
    factory: str | None
    address_id: int | None
    channel: str | None
    bot_id: str | None


async def due(connection: AsyncConnection, now: datetime, limit: int) -> list[Due]:
    """What is due, oldest first, locked against other planners. Paused ones too: their rules move on in silence."""
    rows = await connection.execute(_due(connection.dialect.name, limit), {"now": now})
    # A row for each of her addresses: the one she used last comes last.
    return [Due(*row) for row in {row.id: row for row in rows}.values()]


@cache
def _due(dialect: str, limit: int) -> Executable:
    """By the index of what is due, and then by keys, whatever statistics say; so `limit` is written out."""
    kept = (schedule.c[name] for name in ("id", "person_id", "kind", "subject", "detail"))
    rule = cast(schedule.c.timing, String).label("timing")
    # Hidden in a query of its own: seen, the statistics of this morning would say that next to nothing is due.
    now = select(bindparam("now", type_=Instant)).scalar_subquery()
    first = (
        select(*kept, rule, schedule.c.paused, schedule.c.skip_until, schedule.c.next_at)
        .where(schedule.c.next_at <= now)
        .order_by(schedule.c.next_at)
        .limit(literal_column(str(limit)))
    )
    taken = (first.with_for_update(skip_locked=True) if dialect == "postgresql" else first).cte("taken")
    joined, life, home = (_looked_up if dialect == "postgresql" else _joined)(taken)
    about = (life.c.shift, life.c.rotation_days, life.c.shift_anchor, life.c.paused_until, life.c.factory)
    query = select(*taken.c, *about, home.c.id, home.c.channel, home.c.bot_id).select_from(joined)
    return query.order_by(taken.c.next_at, taken.c.id, home.c.last_in_at.asc().nulls_first(), home.c.id)


def _joined(taken: CTE) -> tuple[FromClause, FromClause, FromClause]:
    """Schedules, beside each its person's profile, and her reachable addresses: SQLite goes by keys by itself."""
    hers = and_(address.c.person_id == taken.c.person_id, address.c.reachable)
    known = taken.outerjoin(profile, profile.c.person_id == taken.c.person_id)
    return known.outerjoin(address, hers), profile, address


def _looked_up(taken: CTE) -> tuple[FromClause, FromClause, FromClause]:
    """The same. With limits it cannot be turned into joins that read whole tables."""
    one: ColumnElement[int] = literal_column("1")
    many: ColumnElement[int] = literal_column("100")
    life = select(profile).where(profile.c.person_id == taken.c.person_id).limit(one).lateral("life")
    hers = select(address).where(address.c.person_id == taken.c.person_id, address.c.reachable)
    homes = hers.limit(many).lateral("home")
    return taken.outerjoin(life, true()).outerjoin(homes, true()), life, homes


class Push(TypedDict):
    """A row to be written for a schedule that is due. occurrence: its local minute."""

    schedule_id: int
    ref: str
    address_id: int
    occurrence: str
    lane: str
    factory: str


async def write(connection: AsyncConnection, pushes: Sequence[Push], now: datetime) -> None:
    """Rows for these schedules, due when those are; one whose dedupe key is there was written before."""
    if pushes:
        await connection.execute(_write(connection.dialect.name), {"rows": pushes, "now": now})


@cache
def _write(dialect: str) -> Executable:
    given, field = _given(dialect, tuple(Push.__annotations__))
    occurrence = field["occurrence"]
    person, kind, subject = schedule.c.person_id, schedule.c.kind, schedule.c.subject
    values: dict[str, ColumnElement[Any]] = {
        "ref": field["ref"],
        "address_id": field["address_id"],
        "person_id": person,
        "kind": kind,
        "subject": subject,
        "occurrence": occurrence,
        "rank": literal(int(Rank.PUSH)),
        "dedupe": kind + ":" + cast(person, String) + ":" + subject + ":" + occurrence,
        "status": literal(Status.WAITING.value),
        "due_at": schedule.c.next_at,
        "created_at": bindparam("now", type_=Instant),
        "attempts": literal(0),
        "lane": field["lane"],
        "urgency": case(dict.fromkeys(ASKED_FOR, int(Urgency.REMINDER)), value=kind, else_=int(Urgency.REST)),
        "factory": field["factory"],
    }
    rows = select(*values.values()).select_from(given).join(schedule, schedule.c.id == field["schedule_id"])
    # Without a WHERE, SQLite would take ON CONFLICT for a condition of the join.
    rows = rows.where(person.is_not(None)).order_by(schedule.c.next_at, schedule.c.id)
    insert = postgresql.insert(outbox) if dialect == "postgresql" else sqlite.insert(outbox)
    return insert.from_select(list(values), rows).on_conflict_do_nothing()


async def move_on(connection: AsyncConnection, moves: Iterable[tuple[int, datetime | None]]) -> None:
    """The next instant of each schedule, by its id, in one statement."""
    plain = connection.dialect.name != "postgresql"
    rows = [{"id": id, "next_at": _written(next_at, plain=plain)} for id, next_at in moves]
    if rows:
        await connection.execute(_move_on(connection.dialect.name), {"rows": rows})


@cache
def _move_on(dialect: str) -> Executable:
    _given_rows, field = _given(dialect, ("id", "next_at"))
    return update(schedule).where(schedule.c.id == field["id"]).values(next_at=field["next_at"])


def _written(at: datetime | None, *, plain: bool) -> str | None:
    """An instant as it stands in the database; SQLite compares it as text."""
    if at is None:
        return None
    utc = at.astimezone(UTC)
    return utc.replace(tzinfo=None).isoformat(" ", "microseconds") if plain else utc.isoformat()


_TEXT: TypeEngine[Any] = String()
_TYPES: Mapping[str, TypeEngine[Any]] = {
    "id": BigInteger(),
    "schedule_id": BigInteger(),
    "address_id": BigInteger(),
    "next_at": DateTime(timezone=True),
}


def _given(dialect: str, names: tuple[str, ...]) -> tuple[FromClause, dict[str, ColumnElement[Any]]]:
    """The bound list `rows` as a table of these columns: one value, however many rows."""
    bound = bindparam("rows", type_=JSON)
    if dialect == "postgresql":
        typed: list[ColumnClause[Any]] = [column(name, _TYPES.get(name, _TEXT)) for name in names]
        recordset = func.json_to_recordset(bound).table_valued(*typed, name="given").render_derived(with_types=True)
        return recordset, {name: recordset.c[name] for name in names}
    each = func.json_each(bound).table_valued(column("value", String), name="given")
    fields = {name: func.json_extract(each.c.value, f"$.{name}") for name in names}
    return each, {name: type_coerce(found, _TYPES.get(name, _TEXT)) for name, found in fields.items()}


_EVEN = 256 // len(CODE_LETTERS) * len(CODE_LETTERS)  # bytes from here on would make some letters likelier
_LETTERS = bytes(ord(CODE_LETTERS[byte % len(CODE_LETTERS)]) for byte in range(256))
_UNEVEN = bytes(range(_EVEN, 256))


def new_codes(count: int, length: int) -> list[str]:
    """Random codes, as hard to guess as those that are made one at a time."""
    letters = "".join(_random_letters(count * length))
    return [letters[start : start + length] for start in range(0, count * length, length)]


def _random_letters(count: int) -> Iterator[str]:
    while count > 0:
        made = secrets.token_bytes(count).translate(_LETTERS, _UNEVEN).decode("ascii")
        yield made
        count -= len(made)
