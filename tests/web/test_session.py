"""Whose phone it is: several people on one phone, one person on a new phone, and a lock before the history."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from httpx import ASGITransport, AsyncClient

from bot.channels.web.door import Unlocking
from bot.channels.web.pace import MOST_KEYS, Arrivals, Pace, source_of
from bot.channels.web.session import Session
from bot.rendering.message import Document, Message
from bot.services.ports import Inbound
from dialogs.engine.events import Said
from tests.web.phone import PAGE, Phone
from tests.web.room import EVENING, Room


def echo(inbound: Inbound) -> list[Message]:
    return [Message(f"听到：{inbound.event.text}")] if isinstance(inbound.event, Said) else []


@pytest.fixture
def room() -> Room:
    return Room(echo)


@pytest.fixture
def phone(room: Room) -> Phone:
    phone = Phone(room)
    phone.hello()
    return phone


def test_the_cookie_is_long_lived_and_out_of_reach_of_scripts(room: Room) -> None:
    for secure in (False, True):
        phone = Phone(room, secure=secure)
        response = phone.browser.post("/web/hello", json={}, headers=phone.headers)
        cookie = response.headers["set-cookie"].lower()
        assert cookie.startswith("jiayin=")
        assert "max-age=34560000" in cookie
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert ("secure" in cookie) is secure


@pytest.mark.parametrize("forged", ["", "nonsense", "eyJpIjoieCJ9.AAAA", "." * 50, "家"])
def test_a_forged_cookie_opens_nobody_elses_chat(room: Room, phone: Phone, forged: str) -> None:
    thief = Phone(room)
    response = thief.browser.get("/web/messages", headers={b"Cookie": f"jiayin={forged}".encode()})
    assert response.status_code == 401


def test_a_changed_cookie_is_as_good_as_none(room: Room, phone: Phone) -> None:
    cookie = phone.browser.cookies["jiayin"]
    thief = Phone(room)
    thief.browser.cookies.set("jiayin", ("A" if cookie[0] != "A" else "B") + cookie[1:])
    assert thief.get("/web/messages")[0] == 401


def test_nobody_can_guess_who_somebody_is(room: Room) -> None:
    for _ in range(20):
        Phone(room).hello()
    assert len(set(room.people)) == 20
    assert all(len(person) == 22 for person in room.people)


def test_two_people_on_one_phone_do_not_see_each_others_words(room: Room, phone: Phone) -> None:
    phone.send("我是她")
    status, state = phone.post("/web/profile", new=True)
    assert (status, state["profiles"], state["active"]) == (200, 2, 1)
    assert [message["text"] for message in state["messages"]] == ["听到：/start"]
    phone.send("我是他")
    status, state = phone.post("/web/profile", use=0)
    assert [message["text"] for message in state["messages"]] == ["听到：/start", "听到：我是她"]
    assert len(room.people) == 2


def test_a_page_left_open_does_not_write_in_the_next_persons_name(room: Room, phone: Phone) -> None:
    hers = phone.hello()["who"]
    phone.post("/web/profile", new=True)
    assert phone.post("/web/send", key="k", text="悄悄话", who=hers) == (409, {"error": "somebody_else"})
    assert phone.get(f"/web/messages?who={hers}")[0] == 409
    assert phone.get(f"/web/stream?who={hers}")[0] == 409


def test_who_holds_the_phone_says_nothing_about_the_key_to_the_chat(room: Room, phone: Phone) -> None:
    assert phone.hello()["who"] not in room.people[0]


def test_a_phone_has_room_for_six(room: Room, phone: Phone) -> None:
    assert [phone.post("/web/profile", new=True)[0] for _ in range(6)] == [200] * 5 + [409]
    phone.send("第六位")
    room.codes["ABC234"] = "an older phone"
    assert phone.post("/web/return", code="ABC234") == (409, {"error": "too_many_profiles"})
    assert room.codes


@pytest.mark.parametrize("place", [-1, 1, 99, True, "0", None, 1.0])
def test_there_is_no_profile_where_nobody_is(phone: Phone, place: object) -> None:
    assert phone.post("/web/profile", use=place) == (400, {"error": "not_understood"})


def test_a_code_from_the_old_phone_brings_the_chat_along(room: Room, phone: Phone) -> None:
    phone.send("老手机上的话")
    room.codes["ABC234"] = room.people[0]
    new_phone = Phone(room)
    new_phone.hello()
    status, state = new_phone.post("/web/return", code=" ａbc 234 ")
    assert (status, state["profiles"]) == (200, 1)
    assert [message["text"] for message in state["messages"]] == ["听到：/start", "听到：老手机上的话"]


def test_whoever_already_wrote_on_the_new_phone_is_not_lost(room: Room, phone: Phone) -> None:
    room.codes["ABC234"] = room.people[0]
    shared = Phone(room)
    shared.hello()
    shared.send("我先来的")
    assert shared.post("/web/return", code="ABC234")[1]["profiles"] == 2
    assert shared.post("/web/profile", use=0)[1]["messages"][-1]["text"] == "听到：我先来的"


def test_coming_back_to_the_same_phone_changes_nothing(room: Room, phone: Phone) -> None:
    room.codes["ABC234"] = room.people[0]
    state = phone.post("/web/return", code="ABC234")[1]
    assert (state["profiles"], state["active"]) == (1, 0)
    assert phone.texts() == ["听到：/start"]


def test_codes_cannot_be_tried_out(room: Room, phone: Phone) -> None:
    tries = [phone.post("/web/return", code=f"WRONG{n}") for n in range(6)]
    assert [answer["error"] for _, answer in tries] == ["no_such_code"] * 5 + ["too_many_tries"]
    room.clock.move(minutes=15)
    assert phone.post("/web/return", code="WRONG7")[0] == 404


def test_codes_cannot_be_tried_out_with_ever_new_cookies(room: Room) -> None:
    statuses = []
    for n in range(26):
        guesser = Phone(room)
        guesser.hello()
        statuses += [guesser.post("/web/return", code=f"GUESS{n}{k}")[0] for k in range(4)]
    assert statuses == [404] * 100 + [429] * 4


async def test_codes_cannot_be_tried_out_all_at_once(room: Room, phone: Phone) -> None:
    cookies = {"jiayin": phone.browser.cookies["jiayin"]}
    transport = ASGITransport(room.site(), client=("1.2.3.4", 50_000))
    async with AsyncClient(transport=transport, base_url="http://testserver", headers=PAGE, cookies=cookies) as guesser:
        tries = [guesser.post("/web/return", json={"code": f"GUESS{n}"}) for n in range(30)]
        statuses = sorted(answer.status_code for answer in await asyncio.gather(*tries))
    assert statuses == [404] * 5 + [429] * 25


def test_whoever_guesses_codes_locks_out_nobody_elsewhere(room: Room) -> None:
    for n in range(25):
        guesser = Phone(room, address="1.2.3.4")
        guesser.hello()
        assert {guesser.post("/web/return", code=f"GUESS{n}{k}")[0] for k in range(4)} == {404}
    neighbour, other = Phone(room, address="1.2.3.4"), Phone(room, address="5.6.7.8")
    room.codes["ABC234"] = room.people[0]
    for one in (neighbour, other):
        one.hello()
    assert neighbour.post("/web/return", code="ABC234") == (429, {"error": "too_many_tries"})
    assert other.post("/web/return", code="ABC234")[0] == 200


def test_right_codes_are_no_guesses(room: Room) -> None:
    for n in range(110):
        mother = Phone(room, address="192.168.1.20")
        mother.hello()
        room.codes[f"CODE{n}"] = room.people[0]
        assert mother.post("/web/return", code=f"CODE{n}")[0] == 200


def test_whoever_comes_from_another_channel_is_greeted_on_the_page(room: Room) -> None:
    room.codes["ABC234"] = "a chat nobody has written in"
    new_phone = Phone(room)
    new_phone.hello()
    status, state = new_phone.post("/web/return", code="ABC234")
    assert (status, state["profiles"]) == (200, 1)
    assert [message["text"] for message in state["messages"]] == ["听到：/start"]


def test_one_address_cannot_fill_the_house_with_strangers(room: Room) -> None:
    known = Phone(room, address="1.2.3.4")
    known.hello()
    for _ in range(119):
        Phone(room, address="1.2.3.4").hello()
    late = Phone(room, address="1.2.3.4")
    assert late.post("/web/hello") == (429, {"error": "crowded"})
    assert known.post("/web/hello")[0] == 200
    assert known.post("/web/profile", new=True) == (429, {"error": "crowded"})
    assert len(room.people) == 120
    Phone(room, address="5.6.7.8").hello()
    room.clock.move(minutes=10)
    late.hello()


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("2409:8a55:1:2:3:4:5:6", "2409:8a55:1:2::"),
        ("testclient", "testclient"),
    ],
)
def test_a_whole_network_of_addresses_is_one_source(host: str, source: str) -> None:
    assert source_of(host) == source


@pytest.mark.parametrize(
    ("source", "inside"), [("127.0.0.1", True), ("172.18.0.1", True), ("", True), ("1.2.3.4", False)]
)
def test_a_proxy_in_the_house_may_speak_for_many(source: str, inside: bool) -> None:
    arrivals = Arrivals()
    assert all(arrivals.admit(source, EVENING) for _ in range(120))
    assert arrivals.admit(source, EVENING) is inside


def test_a_locked_history_is_shown_to_nobody_without_the_pin(room: Room, phone: Phone) -> None:
    position = room.say(room.people[0], Message("带文件", document=Document("日历.ics", "text/calendar", "x")))
    room.pins[room.people[0]] = "2580"
    room.clock.move(minutes=31)
    state = phone.hello()
    assert (state["locked"], state["messages"]) == (True, [])
    for path in ("/web/messages", "/web/stream", f"/web/document/{position}"):
        assert phone.get(path) == (423, {"error": "locked"})
    assert phone.send("在吗") == 423


def test_the_pin_opens_for_half_an_hour(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    room.clock.move(minutes=31)
    assert phone.post("/web/unlock", pin="0000") == (403, {"error": "wrong_pin"})
    status, state = phone.post("/web/unlock", pin="2580")
    assert (status, state["locked"], len(state["messages"])) == (200, False, 1)
    room.clock.move(minutes=29)
    assert phone.texts() == ["听到：/start"]
    room.clock.move(minutes=1)
    assert phone.get("/web/messages")[0] == 423


def test_looking_again_does_not_make_the_half_hour_longer(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    room.clock.move(minutes=31)
    phone.post("/web/unlock", pin="2580")
    room.clock.move(minutes=20)
    assert phone.hello()["locked"] is False
    room.clock.move(minutes=10)
    assert phone.hello()["locked"] is True


def test_setting_a_pin_does_not_throw_her_out_of_her_own_chat(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    assert phone.send("谢谢") == 200


def test_putting_the_page_away_locks_it(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    phone.browser.get("/calm")
    assert phone.hello()["locked"] is True


def test_somebody_else_and_back_asks_for_the_pin(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    assert phone.post("/web/profile", new=True)[1]["locked"] is False
    assert phone.post("/web/profile", use=0)[1]["locked"] is True


def test_a_pin_cannot_be_tried_out(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    assert [phone.post("/web/unlock", pin=f"{n}")[0] for n in range(6)] == [403] * 5 + [429]
    assert phone.post("/web/unlock", pin="2580")[0] == 429
    room.clock.move(minutes=15)
    assert phone.post("/web/unlock", pin="2580")[0] == 200


def test_after_too_many_wrong_ones_the_page_says_that_it_is_closed(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    room.outcome = Unlocking.CLOSED
    phone.browser.get("/calm")
    assert phone.post("/web/unlock", pin="2580") == (403, {"error": "closed"})
    assert phone.hello()["locked"] is True


@pytest.mark.parametrize(("outcome", "warned"), [(Unlocking.OPEN, False), (Unlocking.OPEN_AFTER_TRIES, True)])
def test_she_is_told_when_others_tried_her_pin(room: Room, phone: Phone, outcome: Unlocking, warned: bool) -> None:
    room.pins[room.people[0]] = "2580"
    room.outcome = outcome
    status, state = phone.post("/web/unlock", pin="2580")
    assert (status, state["locked"], state["tried"]) == (200, False, warned)


def test_whoever_knows_the_pin_may_come_and_go(room: Room, phone: Phone) -> None:
    room.pins[room.people[0]] = "2580"
    for _ in range(8):
        phone.browser.get("/calm")
        assert phone.post("/web/unlock", pin="2580")[0] == 200


def test_a_session_keeps_whoever_was_active_when_somebody_joins() -> None:
    session = Session("s", ("a", "b"), active=1).joined_by("c")
    assert (session.profiles, session.token) == (("a", "b", "c"), "c")
    assert session.joined_by("a").token == "a"


def test_counting_does_not_fill_the_memory() -> None:
    pace = Pace(1, timedelta(seconds=10))
    for n in range(MOST_KEYS):
        pace.count(str(n), EVENING)
    later = EVENING + timedelta(seconds=10)
    pace.count("new", later)
    assert pace.is_full("new", later)
    assert not pace.is_full("0", later)
    assert len(pace._times) == 1
