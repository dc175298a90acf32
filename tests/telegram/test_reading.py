"""What the bot understands of what people do in Telegram."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.reading import Blocked, Group, Reading, Unblocked, read
from bot.services.ports import Inbound
from dialogs.engine.events import Edited, Event, Medium, Pressed, Said, Sent
from tests.telegram import library_reading, updates
from tests.telegram.fake_api import BOT
from tests.telegram.spec import answer_problems

HER = 9001
PRIVATE = updates.chat(HER)
FACTORY_GROUP = updates.chat(-4001, "supergroup")


def reading(kind: str, content: dict[str, Any]) -> Reading | None:
    raw = {"update_id": 77, kind: content}
    assert answer_problems("Update", raw) == []
    return understood(raw)


def understood(raw: dict[str, Any]) -> Reading | None:
    """What we make of it, which must be what the library's own objects say."""
    found = read(raw, "7012345678")
    assert found == library_reading.read(Update.de_json(raw, None), "7012345678")
    return found


def event(**content: Any) -> Event | None:
    found = reading("message", updates.message(5, HER, PRIVATE, **content))
    return found.event if isinstance(found, Inbound) else None


def test_an_update_says_who_wrote_and_never_a_name() -> None:
    found = reading("message", updates.message(5, HER, PRIVATE, text="想家了"))
    assert found == Inbound("telegram", "7012345678", "77", "9001", Said("想家了"))
    assert "小芳" not in repr(found)
    assert "xiaofang" not in repr(found)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/start", "/start"),
        ("/start a1B2c3", "/start a1B2c3"),
        ("/menu@jiayin_bot", "/menu"),
        ("/start@jiayin_bot a1B2c3", "/start a1B2c3"),
        ("给我/menu@jiayin_bot", "给我/menu@jiayin_bot"),
        ("@jiayin_bot 你好", "@jiayin_bot 你好"),
    ],
)
def test_commands_are_heard_without_the_name_of_the_bot(typed: str, heard: str) -> None:
    assert event(text=typed) == Said(heard)


def test_forwarded_words_are_words() -> None:
    assert event(text="老师说明天开家长会", **updates.forwarded(by=4711)) == Said("老师说明天开家长会")


@pytest.mark.parametrize(
    ("kind", "medium"),
    [
        ("voice", Medium.VOICE),
        ("audio", Medium.VOICE),
        ("video_note", Medium.VOICE),
        ("photo", Medium.PICTURE),
        ("live_photo", Medium.PICTURE),
        ("sticker", Medium.STICKER),
        ("animation", Medium.VIDEO),
        ("video", Medium.VIDEO),
        ("document", Medium.FILE),
        ("location", Medium.LOCATION),
        ("venue", Medium.LOCATION),
        ("contact", Medium.CONTACT),
        ("poll", Medium.OTHER),
        ("dice", Medium.OTHER),
    ],
)
def test_what_is_not_text_is_known_by_its_kind_and_its_file(kind: str, medium: Medium) -> None:
    has_file = medium not in (Medium.LOCATION, Medium.CONTACT, Medium.OTHER)
    assert event(**updates.CONTENT[kind]) == Sent(medium, file="AgAD" if has_file else "")


def test_words_below_a_picture_are_heard() -> None:
    assert event(**updates.CONTENT["photo"], caption="他发烧了") == Sent(Medium.PICTURE, "他发烧了", "AgAD")


@pytest.mark.parametrize("kind", ["pinned_message", "message_auto_delete_timer_changed"])
def test_what_telegram_itself_says_in_the_chat_is_passed_over(kind: str) -> None:
    assert event(**updates.CONTENT[kind]) is None


def test_a_pressed_button_gives_its_data() -> None:
    under = updates.message(4, 7012345678, PRIVATE, text="同意吗?")
    found = reading("callback_query", updates.press("1", HER, under, "s:3:yes"))
    assert found == Inbound("telegram", "7012345678", "77", "9001", Pressed("s:3:yes"))


def test_a_button_under_a_message_too_old_to_see_still_counts() -> None:
    under = {"message_id": 4, "chat": PRIVATE, "date": 0}
    query = updates.press("1", HER, under, "o:9:done")
    found = understood({"update_id": 77, "callback_query": query})
    assert found == Inbound("telegram", "7012345678", "77", "9001", Pressed("o:9:done"))


def test_a_button_whose_message_is_unknown_is_answered_to_the_one_who_pressed_it() -> None:
    query = {"id": "1", "from": updates.user(HER), "chat_instance": "7", "data": "o:9:done"}
    found = reading("callback_query", query)
    assert isinstance(found, Inbound)
    assert found.external_id == "9001"


def test_a_press_without_data_is_passed_over() -> None:
    query = {"id": "1", "from": updates.user(HER), "chat_instance": "7", "game_short_name": "g"}
    assert reading("callback_query", query) is None


@pytest.mark.parametrize("content", [{"text": "8点半"}, {**updates.CONTENT["photo"], "caption": "8点半"}])
def test_changed_words_are_noticed(content: dict[str, Any]) -> None:
    changed = updates.message(5, HER, PRIVATE, **content, edit_date=updates.SINCE)
    found = reading("edited_message", changed)
    assert isinstance(found, Inbound)
    assert found.event == Edited("8点半")


def test_a_changed_message_without_words_is_noticed_too() -> None:
    changed = updates.message(5, HER, PRIVATE, **updates.CONTENT["photo"], edit_date=updates.SINCE)
    found = reading("edited_message", changed)
    assert isinstance(found, Inbound)
    assert found.event == Edited()


def test_a_live_location_that_moves_on_is_no_change_of_words() -> None:
    changed = updates.message(5, HER, PRIVATE, **updates.CONTENT["location"], edit_date=updates.SINCE)
    assert reading("edited_message", changed) is None


def test_words_in_a_group_only_tell_that_we_are_in_one() -> None:
    assert reading("message", updates.message(5, HER, FACTORY_GROUP, text="有人吗")) == Group("-4001")


def test_a_button_in_a_group_only_tells_that_we_are_in_one() -> None:
    under = updates.message(4, 7012345678, FACTORY_GROUP, text="同意吗?")
    assert reading("callback_query", updates.press("1", HER, under, "s:3:yes")) == Group("-4001")


@pytest.mark.parametrize(
    ("where", "old", "new", "found"),
    [
        (PRIVATE, "member", "kicked", Blocked("9001")),
        (PRIVATE, "kicked", "member", Unblocked("9001")),
        (FACTORY_GROUP, "left", "member", Group("-4001")),
        (FACTORY_GROUP, "member", "left", None),
        (FACTORY_GROUP, "member", "kicked", None),
        (updates.chat(-100, "channel"), "left", "member", None),
    ],
)
def test_being_let_in_and_being_shut_out_is_noticed(
    where: dict[str, Any], old: str, new: str, found: Reading | None
) -> None:
    assert reading("my_chat_member", updates.membership(HER, where, BOT, old, new)) == found


def test_posts_in_channels_are_passed_over() -> None:
    post = {"message_id": 5, "chat": updates.chat(-100, "channel"), "date": 0, "text": "公告"}
    assert reading("channel_post", post) is None
    assert reading("message", post) is None


def test_other_updates_are_passed_over() -> None:
    poll = updates.CONTENT["poll"]["poll"]
    assert reading("poll", poll) is None
