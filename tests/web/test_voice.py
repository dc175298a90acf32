"""A trainer's recording in the web chat: it comes with its words, and browsers play it whole or in parts."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.channels.terminal.channel import as_lines
from bot.channels.web.voice import voice_path, voice_route
from bot.rendering.message import Message, Voice
from bot.services.ports import Sound
from tests.web.phone import Phone
from tests.web.room import Room

CONTENT = bytes(range(100))
PATH = "/voice/tip/nose"
SPOKEN = Message("培训老师念给你听：", voice=Voice("tip", "nose"))


class OneSound:
    """A shelf with one recording."""

    async def sound(self, kind: str, id: str) -> Sound | None:
        return Sound("audio/mpeg", 7, CONTENT, "d1") if (kind, id) == ("tip", "nose") else None

    async def handle(self, kind: str, id: str) -> str:
        return ""

    async def keep_handle(self, kind: str, id: str, digest: str, handle: str) -> None:
        """Only channels that upload have a name for it."""


@pytest.fixture
def browser() -> TestClient:
    return TestClient(Starlette(routes=[voice_route(OneSound())]))


def test_the_page_is_told_where_the_voice_is() -> None:
    room = Room()
    phone = Phone(room)
    phone.hello()
    room.say(room.people[0], SPOKEN, "voice")
    (shown,) = phone.get("/web/messages")[1]["messages"]
    assert (shown["text"], shown["voice"]) == ("培训老师念给你听：", {"href": PATH})


def test_it_is_played_whole(browser: TestClient) -> None:
    response = browser.get(PATH)
    assert (response.status_code, response.content) == (200, CONTENT)
    assert response.headers["content-type"] == "audio/mpeg"
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=10-", 10, 99), ("bytes=-5", 95, 99), ("bytes=90-200", 90, 99), ("bytes=-500", 0, 99)],
)
def test_a_part_of_it_is_given_as_iphones_ask(browser: TestClient, asked: str, first: int, last: int) -> None:
    response = browser.get(PATH, headers={"Range": asked})
    assert response.status_code == 206
    assert response.headers["content-range"] == f"bytes {first}-{last}/100"
    assert response.content == CONTENT[first : last + 1]


def test_a_part_beyond_the_end_is_refused(browser: TestClient) -> None:
    response = browser.get(PATH, headers={"Range": "bytes=100-"})
    assert (response.status_code, response.headers["content-range"]) == (416, "bytes */100")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=0-1,5-6", "seconds=1-2", "bytes=a-b", "bytes=" + "9" * 400 + "-"])
def test_a_part_that_makes_no_sense_brings_the_whole(browser: TestClient, asked: str) -> None:
    assert browser.get(PATH, headers={"Range": asked}).status_code == 200


def test_what_the_browser_has_is_not_sent_again_and_parts_of_another_sound_are_not_mixed(browser: TestClient) -> None:
    etag = browser.get(PATH).headers["etag"]
    assert browser.get(PATH, headers={"If-None-Match": etag}).status_code == 304
    mixed = {"Range": "bytes=5-9", "If-Range": '"another"'}
    assert browser.get(PATH, headers=mixed).content == CONTENT
    assert browser.get(PATH, headers={**mixed, "If-Range": etag}).content == CONTENT[5:10]


def test_what_was_never_released_is_not_there(browser: TestClient) -> None:
    assert browser.get("/voice/tip/ear").status_code == 404


def test_a_name_with_odd_signs_does_not_lead_elsewhere() -> None:
    assert voice_path(Voice("tip", "../a b?#")) == "/voice/tip/..%2Fa%20b%3F%23"


def test_the_page_may_play_sounds_of_its_own_house_only() -> None:
    policy = TestClient(Room().site()).get("/").headers["content-security-policy"]
    assert "media-src 'self';" in policy


def test_a_message_with_a_voice_survives_the_database_and_one_from_before_is_read() -> None:
    assert Message.from_json(SPOKEN.to_json()) == SPOKEN
    assert Message.from_json({"text": "早"}) == Message("早")
    assert "voice" not in Message("早").to_json()


def test_in_a_terminal_there_is_a_line_about_it() -> None:
    assert as_lines(SPOKEN).splitlines() == ["家音  培训老师念给你听：", "      [录音，在手机上听]"]
