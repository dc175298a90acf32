"""What every tick and every hour asks is answered by an index, however full the tables are."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, event, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.million import DUE_AT, fill
from bot.store import (
    accounts,
    addresses,
    announcements,
    case_alerts,
    cases,
    conversations,
    inbound,
    outbox,
    planned,
    questions,
    records,
    roster,
    schedules,
    tables,
    workflow,
)
from bot.store.database import Database
from bot.store.tables import person

PEOPLE = 50_000
NOW = DUE_AT + timedelta(seconds=2)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
GROWING = frozenset(
    {"person", "address", "conversation", "profile", "schedule", "outbox", "inbound", "pressed", "question", "call"}
)

Asks = Callable[[AsyncConnection], Awaitable[Any]]

# What is due or old is little, of much.
QUESTIONS: dict[str, Asks] = {
    "what is due": lambda c: planned.due(c, NOW, 500),
    "timers that ran out": lambda c: schedules.forget(c, [(1, NOW), (2, NOW)]),
    "schedules of a batch": lambda c: schedules.ruled_of(c, range(1, 200)),
    "shifts of the coming days": lambda c: roster.between(c, NOW, NOW + timedelta(days=14)),
    "alerts that nobody took": lambda c: case_alerts.untaken(c, {"P0": NOW, "P1": NOW}, 12),
    "alerts that nobody heard": lambda c: case_alerts.any_unheard(c, NOW - timedelta(hours=12), NOW),
    "content to be published": lambda c: workflow.waiting(c, NOW),
    "how an announcement went": lambda c: announcements.outcome(c, 7),
    "an announcement taken back": lambda c: announcements.take_back(c, 7),
    "people who never agreed": lambda c: records.erase_unagreed(c, NOW - timedelta(days=1), 25, now=NOW),
    "people who left": lambda c: records.erase_stopped(c, NOW - timedelta(days=30), 25, now=NOW),
    "people who are silent": lambda c: records.erase_silent(c, LONG_AGO, 25, now=NOW),
    "words of a week ago": lambda c: outbox.blank(c, LONG_AGO, 500),
    "deliveries of a year ago": lambda c: outbox.prune(c, LONG_AGO, 500),
    "presses of a year ago": lambda c: outbox.prune_presses(c, LONG_AGO, 500),
    "keys of a month ago": lambda c: inbound.prune(c, LONG_AGO, 500),
    "questions left open": lambda c: conversations.let_go(c, LONG_AGO, 500),
    "recordings": lambda c: questions.blank_files(c, LONG_AGO, 500),
    "questions that were answered": lambda c: questions.drop_answered(c, LONG_AGO, 500),
    "questions that were not": lambda c: questions.drop_unanswered(c, LONG_AGO, 500),
    "contacts in closed cases": lambda c: cases.blank_contacts(c, LONG_AGO, 500),
    "closed cases": lambda c: cases.drop_closed(c, LONG_AGO, 500),
    "codes that ran out": lambda c: records.drop_expired_codes(c, LONG_AGO, 500),
    "sessions that ended": lambda c: accounts.drop_ended(c, LONG_AGO, 500),
    "addresses without anybody": lambda c: addresses.drop_orphans(c, LONG_AGO, 500),
    "where to write to": lambda c: addresses.for_pushes(c, range(1, 200)),
}


@contextmanager
def overheard(connection: AsyncConnection) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are asked meanwhile, with their values."""
    heard: list[tuple[str, Any]] = []

    def hear(_conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if not statement.startswith("EXPLAIN"):
            heard.append((statement, values[0] if many else values))

    event.listen(connection.sync_connection, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(connection.sync_connection, "before_cursor_execute", hear)


async def test_no_question_reads_a_whole_table_that_grows(database: Database) -> None:
    await crowd(database)
    wrong = []
    async with database.writing() as connection:
        for name, asks in QUESTIONS.items():
            with overheard(connection) as heard:
                await asks(connection)
            assert heard, name
            for statement, values in heard:
                wrong += [f"{name}: {line}" for line in await read_whole(connection, statement, values)]
        await connection.rollback()
    assert wrong == []


async def read_whole(connection: AsyncConnection, statement: str, values: Any) -> list[str]:
    """Lines of the plan that read all of a growing table."""
    lite = connection.dialect.name == "sqlite"
    rows = await connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if lite else ''}{statement}", values)
    lines = [str(row.detail if lite else row[0]).strip() for row in rows]
    return [line for line in lines if scanned(line, lite=lite) in GROWING]


def scanned(line: str, *, lite: bool) -> str:
    """The table that is read from one end to the other; by the order of a key only where a limit ends it soon."""
    if lite:
        found = re.fullmatch(r"SCAN (\w+)(?! USING)", line)
    else:
        found = re.match(r"(?:-> +)?(?:Parallel )?Seq Scan on (\w+)", line)
    return found[1] if found else ""


@pytest.mark.parametrize("lite", [True, False])
def test_a_whole_read_is_recognised(lite: bool) -> None:
    lines = ("SCAN outbox", "->  Seq Scan on outbox  (cost=0.00..9.00 rows=1 width=4)")
    assert scanned(lines[0 if lite else 1], lite=lite) == "outbox"
    assert scanned("SEARCH outbox USING INDEX ix_outbox_words (due_at<?)", lite=lite) == ""


async def crowd(database: Database) -> None:
    """Fifty thousand people, each with a talk, a question, a press, an update and a message that was sent."""
    async with database.writing() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await fill(connection, PEOPLE, 100)
        for table, hers, same in _LEFT:
            values = [literal(value, table.c[name].type) for name, value in same.items()]
            chosen = select(*hers.values(), *values)
            await connection.execute(insert(table).from_select([*hers, *same], chosen))
    async with database.writing() as connection:
        await connection.execute(text("ANALYZE"))


_DONE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_EMPTY: dict[str, Any] = {"state": {}, "turn": 1, "open": False, "shown": []}
_TAKEN = {"channel": "fake", "bot_id": "bot", "status": "taken"}
_SENT = {"kind": "reply", "subject": "", "occurrence": "", "rank": 1, "status": "sent", "attempts": 1, "position": 1}
# What each of them left in these tables: columns taken from her, and values.
_LEFT: tuple[tuple[Table, dict[str, Any], dict[str, Any]], ...] = (
    (tables.conversation, {"person_id": person.c.id}, {**_EMPTY, "moved_at": _DONE}),
    (
        tables.question,
        {"person_id": person.c.id},
        {"words": "", "file": "", "asked_at": _DONE, "answered_at": _DONE},
    ),
    (tables.pressed, {"ref": person.c.code}, {"verb": "kept", "at": _DONE}),
    (tables.inbound, {"key": person.c.code}, {**_TAKEN, "received_at": _DONE}),
    (
        tables.outbox,
        {"ref": person.c.code, "address_id": person.c.id, "person_id": person.c.id},
        {**_SENT, "due_at": _DONE, "created_at": _DONE, "sent_at": _DONE},
    ),
)


def test_every_growing_table_is_one_of_ours() -> None:
    assert tables.metadata.tables.keys() >= GROWING
