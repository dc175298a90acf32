"""How messages look in Telegram."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InputFile

from bot.rendering.message import Button, Document, Message
from bot.rendering.split import split_text, units
from bot.rendering.telegram import Unsendable, arguments, calls, rows, split
from tests.telegram import markup, spec

DANGER = "你现在安全吗?\n先离开他,到有人的地方去。\n打 0755-110 报警,或者打 12338。\n我陪着你。"


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in rows(message.buttons)]


def buttons(*texts: str) -> tuple[Button, ...]:
    return tuple(Button(text, f"s:1:{place}") for place, text in enumerate(texts))


def heard(words: dict[str, Any]) -> list[str]:
    """What the server would have against a call."""
    plain = {name: value for name, value in words.items() if name != "document"}
    if "document" in words:
        upload = words["document"]
        plain["document"] = spec.Upload(upload.filename, upload.mimetype, upload.input_file_content)
        plain = {name: value for name, value in plain.items() if value is not None}
        return spec.request_problems("sendDocument", {"chat_id": 1, **plain})
    return spec.request_problems("sendMessage", {"chat_id": 1, **plain})


def test_signs_of_html_in_her_words_are_only_signs() -> None:
    words = arguments(Message("1 < 2 & 3 > 2 <b>"))
    assert words["text"] == "1 &lt; 2 &amp; 3 &gt; 2 &lt;b&gt;"
    assert words["parse_mode"] == "HTML"


def test_a_quiet_push_makes_no_sound_and_a_reply_does() -> None:
    assert arguments(Message("早", silent=True))["disable_notification"] is True
    assert arguments(Message("早"))["disable_notification"] is False


def test_a_link_shows_no_preview() -> None:
    assert arguments(Message("https://example.org"))["link_preview_options"] == {"is_disabled": True}


def test_short_buttons_stand_side_by_side_and_a_long_one_alone() -> None:
    shown = labels(Message("?", buttons("周一", "周二", "周三", "周四", "把提醒改到别的时间去吧", "好")))
    assert shown == [["周一", "周二", "周三"], ["周四"], ["把提醒改到别的时间去吧"], ["好"]]


def test_numbers_stand_in_one_row_over_none_of_these() -> None:
    assert labels(Message("?", buttons("1", "2", "3", "都不是"))) == [["1", "2", "3"], ["都不是"]]


def test_middling_labels_go_two_in_a_row() -> None:
    assert labels(Message("?", buttons("今晚就打电话", "明天再提醒我", "不打了"))) == [
        ["今晚就打电话", "明天再提醒我"],
        ["不打了"],
    ]


@given(st.lists(st.text(min_size=1, max_size=20), max_size=40))
def test_no_button_is_ever_lost(texts: list[str]) -> None:
    given_buttons = buttons(*texts)
    drawn = list(rows(given_buttons))
    assert [button for row in drawn for button in row] == list(given_buttons)
    assert all(1 <= len(row) <= 3 for row in drawn)


@pytest.mark.parametrize("button", [Button("好", "家" * 22), Button("好", ""), Button("  ", "s:1:a")])
def test_a_button_that_telegram_would_refuse_is_refused_here(button: Button) -> None:
    with pytest.raises(Unsendable):
        arguments(Message("?", (button,)))


def test_a_button_may_carry_64_bytes() -> None:
    assert heard(arguments(Message("?", (Button("好", "o:" + "7" * 62),)))) == []


def test_nothing_to_say_is_refused() -> None:
    with pytest.raises(Unsendable):
        arguments(Message(" \n"))


def test_a_talk_about_danger_folds_away_but_its_numbers_stay_in_sight() -> None:
    html = arguments(Message(DANGER, numbers=("0755-110", "12338"), fold=True))["text"]
    assert html == (
        "<blockquote expandable>你现在安全吗?\n先离开他,到有人的地方去。</blockquote>\n"
        "打 <code>0755-110</code> 报警,或者打 <code>12338</code>。\n"
        "<blockquote expandable>我陪着你。</blockquote>"
    )
    assert markup.visible(html) == DANGER


def test_a_phone_number_can_be_copied_with_a_tap_but_not_a_piece_of_another() -> None:
    html = arguments(Message("打 110,别打 0755-1100 和 11012。", numbers=("110",)))["text"]
    assert html == "打 <code>110</code>,别打 0755-1100 和 11012。"


def test_a_calendar_entry_goes_as_a_file_with_the_words_below_it() -> None:
    document = Document("打电话.ics", "text/calendar", "BEGIN:VCALENDAR")
    words = arguments(Message("加到日历里", buttons("好"), document=document))
    upload = words["document"]
    assert isinstance(upload, InputFile)
    assert (upload.filename, upload.mimetype, upload.input_file_content) == (
        "打电话.ics",
        "text/calendar",
        b"BEGIN:VCALENDAR",
    )
    assert words["caption"] == "加到日历里"
    assert "text" not in words


def test_words_too_long_for_a_file_go_ahead_of_it() -> None:
    document = Document("我的资料.txt", "text/plain", "…")
    first, last = split(Message("字" * 1025, buttons("好"), document=document))
    assert (first.text, first.buttons, first.document) == ("字" * 1025, (), None)
    assert (last.text, last.buttons, last.document) == ("", buttons("好"), document)


def test_only_the_last_part_of_a_long_message_has_buttons() -> None:
    parts = split(Message("说来话长。" * 2000, buttons("好", "不好"), silent=True))
    assert len(parts) == 3
    assert [bool(part.buttons) for part in parts] == [False, False, True]
    assert all(part.silent for part in parts)
    assert "".join(part.text for part in parts) == "说来话长。" * 2000


def test_a_message_that_fits_is_left_as_it_is() -> None:
    message = Message("好", buttons("好"))
    assert split(message) == [message]


signs = st.sampled_from("家音<>&\"'\n 。,😀👩‍👧12345ab\u200d\u0301🇨🇳")
texts = st.text(signs | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


@given(texts, st.booleans(), st.lists(st.sampled_from(["123", "45", "0755-110"]), max_size=3))
def test_whatever_she_is_told_telegram_can_read_it(text: str, fold: bool, numbers: list[str]) -> None:
    message = Message(text * 60, fold=fold, numbers=tuple(numbers), buttons=buttons("好"))
    if text.strip():
        assert [heard(words) for words in calls(message)] == [[]] * len(calls(message))


# Cutting long words


def test_a_text_is_cut_at_a_blank_line_before_anything_else() -> None:
    assert split_text("第一段。\n还是第一段。\n\n第二段。第二段。", 16) == [
        "第一段。\n还是第一段。",
        "第二段。第二段。",
    ]


def test_without_lines_a_text_is_cut_after_a_sentence() -> None:
    assert split_text("他问:“你几时回来?”我说快了。再过一个月就回,", 14) == [
        "他问:“你几时回来?”",
        "我说快了。再过一个月就回,",
    ]


def test_a_long_sentence_is_cut_after_a_comma_but_not_in_a_clock_time() -> None:
    assert split_text("今天晚上,我们在19:30打", 12) == ["今天晚上,我们在", "19:30打"]
    assert split_text("今天晚上吃完饭,我们在19:30打", 15) == ["今天晚上吃完饭,", "我们在19:30打"]


def test_an_emoji_counts_twice_and_is_never_cut() -> None:
    assert units("家😀") == 3
    assert split_text("😀😀😀", 5) == ["😀😀", "😀"]
    assert split_text("好好好👩‍👧好好", 7) == ["好好好", "👩‍👧好好"]


def test_a_phone_number_is_not_cut() -> None:
    assert split_text("打电话到这里12355吧", 9) == ["打电话到这里", "12355吧"]


def test_blank_words_make_no_parts() -> None:
    assert split_text("\n" * 50, 10) == []


def test_there_must_be_room_for_a_character() -> None:
    with pytest.raises(ValueError, match="room"):
        split_text("好", 1)


@given(st.text(signs | st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(2, 60))
def test_no_words_are_lost_in_cutting(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(1 <= units(part) <= limit for part in parts)
