"""What things are called to a parent's face."""

from __future__ import annotations

from dialogs.calendar.bands import Band
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Boarding
from dialogs.facts import MOST_CHILDREN, CallTarget, Carer, Child, Facts, Reach, TargetKind
from dialogs.labels import (
    BANDS,
    BOARDINGS,
    CARERS,
    REACHES,
    REST_DAYS,
    SHIFTS,
    WEEKDAYS,
    child_label,
    ordinal_label,
    target_label,
)
from tests.chat import new_facts


def with_children(count: int) -> Facts:
    facts = new_facts()
    children = tuple(Child(number, Band.FROM_6) for number in range(1, count + 1))
    return Facts(facts.now, facts.zone, facts.library, children=children)


def test_everything_that_can_be_known_has_a_short_chinese_name() -> None:
    say = new_facts().say
    names: dict[str, str] = {}
    for table, kind in (
        (BANDS, Band),
        (SHIFTS, Shift),
        (CARERS, Carer),
        (REACHES, Reach),
        (BOARDINGS, Boarding),
        (REST_DAYS, RestDay),
    ):
        assert set(table) == set(kind)
        names |= {str(key): say(label) for key, label in table.items()}
    assert {key: name for key, name in names.items() if len(name) > 8 or name.isascii()} == {}
    assert [say(day) for day in WEEKDAYS] == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]


def test_an_only_child_is_the_child_and_siblings_go_by_their_place() -> None:
    one, two = with_children(1), with_children(2)
    assert one.say(child_label(1, one)) == "孩子"
    assert [two.say(child_label(number, two)) for number in (1, 2)] == ["老大", "老二"]


def test_as_many_children_as_can_be_kept_have_a_name() -> None:
    facts = new_facts()
    names = [facts.say(ordinal_label(number)) for number in range(1, MOST_CHILDREN + 1)]
    assert len(set(names)) == MOST_CHILDREN
    assert names[0] == "老大"


def test_a_reminder_is_about_a_child_or_the_elders() -> None:
    facts = with_children(2)
    assert facts.say(target_label(CallTarget(child=2), facts)) == "老二"
    assert "老人" in facts.say(target_label(CallTarget(TargetKind.CAREGIVER), facts))
