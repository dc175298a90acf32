"""What she writes and presses arrives once, whole and in her own name."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.ports import Inbound
from dialogs.engine.events import Medium, Pressed, Said, Sent
from tests.web.phone import Phone
from tests.web.room import Clock, Room


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def phone(room: Room) -> Phone:
    phone = Phone(room)
    phone.hello()
    return phone


def last(room: Room) -> Inbound:
    return room.heard[-1]


def test_a_first_visit_starts_a_conversation(room: Room) -> None:
    Phone(room).hello()
    assert [inbound.event for inbound in room.heard] == [Said("/start")]
    assert (last(room).channel, last(room).bot_id) == ("web", "web")


def test_a_link_from_the_factory_brings_its_code(room: Room) -> None:
    Phone(room).hello(join="GFDG01")
    assert last(room).event == Said("/start GFDG01")


def test_a_damaged_link_still_lets_her_in(room: Room) -> None:
    Phone(room).hello(join="GF DG/../01")
    assert last(room).event == Said("/start")


def test_a_second_visit_starts_nothing_new(room: Room, phone: Phone) -> None:
    phone.hello()
    assert len(room.heard) == 1


def test_somebody_who_is_here_can_still_follow_a_link(room: Room, phone: Phone) -> None:
    phone.hello(join="GFDG01")
    phone.hello(join="GFDG01")
    assert [inbound.event for inbound in room.heard] == [Said("/start"), Said("/start GFDG01")]
    assert len(room.people) == 1


def test_words_a_press_and_a_voice_message_arrive_as_what_they_are(room: Room, phone: Phone) -> None:
    for number, sent in enumerate(({"text": "孩子不听话"}, {"press": "s:3:yes"}, {"medium": "voice"})):
        assert phone.post("/web/send", key=f"k{number}", **sent) == (200, {"ok": True})
    assert [inbound.event for inbound in room.heard[1:]] == [Said("孩子不听话"), Pressed("s:3:yes"), Sent(Medium.VOICE)]


def test_a_message_sent_again_after_a_broken_line_counts_once(room: Room, phone: Phone) -> None:
    phone.post("/web/send", key="same", text="在吗")
    assert phone.post("/web/send", key="same", text="在吗") == (200, {"ok": True})
    assert len(room.heard) == 2


def test_two_phones_may_use_the_same_key(room: Room, phone: Phone) -> None:
    other = Phone(room)
    other.hello()
    phone.post("/web/send", key="same", text="我是一个人")
    other.post("/web/send", key="same", text="我是另一个人")
    assert len(room.heard) == 4


def test_a_long_story_is_passed_on_whole(room: Room, phone: Phone) -> None:
    story = "孩" * 20_000
    assert phone.send(story) == 200
    assert last(room).event == Said(story)


def test_a_story_without_end_is_sent_back(room: Room, phone: Phone) -> None:
    assert phone.post("/web/send", key="k", text="孩" * 20_001) == (413, {"error": "too_long"})
    assert phone.post("/web/send", key="k", text="孩" * 400_000) == (413, {"error": "too_long"})
    assert len(room.heard) == 1


def test_letters_that_no_database_can_keep_are_taken_out(room: Room, phone: Phone) -> None:
    phone.browser.post("/web/send", content=b'{"key":"k","text":"a\\u0000b\\ud83d"}', headers=phone.headers)
    assert last(room).event == Said("ab?")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"key":"k"}',
        b'{"text":"x"}',
        b'{"key":"","text":"x"}',
        b'{"key":"a b","text":"x"}',
        b'{"key":7,"text":"x"}',
        b'{"key":"k","text":7}',
        b'{"key":"k","text":" \\n "}',
        b'{"key":"k","press":""}',
        '{"key":"k","press":"家家家家家家家家家家家家家家家家家家家家家家"}'.encode(),
        b'{"key":"k","medium":"smell"}',
        b'{"key":"k","medium":[]}',
        b'{"key":"k","text":"x","press":"y"}',
    ],
)
def test_nonsense_is_refused_and_harms_nobody(room: Room, phone: Phone, body: bytes) -> None:
    response = phone.browser.post("/web/send", content=body, headers=phone.headers)
    assert (response.status_code, response.json()) == (400, {"error": "not_understood"})
    assert len(room.heard) == 1


def test_whoever_types_too_fast_is_asked_to_wait_and_then_goes_on(room: Room, phone: Phone) -> None:
    assert [phone.send("喂") for _ in range(21)] == [200] * 20 + [429]
    room.clock.move(seconds=10)
    assert phone.send("喂") == 200


def test_one_fast_typist_does_not_slow_the_others(room: Room, phone: Phone) -> None:
    other = Phone(room)
    other.hello()
    assert [phone.send("喂") for _ in range(20)] == [200] * 20
    assert other.send("你好") == 200


def test_when_the_house_is_down_she_is_not_told_that_it_worked(room: Room, phone: Phone) -> None:
    room.is_down = True
    response = phone.browser.post("/web/send", json={"key": "k", "text": "在吗"}, headers=phone.headers)
    assert response.status_code == 500
    room.is_down = False
    assert phone.post("/web/send", key="k", text="在吗")[0] == 200
    assert last(room).event == Said("在吗")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["key", "text", "press", "medium", "join", "who", "code", "pin", "new", "use"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["hello", "send", "return", "profile", "unlock"]),
    body=st.dictionaries(NAMES, ANYTHING | st.sampled_from(["k", "voice", "ABC234", "o:1:ok"]), max_size=4),
)
def test_whatever_a_page_may_send_gets_an_answer(phone: Phone, path: str, body: dict[str, object]) -> None:
    response = phone.browser.post(f"/web/{path}", json=body, headers=phone.headers)
    assert response.status_code in {200, 400, 403, 404, 409, 413, 429}
    assert isinstance(response.json(), dict)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"X-Jiayin": "1", "Origin": "https://elsewhere.example"},
        {"X-Jiayin": "1", "Origin": "null"},
        {"X-Jiayin": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Jiayin": "1", "Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["hello", "send", "return", "profile", "unlock"])
def test_another_site_cannot_speak_for_her(room: Room, phone: Phone, headers: dict[str, str], path: str) -> None:
    body = {"key": "k", "text": "退出", "new": True, "code": "ABC234", "pin": "1"}
    response = phone.browser.post(f"/web/{path}", json=body, headers=headers)
    assert (response.status_code, response.json()) == (403, {"error": "not_our_page"})
    assert len(room.heard) == 1


def test_an_old_phone_that_sends_no_origin_is_welcome(room: Room, phone: Phone) -> None:
    response = phone.browser.post("/web/send", json={"key": "k", "text": "在吗"}, headers={"X-Jiayin": "1"})
    assert response.status_code == 200


def test_nobody_writes_without_having_come_in(room: Room) -> None:
    assert Phone(room).post("/web/send", key="k", text="在吗") == (401, {"error": "no_session"})
    assert room.heard == []


def test_the_window_of_the_pace_slides() -> None:
    room = Room(clock=Clock())
    phone = Phone(room)
    phone.hello()
    for _ in range(2):
        assert [phone.send("喂") for _ in range(10)] == [200] * 10
        room.clock.move(seconds=6)
    assert phone.send("喂") == 200
