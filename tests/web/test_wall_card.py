"""The card for the wall: printed at the factory, filled in by hand, read in the village by grandmother's bad eyes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.channels.web.wall_card import wall_card_route
from dialogs.library import CardLine, Library
from tests.chat import LIBRARY

NUMBERS = ["110", "120", "119", "12356", "12355", "12345"]
CHANGED = replace(LIBRARY.hotlines["110"], number="<117>")


def shown(library: Library = LIBRARY) -> TestClient:
    return TestClient(Starlette(routes=[wall_card_route(lambda: library)]))


def with_lines(*lines: CardLine) -> Library:
    return replace(LIBRARY, wall_card=lines)


def test_the_numbers_stand_large_and_in_order_each_with_what_it_is_for() -> None:
    lines = re.findall(r'<p class="number"><b>(\d+)</b> <span>([^<]+)</span>', shown().get("/wall-card").text)
    assert [number for number, _words in lines] == NUMBERS
    assert all(4 <= len(words) <= 20 for _number, words in lines)


@pytest.mark.parametrize(
    "words", ["孩子在哪个县、镇、村", "带孩子的人", "班主任", "村医", "邻居", "儿童主任", "妈妈电话", "爸爸电话"]
)
def test_there_is_room_to_write_who_is_near_the_child(words: str) -> None:
    blanks = re.findall(r'<span>([^<]+)<i class="blank">', shown().get("/wall-card").text)
    assert sum(words in blank for blank in blanks) == 1


def test_a_father_far_away_sees_how_to_reach_the_police_at_home() -> None:
    away = re.findall(r'<p class="away">.*', shown().get("/wall-card").text)
    assert len(away) == 1
    assert re.search(r'老家区号<i class="blank"></i>＋ <b>110</b>', away[0])
    assert "就直接打110" in shown().get("/wall-card").text


def test_it_needs_no_sign_in_no_script_and_leaves_no_trace() -> None:
    response = shown().get("/wall-card")
    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    assert "<script" not in response.text
    assert re.findall(r"https?://|@import|url\(| src=|\son\w+=|\sstyle=", response.text) == []
    assert "script-src 'none'" in response.headers["content-security-policy"]
    assert "{{" not in response.text


def test_it_is_one_sheet_of_a4_and_the_advice_on_printing_is_not_printed() -> None:
    text = shown().get("/wall-card").text
    assert "@page { size: A4 portrait;" in text
    assert re.search(r"@media print \{\s*\.hint \{ display: none; \}", text)


def test_a_number_that_changes_in_the_table_changes_on_the_card() -> None:
    card = shown(replace(LIBRARY, hotlines={**LIBRARY.hotlines, "110": CHANGED})).get("/wall-card").text
    assert "<b>&lt;117&gt;</b>" in card
    assert "就直接打&lt;117&gt;" in card


def test_a_line_whose_number_is_gone_is_left_out() -> None:
    gone = with_lines(CardLine("a", "number", "报警", "999"), CardLine("b", "away", "外地", "999", "区号"))
    assert '<p class="number">' not in shown(gone).get("/wall-card").text
    assert '<p class="away">' not in shown(gone).get("/wall-card").text


def test_words_of_the_card_are_words_and_no_page() -> None:
    line = CardLine("a", "blank", "<b>老师</b>", beside="<i>电话</i>")
    assert "<b>老师" not in shown(with_lines(line)).get("/wall-card").text
    assert "<i>电话" not in shown(with_lines(line)).get("/wall-card").text


def test_a_card_that_has_not_changed_is_not_loaded_again() -> None:
    browser = shown()
    tag = browser.get("/wall-card").headers["etag"]
    assert browser.get("/wall-card", headers={"If-None-Match": tag}).status_code == 304
