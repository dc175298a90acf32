"""Four digits before what others on a shared phone should not see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.facts import Profile
from dialogs.pin import CLOSED_FOR, MOST_WRONG, fits, hashed, is_closed, read_pin, with_right_pin, with_wrong_pin
from tests.chat import MONDAY_MORNING

MOMENT = timedelta(seconds=1)


def wrong(times: int, profile: Profile | None = None) -> Profile:
    """Somebody who has just written that many wrong ones."""
    tried = profile or Profile(pin="x")
    for _time in range(times):
        tried = with_wrong_pin(tried, MONDAY_MORNING)
    return tried


@pytest.mark.parametrize("words", ["0856", "０８５６", " 0 8 5 6 ", "08-56"])
def test_four_digits_are_a_pin_however_they_are_typed(words: str) -> None:
    assert read_pin(words) == "0856"


@pytest.mark.parametrize("words", ["085", "08560", "八五六零", "12 4", "", "1234\n5", "0856号"])
def test_nothing_else_is_a_pin(words: str) -> None:
    assert read_pin(words) is None


def test_the_digits_themselves_are_not_kept_and_equal_ones_look_different() -> None:
    kept = hashed("0856", "ABCD2345")
    assert "0856" not in kept
    assert kept != hashed("0856", "WXYZ6789")


def test_only_the_right_digits_of_the_right_person_fit() -> None:
    kept = hashed("0856", "ABCD2345")
    assert fits("0856", kept, "ABCD2345")
    assert not fits("0857", kept, "ABCD2345")
    assert not fits("0856", kept, "WXYZ6789")
    assert not fits("0856", "", "ABCD2345")


def test_every_third_wrong_one_closes_for_an_hour() -> None:
    assert not is_closed(Profile(pin="x"), MONDAY_MORNING)
    assert not is_closed(wrong(MOST_WRONG - 1), MONDAY_MORNING)
    assert is_closed(wrong(MOST_WRONG), MONDAY_MORNING)
    assert is_closed(wrong(MOST_WRONG), MONDAY_MORNING + CLOSED_FOR - MOMENT)
    assert not is_closed(wrong(MOST_WRONG), MONDAY_MORNING + CLOSED_FOR)
    assert not is_closed(wrong(MOST_WRONG + 1), MONDAY_MORNING)
    assert is_closed(wrong(2 * MOST_WRONG), MONDAY_MORNING)


def test_the_right_one_forgets_the_wrong_ones() -> None:
    assert with_right_pin(wrong(2)) == Profile(pin="x")
