"""A million people with a schedule each, made by the database itself, for measuring what planning costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    FromClause,
    String,
    Table,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    text,
    true,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.dialog import BOT_ID
from bot.store import schema
from bot.store.columns import Instant
from bot.store.database import Database
from bot.store.tables import address, person, profile, schedule
from dialogs.calendar.shifts import Shift

DUE_AT: Final = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # Monday, 20:00 in Shanghai
JOINED: Final = datetime(2026, 9, 1, tzinfo=UTC)
MINUTES: Final = 7 * 24 * 60  # over which those who are not due are spread
FACTORIES: Final = ("", "hw01", "hw02", "dg01", "dg02", "sz01", "sz02", "hz01")
DAYS: Final = ("MO,TU,WE,TH,FR,SA,SU", "MO,WE,FR", "MO", "MO,TU", "MO,TH", "SA,SU,MO")
TURNS: Final = 14  # first days of a rotation that takes a week each way


@dataclass(frozen=True)
class Series:
    """The numbers 1 to n inside the database, and what its kind of SQL says differently."""

    is_sqlite: bool
    rows: FromClause
    n: ColumnElement[int]

    def json(self, words: ColumnElement[str]) -> ColumnElement[Any]:
        return type_coerce(words, JSON) if self.is_sqlite else cast(words, JSON)

    def one_of(self, choices: tuple[Any, ...], salt: int) -> ColumnElement[Any]:
        """One of the choices for each number, scattered; choices of different salts do not hang together."""
        place = self.n * 7919 // salt % len(choices)
        return case(dict(enumerate(choices)), value=place)

    def at(self, start: datetime, minutes: ColumnElement[int]) -> ColumnElement[Any]:
        """So many minutes after an instant, in the form in which that database keeps it."""
        if self.is_sqlite:
            moved = func.strftime("%Y-%m-%d %H:%M:%f", f"{start:%Y-%m-%d %H:%M:%S}", cast(minutes, String) + " minutes")
            return type_coerce(moved + "000", Instant)
        return literal(start, Instant) + minutes * literal_column("interval '1 minute'")


def series(connection: AsyncConnection, count: int) -> Series:
    if connection.dialect.name == "postgresql":
        made = func.generate_series(1, cast(count, BigInteger)).table_valued("n", name="series").render_derived()
        return Series(False, made, made.c.n)
    first = select(literal(1).label("n")).cte("series", recursive=True)
    counted = first.union_all(select(first.c.n + 1).where(first.c.n < count))
    return Series(True, counted, counted.c.n)


async def seed_many(url: str, people: int, due: int) -> None:
    """People 1 to `people`, each with profile, address and a reminder; the reminders of `due` of them at DUE_AT.

    The database must be empty, and on PostgreSQL the user its owner. What lies there survives no power cut.
    """
    database = Database(url)
    try:
        await schema.upgrade(database)
        async with database.writing() as connection:
            if not database.is_sqlite:  # every row refers to one that was just made: nothing has to be looked up
                await connection.execute(text("SET LOCAL session_replication_role = replica"))
                await connection.execute(text("SET LOCAL synchronous_commit = off"))
            await fill(connection, people, due)
        async with database.writing() as connection:
            await connection.execute(text("ANALYZE"))
    finally:
        await database.close()


async def fill(connection: AsyncConnection, people: int, due: int) -> None:
    """The rows of seed_many, in a transaction of the caller's."""
    made = series(connection, people)
    for table, columns in (
        (person, _person(made)),
        (address, _address(made)),
        (profile, _profile(made)),
        (schedule, _schedule(made, people, due)),
    ):
        await _from_series(connection, table, made, columns)
    if connection.dialect.name == "postgresql":  # ids were given here, the next ones are the database's again
        for table in (person, address, schedule):
            await connection.execute(text(f"SELECT setval('{table.name}_id_seq', {people})"))


async def _from_series(
    connection: AsyncConnection, table: Table, made: Series, columns: Mapping[str, ColumnElement[Any]]
) -> None:
    chosen = select(*columns.values()).select_from(made.rows)
    await connection.execute(insert(table).from_select(list(columns), chosen))


def _person(made: Series) -> dict[str, ColumnElement[Any]]:
    return {
        "id": made.n,
        "code": "M" + cast(made.n, String),
        "agreement": literal("agreed"),
        "created_at": literal(JOINED, Instant),
        "last_in_at": made.at(JOINED, made.n % MINUTES),
        "trial": false(),
    }


def _address(made: Series) -> dict[str, ColumnElement[Any]]:
    return {
        "id": made.n,
        "person_id": made.n,
        "channel": literal("telegram"),
        "bot_id": literal(BOT_ID),
        "external_id": cast(made.n + 100_000_000, String),
        "reachable": true(),
        "last_in_at": made.at(JOINED, made.n % MINUTES),
        "position": literal(0),
    }


def _profile(made: Series) -> dict[str, ColumnElement[Any]]:
    """Every shift there is; those who rotate began on one of fourteen days."""
    anchors = tuple(date(2026, 11, 2 + turn) for turn in range(TURNS))
    shift = made.one_of((*Shift, Shift.DAY_LONG), 101)
    rotates = shift.in_((Shift.DAY_LONG, Shift.NIGHT_LONG))
    flags = ("paused", "stopped", "together")
    empty: dict[str, ColumnElement[Any]] = {
        "topics": made.json(literal_column("'[]'")),
        "asked": made.json(literal_column("'[]'")),
    }
    return {
        "person_id": made.n,
        "language": literal("zh_Hans"),
        "shift": shift,
        "rotation_days": case((rotates, 7), else_=null()),
        "shift_anchor": case((rotates, made.one_of(anchors, 103)), else_=null()),
        "tips_a_week": literal(0),
        "factory": made.one_of(FACTORIES, 107),
        "pin": literal(""),
        "wrong_pins": literal(0),
        **{flag: false() for flag in flags},
        **empty,
    }


def _schedule(made: Series, people: int, due: int) -> dict[str, ColumnElement[Any]]:
    """Every so-maniest person is due, so that they lie as far apart as in life."""
    apart = max(people // due, 1)
    is_due = (made.n % apart == 0) & (made.n <= apart * due)
    head, tail = literal('{"rrule": "FREQ=WEEKLY;BYDAY='), literal('", "start": "2026-09-07", "times": ["20:00"]')
    nights = made.one_of((', "night_times": ["17:30"]}', "}"), 113)
    return {
        "id": made.n,
        "person_id": made.n,
        "kind": literal("call"),
        "subject": literal("1"),
        "detail": literal("child:1"),
        "timing": made.json(head + made.one_of(DAYS, 109) + tail + nights),
        "paused": false(),
        "next_at": case((is_due, literal(DUE_AT, Instant)), else_=made.at(DUE_AT, 1 + made.n * 7919 % MINUTES)),
    }
