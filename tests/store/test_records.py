"""What is remembered, read out, and forgotten without a trace."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Column, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import addresses, case_work, cases, conversations, people, planned, questions, records, schedules
from bot.store.addresses import Address
from bot.store.cases import Opening
from bot.store.conversations import Moved
from bot.store.database import Database
from bot.store.outbox import Rank
from bot.store.schedules import Kind, Schedule
from bot.store.tables import metadata, outbox, person, return_code, tip_seen
from dialogs.calendar.bands import Band
from dialogs.facts import Agreement, Child, Profile
from tests.store.rows import DAY, HOUR, NOW, all_of, known, letter, where, write


async def lives(connection: AsyncConnection, who: Address) -> None:
    """Something of hers stands in every table that can hold something of a person."""
    id = who.person_id
    await people.save_profiles(connection, [(id, Profile(paused_until=date(2026, 12, 1)))])
    await people.save_children(connection, [(id, Child(1, Band("6-9")))])
    consent = {"person_id": id, "purpose": "service", "given": True, "at": NOW, "notice_version": "1"}
    await records.give_consents(connection, [consent])
    await people.set_agreement(connection, [id], Agreement.AGREED)
    await schedules.save(connection, [Schedule(id, Kind.LATER, "1", NOW), Schedule(id, Kind.TIMER, "ask", NOW)])
    call = {"person_id": id, "number": 1, "occurrence": "x", "outcome": "called", "at": NOW}
    await records.record_calls(connection, [call])
    await records.show_tips(connection, [(id, "hug")], NOW)
    await questions.ask(connection, [{"person_id": id, "words": "娃不接电话", "file": "", "asked_at": NOW}])
    state = {"frames": [], "turn": 1, "asked": 0, "misses": 0}
    await conversations.save(connection, [Moved(id, state, 0, ())], NOW)
    await cases.open_cases(connection, [Opening(id, "accident", "P2", "烫着了")], NOW)
    await records.keep_return_code(connection, f"digest {id}", who.id, NOW + DAY)
    await write(connection, letter(f"letter {id}", who))


def _pointing_at(name: str) -> Iterator[tuple[Table, Column[Any]]]:
    """Every column of every table that refers to a person or an address."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == name for key in column.foreign_keys):
                yield table, column


async def _count(connection: AsyncConnection, table: Table, column: Column[Any], value: int) -> int:
    query = select(func.count()).select_from(table).where(column == value)
    return int((await connection.execute(query)).scalar_one())


async def test_erasing_leaves_nothing_of_her_in_any_table_and_everything_of_others(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        for one in (mama, baba):
            await lives(connection, one)
        columns = list(_pointing_at("person"))
        for table, column in columns:
            assert await _count(connection, table, column, mama.person_id) > 0, f"{table.name} was not tried"
        await records.erase(connection, mama.person_id)
        for table, column in columns:
            assert await _count(connection, table, column, mama.person_id) == 0, table.name
            assert await _count(connection, table, column, baba.person_id) > 0, table.name
        assert await _count(connection, person, person.c.id, mama.person_id) == 0
        for table, column in _pointing_at("address"):
            assert await _count(connection, table, column, mama.id) == 0, table.name


async def test_everything_that_is_kept_of_a_person_is_read_out(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await lives(connection, mama)
        await lives(connection, baba)
        found = await records.read_out(connection, mama.person_id)
        tables = {table.name for table, _column in _pointing_at("person")}
    read_out = {
        "profile": "profile",
        "child": "children",
        "consent": "consents",
        "schedule": "schedules",
        "call": "calls",
        "tip_seen": "tips",
        "question": "questions",
        "conversation": "conversation",
        "outbox": "sent",
        "address": "addresses",
    }
    assert set(read_out) == tables - {"safeguarding_case"}
    for name in (*read_out.values(), "person"):
        assert len(found[name]) == 1, name
    assert found["questions"][0]["words"] == "娃不接电话"
    assert found["sent"][0]["words"] == f"letter {mama.person_id}"
    assert found["addresses"][0]["external_id"] == "mama"
    assert "pin" not in found["profile"][0]


async def test_nothing_that_is_read_out_shows_that_there_was_danger(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P2", "烫着了")], NOW)
        await write(connection, letter("打120", mama, Rank.DANGER), letter("你好", mama))
        found = str(await records.read_out(connection, mama.person_id))
    assert "你好" in found
    assert not any(word in found for word in ("烫着了", "打120", "accident"))


async def test_whoever_never_agreed_is_forgotten_after_a_day_without_a_word(database: Database) -> None:
    async with database.writing() as connection:
        unasked, refused, agreed, recent, danger = await known(connection, "a", "b", "c", "d", "e")
        await people.set_agreement(connection, [refused.person_id], Agreement.REFUSED)
        await people.set_agreement(connection, [agreed.person_id], Agreement.AGREED)
        await connection.execute(person.update().where(person.c.id != recent.person_id).values(last_in_at=NOW - DAY))
        await cases.open_cases(connection, [Opening(danger.person_id, "accident", "P1", "")], NOW)
        assert await records.erase_unagreed(connection, NOW - HOUR, 1) == 1
        assert await records.erase_unagreed(connection, NOW - HOUR, 100) == 1
        left = {row.id for row in await all_of(connection, person)}
        assert unasked.person_id not in left
        assert left == {agreed.person_id, recent.person_id, danger.person_id}
        (case,) = await case_work.listed(connection)
        await case_work.close(connection, case.number, "", NOW)
        assert await records.erase_unagreed(connection, NOW - HOUR, 100) == 1


async def test_whoever_is_silent_for_long_is_forgotten(database: Database) -> None:
    async with database.writing() as connection:
        silent, writes = await known(connection, "a", "b")
        await people.set_agreement(connection, [silent.person_id, writes.person_id], Agreement.AGREED)
        await connection.execute(person.update().where(person.c.id == silent.person_id).values(last_in_at=NOW - DAY))
        assert await records.erase_silent(connection, NOW - HOUR, 100) == 1
        assert [row.id for row in await all_of(connection, person)] == [writes.person_id]


async def test_whoever_left_is_forgotten_after_her_time_and_whoever_came_back_is_not(database: Database) -> None:
    async with database.writing() as connection:
        left, back, stays, danger = await known(connection, "a", "b", "c", "d")
        stopped = [(one.person_id, Profile(stopped=True)) for one in (left, back, danger)]
        await people.save_profiles(connection, [*stopped, (stays.person_id, Profile())])
        await connection.execute(person.update().where(person.c.id != back.person_id).values(last_in_at=NOW - 31 * DAY))
        await cases.open_cases(connection, [Opening(danger.person_id, "accident", "P1", "")], NOW)
        assert await records.erase_stopped(connection, NOW - 30 * DAY, 100) == 1
        assert {row.id for row in await all_of(connection, person)} == {
            back.person_id,
            stays.person_id,
            danger.person_id,
        }


async def test_a_tip_counts_how_often_it_was_shown(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        shown = [(mama.person_id, "hug"), (mama.person_id, "hug"), (baba.person_id, "hug")]
        await records.show_tips(connection, shown, NOW)
        await records.show_tips(connection, [(mama.person_id, "hug")], NOW + DAY)
        rows = {row.person_id: row for row in await all_of(connection, tip_seen)}
    assert (rows[mama.person_id].times, rows[mama.person_id].seen_at) == (3, NOW + DAY)
    assert (rows[baba.person_id].times, rows[baba.person_id].seen_at) == (1, NOW)


async def test_a_return_code_opens_once_in_its_time_and_a_new_one_replaces_it(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await records.keep_return_code(connection, "old", mama.id, NOW + DAY)
        await records.keep_return_code(connection, "new", mama.id, NOW + DAY)
        await records.keep_return_code(connection, "his", baba.id, NOW + HOUR)
        assert await records.redeem(connection, "old", NOW, where("a new phone")) is None
        assert await records.redeem(connection, "new", NOW, where("a new phone")) == "mama"
        assert await records.redeem(connection, "new", NOW, where("a new phone")) is None
        assert await records.redeem(connection, "his", NOW + HOUR, where("a new phone")) is None
        assert await records.drop_expired_codes(connection, NOW + HOUR, 100) == 1
        assert await all_of(connection, return_code) == []


async def test_whoever_writes_while_others_are_forgotten_stays(postgres_database: Database) -> None:
    async with postgres_database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
    async with postgres_database.writing() as writing:
        await people.lock(writing, [mama.person_id])
        async with postgres_database.writing() as tidying:
            assert await records.erase_silent(tidying, NOW + DAY, 100) == 1
        await addresses.wrote(writing, [mama], NOW + DAY)
    async with postgres_database.reading() as connection:
        assert [row.id for row in await all_of(connection, person)] == [mama.person_id]
    assert baba.person_id != mama.person_id


async def test_erasing_waits_for_what_is_being_sent_to_her(postgres_database: Database) -> None:
    async with postgres_database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("hello", mama))

    async def forget() -> None:
        async with postgres_database.writing() as connection:
            await records.erase(connection, mama.person_id)

    async with postgres_database.writing() as sending:
        await addresses.hold(sending, [mama.id])
        forgetting = asyncio.create_task(forget())
        await asyncio.sleep(0.2)
        await sending.execute(outbox.update().values(status="sent"))
    await forgetting
    async with postgres_database.reading() as connection:
        assert await all_of(connection, outbox) == []


async def test_erasing_waits_for_what_is_being_planned_for_her(postgres_database: Database) -> None:
    async with postgres_database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await schedules.save(connection, [Schedule(mama.person_id, Kind.TIMER, "ask", NOW)])

    async def forget() -> None:
        async with postgres_database.writing() as connection:
            await records.erase(connection, mama.person_id)

    async with postgres_database.writing() as planning:
        assert len(await planned.due(planning, NOW, 10)) == 1
        forgetting = asyncio.create_task(forget())
        await asyncio.sleep(0.2)
        await write(planning, letter("planned", mama))
    await forgetting
    async with postgres_database.reading() as connection:
        assert await all_of(connection, outbox) == []
        assert await all_of(connection, person) == []
