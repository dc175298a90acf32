"""What is known of a person comes back as it was kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from bot.store import cases, people, records, schedules
from bot.store.cases import Opening
from bot.store.database import Database
from bot.store.people import Scene
from bot.store.tables import profile
from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.effects import CallOutcome
from dialogs.facts import (
    Agreement,
    CallTarget,
    Carer,
    Child,
    Home,
    Profile,
    Reach,
    Reminder,
    SafeguardingCase,
    Surroundings,
    TargetKind,
)
from tests.fakes import SHANGHAI, real_library
from tests.store.rows import DAY, HOUR, NOW, known

SCENE = Scene(NOW, SHANGHAI, real_library(), Surroundings())
FULL = Profile(
    language="en",
    shift=ShiftPattern(Shift.NIGHT_LONG, 14, date(2026, 11, 23)),
    rest_day=RestDay.SUNDAY,
    tips_a_week=7,
    tip_at=time(6, 30),
    topics=frozenset({"safety", "health"}),
    home=Home("0856", "贵州铜仁"),
    factory="GFDG01",
    paused_until=date(2026, 12, 1),
    paused=True,
    stopped=True,
    together=True,
    together_until=date(2026, 12, 2),
    pin="digest",
    wrong_pins=3,
    wrong_pin_at=NOW,
    asked=frozenset({"shift", "home"}),
)


async def test_a_newcomer_is_known_by_nothing(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        facts = (await people.read_facts(connection, [mama.person_id], SCENE))[mama.person_id]
        assert await people.read_facts(connection, [mama.person_id + 1], SCENE) == {}
        assert await people.read_facts(connection, [], SCENE) == {}
    assert (facts.agreement, facts.profile) == (Agreement.UNASKED, Profile())
    assert (facts.children, facts.reminders, facts.may_pass_on) == ((), (), None)
    assert len(facts.code) == 8


async def test_a_profile_comes_back_whole_and_does_not_touch_anybody_elses(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await people.save_profiles(connection, [(mama.person_id, Profile()), (baba.person_id, Profile())])
        await people.save_profiles(connection, [(mama.person_id, FULL)])
        await people.save_profiles(connection, [])
        await people.set_agreement(connection, [mama.person_id], Agreement.AGREED)
        facts = await people.read_facts(connection, [mama.person_id, baba.person_id], SCENE)
    assert facts[mama.person_id].profile == FULL
    assert facts[mama.person_id].agreed
    assert facts[baba.person_id].profile == Profile()
    assert not facts[baba.person_id].agreed


async def test_children_come_back_by_their_number(database: Database) -> None:
    elder = Child(1, Band("9-12"), Carer.GRANDPARENT, frozenset(Reach), Boarding("weekly"))
    younger = Child(2, Band("3-6"))
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await people.save_children(connection, [(mama.person_id, younger), (mama.person_id, elder)])
        await people.save_children(connection, [(baba.person_id, younger)])
        facts = await people.read_facts(connection, [mama.person_id, baba.person_id], SCENE)
        assert facts[mama.person_id].children == (elder, younger)
        changed = replace(younger, band=Band("6-9"))
        await people.save_children(connection, [(mama.person_id, changed)])
        await people.remove_children(connection, [(mama.person_id, 1), (baba.person_id, 1)])
        facts = await people.read_facts(connection, [mama.person_id, baba.person_id], SCENE)
    assert facts[mama.person_id].children == (changed,)
    assert facts[baba.person_id].children == (younger,)


async def test_reminders_come_back_with_their_rule_and_next_time(database: Database) -> None:
    weekly = Timing(Repeating("FREQ=WEEKLY;BYDAY=WE", date(2026, 11, 23)), (time(20),), (time(17),))
    reminders = (
        Reminder(1, CallTarget(TargetKind.CHILD, 2), weekly, next_at=NOW + DAY),
        Reminder(2, CallTarget(TargetKind.CAREGIVER), Timing(Lunar(8, 15), (time(19, 30),)), paused=True),
        Reminder(3, CallTarget(), Timing(Once(datetime(2026, 12, 1, 20, 0)))),  # noqa: DTZ001 - a clock on the wall
    )
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await schedules.save(connection, [people.reminder_schedule(mama.person_id, one) for one in reminders])
        facts = (await people.read_facts(connection, [mama.person_id], SCENE))[mama.person_id]
    assert facts.reminders == reminders


async def test_tips_are_remembered_in_the_order_in_which_she_saw_them(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        for hours, tip in enumerate(("b", "a", "c", "b")):
            await records.show_tips(connection, [(mama.person_id, tip)], NOW + hours * HOUR)
        await records.record_tips(connection, [(mama.person_id, "a", "kept"), (mama.person_id, "c", "tried")])
        await records.record_tips(connection, [(mama.person_id, "a", "tried")])
        facts = (await people.read_facts(connection, [mama.person_id], SCENE))[mama.person_id]
    assert facts.seen_tips == ("a", "c", "b")
    assert facts.saved_tips == ("a",)


async def test_the_last_word_on_passing_questions_on_counts(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        for given in (True, False):
            row = {"purpose": "pass_on", "given": given, "at": NOW, "notice_version": "1"}
            await records.give_consents(connection, [{"person_id": mama.person_id, **row}])
            facts = (await people.read_facts(connection, [mama.person_id], SCENE))[mama.person_id]
            assert facts.may_pass_on is given


async def test_only_an_open_case_is_seen(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        (opened,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P1", "")], NOW)
        facts = (await people.read_facts(connection, [mama.person_id], SCENE))[mama.person_id]
        assert facts.case == SafeguardingCase(opened.number, "accident", "P1")
        await cases.set_clear(connection, [mama.person_id], NOW)
        facts = (await people.read_facts(connection, [mama.person_id], SCENE))[mama.person_id]
        assert facts.case is None


async def test_this_weeks_calls_are_counted_from_monday_and_a_rating_does_not_move_a_call(database: Database) -> None:
    monday = NOW - 10 * HOUR
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")

        def call(occurrence: str, outcome: str, at: datetime) -> dict[str, object]:
            key = {"person_id": mama.person_id, "number": 1, "occurrence": occurrence}
            return {**key, "outcome": outcome, "at": at}

        rows = [
            call("last week", CallOutcome.CALLED, monday - HOUR),
            call("monday", CallOutcome.CALLED, monday),
            call("not", CallOutcome.NOT_TODAY, NOW),
            call("put off", CallOutcome.LATER, NOW),
            call("put off", CallOutcome.CALLED, NOW),
        ]
        await records.record_calls(connection, rows)
        rating = {"person_id": mama.person_id, "number": 1, "occurrence": "last week", "rating": "happy", "at": NOW}
        await records.record_calls(connection, [rating])
        facts = await people.read_facts(connection, [mama.person_id, baba.person_id], SCENE)
    assert facts[mama.person_id].calls_this_week == 2
    assert facts[baba.person_id].calls_this_week == 0


async def test_a_row_that_makes_no_sense_keeps_only_its_own_person_waiting(database: Database) -> None:
    async with database.writing() as connection:
        family = await known(connection, "mama", "baba", "nai", "ye")
        ids = [one.person_id for one in family]
        await people.save_profiles(connection, [(id, Profile()) for id in ids])
        broken = profile.update().where(profile.c.person_id == ids[1])
        await connection.execute(broken.values(rest_day="someday"))
        facts = await people.read_readable(connection, ids, SCENE)
    assert set(facts) == {ids[0], ids[2], ids[3]}


async def test_a_person_is_found_by_her_code_however_it_is_typed(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        facts = (await people.read_facts(connection, [mama.person_id], SCENE))[mama.person_id]
        assert await people.with_code(connection, f" {facts.code.lower()} ") == mama.person_id
        assert await people.with_code(connection, "00000000") is None
