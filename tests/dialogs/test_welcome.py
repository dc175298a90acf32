"""The first minute: two taps, one question, something to keep, and a no that is respected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.calendar.bands import Band
from dialogs.effects import Consent, Purpose, SaveChild, SaveProfile, ShowTip
from dialogs.engine.step import Go
from dialogs.facts import Agreement, Surroundings
from dialogs.library import Operator
from dialogs.welcome import door, join_code, read_age
from tests.chat import LIBRARY, OPEN, Chat, agreed_chat

NOTICE = "我是家音"
BAND = "最小的孩子多大了"


def visible(chat: Chat) -> int:
    return sum(len(message.text.replace("\n", "").replace(" ", "")) for message in chat.seen)


def test_two_taps_and_at_most_150_characters_until_the_first_tip() -> None:
    chat = Chat().says("/start")
    read = visible(chat)
    chat.presses("同意")
    read += visible(chat)
    chat.presses("6到9岁").offers("我试了")
    assert read <= 150
    assert chat.did(ShowTip)
    assert chat.did(SaveChild) == [SaveChild(chat.facts.children[0])]


def test_the_notice_has_at_most_80_characters_and_names_the_operator() -> None:
    chat = Chat().says("开始").sees("安心社工", "不是真人", "退出").offers("同意", "不同意", "看全文")
    assert len(chat.text) <= 80


def test_the_first_tip_comes_with_words_to_open_a_call() -> None:
    agreed_chat().sees("“").offers("我试了", "换一条")


@pytest.mark.parametrize("word", ["同意", "好的", "行", "嗯", "1", "一", "可以。"])
def test_yes_in_her_own_words(word: str) -> None:
    chat = Chat().says("你好").says(word).sees(BAND)
    assert chat.facts.agreement is Agreement.AGREED
    assert chat.did(Consent) == [Consent(Purpose.SERVICE, True)]


@pytest.mark.parametrize("word", ["不同意", "不要", "2", "不行"])
def test_no_in_her_own_words(word: str) -> None:
    chat = Chat().says("你好").says(word).sees("没关系")
    assert chat.facts.agreement is Agreement.REFUSED
    assert not chat.did(SaveProfile)


def test_refusing_still_gives_tips_answers_and_numbers() -> None:
    chat = Chat().says("开始").presses("不同意")
    chat.says("今日贴士").offers("我试了")
    chat.says("孩子天天玩手机，老人管不住怎么办？").sees("付款密码")
    chat.says("求助电话").sees("110", "12356").does_not_see("哪个市")
    chat.says("我不想活了").sees("12356")
    assert not chat.did(ShowTip)


def test_who_refused_is_not_asked_again_until_she_starts_again() -> None:
    chat = Chat().says("开始").presses("不同意").says("你好").does_not_see(NOTICE)
    chat.says("开始").sees(NOTICE).presses("同意").sees(BAND)


WISH = "每周日晚上8点提醒我给孩子打电话"


def turned_away(chat: Chat, subject: str) -> Chat:
    """She asked for something that needs her agreement, and the notice is before her."""
    move = door(chat.facts, subject)
    assert isinstance(move, Go)
    chat.conversation = chat.conversation.with_frame(move.step)
    return chat


def test_after_her_agreement_she_gets_what_she_came_for() -> None:
    refuser = Chat().says("开始").presses("不同意")
    chat = turned_away(refuser, f"again:new_reminder:{WISH}").says("同意").does_not_see(BAND)
    chat.sees("白班还是夜班").says("跳过").sees("周日晚上8点").says("对").sees(BAND)
    assert [reminder.number for reminder in chat.facts.reminders] == [1]


def test_the_age_is_asked_once_her_wish_is_done() -> None:
    turned_away(Chat(), "again:saved_tips:").says("同意").sees("收藏", BAND).says("7").offers("我试了")


def test_who_told_of_her_child_before_is_not_asked_again() -> None:
    chat = agreed_chat()
    chat.facts = replace(chat.facts, agreement=Agreement.REFUSED)
    turned_away(chat, "again:settings:").says("同意").sees("孩子：6到9岁").does_not_see(BAND)


@pytest.mark.parametrize(
    "subject", ["again", "again:", "again:danger:abuse", "again:nowhere:x", "/start again:medium:x"]
)
def test_only_doors_that_wait_for_an_agreement_are_gone_through_afterwards(subject: str) -> None:
    turned_away(Chat(), subject).says("同意").sees(BAND)


def test_saying_no_forgets_the_wish() -> None:
    chat = turned_away(Chat(), f"again:new_reminder:{WISH}").says("不同意").sees("没关系")
    assert chat.conversation.step is None


def test_the_full_text_is_one_tap_away_and_decides_nothing() -> None:
    chat = Chat().says("你好").presses("看全文").sees("一、谁办的", "孩子的资料", NOTICE).offers("同意", "不同意")
    assert chat.facts.agreement is Agreement.UNASKED


def test_the_age_can_be_skipped() -> None:
    chat = Chat().says("你好").says("好").presses("先跳过").offers("我试了")
    assert not chat.facts.children


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("七岁", Band.FROM_6),
        ("7", Band.FROM_6),
        ("5岁半了", Band.FROM_3),
        ("才8个月", Band.FROM_0),
        ("十二周岁", Band.FROM_12),
        ("大的10岁，小的5岁", Band.FROM_3),
        ("两岁", Band.FROM_0),
        ("6到9岁", Band.FROM_6),
        ("0-3", Band.FROM_0),
        ("十七岁", Band.FROM_15),
    ],
)
def test_the_age_in_her_own_words(words: str, band: Band) -> None:
    chat = Chat().says("你好").says("好").says(words)
    assert [child.band for child in chat.facts.children] == [band]


@pytest.mark.parametrize("words", ["三十岁", "小着呢", "", "25"])
def test_an_age_that_is_none_is_asked_again(words: str) -> None:
    assert read_age(words) is None
    Chat().says("你好").says("好").says(words).sees(BAND)


def test_a_join_code_of_an_open_factory_is_kept() -> None:
    chat = Chat().says("/start GFDG01").does_not_see("没开").presses("同意")
    assert chat.facts.profile.factory == "GFDG01"


def test_a_join_code_of_a_factory_that_is_not_open_says_so_and_serves_her_all_the_same() -> None:
    chat = Chat().says("/start gfsz99").sees("厂", NOTICE).presses("同意").sees(BAND)
    assert chat.facts.profile.factory == ""


def test_who_has_agreed_joins_a_factory_with_one_scan() -> None:
    chat = agreed_chat().says("/start GFDG01").sees("要我帮你做啥")
    assert chat.facts.profile.factory == "GFDG01"
    again = chat.says("/start").sees("要我帮你做啥")
    assert again.facts.profile.factory == "GFDG01"


def test_starting_again_ends_the_silence_after_a_stop() -> None:
    chat = agreed_chat().says("退出")
    assert chat.facts.profile.stopped
    chat.says("开始")
    assert not chat.facts.profile.stopped


def test_who_never_said_an_age_is_asked_when_she_starts_again() -> None:
    Chat().says("你好").says("好").presses("先跳过").says("开始").sees(BAND)


def test_until_somebody_is_responsible_every_chat_begins_as_a_trial() -> None:
    chat = Chat()
    chat.facts = replace(chat.facts, around=Surroundings(operator=Operator("安心社工", "")))
    chat.says("你好").sees("试用演示", NOTICE)
    Chat().says("你好").does_not_see("试用演示")
    assert OPEN.operator.open


def test_an_odd_start_payload_is_no_factory() -> None:
    assert join_code("again") == ""
    assert join_code("gf") == ""
    assert join_code("工厂一号") == ""
    assert join_code("gf-dg_01") == "GF-DG_01"
    Chat().says("/start 工厂一号").sees(NOTICE)


def test_the_notice_says_what_the_full_text_says() -> None:
    assert "退出" in LIBRARY.notice("welcome_notice", "zh_Hans")
    assert LIBRARY.notice("welcome_notice", "en")
