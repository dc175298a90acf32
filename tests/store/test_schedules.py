"""What will happen, and when it is due."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

from bot.store import planned, records, schedules
from bot.store.database import Database
from bot.store.schedules import Kind, Schedule
from bot.store.tables import schedule
from tests.store.rows import DAY, HOUR, MINUTE, NOW, all_of, known

WEEKLY = {"rrule": "FREQ=WEEKLY", "start": "2026-11-23", "times": ["20:00"]}


def call(person_id: int, number: int = 1, next_at: datetime | None = NOW, **more: Any) -> Schedule:
    return Schedule(person_id, Kind.CALL, str(number), next_at, WEEKLY, "child:1", **more)


async def test_what_is_due_comes_oldest_first(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        times = (NOW, NOW - HOUR, NOW + MINUTE, None)
        await schedules.save(connection, [call(mama.person_id, n, at) for n, at in enumerate(times, start=1)])
        due = await planned.due(connection, NOW, 10)
        assert [one.subject for one in due] == ["2", "1"]
        assert (json.loads(due[1].timing or ""), due[1].detail, due[1].next_at) == (WEEKLY, "child:1", NOW)
        assert [one.subject for one in await planned.due(connection, NOW, 1)] == ["2"]


async def test_saving_a_reminder_again_changes_it_and_makes_no_second_one(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await schedules.save(connection, [call(mama.person_id), call(mama.person_id, 2)])
        await schedules.save(connection, [call(mama.person_id, next_at=NOW + DAY, paused=True)])
        await schedules.save(connection, [])
        rows = await all_of(connection, schedule)
    assert [(row.subject, row.next_at, row.paused) for row in rows] == [
        ("1", NOW + DAY, True),
        ("2", NOW, False),
    ]


async def test_a_schedule_moves_on_by_itself_alone(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await schedules.save(connection, [call(mama.person_id), call(mama.person_id, 2)])
        first, second = await planned.due(connection, NOW, 10)
        await planned.move_on(connection, [(first.id, NOW + DAY), (second.id, None)])
        await planned.move_on(connection, [])
        assert [row.next_at for row in await all_of(connection, schedule)] == [NOW + DAY, None]


async def test_only_schedules_with_rules_are_replanned(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        others = [Schedule(mama.person_id, Kind.LATER, "1", NOW), Schedule(mama.person_id, Kind.TIMER, "ask", NOW)]
        await schedules.save(connection, [call(mama.person_id), call(baba.person_id), *others])
        found = await schedules.ruled_of(connection, [mama.person_id])
    assert [(one.person_id, one.kind) for one in found] == [(mama.person_id, Kind.CALL)]


async def test_not_today_leaves_out_the_rule_and_once_more_but_not_tomorrow(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        later = [Schedule(mama.person_id, Kind.LATER, str(n), NOW + n * HOUR) for n in (1, 2)]
        tomorrow = Schedule(mama.person_id, Kind.LATER, "3", NOW + DAY)
        await schedules.save(connection, [call(mama.person_id), call(mama.person_id, 2), *later, tomorrow])
        tonight = NOW + 10 * HOUR
        await schedules.skip(connection, [(mama.person_id, "1", tonight), (mama.person_id, "3", tonight)])
        await schedules.skip(connection, [])
        rows = await all_of(connection, schedule)
    assert {(row.kind, row.subject): row.skip_until for row in rows} == {
        ("call", "1"): tonight,
        ("call", "2"): None,
        ("later", "2"): None,
        ("later", "3"): None,
    }


async def test_what_is_deleted_is_gone(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await schedules.save(connection, [call(mama.person_id, n) for n in (1, 2, 3)])
        await schedules.drop(connection, [(mama.person_id, Kind.CALL, "1")])
        await schedules.drop(connection, [])
        first, _second = await planned.due(connection, NOW, 10)
        await schedules.remove(connection, [first.id])
        await schedules.remove(connection, [])
        assert [row.subject for row in await all_of(connection, schedule)] == ["3"]


async def test_a_timer_that_was_set_anew_meanwhile_is_not_forgotten(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        timers = [Schedule(one.person_id, Kind.TIMER, "ask", NOW) for one in (mama, baba)]
        await schedules.save(connection, timers)
        due = await planned.due(connection, NOW, 10)
        await schedules.save(connection, [Schedule(mama.person_id, Kind.TIMER, "ask", NOW + HOUR)])
        await schedules.forget(connection, [(one.id, one.next_at) for one in due])
        assert [row.person_id for row in await all_of(connection, schedule)] == [mama.person_id]


async def test_schedules_go_with_their_person(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await schedules.save(connection, [call(mama.person_id), call(baba.person_id)])
        await records.erase(connection, mama.person_id)
        assert [row.person_id for row in await all_of(connection, schedule)] == [baba.person_id]


async def test_two_planners_at_once_plan_everything_once(database: Database) -> None:
    async with database.writing() as connection:
        people = await known(connection, *(f"p{number}" for number in range(12)))
        await schedules.save(connection, [call(one.person_id) for one in people])

    async def plan() -> list[int]:
        found: list[int] = []
        for _round in range(6):
            async with database.writing() as connection:
                due = await planned.due(connection, NOW, 4)
                await asyncio.sleep(0.01)
                await planned.move_on(connection, [(one.id, NOW + DAY) for one in due])
            found.extend(one.person_id for one in due)
        return found

    one, other = await asyncio.gather(plan(), plan())
    assert sorted(one + other) == sorted(person.person_id for person in people)
