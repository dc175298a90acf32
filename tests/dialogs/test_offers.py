"""An offer (is it one of these? shall a trainer see it?) is no dialog: whatever else she means, it is gone."""

from __future__ import annotations

import pytest

from dialogs.effects import RecordTip, TipOutcome
from dialogs.facts import Agreement
from tests.chat import Chat, agreed_chat

UNSURE = "手机"  # several answers fit a little
UNKNOWN = "附近哪里能修缝纫机"


def test_a_choice_of_questions_does_not_come_back_after_a_tip() -> None:
    chat = agreed_chat().says(UNSURE).sees("你想问的是哪个")
    chat.says("今日贴士").does_not_see("你想问的是哪个")
    chat.says("求助电话").does_not_see("你想问的是哪个")


def test_after_the_offer_a_number_answers_the_tip_that_was_shown_later() -> None:
    chat = agreed_chat().says(UNSURE).says("今日贴士")
    chat.says("3")
    assert [effect for effect in chat.did(RecordTip)] == [RecordTip(chat.facts.seen_tips[-1], TipOutcome.KEPT)]


def test_pressing_an_old_tips_button_ends_the_offer_too() -> None:
    chat = agreed_chat().says("今日贴士").says(UNSURE)
    chat.presses("我试了").does_not_see("你想问的是哪个")
    assert chat.conversation.step is None


def test_a_picture_ends_the_offer() -> None:
    chat = agreed_chat().says(UNSURE)
    chat.says("三").does_not_see("你想问的是哪个")


def test_in_the_middle_of_a_dialog_only_a_sure_answer_comes_and_never_a_choice() -> None:
    chat = agreed_chat().says("老家").sees("老家")
    chat.says("那个手机手机").does_not_see("你想问的是哪个")
    assert chat.conversation.step is not None


def test_the_first_message_of_a_stranger_is_never_answered_with_a_choice() -> None:
    chat = Chat().says(UNSURE).does_not_see("你想问的是哪个").sees("我是家音")
    assert chat.facts.agreement is Agreement.UNASKED


@pytest.mark.parametrize("label", ["换一条", "收藏", "转给工友", "我试了", "为什么给我这条"])
def test_every_button_of_the_first_tip_can_be_typed_though_a_starter_stands_below_it(label: str) -> None:
    chat = Chat().says("/start").presses("同意").says("6-9")
    assert label in chat.buttons
    chat.says(label).does_not_see("没看懂", "你想问的是哪个")


def test_a_card_can_be_used_again_after_a_button_that_only_confirmed() -> None:
    chat = agreed_chat().says("今日贴士").says("收藏").sees("收")
    chat.says("第二个").does_not_see("没看懂")
    assert len(chat.facts.seen_tips) >= 2


def test_when_the_danger_is_over_the_question_about_it_is_gone_and_the_rest_goes_on() -> None:
    chat = agreed_chat().says("老家").says("孩子不见了").sees("现在安全吗")
    chat.says("没事了").does_not_see("现在安全吗")
    chat.sees("老家")


def test_a_join_code_by_itself_joins() -> None:
    chat = agreed_chat()
    chat.says("gfdg01")
    assert chat.facts.profile.factory == "GFDG01"
    Chat().says("GFDG01").sees("我是家音").presses("同意")


def test_four_digits_are_never_offered_to_a_trainer() -> None:
    agreed_chat().says("4826").does_not_see("交给老师").says("4826").does_not_see("交给老师").says("4826")


def test_in_the_middle_of_a_dialog_nobody_is_sent_to_a_trainer_for_a_slip() -> None:
    chat = agreed_chat().says("换班了").sees("白班还是夜班")
    chat.says("我在流水线上班呢咋说").says("唔唔唔").does_not_see("交给老师").sees("白班还是夜班")
    chat.says("夜班").sees("多久一换")


def test_while_a_danger_is_open_no_answer_asks_for_the_home_town() -> None:
    chat = agreed_chat().says("孩子不见了").says("安全")
    chat.says("他以前被狗咬过，咋预防").does_not_see("电话要加老家的区号")
