"""Where home is: asked with its reason, understood by name or code, and then every number is whole."""

from __future__ import annotations

import pytest

from dialogs.effects import SaveProfile
from dialogs.engine.step import Card, Done, Go
from dialogs.facts import Home
from dialogs.home import AskHome, ChooseHome, door
from tests.chat import Chat, agreed_chat, new_facts

TONGREN = Home("0856", "铜仁")


def home_of(chat: Chat) -> Home | None:
    return chat.facts.profile.home


def test_a_mother_who_asks_for_help_numbers_is_asked_where_home_is_and_told_why() -> None:
    agreed_chat().says("求助电话").sees("110", "加上老家的区号", "孩子在哪个市")


@pytest.mark.parametrize("words", ["铜仁", "贵州铜仁", "0856", "０８５６", "我老家是贵州铜仁的", "铜仁市"])
def test_home_is_understood_as_people_write_it(words: str) -> None:
    chat = agreed_chat().says("老家").says(words).sees("老家铜仁", "区号0856")
    assert home_of(chat) == TONGREN


def test_the_numbers_she_came_for_are_printed_whole_with_what_to_do_if_they_fail() -> None:
    chat = agreed_chat().says("求助电话").says("铜仁")
    chat.sees("0856110 报警", "打不通就直接打110，说孩子在铜仁，请他们转。")


def test_from_the_settings_no_numbers_follow() -> None:
    agreed_chat().says("老家").says("铜仁").does_not_see("报警", "打不通")


def test_a_code_of_three_cities_asks_which_one_so_that_the_name_is_right() -> None:
    chat = agreed_chat().says("老家").says("0731").sees("是哪一个")
    assert chat.buttons == ["长沙 0731", "株洲 0731", "湘潭 0731", "都不是"]
    chat.says("3").sees("老家湘潭", "0731")
    assert home_of(chat) == Home("0731", "湘潭")


def test_one_of_several_places_can_be_said_by_name() -> None:
    chat = agreed_chat().says("老家").says("0731").says("株洲市")
    assert home_of(chat) == Home("0731", "株洲")


def test_none_of_the_places_leads_back_to_the_question() -> None:
    chat = agreed_chat().says("求助电话").says("0731").presses("都不是").sees("孩子在哪个市")
    chat.says("铜仁").sees("0856110")


def test_while_choosing_another_place_can_be_named() -> None:
    chat = agreed_chat().says("老家").says("0731").says("不对，是恩施")
    assert home_of(chat) == Home("0718", "恩施")


def test_a_place_nobody_knows_is_asked_again_with_an_example() -> None:
    chat = agreed_chat().says("老家").says("火星").sees("没找着", "铜仁", "孩子在哪个市")
    assert home_of(chat) is None


def test_a_province_is_not_enough() -> None:
    chat = agreed_chat().says("老家").says("贵州").sees("这是省名")
    assert home_of(chat) is None


def test_the_city_of_the_factory_is_not_taken_for_home() -> None:
    chat = agreed_chat().says("老家").says("在东莞打工").sees("不是你上班的地方")
    assert home_of(chat) is None
    chat.says("我在东莞打工，老家是恩施")
    assert home_of(chat) == Home("0718", "恩施")


def test_a_question_in_the_middle_is_answered_and_then_home_is_asked_again() -> None:
    agreed_chat().says("老家").says("娃不接我电话").sees("孩子在哪个市")


def test_a_long_story_is_not_searched_for_a_town() -> None:
    story = "孩子昨天跟奶奶去铜仁看病回来一直不太高兴我也不知道怎么办"
    assert AskHome().heard(story, new_facts()) is None


def test_who_skips_is_not_asked_again() -> None:
    chat = agreed_chat().says("求助电话").presses("先跳过").sees("设置")
    assert chat.facts.was_asked("home")
    chat.says("求助电话").sees("110").does_not_see("哪个市")


def test_skipping_twice_writes_nothing_new() -> None:
    chat = agreed_chat().says("老家").says("跳过")
    assert len(chat.did(SaveProfile)) == 1
    chat.says("老家").says("不知道")
    assert len(chat.did(SaveProfile)) == 1


def test_home_can_be_changed_and_the_old_one_is_shown() -> None:
    chat = agreed_chat(home=TONGREN).says("老家").sees("铜仁，区号0856").says("恩施")
    assert home_of(chat) == Home("0718", "恩施")


def test_before_consent_the_numbers_are_whole_but_nothing_is_kept() -> None:
    stranger = new_facts()
    told = AskHome(("110",)).heard("铜仁", stranger)
    assert isinstance(told, Done)
    assert "0856110 报警" in [stranger.say(text) for text in told.say if not isinstance(text, Card)]
    assert told.effects == ()
    skipped = AskHome(("110",)).chose("skip", stranger)
    assert isinstance(skipped, Done)
    assert skipped.effects == ()


def test_only_hotlines_that_exist_are_asked_for_and_printed() -> None:
    assert door(new_facts(), "110, 999,110") == Go(AskHome(("110",)))
    settled = ChooseHome(("999",), ("0856 铜仁",)).chose("1", new_facts())
    assert len(settled.say) == 1
