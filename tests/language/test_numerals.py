"""Numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.numerals import read_number

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """A number below ten thousand in full Chinese."""
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
        gap = not digit
    return words or "零"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("３", 3),
        (" 12 ", 12),
        ("三", 3),
        ("两", 2),
        ("俩", 2),
        ("十", 10),
        ("十二", 12),
        ("二十七", 27),
        ("廿三", 23),
        ("卅", 30),
        ("一百零五", 105),
        ("一百五", 150),
        ("两千", 2000),
        ("二〇二六", 2026),
        ("零五", 5),
        ("〇", 0),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "半", "三五", "一三五", "十十", "一零", "一百百", "二二十", "一百零", "一零零五百", "八点", "-3", "3.5"],
)
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    assert read_number(text) is None


@given(st.integers(0, 9999))
def test_every_number_can_be_written_out(number: int) -> None:
    assert read_number(str(number)) == number
    assert read_number(written(number)) == number
    assert read_number(written(number).removeprefix("一") if 10 <= number < 20 else written(number)) == number
