"""The table of festivals, as a trainer may edit it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.chat import LIBRARY
from tests.content.shelf import Shelf, festival

YEARS = range(2026, 2031)


def test_a_festival_with_its_days_and_a_greeting_is_fine(tmp_path: Path) -> None:
    assert Shelf(festivals=[festival()]).findings(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"greeting": "过节好。" * 11}, "greeting has 44 characters; at most 40"),
        ({"greeting": "过节必须打电话。"}, "greeting says “必须”"),
        ({"greeting": None}, "lacks greeting"),
        ({"dates": {2026: date(2026, 5, 1)}}, "cannot be used: dates are those of 5 years that follow each other"),
        ({"dates": "05-01"}, "cannot be used: "),
        ({"dates": {year: "2026-05-01" for year in YEARS}}, "cannot be used: 2026-05-01 does not lie in 2027"),
        ({"holiday": {2026: True}}, "cannot be used: holiday says true, false or null"),
        ({"rule": 501}, "rule must be text; put it in quotation marks"),
        ({"source": ""}, "names no source"),
    ],
)
def test_a_slip_in_the_table_is_named(tmp_path: Path, changes: dict[str, Any], error: str) -> None:
    (found,) = Shelf(festivals=[festival(**changes)]).errors(tmp_path)
    assert found.startswith(error)


def test_the_library_has_five_years_of_festivals() -> None:
    assert len(LIBRARY.festivals) >= 22
    assert {len(one.dates) for one in LIBRARY.festivals} == {5}
