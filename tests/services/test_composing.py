"""A push is looked at once more when its moment has come: it may have become unwanted, late, or ill-timed."""

from __future__ import annotations

from datetime import date

from bot.store.outbox import Rank, Status
from bot.store.tables import outbox, profile, tip_seen
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.effects import AllClear, OpenCase, RemoveReminder, SkipToday
from tests.fakes import DOWN, World, instant
from tests.services.letters import fates, push, pushes

WEDNESDAY = "2026-11-25T20:00"
CALL = "打个电话"


async def test_a_reminder_comes_at_its_minute_with_words_to_begin_with(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.at("2026-11-25T19:59")
    world.sees_nothing("mama")
    await world.at(WEDNESDAY)
    world.sees("mama", CALL, "可以这样开口")
    assert [button.label for button in world.messages("mama")[-1].buttons] == ["打了", "等会儿", "今天打不了"]
    await world.later(minutes=1)
    world.sees_nothing("mama")


async def test_a_bare_number_answers_the_push_that_came_last(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.says("mama", "菜单")
    await world.at(WEDNESDAY)
    await world.says("mama", "1")
    world.sees("mama", "聊")


async def test_a_mother_on_night_shift_is_not_woken_by_a_tip(world: World) -> None:
    nights = ShiftPattern(Shift.NIGHT_LONG)
    await world.joins("mama", shift=nights)
    await world.has_reminder("mama")
    await push(world, "mama", occurrence="2026-11-23T10:00")
    await world.sender.send_due()
    world.sees_nothing("mama")
    (row,) = await world.rows(outbox)
    assert (row.status, row.reason) == (Status.WAITING, "waits for a better moment")
    assert instant("2026-11-23T12:00") < row.due_at <= instant("2026-11-23T18:00")


async def test_at_the_minute_that_she_chose_herself_she_is_rung_although_she_may_sleep(world: World) -> None:
    await world.joins("mama", shift=ShiftPattern(Shift.NIGHT_LONG))
    await world.has_reminder("mama", "12:30", days="SA")
    await world.at("2026-11-28T12:30")
    world.sees("mama", CALL)


async def test_nothing_unasked_comes_after_she_left(world: World) -> None:
    await world.joins("mama", tips_a_week=7)
    await world.has_reminder("mama")
    await world.at("2026-11-24T00:00")
    await push(world, "mama", "tip", occurrence=WEDNESDAY)
    await world.changes("mama", stopped=True)
    await world.at(WEDNESDAY)
    world.sees_nothing("mama")
    assert "stopped" in {row.reason for row in await world.rows(outbox, status=Status.SKIPPED)}


async def test_while_she_pauses_neither_tips_nor_reminders_come_and_afterwards_both_do(world: World) -> None:
    await world.joins("mama", tips_a_week=7)
    await world.has_reminder("mama", days="MO,TU,WE,TH,FR,SA,SU")
    await world.changes("mama", paused_until=date(2026, 11, 25))
    for day in (23, 24, 25):
        await world.at(f"2026-11-{day}T20:30")
        world.sees_nothing("mama")
    await world.at("2026-11-26T20:30")
    world.sees("mama", CALL)
    assert {row.kind for row in await world.rows(outbox, status=Status.SENT)} == {"call", "tip"}


async def test_an_open_pause_holds_until_she_ends_it(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days="MO,TU")
    await world.changes("mama", paused=True)
    await world.at("2026-11-23T20:00")
    world.sees_nothing("mama")
    await world.changes("mama", paused=False)
    await world.at("2026-11-24T20:00")
    world.sees("mama", CALL)


async def test_while_a_case_is_open_no_push_comes_until_it_is_over(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", days="MO,TU,WE")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    await world.at("2026-11-23T20:00")
    world.sees_nothing("mama")
    assert ("skipped", "a case is open") in (await fates(world)).values()
    await world.given("mama", AllClear())
    await world.at("2026-11-24T20:00")
    world.sees("mama", CALL)


async def test_a_call_that_comes_too_late_is_left_out_and_one_that_is_a_little_late_says_so(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama", "17:00", days="MO,TU")
    await world.at("2026-11-23T18:59")
    world.sees("mama", CALL, "晚")
    await world.at("2026-11-24T19:30")
    world.sees_nothing("mama")
    assert "too late" in {row.reason for row in await world.rows(outbox, status=Status.SKIPPED)}


async def test_a_running_conversation_is_not_interrupted(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.at("2026-11-25T19:56")
    await world.says("mama", "菜单")
    await world.at(WEDNESDAY)
    world.sees_nothing("mama")
    await world.at("2026-11-25T20:05")
    world.sees_nothing("mama")
    await world.at("2026-11-25T20:06")
    world.sees("mama", CALL)


async def test_overtime_told_in_a_running_conversation_calls_the_waiting_reminder_off(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.at("2026-11-25T19:58")
    await world.says("mama", "菜单")
    await world.at("2026-11-25T20:01")
    await world.given("mama", SkipToday(1))
    await world.at("2026-11-25T20:15")
    world.sees_nothing("mama")
    await world.at("2026-12-02T20:00")
    world.sees("mama", CALL)


async def test_a_reminder_deleted_while_its_message_waits_is_not_sent(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.at("2026-11-25T19:58")
    await world.says("mama", "菜单")
    await world.at(WEDNESDAY)
    await world.given("mama", RemoveReminder(1))
    await world.at("2026-11-25T20:15")
    world.sees_nothing("mama")


async def test_a_push_that_has_its_words_already_is_looked_at_again_before_the_next_try(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    world.channel.will("mama", DOWN)
    await world.at(WEDNESDAY)
    (row,) = await world.rows(outbox)
    assert row.body is not None
    await world.changes("mama", stopped=True)
    await world.at("2026-11-25T20:05")
    world.sees_nothing("mama")
    assert [row.reason for row in await world.rows(outbox)] == ["stopped"]


async def test_a_tip_is_remembered_as_seen_and_its_row_says_which_it_was(world: World) -> None:
    await world.joins("mama", tips_a_week=7)
    await world.at("2026-11-23T20:00")
    (seen,) = await world.rows(tip_seen)
    (row,) = await world.rows(outbox)
    assert (row.kind, row.subject, row.rank) == ("tip", seen.tip, Rank.PUSH)
    assert world.messages("mama")[0].silent


async def test_a_push_of_a_kind_that_nobody_knows_holds_nobody_else_back(world: World) -> None:
    for who in ("mama", "baba"):
        await world.joins(who)
        await world.has_reminder(who)
    await world.at("2026-11-25T19:59")
    await push(world, "mama", "mystery")
    await world.at(WEDNESDAY)
    world.sees("mama", CALL)
    world.sees("baba", CALL)
    assert (await fates(world))["mystery"] == (Status.FAILED, "cannot be put into words")


async def test_somebody_whose_profile_makes_no_sense_holds_nobody_else_back(world: World) -> None:
    for who in ("mama", "baba", "nai"):
        await world.joins(who)
        await world.has_reminder(who, days="MO,TU,WE")
    async with world.database.writing() as connection:
        broken = profile.update().where(profile.c.person_id == await world.person("baba"))
        await connection.execute(broken.values(rest_day="someday"))
    for day in ("2026-11-23T20:00", "2026-11-24T20:00"):
        await world.at(day)
        world.sees("mama", CALL)
        world.sees("nai", CALL)
        world.sees_nothing("baba")


async def test_however_many_pushes_are_left_out_those_behind_them_get_their_turn(world: World) -> None:
    await pushes(world, [f"p{number:03}" for number in range(205)], "mystery", due_at=instant("2026-11-23T09:00"))
    await world.joins("mama")
    await world.has_reminder("mama", days="MO")
    await world.at("2026-11-23T20:00")
    world.sees("mama", CALL)


async def test_of_two_pushes_at_once_both_come_one_after_the_other(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.has_reminder("mama", number=2)
    await world.at(WEDNESDAY)
    assert [message.text.count(CALL) for message in world.messages("mama")] == [1, 1]
