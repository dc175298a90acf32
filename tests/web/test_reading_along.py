"""What Jiayin says reaches the page, by asking and by the stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.channels.web.channel import WebChannel
from bot.channels.web.stream import as_server_sent, follow
from bot.rendering.message import Button, Document, Message
from bot.services.ports import Channel, Delivered
from tests.web.phone import Phone
from tests.web.room import EVENING, HurriedRoom, Room

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def phone(room: Room) -> Phone:
    phone = Phone(room)
    phone.hello()
    return phone


def test_a_message_comes_with_all_that_the_page_may_draw(room: Room, phone: Phone) -> None:
    entry = Document("提醒.ics", "text/calendar", "BEGIN:VCALENDAR")
    said = Message("打110", (Button("安全", "s:2:safe"),), ("110",), fold=True, silent=True, document=entry)
    room.say(room.people[0], said, "call")
    assert phone.get("/web/messages")[1] == {
        "position": 1,
        "messages": [
            {
                "position": 1,
                "kind": "call",
                "text": "打110",
                "buttons": [{"label": "安全", "data": "s:2:safe"}],
                "numbers": ["110"],
                "fold": True,
                "silent": True,
                "at": "20:05",
                "day": "2026-05-03",
                "document": {"name": "提醒.ics", "href": "/web/document/1"},
                "voice": None,
            }
        ],
    }


def test_only_what_is_new_is_given(room: Room, phone: Phone) -> None:
    for text in ("一", "二", "三"):
        room.say(room.people[0], Message(text))
    assert [one["text"] for one in phone.get("/web/messages?after=2")[1]["messages"]] == ["三"]
    assert phone.get("/web/messages?after=3")[1] == {"position": 3, "messages": []}


@pytest.mark.parametrize("after", ["", "x", "-1", "1e3", "９", "0" * 30])
def test_a_strange_place_means_from_the_beginning(room: Room, phone: Phone, after: str) -> None:
    room.say(room.people[0], Message("一"))
    assert len(phone.get(f"/web/messages?after={after}")[1]["messages"]) == 1


def test_a_page_from_before_her_history_was_forgotten_is_told_to_begin_anew(room: Room, phone: Phone) -> None:
    for text in ("一", "二", "三"):
        room.say(room.people[0], Message(text))
    room.forget(room.people[0])
    assert phone.get("/web/messages?after=3") == (200, {"position": 3, "messages": []})
    room.say(room.people[0], Message("你好"))
    assert phone.get("/web/messages?after=3") == (409, {"error": "begun_anew"})
    assert phone.get(f"/web/messages?after={10**18}") == (409, {"error": "begun_anew"})
    assert phone.hello()["position"] == 1


def test_a_long_history_opens_with_its_newest_hundred(room: Room, phone: Phone) -> None:
    for number in range(1, 451):
        room.say(room.people[0], Message(str(number)))
    state = phone.hello()
    assert [state["messages"][place]["text"] for place in (0, -1)] == ["351", "450"]
    assert (len(state["messages"]), state["position"]) == (100, 450)


def test_a_message_whose_words_were_blanked_is_not_shown_empty(room: Room, phone: Phone) -> None:
    room.say(room.people[0], Message("旧的"))
    room.say(room.people[0], Message(""))
    assert phone.texts() == ["旧的"]
    assert phone.hello()["position"] == 2


def test_a_calendar_entry_is_kept_as_a_file(room: Room, phone: Phone) -> None:
    entry = Document("打电话 提醒.ics", "text/calendar", "BEGIN:VCALENDAR\r\n你好")
    position = room.say(room.people[0], Message("提醒", document=entry))
    response = phone.browser.get(f"/web/document/{position}")
    assert response.content == "BEGIN:VCALENDAR\r\n你好".encode()
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6%89%93")
    assert response.headers["cache-control"] == "no-store"


def test_a_file_is_given_to_nobody_else(room: Room, phone: Phone) -> None:
    position = room.say(room.people[0], Message("我的资料", document=Document("我.json", "application/json", "{}")))
    other = Phone(room)
    other.hello()
    room.say(room.people[1], Message("没有文件"))
    assert other.get(f"/web/document/{position}") == (404, {"error": "no_document"})
    assert Phone(room).get(f"/web/document/{position}")[0] == 401
    for nowhere in ("9" * 30, "9" * 5_000, "-1", "0", "家"):
        assert phone.get(f"/web/document/{nowhere}") == (404, {"error": "no_document"})


@pytest.fixture
def hurried() -> HurriedRoom:
    return HurriedRoom()


@pytest.fixture
def reader(hurried: HurriedRoom) -> Phone:
    phone = Phone(hurried)
    phone.hello()
    return phone


def streamed(phone: Phone, path: str, headers: dict[str, str] | None = None) -> str:
    response = phone.browser.get(path, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store, no-transform"
    return response.text


def events(text: str) -> list[tuple[int, str]]:
    blocks = [block.split("\n") for block in text.split("\n\n") if block.startswith("id: ")]
    return [(int(lines[0][4:]), json.loads(lines[1][6:])["text"]) for lines in blocks]


def test_the_stream_begins_where_the_page_stopped(hurried: HurriedRoom, reader: Phone) -> None:
    for text in ("一", "二\n二", "三"):
        hurried.say(hurried.people[0], Message(text))
    assert events(streamed(reader, "/web/stream?after=1")) == [(2, "二\n二"), (3, "三")]
    assert events(streamed(reader, "/web/stream?after=1", {"Last-Event-ID": "2"})) == [(3, "三")]


def test_a_quiet_stream_breathes_every_fifteen_seconds_and_ends_after_ten_minutes(
    hurried: HurriedRoom, reader: Phone
) -> None:
    assert streamed(reader, "/web/stream") == "retry: 3000\n\n" + ": \n\n" * 40
    assert hurried.clock.now() - EVENING == timedelta(minutes=10)


def test_a_stream_ends_when_the_lock_falls(hurried: HurriedRoom, reader: Phone) -> None:
    hurried.pins[hurried.people[0]] = "2580"
    hurried.clock.move(minutes=25)
    streamed(reader, "/web/stream")
    assert hurried.clock.now() - EVENING == timedelta(minutes=30)


def test_forgotten_tabs_give_their_streams_back(hurried: HurriedRoom, reader: Phone) -> None:
    for _ in range(10):
        streamed(reader, "/web/stream")
    assert hurried.waits == 400


async def test_what_is_said_while_she_listens_comes_at_once(room: Room) -> None:
    batches = follow(room, "she", 0, until=EVENING + timedelta(minutes=10), now=room.clock.now)
    waiting = asyncio.ensure_future(anext(batches))
    await asyncio.sleep(0.05)
    room.say("she", Message("在"))
    assert list(await asyncio.wait_for(waiting, 1)) == []
    assert [one.message.text for one in await asyncio.wait_for(anext(batches), 1)] == ["在"]
    await batches.aclose()


class RoomThatSpeaksWhileOneLooks(Room):
    """Says something in the very moment after the page has looked and seen nothing."""

    async def since(self, external_id: str, position: int, limit: int = 50) -> Sequence[Delivered]:
        seen = await super().since(external_id, position, limit)
        if not self._said[external_id]:
            self.say(external_id, Message("在"))
        return seen


async def test_what_is_said_between_looking_and_listening_does_not_wait_for_the_next_look() -> None:
    room = RoomThatSpeaksWhileOneLooks()
    batches = follow(room, "she", 0, until=EVENING + timedelta(minutes=10), now=room.clock.now)
    assert list(await asyncio.wait_for(anext(batches), 1)) == []
    assert len(await asyncio.wait_for(anext(batches), 1)) == 1
    await batches.aclose()


def test_an_empty_batch_is_a_breath_and_no_event() -> None:
    assert as_server_sent([], CHINA) == ": \n\n"


async def test_sending_is_nothing_but_being_there() -> None:
    channel: Channel = WebChannel()
    assert await channel.send("she", Message("在")) is None
    assert (channel.name, channel.bot_id, channel.capabilities.max_length) == ("web", "web", 4000)
    assert channel.capabilities.buttons
    assert channel.capabilities.documents
    assert not channel.capabilities.reaches_closed_phone
