"""The fake server must be as strict as the real one."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.telegram import markup, updates
from tests.telegram.fake_api import TOKEN, FakeTelegram
from tests.telegram.spec import request_problems


async def call(telegram: FakeTelegram, method: str, **wishes: Any) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{telegram.url}/bot{TOKEN}/{method}", json=wishes) as answer,
    ):
        body = await answer.json()
        return answer.status, body.get("result", body.get("description"))


@pytest.mark.parametrize(
    "wishes",
    [
        {},
        {"chat_id": 1},
        {"chat_id": 1, "text": 5},
        {"chat_id": 1.5, "text": "好"},
        {"chat_id": 1, "text": ""},
        {"chat_id": 1, "text": "好", "silent": True},
        {"chat_id": 1, "text": "好", "disable_notification": "yes"},
        {"chat_id": 1, "text": "😀" * 2049},
        {"chat_id": 1, "text": "<b> </b>", "parse_mode": "HTML"},
        {"chat_id": 1, "text": "<b>好", "parse_mode": "HTML"},
        {"chat_id": 1, "text": "好", "parse_mode": "Markdown"},
        {"chat_id": 1, "text": "好", "reply_markup": {"inline_keyboard": [[{"text": "好"}]]}},
        {"chat_id": 1, "text": "好", "reply_markup": {"inline_keyboard": [{"text": "好", "callback_data": "a"}]}},
        {
            "chat_id": 1,
            "text": "好",
            "reply_markup": {"inline_keyboard": [[{"text": "好", "callback_data": "长" * 22}]]},
        },
        {"chat_id": 1, "text": "好", "reply_markup": {"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}},
        {"chat_id": 1, "text": "好", "reply_markup": {"inline_keyboard": [[{"text": "1", "callback_data": "a"}] * 9]}},
    ],
)
def test_a_malformed_message_is_noticed(wishes: dict[str, Any]) -> None:
    assert request_problems("sendMessage", wishes)


@pytest.mark.parametrize(
    "rows",
    [
        [[{"text": "好"}]],
        [{"text": "好", "callback_data": "a"}],
        [[{"text": "好", "callback_data": "长" * 22}]],
        [[{"text": " ", "callback_data": "a"}]],
        [[{"text": "好", "callback_data": "a", "url": "https://example.org"}]],
        [[{"text": "1", "callback_data": "a"}] * 9],
        [[{"text": "1", "callback_data": "a"}]] * 101,
    ],
)
def test_a_malformed_keyboard_is_noticed(rows: list[Any]) -> None:
    assert request_problems("sendMessage", {"chat_id": 1, "text": "好", "reply_markup": {"inline_keyboard": rows}})


@pytest.mark.parametrize(
    ("method", "wishes"),
    [
        ("setMyCommands", {"commands": [{"command": "Menu", "description": "菜单"}]}),
        ("setMyCommands", {"commands": [{"command": "menu", "description": ""}]}),
        ("setMyCommands", {"commands": [{"command": "menu", "description": "菜单"}], "scope": {"type": 3}}),
        ("setWebhook", {"url": "https://example.org", "secret_token": "密码"}),
        ("getUpdates", {"limit": 101}),
        ("sendDocument", {"chat_id": 1, "document": 5}),
        ("sendPhoto", {}),
    ],
)
def test_other_malformed_calls_are_noticed(method: str, wishes: dict[str, Any]) -> None:
    assert request_problems(method, wishes)


def test_the_longest_text_and_the_longest_data_are_accepted() -> None:
    button = {"text": "好", "callback_data": "d" * 64}
    wishes = {"chat_id": 1, "text": f"<b>{'&lt;' * 4096}</b>", "parse_mode": "HTML"}
    assert request_problems("sendMessage", {**wishes, "reply_markup": {"inline_keyboard": [[button]]}}) == []


@pytest.mark.parametrize(
    "html",
    [
        "<b>好</i>",
        "</b>",
        "<b>好",
        "<br/>",
        "<a>好</a>",
        "1 < 2",
        "你 & 我",
        "&nbsp;",
        "<blockquote><blockquote>好</blockquote></blockquote>",
        "<code><b>好</b></code>",
        "<b class='x'>好</b>",
    ],
)
def test_html_that_telegram_does_not_take_is_noticed(html: str) -> None:
    assert markup.problems(html)


def test_html_that_telegram_takes_is_accepted() -> None:
    html = '<blockquote expandable>打 <code>12355</code></blockquote><a href="https://example.org">看 &amp; 听</a>'
    assert markup.problems(html) == []
    assert markup.visible(html) == "打 12355看 & 听"


async def test_updates_stay_until_a_higher_offset_confirms_them(telegram: FakeTelegram) -> None:
    mother = telegram.person()
    first, second = await mother.says("一"), await mother.says("二")
    for _ in range(2):
        _, found = await call(telegram, "getUpdates", timeout=0)
        assert [update["update_id"] for update in found] == [first, second]
    _, found = await call(telegram, "getUpdates", offset=second)
    assert [update["update_id"] for update in found] == [second]
    assert await call(telegram, "getUpdates", offset=second + 1) == (200, [])


async def test_kinds_that_nobody_asked_for_do_not_come(telegram: FakeTelegram) -> None:
    await call(telegram, "getUpdates", allowed_updates=["message"])
    mother = telegram.person()
    await mother.blocks()
    assert telegram.waiting == []


async def test_an_edited_message_changes_in_the_chat(telegram: FakeTelegram) -> None:
    mother = telegram.person()
    _, sent = await call(telegram, "sendMessage", chat_id=mother.room.number, text="一")
    where = {"chat_id": mother.room.number, "message_id": sent["message_id"]}
    assert (await call(telegram, "editMessageText", **where, text="二"))[0] == 200
    assert [shown.text for shown in mother.shown] == ["二"]
    assert "not modified" in (await call(telegram, "editMessageText", **where, text="二"))[1]
    assert (
        "not found" in (await call(telegram, "editMessageText", chat_id=mother.room.number, message_id=1, text="三"))[1]
    )
    assert (await call(telegram, "sendChatAction", chat_id=mother.room.number, action="typing"))[0] == 200


async def test_a_person_reads_in_order_and_misses_what_is_not_there(telegram: FakeTelegram) -> None:
    mother = telegram.person()
    for text in ("一", "二"):
        await call(telegram, "sendMessage", chat_id=mother.room.number, text=text)
    assert (await mother.sees("二")).text == "二"
    await mother.sees_nothing(during=0.01)
    with pytest.raises(AssertionError, match="Nothing about"):
        await mother.sees("一", within=0.01)
    with pytest.raises(AssertionError, match="No button"):
        await mother.presses("好", within=0.01)


async def test_a_malformed_call_is_answered_with_400_and_remembered() -> None:
    async with FakeTelegram() as telegram:
        status, _ = await call(telegram, "sendMessage", chat_id=telegram.person().room.number)
        assert status == 400
        assert telegram.problems == ["sendMessage: text is missing"]


@pytest.mark.parametrize("kind", sorted(updates.CONTENT))
async def test_all_that_people_send_is_worded_as_telegram_does(telegram: FakeTelegram, kind: str) -> None:
    await telegram.person().sends(kind)
    assert telegram.problems == []
