"""Words to begin a call with: they fit the child and the day, and they change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.windows import Boarding
from dialogs.call_home.starters import CAREGIVER, Wish, starter_for, starter_texts, wish_from
from dialogs.facts import CallTarget, Child, Facts, Reach
from dialogs.library import Starter
from tests.dialogs.call_home_parents import PUPIL, at, parent


def starter(number: int, *, occasions: frozenset[str] = frozenset(), target: str = "child") -> Starter:
    bands = frozenset({Band.FROM_6})
    ways = frozenset({"voice"})
    return Starter(f"starter-{number:02}", bands, target, ways, occasions, f"“{number}”", "？", "不要急")


def with_starters(facts: Facts, *starters: Starter) -> Facts:
    return replace(facts, library=replace(facts.library, starters={one.id: one for one in starters}))


def words(wish: Wish, facts: Facts) -> str:
    found = starter_for(wish, facts)
    assert found is not None
    return found.id


def test_who_asks_for_words_gets_them_for_the_youngest_and_may_ask_for_others() -> None:
    chat = parent().says("话头").sees("打给老二，可以这样开口：", "接着：")
    first = chat.text
    assert chat.buttons == ["换一个", "老大", "家里老人"]
    assert chat.presses("换一个").text != first
    chat.presses("老大").sees("打给老大，可以这样开口").presses("家里老人").sees("打给家里老人，可以这样开口")


def test_without_children_we_know_of_there_are_words_too() -> None:
    chat = parent()
    chat.facts = replace(chat.facts, children=())
    chat.says("话头").sees("打给孩子，可以这样开口").presses("家里老人").sees("打给家里老人，可以这样开口")


def test_where_trainers_wrote_nothing_there_are_plain_words() -> None:
    facts = with_starters(parent(PUPIL).facts)
    first, then = starter_texts(Wish(CallTarget()), facts)
    assert facts.say(first).startswith("先说一件")
    assert facts.say(then).startswith("再问")


@pytest.mark.parametrize("count", [2, 3, 7, 13, 14, 20])
def test_tomorrow_and_next_week_bring_other_words(count: int) -> None:
    facts = with_starters(parent(PUPIL).facts, *(starter(number) for number in range(count)))
    wish = Wish(CallTarget())
    for days in range(30):
        today = replace(facts, now=facts.now + timedelta(days=days))
        for later in (1, 7):
            assert words(wish, today) != words(wish, replace(today, now=today.now + timedelta(days=later)))
        assert words(wish, today) != words(replace(wish, turn=1), today)


def test_a_rare_occasion_comes_first_and_then_the_usual_words() -> None:
    birthday, usual = starter(1, occasions=frozenset({"birthday"})), starter(2)
    facts = with_starters(parent(PUPIL).facts, birthday, usual)
    assert words(Wish(CallTarget(), "birthday"), facts) == birthday.id
    assert words(Wish(CallTarget(), "birthday", 1), facts) == usual.id
    assert words(Wish(CallTarget()), facts) == usual.id


def test_words_for_a_boarder_or_a_festival_wait_for_their_day() -> None:
    boarding, festive = starter(1, occasions=frozenset({"boarding"})), starter(2, occasions=frozenset({"festival"}))
    chat = parent(PUPIL)
    chat.facts = with_starters(chat.facts, boarding, festive)
    assert starter_for(Wish(CallTarget()), chat.facts) is None
    away = replace(chat.facts, children=(replace(PUPIL, boarding=Boarding.WEEKLY),))
    assert words(Wish(CallTarget()), away) == boarding.id
    assert words(Wish(CallTarget()), at(chat, "2026-10-01T19:00").facts) == festive.id


def test_who_only_has_a_simple_phone_needs_no_picture() -> None:
    seen = replace(starter(1), ways=frozenset({"video"}))
    facts = with_starters(parent(Child(1, Band.FROM_6, reach=frozenset({Reach.BASIC_PHONE}))).facts, seen)
    assert starter_for(Wish(CallTarget()), facts) is None


def test_words_for_the_elders_fit_the_children_they_look_after() -> None:
    elders = starter(1, target="caregiver")
    assert starter_for(Wish(CAREGIVER), with_starters(parent(Child(1, Band.FROM_15)).facts, elders)) is None
    assert words(Wish(CAREGIVER), with_starters(parent(PUPIL).facts, elders)) == elders.id
    nobody = replace(with_starters(parent(PUPIL).facts, elders), children=())
    assert words(Wish(CAREGIVER), nobody) == elders.id


def test_a_wish_is_kept_with_its_card() -> None:
    for wish in (Wish(CallTarget(child=2), "silent", 3), Wish(CAREGIVER)):
        assert wish_from(wish.subject) == wish
    assert wish_from("whatever") == Wish(CallTarget())
    assert wish_from("2") == Wish(CallTarget(child=2))
