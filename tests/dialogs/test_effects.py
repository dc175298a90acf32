"""What the next question of the same turn already knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.effects import (
    AllClear,
    Consent,
    Effect,
    NoteInCase,
    OpenCase,
    Purpose,
    RecordTip,
    RemoveChild,
    RemoveReminder,
    SaveChild,
    SaveProfile,
    SaveReminder,
    ShowTip,
    TipOutcome,
    after,
)
from dialogs.facts import Agreement, CallTarget, Child, Facts, Profile, Reminder, SafeguardingCase
from tests.chat import new_facts

EVENING = Timing(Repeating("FREQ=DAILY", date(2026, 11, 23)), (time(20),))
MORNING = Timing(Repeating("FREQ=DAILY", date(2026, 11, 23)), (time(7),))


def known_after(*effects: Effect) -> Facts:
    return after(new_facts(), effects)


def test_an_agreement_and_a_refusal() -> None:
    assert known_after(Consent(Purpose.SERVICE, True)).agreement is Agreement.AGREED
    assert known_after(Consent(Purpose.SERVICE, False)).agreement is Agreement.REFUSED
    passed = known_after(Consent(Purpose.PASS_ON, True))
    assert passed.agreement is Agreement.UNASKED
    assert passed.may_pass_on is True


def test_a_profile_is_replaced_whole() -> None:
    assert known_after(SaveProfile(Profile(tips_a_week=1))).profile == Profile(tips_a_week=1)


def test_children_stay_in_order_and_one_of_each_number() -> None:
    older, younger = Child(1, Band.FROM_9), Child(2, Band.FROM_3)
    facts = known_after(SaveChild(younger), SaveChild(older), SaveChild(Child(2, Band.FROM_6)))
    assert facts.children == (older, Child(2, Band.FROM_6))
    assert after(facts, (RemoveChild(1),)).children == (Child(2, Band.FROM_6),)


def test_reminders_stay_in_order_and_one_of_each_number() -> None:
    first, second = Reminder(1, CallTarget(), EVENING), Reminder(2, CallTarget(), EVENING)
    facts = known_after(SaveReminder(second), SaveReminder(first), SaveReminder(replace(second, timing=MORNING)))
    assert facts.reminders == (first, replace(second, timing=MORNING))
    assert after(facts, (RemoveReminder(1),)).reminders == (replace(second, timing=MORNING),)


def test_a_tip_seen_again_is_the_newest_one() -> None:
    assert known_after(ShowTip("a"), ShowTip("b"), ShowTip("a")).seen_tips == ("b", "a")


def test_a_tip_is_kept_once() -> None:
    kept = RecordTip("a", TipOutcome.KEPT)
    assert known_after(kept, kept, RecordTip("b", TipOutcome.TRIED)).saved_tips == ("a",)


def test_an_open_case_is_known_at_once_and_the_first_one_stays() -> None:
    facts = known_after(OpenCase("accident", "P0", "掉水里了"), OpenCase("no_carer", "P1", "没人管"))
    assert facts.case == SafeguardingCase("", "accident", "P0")
    assert after(facts, (AllClear(),)).case is None


def test_what_only_the_store_needs_changes_nothing() -> None:
    facts = new_facts()
    assert after(facts, (NoteInCase("safe", "safe"),)) == facts
