"""What conversations want done is done, each person's own in order."""

from __future__ import annotations

from bot.store.tables import call, case_note
from dialogs.calendar.bands import Band
from dialogs.effects import (
    CallOutcome,
    CallRating,
    Consent,
    NoteInCase,
    OpenCase,
    Purpose,
    RateCall,
    RecordCall,
    RecordTip,
    RemoveChild,
    SaveChild,
    ShowTip,
    TipOutcome,
)
from dialogs.facts import Child
from tests.fakes import World


async def test_children_come_and_go_by_their_number(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", SaveChild(Child(2, Band("9-12"))), SaveChild(Child(3, Band("0-3"))), RemoveChild(1))
    assert [child.number for child in (await world.facts("mama")).children] == [2, 3]


async def test_the_last_word_about_a_call_counts(world: World) -> None:
    await world.joins("mama")
    at = "2026-11-23T20:00"
    await world.given(
        "mama",
        RecordCall(1, at, CallOutcome.LATER),
        RecordCall(1, at, CallOutcome.CALLED),
        RateCall(1, at, CallRating.HAPPY),
    )
    assert [(row.outcome, row.rating) for row in await world.rows(call)] == [("called", "happy")]
    assert (await world.facts("mama")).calls_this_week == 1


async def test_a_tip_is_seen_kept_and_tried(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", ShowTip("hug"), RecordTip("hug", TipOutcome.KEPT), RecordTip("hug", TipOutcome.TRIED))
    facts = await world.facts("mama")
    assert (facts.seen_tips, facts.saved_tips) == (("hug",), ("hug",))


async def test_answers_to_the_three_questions_stand_in_the_case(world: World) -> None:
    await world.joins("mama")
    await world.given(
        "mama", OpenCase("accident", "P1", "烫着了"), NoteInCase("safe", "safe"), NoteInCase("place", "铜仁")
    )
    assert [note.words for note in await world.rows(case_note)] == ["烫着了", "safe", "铜仁"]


async def test_an_agreement_that_is_taken_back_is_taken_back(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", Consent(Purpose.PASS_ON, True))
    assert (await world.facts("mama")).may_pass_on
    await world.given("mama", Consent(Purpose.SERVICE, False), Consent(Purpose.PASS_ON, False))
    facts = await world.facts("mama")
    assert not facts.agreed
    assert facts.may_pass_on is False
