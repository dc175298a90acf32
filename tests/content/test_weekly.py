"""The texts for factory groups are checked like tips, week by week, and copied from the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.commands.content import content
from tests.content.shelf import Record, Shelf, weekly

ALL_WEEKS = list(range(1, 54))


def test_a_group_may_be_told_something_every_week(tmp_path: Path) -> None:
    assert Shelf(weekly=[weekly()]).findings(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"text": "这周你必须打个电话。"}, "text says “必须”, which orders people about; say 可以试试, 今天就, 先…再…"),
        ({"text": "打个电话吧。" * 30}, "text has 180 characters; at most 140"),
        ({"text": "有事打{110}。"}, "text has {110}, but nothing is filled in there"),
        ({"source": ""}, "names no source"),
        ({"author": ""}, "names no author"),
        ({"review_due": None}, "needs a date in review_due, such as 2027-11-01"),
        ({"season": "monsoon", "weeks": [1]}, "season is monsoon, which never comes; known are summer"),
        ({"id": "第一周"}, "needs an id of small letters, digits and hyphens"),
        ({"weeks": [54]}, "cannot be used: weeks are a list of whole numbers from 1 to 53"),
        ({"weeks": 7}, "cannot be used: weeks are a list of whole numbers from 1 to 53"),
    ],
)
def test_a_text_that_breaks_a_rule_never_reaches_the_group(tmp_path: Path, changes: dict[str, Any], error: str) -> None:
    whole = weekly(id="whole-year", text="问问家里人，今天吃了啥。")
    assert error in Shelf(weekly=[whole, weekly(id="one", season="summer", weeks=[1]) | changes]).errors(tmp_path)


def errors(tmp_path: Path, *texts: Record) -> list[str]:
    return Shelf(weekly=list(texts)).errors(tmp_path)


def test_no_week_is_forgotten_and_none_has_two_texts(tmp_path: Path) -> None:
    first, second = weekly(weeks=ALL_WEEKS[:51]), weekly(id="second", weeks=[51, 53], text="给老人道声辛苦。")
    assert errors(tmp_path, first, second) == [
        "no text for these weeks of the year: 52",
        "is for week 51, which group-call has already",
    ]


def test_the_first_week_of_the_summer_is_not_the_first_of_the_year(tmp_path: Path) -> None:
    assert errors(tmp_path, weekly(), weekly(id="second", season="summer", weeks=[1], text="看好水边。")) == []


def test_a_trainer_copies_the_text_of_a_week_from_the_terminal() -> None:
    told = CliRunner().invoke(content, ["weekly", "--day", "2026-09-25"])
    assert told.exit_code == 0
    assert told.output.startswith("这周中秋。")
    assert len(told.output.splitlines()) == 1


def test_without_a_day_the_trainer_gets_this_week() -> None:
    told = CliRunner().invoke(content, ["weekly"])
    assert told.exit_code == 0
    assert len(told.output) > 20


def test_a_day_that_is_none_is_said_in_one_line() -> None:
    told = CliRunner().invoke(content, ["weekly", "--day", "中秋"])
    assert (told.exit_code, told.output) == (1, "Not a day: 中秋. Write it like 2026-11-23.\n")
