"""Thousands are due in the same minute: each is planned once, whoever plans, and nobody is dropped in silence."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from benchmarks.dialog import BOT_ID
from benchmarks.million import DUE_AT, fill
from bot.services.plan import MOST_AT_ONCE
from bot.services.ports import Channel
from bot.store import planned
from bot.store.addresses import CODE_LETTERS
from bot.store.outbox import Status, Urgency
from bot.store.tables import address, outbox, person, profile, schedule
from dialogs.calendar.recurrence import next_occurrence, timing_from_json
from dialogs.calendar.shifts import Shift, ShiftPattern
from tests.fakes import SHANGHAI, FakeChannel, World, instant

DAILY = {"rrule": "FREQ=DAILY", "start": "2026-09-07", "times": ["20:00"]}
EVENING = "2026-11-23T20:00"


async def many(world: World, people: int, due: int) -> None:
    async with world.database.writing() as connection:
        await fill(connection, people, due)
    world.clock.now = DUE_AT + timedelta(seconds=2)


async def set_all(world: World, **values: Any) -> None:
    async with world.database.writing() as connection:
        await connection.execute(update(schedule).where(schedule.c.next_at <= DUE_AT).values(**values))


async def still_due(world: World) -> int:
    async with world.database.reading() as connection:
        query = select(func.count()).where(schedule.c.next_at <= world.clock.now)
        return int((await connection.execute(query)).scalar_one())


async def test_a_reminder_is_written_once_when_two_planners_run(world: World) -> None:
    await many(world, 3 * MOST_AT_ONCE, 2 * MOST_AT_ONCE + 100)
    other = World(world.database)
    other.clock.now = world.clock.now
    counts = await asyncio.gather(world.planner.plan_due(), other.planner.plan_due())
    rows = await world.rows(outbox)
    assert sum(counts) == len(rows) == 2 * MOST_AT_ONCE + 100
    assert len({row.person_id for row in rows}) == len(rows)
    assert await still_due(world) == 0


async def test_every_row_says_where_it_goes_and_how_urgent_it_is(world: World) -> None:
    await many(world, 20, 10)
    await world.planner.plan_due()
    rows = await world.rows(outbox)
    hers = {row.person_id: row.factory for row in await world.rows(profile)}
    assert {(row.lane, row.urgency, row.rank, row.status) for row in rows} == {
        (f"telegram:{BOT_ID}", Urgency.REMINDER, 2, Status.WAITING)
    }
    assert {row.person_id: row.factory for row in rows} == {row.person_id: hers[row.person_id] for row in rows}
    assert {(row.occurrence, row.due_at, row.body) for row in rows} == {(EVENING, DUE_AT, None)}
    assert {row.dedupe for row in rows} == {f"call:{row.person_id}:1:{EVENING}" for row in rows}


async def test_a_tip_is_less_urgent_than_a_reminder(world: World) -> None:
    await many(world, 2, 1)
    await set_all(world, kind="tip")
    await world.planner.plan_due()
    assert [row.urgency for row in await world.rows(outbox)] == [Urgency.REST]


async def test_it_goes_to_the_reachable_address_she_used_last(world: World) -> None:
    await many(world, 2, 2)
    ways = (("old", True, 1), ("blocked", False, 3), ("last", True, 2), ("never used", True, None))
    async with world.database.writing() as connection:
        await connection.execute(update(address).values(reachable=False))
        for name, reachable, hour in ways:
            at = DUE_AT - timedelta(days=1) + timedelta(hours=hour) if hour else None
            row = {"person_id": 1, "channel": "fake", "bot_id": "bot", "external_id": name, "position": 0}
            await connection.execute(address.insert(), {**row, "reachable": reachable, "last_in_at": at})
    await world.planner.plan_due()
    (row,) = await world.rows(outbox)
    (home,) = await world.rows(address, id=row.address_id)
    assert (row.person_id, row.lane, home.external_id) == (1, "fake:bot", "last")
    assert await still_due(world) == 0


async def test_after_an_hour_of_standstill_each_is_reminded_once(world: World) -> None:
    """So many are late that planning takes several steps; a reminder is still of use for two hours."""
    await standstill(world, timedelta(hours=1))
    rows = await world.rows(outbox)
    assert Counter(row.status for row in rows) == {Status.SENT: 700}
    assert Counter(one.external_id for one in world.channel.arrived) == {row.external_id: 1 for row in await due(world)}


async def test_after_three_hours_of_standstill_each_is_left_out_and_says_why(world: World) -> None:
    await standstill(world, timedelta(hours=3))
    rows = await world.rows(outbox)
    assert Counter((row.status, row.reason) for row in rows) == {(Status.SKIPPED, "too late"): 700}
    assert world.channel.arrived == []


async def standstill(world: World, length: timedelta) -> None:
    await many(world, 700, 700)
    await set_all(world, timing=DAILY)
    world.channel = FakeChannel(world.clock, "telegram", BOT_ID)
    channels: dict[tuple[str, str], Channel] = world.setting.channels
    channels["telegram", BOT_ID] = world.channel
    world.clock.now = DUE_AT + length
    assert await world.planner.plan_due() == 700
    await world.sender.send_due()
    next_ones = {row.next_at for row in await due(world)}
    assert next_ones == {instant("2026-11-24T20:00")}


async def due(world: World) -> Any:
    """Addresses and schedules of those whose reminder stood still."""
    query = (
        select(address.c.external_id, schedule.c.next_at)
        .join(schedule, schedule.c.person_id == address.c.person_id)
        .join(outbox, outbox.c.person_id == address.c.person_id)
        .where(outbox.c.occurrence == EVENING)
    )
    async with world.database.reading() as connection:
        return (await connection.execute(query)).all()


async def test_next_instants_are_those_of_each_rule_and_shift(world: World) -> None:
    """What is worked out together is what would have been worked out for each alone."""
    await many(world, 600, 600)
    await world.planner.plan_due()
    async with world.database.reading() as connection:
        query = select(schedule, profile).join(profile, profile.c.person_id == schedule.c.person_id)
        rows = (await connection.execute(query)).all()
    for row in rows:
        pattern = ShiftPattern(Shift(row.shift), row.rotation_days, row.shift_anchor)
        assert row.next_at == next_occurrence(timing_from_json(row.timing), SHANGHAI, pattern, world.clock.now)
    assert len({row.next_at for row in rows}) > 5


@pytest.mark.parametrize(
    "rule", [{"rrule": "FREQ=DAILY;INTERVAL=0", "start": "2026-09-07", "times": ["20:00"]}, {"rrule": 7}, [], 5]
)
async def test_whatever_stands_in_a_rule_the_others_are_planned(world: World, rule: Any) -> None:
    await many(world, 3, 3)
    async with world.database.writing() as connection:
        await connection.execute(update(schedule).where(schedule.c.person_id == 2).values(timing=rule))
        await connection.execute(update(profile).where(profile.c.person_id == 3).values(shift="siesta"))
    assert await world.planner.plan_due() == 3
    tomorrow = world.clock.now + timedelta(days=1)
    rows: dict[int, datetime] = {row.person_id: row.next_at for row in await world.rows(schedule)}
    assert rows[2] == rows[3] == tomorrow
    assert rows[1] != tomorrow


async def test_somebody_of_whom_only_a_schedule_is_known_keeps_nobody_waiting(world: World) -> None:
    await many(world, 2, 2)
    async with world.database.writing() as connection:
        await connection.execute(profile.delete().where(profile.c.person_id == 1))
        await connection.execute(person.update().where(person.c.id == 1).values(agreement="unasked"))
    assert await world.planner.plan_due() == 2
    assert await still_due(world) == 0


def test_codes_made_together_are_all_different_and_use_every_letter_alike() -> None:
    codes = planned.new_codes(3000, 12)
    assert {len(code) for code in codes} == {12}
    assert len(set(codes)) == 3000
    letters = Counter("".join(codes))
    assert set(letters) == set(CODE_LETTERS)
    assert max(letters.values()) < 1.3 * min(letters.values())
    assert planned.new_codes(0, 12) == []
