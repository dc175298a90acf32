"""The order in which meanings are tried, and what happens to the open question: whole small chats."""

from __future__ import annotations

from dataclasses import replace

from dialogs.catalogue import CATALOGUE
from dialogs.effects import Consent, ForwardToTrainer, OpenCase, RecordTip, SaveReminder
from dialogs.engine.catalogue import Command
from dialogs.engine.entry import Entry
from dialogs.engine.events import Medium, Verb
from dialogs.engine.messages import messages_of
from dialogs.engine.prompt import ask
from dialogs.engine.step import Card, Go, Open
from dialogs.facts import Agreement
from dialogs.text import Verbatim
from tests.chat import Chat, agreed_chat

PASSING_ON = "交给老师的话"  # stands in the question of WriteToTrainer
QUESTION = "想问啥"
LATE = "这个按钮是之前的"


def asking() -> Chat:
    """A mother who was asked what she wants to tell the trainer."""
    return agreed_chat().says("找老师").sees(PASSING_ON)


# -- danger before everything ----------------------------------------------------------------------------------------


def test_danger_comes_before_the_answer_to_the_open_question() -> None:
    chat = asking().says("孩子掉水里了").sees("120", "孩子现在安全吗")
    assert not chat.did(ForwardToTrainer)
    assert chat.did(OpenCase)


def test_danger_comes_before_leaving_words_in_the_same_message() -> None:
    agreed_chat().says("退出，我不想活了").sees("12356", "你现在安全吗")


def test_danger_in_the_words_under_a_picture_is_heard() -> None:
    agreed_chat().sends(Medium.PICTURE, "孩子喝了农药").sees("120", "孩子现在安全吗")
    agreed_chat().sends(Medium.PICTURE, "孩子画的画").sees("图片我看不了").offers("交给老师")


def test_a_danger_dialog_pauses_what_was_going_on_until_she_writes_again() -> None:
    chat = asking().says("孩子掉水里了").presses("现在安全").says("铜仁").presses("在这里写")
    chat.sees("谢谢你").does_not_see(PASSING_ON)
    chat.says("没事了").sees(PASSING_ON)
    chat.says("孩子最近怕水，怎么哄好？")
    assert [effect.words for effect in chat.did(ForwardToTrainer) if isinstance(effect, ForwardToTrainer)] == [
        "孩子最近怕水，怎么哄好？"
    ]


def test_a_second_tap_on_the_last_danger_question_does_not_answer_the_paused_one() -> None:
    chat = agreed_chat().says("老家").sees("哪个市").says("孩子掉水里了").presses("现在安全").says("铜仁")
    skip = next(button for message in chat.seen for button in message.buttons if button.label == "先别联系")
    chat.press_data(skip.data).sees("谢谢你")
    chat.press_data(skip.data).sees(LATE, "哪个市")


# -- leaving, going back ---------------------------------------------------------------------------------------------


def test_stopping_works_from_anywhere_and_drops_the_open_question() -> None:
    chat = asking().says("退出")
    assert not chat.did(ForwardToTrainer)
    assert chat.facts.profile.stopped
    chat.does_not_see(PASSING_ON)


def test_cancel_leaves_the_open_question_and_says_so() -> None:
    chat = asking().says("取消").sees("菜单").does_not_see(PASSING_ON)
    assert chat.conversation.step is None
    chat.says("算了").sees("菜单")


def test_cancel_with_a_full_stop_or_in_full_width_letters_is_still_cancel() -> None:
    for word in ("取消。", " 取消 ", "／cancel", "ＣＡＮＣＥＬ"):
        assert asking().says(word).conversation.step is None


def test_back_goes_to_the_question_before() -> None:
    chat = agreed_chat().says("孩子掉水里了").presses("现在安全").sees("哪个市")
    chat.says("返回").sees("孩子现在安全吗")


def test_back_from_the_first_question_leaves_the_dialog_and_shows_the_menu() -> None:
    asking().says("上一步").sees("要我帮你做啥")
    agreed_chat().says("返回").sees("要我帮你做啥")


def test_back_from_a_dialog_on_top_returns_to_the_one_beneath() -> None:
    chat = asking().sends(Medium.VOICE).sees("语音我听不了")
    chat.says("返回").sees(PASSING_ON)


# -- labels, commands, buttons, numbers ------------------------------------------------------------------------------


def test_a_label_of_the_open_question_counts_before_a_command_of_the_same_word() -> None:
    chat = Chat().says("你好").says("看全文").sees("一、谁办的", "点“同意”")
    assert chat.facts.agreement is Agreement.UNASKED


def test_a_synonym_of_the_open_question_counts_before_a_command_of_the_same_word() -> None:
    chat = agreed_chat().says("我想打死他算了").sees("有没有危险")
    chat.says("没事了").sees("那就好")
    assert not chat.did(OpenCase)


def test_a_command_in_the_middle_leaves_the_question_when_it_asks_something_itself() -> None:
    chat = asking().says("问问题").sees(QUESTION)
    chat.says("返回").sees("要我帮你做啥")


def test_a_command_that_only_shows_something_is_followed_by_the_same_question() -> None:
    agreed_chat(asked=frozenset({"home"})).says("找老师").says("求助电话").sees("12345", PASSING_ON)


def test_the_menu_is_a_way_out_of_any_question() -> None:
    assert asking().says("菜单").sees("要我帮你做啥").conversation.step is None


def test_what_follows_a_slash_command_reaches_its_door() -> None:
    command = Command(Entry.WELCOME, "/start", ("开始",))
    catalogue = replace(CATALOGUE, commands=(command,))
    assert catalogue.command("/start gfdg01") == (command, "gfdg01")
    assert catalogue.command("开始") == (command, "")
    assert catalogue.command("开始 gfdg01") is None
    assert catalogue.command("/other gfdg01") is None


def test_an_unknown_command_is_answered_kindly() -> None:
    agreed_chat().says("/fly me to the moon").sees("没看懂", "菜单")


def test_a_stale_button_says_so_and_repeats_the_question() -> None:
    chat = agreed_chat().says("找老师")
    old = chat.seen[-1].buttons[-1].data
    chat.says("问问题").press_data(old).sees(LATE, QUESTION)


def test_a_stale_button_without_an_open_question_shows_the_menu() -> None:
    chat = asking()
    old = chat.seen[-1].buttons[-1].data
    chat.says("取消").press_data(old).sees(LATE, "要我帮你做啥")


def test_a_forged_button_does_nothing() -> None:
    chat = asking()
    asked = chat.conversation.asked
    for data in ("", "s", "s::", f"s:{asked}:nobody", f"s:{asked}", "o:made-up:tried", "x:1:2", "s:-1:keep", "🙂" * 30):
        chat.press_data(data).sees(LATE, PASSING_ON)
        asked = chat.conversation.asked
    assert not chat.did(ForwardToTrainer)


def test_a_standing_button_of_a_card_that_no_longer_exists_says_so() -> None:
    chat = asking().happens(Verb("retired", "", "", "go"))
    chat.sees(LATE).does_not_see(PASSING_ON)
    assert chat.conversation.step is not None


def test_a_standing_button_leaves_the_open_question_where_it_is() -> None:
    chat = agreed_chat().says("找老师").presses("收藏").sees("收藏").does_not_see(PASSING_ON)
    assert chat.did(RecordTip)
    chat.says("孩子不爱吃饭怎么办，老人也没办法")
    assert chat.did(ForwardToTrainer)


def test_a_bare_number_answers_the_card_shown_last() -> None:
    chat = agreed_chat().says("菜单")
    for number in ("4", "４", "四", "4。"):
        chat.says("菜单").says(number).sees(PASSING_ON)


def test_a_word_on_the_card_shown_last_is_its_button() -> None:
    chat = agreed_chat().says("今日贴士").says("收藏")
    assert chat.did(RecordTip)
    chat.says("9").does_not_see("收藏好了")


def test_after_a_newer_question_the_number_answers_the_question() -> None:
    chat = agreed_chat().says("菜单").says("孩子掉水里了").says("1").sees("哪个市")
    assert chat.facts.case is not None


def test_numbers_and_words_choose_like_buttons() -> None:
    for words in ("2", "２", "二", "第二个", "2.", "先别联系。"):
        chat = agreed_chat().says("孩子掉水里了").says("现在安全").says("铜仁")
        chat.says(words).sees("谢谢你")


def test_where_a_bare_number_is_an_answer_it_does_not_count_choices() -> None:
    chat = agreed_chat().says("老家").sees("哪个市")
    chat.says("1").sees("哪个市").does_not_see("在设置里")


# -- free words, answers in the middle, misses -----------------------------------------------------------------------


def test_a_question_in_the_middle_is_answered_and_then_we_go_on() -> None:
    chat = agreed_chat().says("孩子掉水里了").presses("现在安全").says("铜仁").sees("哪个电话")
    chat.says("返回").says("返回").sees("孩子现在安全吗")
    middle = agreed_chat().sends(Medium.VOICE).says("孩子天天玩手机，老人管不住怎么办？")
    middle.sees("付款密码", "语音我听不了")
    middle.presses("我打字").sees("打")


def test_two_misses_offer_a_trainer_and_the_third_as_well() -> None:
    chat = agreed_chat().says("咚咚咚咚").sees("没看懂")
    chat.says("嘟嘟嘟嘟").sees("这个我答不好").offers("交给老师")
    chat.says("咕咕咕咕").sees("这个我答不好")
    assert len(chat.conversation.frames) == 1
    assert not chat.did(ForwardToTrainer)


def test_understanding_once_forgets_the_miss() -> None:
    agreed_chat().says("咚咚咚咚").says("菜单").says("嘟嘟嘟嘟").sees("没看懂").does_not_see("答不好")


def test_a_miss_in_the_middle_repeats_the_question() -> None:
    agreed_chat().sends(Medium.STICKER).says("咚咚咚咚").sees("没看懂", "语音我听不了")


def test_nothing_but_invisible_characters_still_gets_an_answer() -> None:
    for words in ("", "   ", "\u200b\u200e", "\x00\x01", "\n\n", "。。。"):
        assert agreed_chat().says(words).text
        assert asking().says(words).sees(PASSING_ON)


def test_a_megabyte_of_words_is_answered() -> None:
    assert agreed_chat().says("孩子" * 500_000).text


def test_a_changed_message_is_answered_politely_and_changes_nothing() -> None:
    chat = asking().edits("孩子最近怕水，怎么哄好？").sees("改", PASSING_ON)
    assert not chat.did(ForwardToTrainer)


def test_danger_in_a_changed_message_is_heard() -> None:
    chat = asking().edits("孩子掉水里了").sees("120", "孩子现在安全吗").does_not_see("改了")
    assert chat.did(OpenCase)


# -- timers ----------------------------------------------------------------------------------------------------------


def test_a_timer_that_nobody_knows_any_more_is_silent() -> None:
    chat = asking().timer("retired")
    assert not chat.seen
    assert chat.conversation.step is not None


# -- agreement -------------------------------------------------------------------------------------------------------


def test_what_needs_an_agreement_asks_for_it_first() -> None:
    chat = Chat().says("开始").presses("不同意").says("找老师").sees("要你先同意", "点“同意”")
    chat.presses("同意").sees("写下来，老师会看")
    assert chat.did(Consent)


def test_a_standing_button_that_needs_an_agreement_asks_for_it() -> None:
    Chat().says("开始").presses("不同意").says("菜单").presses("找老师").sees("要你先同意")


def test_the_first_words_of_a_stranger_are_answered_and_then_she_is_welcomed() -> None:
    Chat().says("你好呀").sees("我是家音").does_not_see("没看懂")
    Chat().says("孩子天天玩手机，老人管不住怎么办？").sees("付款密码", "我是家音")
    Chat().press_data("s:3:agree").sees("我是家音")


def test_a_wish_that_needs_something_else_first_goes_on_when_that_is_known() -> None:
    chat = agreed_chat().says("每周三晚上八点提醒我给孩子打电话").sees("白班还是夜班")
    assert len(chat.conversation.frames) == 2
    chat.presses("先跳过").sees("周三")
    assert not chat.did(SaveReminder)


# -- messages --------------------------------------------------------------------------------------------------------


def test_plain_words_are_one_message_and_the_last_stand_above_the_question() -> None:
    card, first, second = Card("tip", (Verbatim("贴士"),)), Verbatim("一"), Verbatim("二")
    question = ask(Verbatim("问"))
    replies = messages_of((first, second, card, second), question)
    assert [reply.texts for reply in replies] == [(first, second), (Verbatim("贴士"),), (second, Verbatim("问"))]
    assert [reply.texts for reply in messages_of((first, card), None)] == [(first,), (Verbatim("贴士"),)]
    assert messages_of((), None) == ()


def test_every_door_leads_somewhere() -> None:
    assert set(Entry) <= set(CATALOGUE.doors)
    assert {command.entry for command in CATALOGUE.commands} <= set(Entry)


def test_every_slash_command_is_answered_with_words() -> None:
    for command in CATALOGUE.commands:
        for word in (command.slash, *command.words):
            chat = agreed_chat().says(word)
            assert chat.text.strip(), word


def test_every_door_takes_any_subject_without_falling_over() -> None:
    facts = agreed_chat().facts
    subjects = ("", "1", "first", "嗯")
    doors = {entry: door for entry, door in CATALOGUE.doors.items() if entry is not Entry.DANGER}
    moves = [door(facts, subject) for door in doors.values() for subject in subjects]
    assert all(move.say or isinstance(move, Go | Open) for move in moves)
