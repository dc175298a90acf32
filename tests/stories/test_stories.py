"""Whole chats, as trainers can read them, go today as they are written down."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.store.database import Database
from dialogs.engine.events import Medium
from tests.stories.script import Says, Script, Sends, moment, read_script
from tests.stories.stage import played

STORIES = sorted(Path(__file__).parent.glob("*.txt"))
MONDAY = datetime.fromisoformat("2026-11-23T10:00")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
async def test_the_story_goes_as_it_is_written(story: Path, database: Database, regenerating: bool) -> None:
    written = _text_of(story)
    goes = await played(written, database)
    if regenerating:
        _keep(story, goes)
    assert goes.splitlines() == _text_of(story).splitlines()


def _text_of(story: Path) -> str:
    return story.read_text(encoding="utf-8")


def _keep(story: Path, goes: str) -> None:
    story.write_text(goes, encoding="utf-8")


def test_there_are_stories_of_everything_that_matters() -> None:
    assert len(STORIES) >= 12


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("过了10分钟", "2026-11-23T10:10"),
        ("过了2天", "2026-11-25T10:00"),
        ("当天晚上8点", "2026-11-23T20:00"),
        ("第二天早上7点半", "2026-11-24T07:30"),
        ("周三中午12点05分", "2026-11-25T12:05"),
        ("下周一上午9点", "2026-11-30T09:00"),
    ],
)
def test_time_moves_as_the_story_says(words: str, at: str) -> None:
    assert moment(words, MONDAY) == datetime.fromisoformat(at)


def test_a_script_is_what_people_do() -> None:
    script = read_script("说明\n\n妈妈：你好\n家音：你好\n　　　【好】\n〔周一〕\n爸爸发来一条语音\n")
    assert script == Script("说明", script.lines, duty=False)
    assert [line.act for line in script.lines] == [Says("你好"), Sends(Medium.VOICE)]


@pytest.mark.parametrize("line", ["奶奶：你好", "妈妈笑了"])
def test_a_line_that_means_nothing_is_noticed(line: str) -> None:
    with pytest.raises(ValueError, match="what is this"):
        read_script(f"说明\n\n{line}")


def test_a_time_that_means_nothing_is_noticed() -> None:
    with pytest.raises(ValueError, match="when is that"):
        moment("哪天", MONDAY)
