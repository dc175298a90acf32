"""Four digits before what others on a shared phone should not see."""

from __future__ import annotations

from dialogs.pin import fits, hashed, is_pin


def test_four_digits_are_a_pin_and_nothing_else_is() -> None:
    assert is_pin("0856")
    assert not any(is_pin(words) for words in ("085", "08560", "八五六零", "12 4", "", "1234\n5"))


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
