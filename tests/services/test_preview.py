"""What a trainer sees of her words is what a parent would get, in every channel; nothing is kept of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bot.services.content.files import read_content
from bot.services.preview import Preview, Shown, Unfinished, Viewer, numbered_lines, telegram_calls
from bot.store.database import Database
from dialogs.calendar.bands import Band
from dialogs.calendar.shifts import Shift
from tests.fakes import World


@pytest.fixture
def world(sqlite_database: Database) -> World:
    """Nothing is asked of the database."""
    return World(sqlite_database)


@cache
def _records() -> dict[tuple[str, str], dict[str, Any]]:
    return {(one.kind, one.id): dict(one.record) for one in read_content().records}


def _record(kind: str, id: str, **changed: Any) -> dict[str, Any]:
    return {**_records()[kind, id], **changed}


def _text(shown: Shown, scene: str = "") -> str:
    return "\n".join(message.text for one in shown.scenes if not scene or one.name == scene for message in one.messages)


async def test_a_tip_is_seen_as_it_comes_with_its_buttons(world: World) -> None:
    shown = Preview(world.setting).shown("tip", _record("tip", "safety-bucket"), Viewer(Band.FROM_0))
    message = shown.scenes[0].messages[0]
    assert shown.reaches
    assert message.text == _record("tip", "safety-bucket")["text"]
    assert "换一条" in [button.label for button in message.buttons]
    assert "  换一条" in "\n".join(numbered_lines(message))


async def test_a_family_with_a_simple_phone_reads_how_to_do_it(world: World) -> None:
    record = _record("tip", "safety-bucket")
    plain = Preview(world.setting).shown("tip", record, Viewer(Band.FROM_0))
    simple = Preview(world.setting).shown("tip", record, Viewer(Band.FROM_0, old_phone=True))
    assert record["basic_phone"] not in _text(plain)
    assert record["basic_phone"] in _text(simple)


async def test_it_is_said_when_a_parent_of_that_age_never_gets_it(world: World) -> None:
    assert not Preview(world.setting).shown("tip", _record("tip", "safety-bucket"), Viewer(Band.FROM_15)).reaches


async def test_a_local_number_is_printed_for_the_home_town(world: World) -> None:
    record = _record("faq", "drowning", answer="有危险打{110}。")
    at_home = Preview(world.setting).shown("faq", record, Viewer(home="贵州遵义"))
    assert at_home.home == "遵义"
    assert "0851110" in _text(at_home)
    assert "打110。" in _text(Preview(world.setting).shown("faq", record, Viewer()))
    nowhere = Preview(world.setting).shown("faq", record, Viewer(home="火星"))
    assert nowhere.home == ""


async def test_braces_and_tags_of_a_trainer_reach_the_chat_as_plain_signs(world: World) -> None:
    record = _record("tip", "safety-bucket", text="<b>{x}</b> {0.__class__} & <script>")
    message = Preview(world.setting).shown("tip", record, Viewer(Band.FROM_0)).scenes[0].messages[0]
    assert message.text == "<b>{x}</b> {0.__class__} & <script>"
    words, _rows = telegram_calls(message)[0]
    assert words == "&lt;b&gt;{x}&lt;/b&gt; {0.__class__} &amp; &lt;script&gt;"


async def test_telegram_folds_a_reply_to_a_danger_and_keeps_its_numbers(world: World) -> None:
    shown = Preview(world.setting).shown("safeguarding", _record("safeguarding", "accident"), Viewer(home="遵义"))
    assert [scene.name for scene in shown.scenes] == ["on_duty", "off_duty"]
    assert "15分钟内" in _text(shown, "on_duty")
    assert "现在没有老师值班" in _text(shown, "off_duty")
    words, _rows = telegram_calls(shown.scenes[0].messages[0])[0]
    assert "<code>0851120</code>" in words


async def test_a_starter_is_seen_in_the_reminder_that_brings_it(world: World) -> None:
    record = _record("starter", "starter-0-3-nose", opener="“鼻子在哪儿？”")
    viewer = Viewer(Band.FROM_0, Shift.NIGHT_LONG)
    shown = Preview(world.setting).shown("starter", record, viewer)
    assert "“鼻子在哪儿？”" in _text(shown, "call")
    assert record["avoid"] in _text(shown, "starter")
    rare = Preview(world.setting).shown("starter", {**record, "occasions": ["birthday"]}, viewer)
    assert [scene.name for scene in rare.scenes] == ["starter"]
    elders = Preview(world.setting).shown("starter", {**record, "target": "caregiver"}, viewer)
    assert "老人" in _text(elders, "call")


async def test_every_screen_and_question_of_a_course_is_seen_in_its_lesson(world: World) -> None:
    record = _record("course", "course-listening")
    shown = Preview(world.setting).shown("course", record, Viewer())
    assert [scene.number for scene in shown.scenes] == [1, 2, 3, 4, 5]
    for number, lesson in enumerate(record["lessons"]):
        seen = "\n".join(message.text for message in shown.scenes[number].messages)
        assert all(words.split("{")[0] in seen for words in (*lesson["screens"], lesson["practice"]))
        assert all(option["text"] in seen for asked in lesson["quiz"] for option in asked["options"])


async def test_a_weekly_text_and_a_hotline_have_their_places(world: World) -> None:
    weekly = _record("weekly", "weekly-before-tell-home")
    assert _text(Preview(world.setting).shown("weekly", weekly, Viewer())) == weekly["text"]
    line = Preview(world.setting).shown("hotline", _record("hotline", "110"), Viewer(home="遵义"))
    assert "0851110 报警" in _text(line)


@pytest.mark.parametrize("kind", ["tip", "starter", "faq", "course", "safeguarding", "weekly", "hotline"])
async def test_what_is_not_finished_yet_is_no_error(world: World, kind: str) -> None:
    for record in ({}, {"id": "x", "bands": ["from 0"], "text": 3, "lessons": [None], "weeks": "x"}):
        with pytest.raises(Unfinished):
            Preview(world.setting).shown(kind, record, Viewer())


async def test_the_library_in_use_stays_as_it_is(world: World) -> None:
    before = world.setting.shelf.library
    Preview(world.setting).shown("starter", _record("starter", "starter-0-3-nose"), Viewer(Band.FROM_0))
    assert world.setting.shelf.library is before
