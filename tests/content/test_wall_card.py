"""The lines of the card for the wall, as a trainer may write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.content.shelf import Shelf, card_line


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"part": "away", "text": "先拨老家区号，再拨{110}。", "beside": "老家区号"},
        {"part": "blank", "hotline": None, "text": "邻居", "beside": "电话"},
        {"part": "note", "hotline": None, "text": "打不通就打{120}。"},
    ],
)
def test_a_line_may_be_a_number_a_blank_or_a_note(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert Shelf(wall_card=[card_line(**changes)]).findings(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"part": "poster"}, "cannot be used: unknown part poster; known are"),
        ({"hotline": None}, "cannot be used: a line of the part number names its hotline"),
        ({"part": "away", "hotline": ""}, "cannot be used: a line of the part away names its hotline"),
        ({"hotline": "12399"}, "names the hotline 12399, which is not in the table"),
        ({"hotline": 110}, "hotline must be text; put it in quotation marks"),
        ({"text": "报警打110"}, "text has the number 110 typed by hand"),
        ({"text": "有事打{999}"}, "text has {999}, which nobody knows how to fill"),
        ({"beside": "打{110}"}, "beside has {110}, but nothing is filled in there"),
        ({"text": "留守的孩子"}, "text says “留守”"),
        ({"author": ""}, "names no author"),
    ],
)
def test_a_line_that_would_mislead_on_the_wall_is_refused(tmp_path: Path, changes: dict[str, Any], error: str) -> None:
    (found,) = Shelf(wall_card=[card_line(**changes)]).errors(tmp_path)
    assert found.startswith(error)
