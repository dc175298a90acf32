"""The menu, the help numbers and the notices in full."""

from __future__ import annotations

import pytest

from dialogs.engine.events import Verb
from dialogs.facts import Home
from dialogs.menu import KIND, chosen, menu_card
from tests.chat import Chat, agreed_chat

LABELS = ["今日贴士", "打电话回家", "问问题", "找老师", "求助电话", "微课", "设置"]


def test_the_menu_has_seven_buttons_that_stay_valid() -> None:
    chat = agreed_chat().says("菜单")
    assert chat.buttons == LABELS
    chat.says("哈哈").presses("问问题").sees("想问啥")


@pytest.mark.parametrize("words", ["你会什么", "你会什么？", "你能做啥", "怎么用", "What can you do?"])
def test_who_asks_what_jiayin_can_do_gets_the_menu(words: str) -> None:
    assert agreed_chat().says(words).sees("要我帮你做啥").buttons == LABELS


def test_every_button_of_the_menu_leads_somewhere() -> None:
    for label in LABELS:
        agreed_chat().says("菜单").presses(label).does_not_see("按钮是之前的")


def test_a_forged_button_of_the_menu_shows_the_menu() -> None:
    facts = agreed_chat().facts
    assert chosen(Verb(KIND, "", "", "erase_everything"), facts).say == (menu_card(),)


def test_the_numbers_come_at_once_and_home_is_asked_afterwards_and_once() -> None:
    chat = agreed_chat().says("求助电话").sees("110 报警", "12356", "哪个市")
    chat.says("铜仁").sees("0856110")
    chat.says("热线").sees("0856110 报警", "打不通就直接打", "铜仁").does_not_see("哪个市")


def test_home_is_not_asked_again_after_it_was_skipped() -> None:
    chat = agreed_chat().says("求助电话").presses("先跳过")
    chat.says("求助电话").sees("110 报警").does_not_see("哪个市", "0856")


def test_numbers_for_a_known_home_are_whole() -> None:
    chat = agreed_chat(home=Home("0856", "铜仁")).says("求助电话").sees("0856110", "085612345")
    assert "0856110" in chat.seen[0].numbers


def test_before_an_agreement_the_numbers_are_plain_and_nothing_is_asked() -> None:
    Chat().says("求助电话").sees("110 报警", "我是家音").does_not_see("哪个市")


def test_the_notices_can_be_read_at_any_time() -> None:
    agreed_chat().says("隐私").sees("一、谁办的", "孩子的资料", "安心社工")
