"""How the database stands is told without reading all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ClauseElement, String, cast, insert, literal, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import addresses, measures
from bot.store.database import Database
from bot.store.measures import Waiting
from bot.store.outbox import Status
from bot.store.tables import outbox, process, safeguarding_case
from tests.store.rows import DAY, HOUR, MINUTE, NOW, known, letter, where, write

TELEGRAM, WEB = "telegram:7", "web:web"


async def _lanes(database: Database, rows: dict[str, dict[str, Any]]) -> None:
    """These rows, by their refs, wait for one mother like this."""
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, *(letter(ref, mama) for ref in rows))
        for ref, values in rows.items():
            await connection.execute(update(outbox).where(outbox.c.ref == ref).values(values))


async def test_what_is_due_is_counted_by_lane_and_urgency_with_its_oldest(database: Database) -> None:
    push = {"lane": TELEGRAM, "urgency": 3}
    rows = {
        "a": {**push, "factory": "GFDG01", "due_at": NOW - MINUTE},
        "b": {**push, "factory": "GFDG01", "due_at": NOW - 2 * MINUTE},
        "c": {**push, "factory": "GFDG02", "due_at": NOW - HOUR},
        "d": {**push, "factory": "GFDG02", "due_at": NOW + HOUR},
        "e": {**push, "factory": "GFDG03", "due_at": NOW + HOUR},
        "f": {"lane": TELEGRAM, "urgency": 0, "due_at": NOW},
        "g": {"lane": WEB, "urgency": 1, "due_at": NOW - MINUTE, "status": Status.SENT},
        "h": {"lane": WEB, "urgency": 2, "due_at": NOW - MINUTE},
    }
    await _lanes(database, rows)
    async with database.reading() as connection:
        found = await measures.waiting(connection, NOW)
    assert found == [
        Waiting(TELEGRAM, 0, 1, NOW),
        Waiting(TELEGRAM, 3, 3, NOW - HOUR),
        Waiting(WEB, 2, 1, NOW - MINUTE),
    ]


async def test_nothing_that_waits_is_nothing_to_tell(database: Database) -> None:
    async with database.reading() as connection:
        assert await measures.waiting(connection, NOW) == []
        assert await measures.people_unreachable(connection) == 0
        assert await measures.oldest_unheard(connection, NOW - DAY) is None
        assert await measures.processes(connection, NOW - DAY) == []


async def test_only_who_cannot_be_reached_anywhere_is_unreachable(database: Database) -> None:
    async with database.writing() as connection:
        mama, _baba, nai = await known(connection, "mama", "baba", "nai")
        for name in ("mama", "nai"):
            await addresses.set_reachable(connection, where(name), reachable=False)
        second = await addresses.resolve(connection, [where("mama", "web")], NOW)
        for address in second.values():
            await connection.execute(
                text("UPDATE address SET person_id = :p WHERE id = :i"), {"p": mama.person_id, "i": address.id}
            )
        assert nai.person_id != mama.person_id
        assert await measures.people_unreachable(connection) == 1
        await addresses.set_reachable(connection, where("mama", "web"), reachable=False)
        assert await measures.people_unreachable(connection) == 2


async def test_the_oldest_alert_that_nobody_heard_of_is_told(database: Database) -> None:
    case = {"person_id": None, "trigger": "accident", "level": "P0", "opened_at": NOW}
    cases = [
        {"number": "1", "alerted_at": NOW - 2 * MINUTE, "heard_at": None, "closed_at": None},
        {"number": "2", "alerted_at": NOW - MINUTE, "heard_at": None, "closed_at": None},
        {"number": "3", "alerted_at": NOW - HOUR, "heard_at": NOW, "closed_at": None},
        {"number": "4", "alerted_at": NOW - HOUR, "heard_at": None, "closed_at": NOW},
        {"number": "5", "alerted_at": NOW - 2 * DAY, "heard_at": None, "closed_at": None},
    ]
    async with database.writing() as connection:
        await connection.execute(insert(safeguarding_case), [{**case, **one} for one in cases])
        assert await measures.oldest_unheard(connection, NOW - DAY) == NOW - 2 * MINUTE


async def test_processes_are_told_by_role_as_long_as_they_are_seen(database: Database) -> None:
    row = {"host": "h", "version": "1", "started_at": NOW - DAY}
    async with database.writing() as connection:
        rows = [
            {**row, "name": "a", "roles": ["plan", "send"], "seen_at": NOW},
            {**row, "name": "b", "roles": ["send"], "seen_at": NOW - timedelta(seconds=5)},
            {**row, "name": "c", "roles": ["receive"], "seen_at": NOW - HOUR},
        ]
        await connection.execute(insert(process), rows)
        found = await measures.processes(connection, NOW - MINUTE)
    assert [one.name for one in found] == ["a", "b"]
    assert measures.by_role(found) == {"send": 2, "plan": 1}


async def test_the_database_tells_its_size_and_a_server_its_clock(database: Database) -> None:
    async with database.reading() as connection:
        assert await measures.bytes_held(connection) > 100_000
        told = await measures.clock(connection)
    assert (told is None) == database.is_sqlite
    assert told is None or told.tzinfo is not None


async def test_neither_question_reads_the_whole_table(database: Database) -> None:
    """Every step is a search in the index of what waits; of addresses only those that are lost are looked at."""
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, *(letter(f"r{number}", mama) for number in range(2000)))
        await connection.execute(update(outbox).values(lane=literal("l") + cast(outbox.c.id % 20, String)))
        await connection.execute(text("ANALYZE"))
        if not database.is_sqlite:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))  # so little is read faster as it lies
        group = {"l": "l7", "u": 3, "f": ""}
        step = await _way(connection, measures.STEP[connection.dialect.name].bindparams(**group))
        due = await _way(connection, measures.DUE.params(group, now=NOW, most=10))
        lost = await _way(connection, measures.LOST)
    assert "ix_outbox_due" in step
    assert "sort" not in step.lower()
    assert "b-tree" not in step.lower()
    assert "ix_outbox_due" in due
    assert "ix_address_unreachable" in lost


async def _way(connection: AsyncConnection, query: ClauseElement) -> str:
    """How the database goes about a question."""
    words = query.compile(connection.engine, compile_kwargs={"literal_binds": True})
    asked = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return " ".join(str(row) for row in await connection.exec_driver_sql(f"{asked} {words}"))
