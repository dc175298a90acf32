"""From the records of the card for the wall to its lines."""

from __future__ import annotations

import pytest

from dialogs.library import CardLine
from dialogs.records import card_line
from tests.chat import LIBRARY

BLANK = {"id": "c", "part": "blank", "text": " 邻居 "}


def test_a_blank_needs_no_number_and_may_have_a_second_one_beside_it() -> None:
    assert card_line(BLANK) == CardLine("c", "blank", "邻居")
    assert card_line({**BLANK, "beside": "电话"}).beside == "电话"


@pytest.mark.parametrize("part", ["number", "away", "poster"])
def test_a_number_without_a_hotline_and_a_part_that_nobody_draws_are_refused(part: str) -> None:
    with pytest.raises(ValueError, match=f"part {part}"):
        card_line({**BLANK, "part": part})


def test_the_card_begins_with_its_title_and_names_only_numbers_of_the_table() -> None:
    assert [line.part for line in LIBRARY.wall_card][:2] == ["title", "first"]
    assert {line.hotline for line in LIBRARY.wall_card} - {""} <= set(LIBRARY.hotlines)
