"""What is due is planned once, by its rule, and nothing is lost when a life changes meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.store import addresses
from bot.store.outbox import Status
from bot.store.tables import outbox, safeguarding_case, schedule
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.effects import CallLater, RemoveReminder, SaveReminder, SkipToday, StartTimer, StopTimer
from tests.fakes import SHANGHAI, World, instant

CALL = "打个电话"
DAILY = "MO,TU,WE,TH,FR,SA,SU"


async def occurrences(world: World, kind: str = "call") -> list[str]:
    return [row.dedupe.rpartition(":2026-")[2] for row in await world.rows(outbox) if row.dedupe and row.kind == kind]


async def next_at(world: World, kind: str = "call") -> list[str]:
    rows = await world.rows(schedule, kind=kind)
    return [_local(row.next_at) for row in rows]


def _local(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).replace(tzinfo=None).isoformat(timespec="minutes") if moment else "never"


async def test_however_late_the_ticks_come_nothing_drifts(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days="MO,WE")
    for day, minutes in ((23, 1), (25, 17), (30, 29)):
        await world.at(f"2026-11-{day}T20:{minutes:02}")
        world.sees("mama", CALL)
    assert await occurrences(world) == ["11-23T20:00", "11-25T20:00", "11-30T20:00"]
    assert await next_at(world) == ["2026-12-02T20:00"]


async def test_after_a_long_standstill_only_what_is_still_of_use_is_sent(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days=DAILY)
    await world.at("2026-11-27T20:30")
    assert await occurrences(world) == ["11-23T20:00"]
    world.sees_nothing("mama")
    assert await next_at(world) == ["2026-11-28T20:00"]
    await world.at("2026-11-28T20:00")
    world.sees("mama", CALL)


async def test_two_processes_plan_everything_once(world: World) -> None:
    for number in range(10):
        await world.joins(f"p{number}")
        await world.has_reminder(f"p{number}", days="MO")
    other = World(world.database)
    world.clock.now = other.clock.now = instant("2026-11-23T20:00")
    await asyncio.gather(world.planner.plan_due(), other.planner.plan_due())
    assert len(await world.rows(outbox)) == 10
    assert await world.planner.plan_due() == 0


async def test_what_falls_due_while_she_changes_her_profile_is_not_lost(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days="MO")
    world.clock.now = instant("2026-11-23T20:00")
    await world.changes("mama", topics=frozenset({"safety"}))
    await world.tick()
    world.sees("mama", CALL)


async def test_another_hour_moves_a_reminder_at_once(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", "20:00", days="MO")
    await world.has_reminder("mama", "19:00", days="MO")
    assert await next_at(world) == ["2026-11-23T19:00"]
    await world.at("2026-11-23T19:00")
    world.sees("mama", CALL)
    await world.at("2026-11-23T20:00")
    world.sees_nothing("mama")


async def test_a_reminder_that_is_deleted_never_comes(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.given("mama", CallLater(1, instant("2026-11-25T21:00")), RemoveReminder(1))
    assert await world.rows(schedule) == []


async def test_not_today_leaves_out_today_alone(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days=DAILY)
    await world.given("mama", CallLater(1, instant("2026-11-23T20:30")), SkipToday(1))
    assert await next_at(world) == ["2026-11-24T20:00"]
    await world.at("2026-11-23T20:31")
    world.sees_nothing("mama")
    await world.at("2026-11-24T20:00")
    world.sees("mama", CALL)


async def test_overtime_told_in_the_very_minute_is_still_heard(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days=DAILY)
    world.clock.now = instant("2026-11-23T20:00")
    await world.given("mama", SkipToday(1))
    await world.tick()
    world.sees_nothing("mama")
    assert await next_at(world) == ["2026-11-24T20:00"]


async def test_a_pause_moves_the_next_call_behind_its_last_day(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days=DAILY)
    await world.changes("mama", paused_until=date(2026, 11, 30))
    assert await next_at(world) == ["2026-12-01T20:00"]
    await world.changes("mama", paused_until=None)
    assert await next_at(world) == ["2026-11-23T20:00"]


async def test_a_rotating_shift_rings_at_the_hour_of_its_week(world: World) -> None:
    weekly = ShiftPattern(Shift.DAY_LONG, 7, date(2026, 11, 23))
    await world.joins("mama", shift=weekly)
    await world.has_reminder("mama", "20:00", days="WE", night_at="17:30")
    for day, at in (("2026-11-25", "20:00"), ("2026-12-02", "17:30"), ("2026-12-09", "20:00")):
        assert await next_at(world) == [f"{day}T{at}"]
        await world.at(f"{day}T{at}")
        world.sees("mama", CALL)


async def test_when_her_shift_changes_every_reminder_follows(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", "20:00", days="WE", night_at="17:30")
    await world.changes("mama", shift=ShiftPattern(Shift.NIGHT_LONG))
    assert await next_at(world) == ["2026-11-25T17:30"]


async def test_a_paused_reminder_is_silent_and_does_not_ring_for_the_past_when_it_goes_on(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days=DAILY, paused=True)
    await world.at("2026-11-24T20:00")
    world.sees_nothing("mama")
    assert await world.rows(outbox) == []
    assert await next_at(world) == ["2026-11-25T20:00"]
    await world.at("2026-11-24T20:10")
    (reminder,) = (await world.facts("mama")).reminders
    await world.given("mama", SaveReminder(replace(reminder, paused=False)))
    await world.later(minutes=1)
    world.sees_nothing("mama")
    await world.at("2026-11-25T20:00")
    world.sees("mama", CALL)


async def test_once_more_is_once(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days="MO")
    await world.at("2026-11-23T20:00")
    await world.given("mama", CallLater(1, instant("2026-11-23T20:30")))
    await world.at("2026-11-23T20:30")
    world.sees("mama", CALL)
    assert await world.rows(schedule, kind="later") == []
    assert await next_at(world) == ["2026-11-30T20:00"]


async def test_who_cannot_be_reached_gets_nothing_and_misses_nothing_later(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days="MO,TU")
    async with world.database.writing() as connection:
        await addresses.set_reachable(connection, world.where("mama"), reachable=False)
    await world.at("2026-11-23T20:00")
    assert await world.rows(outbox) == []
    await world.says("mama", "菜单")
    await world.at("2026-11-24T20:00")
    world.sees("mama", CALL)


async def test_a_rule_that_cannot_be_read_keeps_nobody_waiting(world: World) -> None:
    for who in ("mama", "baba"):
        await world.joins(who)
        await world.has_reminder(who, days="MO")
    async with world.database.writing() as connection:
        hers = schedule.update().where(schedule.c.person_id == await world.person("mama"))
        rule = {"rrule": "FREQ=SOMETIMES", "start": "2026-11-23", "times": ["x"]}
        await connection.execute(hers.values(timing=rule))
    await world.at("2026-11-23T20:00")
    world.sees("baba", CALL)
    rows = {row.person_id: row.next_at for row in await world.rows(schedule, kind="call")}
    assert rows[await world.person("mama")] == instant("2026-11-24T20:00")


async def test_a_timer_runs_out_once(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", StartTimer("danger_ask_back", "accident:P1", instant("2026-11-23T10:10")))
    await world.at("2026-11-23T10:09")
    assert await world.rows(safeguarding_case) == []
    await world.at("2026-11-23T10:10")
    await world.later(minutes=10)
    assert [(row.trigger, row.level) for row in await world.rows(safeguarding_case)] == [("accident", "P1")]
    assert await world.rows(schedule) == []


async def test_a_timer_that_was_stopped_never_runs_out(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", StartTimer("danger_ask_back", "accident:P1", instant("2026-11-23T10:10")))
    await world.given("mama", StopTimer("danger_ask_back"))
    await world.later(hours=1)
    assert await world.rows(safeguarding_case) == []


async def test_a_tip_comes_on_its_days_at_the_hour_of_the_shift(world: World) -> None:
    await world.joins("mama", shift=ShiftPattern(Shift.DAY_LONG))
    await world.changes("mama", tips_a_week=7)
    assert await next_at(world, "tip") == ["2026-11-23T20:30"]
    await world.changes("mama", tips_a_week=0)
    assert await world.rows(schedule, kind="tip") == []


async def test_planning_costs_what_is_due_and_not_how_many_people_there_are(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days="MO")
    assert await world.planner.plan_due() == 0
    world.clock.now += timedelta(days=1)
    assert await world.planner.plan_due() == 1
    assert [row.status for row in await world.rows(outbox)] == [Status.WAITING]
