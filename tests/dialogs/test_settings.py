"""What she can change: tips and their hour, topics, language, factory; and the card that shows it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.effects import SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.step import Open
from dialogs.facts import Agreement, Child, Home
from dialogs.settings import card, factory
from tests.chat import Chat, agreed_chat, new_facts

NONSENSE = "啦啦啦"
MONDAY = date(2026, 11, 23)
ROTATING = ShiftPattern(Shift.DAY_LONG, 7, MONDAY)


# ---- the card ------------------------------------------------------------------------------------------------------


def test_the_card_tells_everything_in_words_and_has_twelve_short_buttons() -> None:
    chat = agreed_chat(
        "6-9",
        shift=ROTATING,
        rest_day=RestDay.SUNDAY,
        home=Home("0856", "铜仁"),
        pin="x",
        tip_at=time(19),
        tips_a_week=1,
    )
    chat.says("设置").sees("小贴士：一周1条，晚上7点发", "班次：白班，一周一换", "休息日：周日", "孩子：6到9岁")
    chat.sees("老家：铜仁 0856", "语言：简体中文", "暗号：设好了", "话题：都看")
    assert len(chat.buttons) == 12
    assert all(len(button) <= 8 for button in chat.buttons)


def test_the_card_of_somebody_new_says_what_is_not_told_yet() -> None:
    chat = agreed_chat()
    chat.facts = replace(chat.facts, children=())
    chat.says("设置").sees("班次：还没说", "孩子：还没说", "老家：还没说", "小贴士：一周3条，几点发跟着班次")
    two = agreed_chat(tips_a_week=0)
    two.facts = replace(two.facts, children=(Child(1, Band.FROM_12), Child(2, Band.FROM_3)))
    two.says("设置").sees("孩子：老大12到15岁、老二3到6岁", "小贴士：不发")


def test_the_card_says_when_nothing_is_sent() -> None:
    agreed_chat(paused=True, paused_until=date(2026, 12, 1)).says("设置").sees("到12月1日 周二之前不发消息")
    agreed_chat(paused=True).says("设置").sees("现在什么都不发")


def test_the_buttons_open_the_dialogs_even_much_later() -> None:
    chat = agreed_chat().says("设置").says("今日贴士").later(days=3)
    chat.presses("班次").sees("这周白班还是夜班")
    chat.presses("几点发").sees("几点发？")
    chat.presses("语言").sees("用哪种语言")


def test_a_button_that_is_no_longer_known_shows_the_settings() -> None:
    chat = agreed_chat().says("设置").press_data("o:r1:gone")
    facts = agreed_chat().facts
    assert card.chosen(Verb(card.KIND, "", "", "gone"), facts) == card.door(facts, "")
    assert factory.chosen(Verb(factory.KIND, "", "", "gone"), facts) == Open(Entry.SETTINGS)
    assert chat.seen


# ---- how often and when --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "often"), [("3", 3), ("一周1条", 1), ("７", 7), ("天天", 7), ("一周三次", 3), ("每周一条", 1)]
)
def test_a_number_is_the_number_of_tips(answer: str, often: int) -> None:
    chat = agreed_chat(tips_a_week=1).says("少发点").sees("现在：一周1条").says(answer).sees("几点发？")
    assert chat.facts.profile.tips_a_week == often


def test_no_more_tips_needs_no_hour() -> None:
    chat = agreed_chat().says("少发点").presses("不发").sees("不发了", "今日贴士")
    assert chat.facts.profile.tips_a_week == 0
    chat.says("设置").presses("几点发").sees("小贴士发多少").presses("不改").sees("好，不改")
    assert len(chat.did(SaveProfile)) == 1


def test_other_numbers_of_tips_are_kindly_refused() -> None:
    chat = agreed_chat().says("少发点").says("2次").sees("能选一周1条").says(NONSENSE).sees("小贴士发多少")
    assert chat.effects == []


@pytest.mark.parametrize(
    ("answer", "at"),
    [
        ("晚上7点", time(19)),
        ("晚上七点半", time(19, 30)),
        ("8", time(20)),
        ("跟着班次", None),
        ("中午12点半", time(12, 30)),
    ],
)
def test_the_hour_may_be_pressed_or_written(answer: str, at: time | None) -> None:
    chat = agreed_chat(tip_at=time(18)).says("设置").presses("几点发").says(answer).sees("记下了：一周3条")
    assert chat.facts.profile.tip_at == at


def test_an_hour_in_her_sleep_is_refused_whichever_shift_brings_it() -> None:
    chat = agreed_chat(shift=ROTATING).says("设置").presses("几点发")
    assert "中午12点半" not in chat.buttons
    chat.says("中午12点半").sees("我不吵你").says("夜里两点").sees("我不吵你").says("7点").sees("晚上7点发")
    assert chat.facts.profile.tip_at == time(19)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("昨天8点", "说个钟点"),
        ("25点", "没有这个钟点"),
        ("下班后", "说个钟点"),
        ("早上8点和晚上8点", "说个钟点"),
        (NONSENSE, "几点发？"),
    ],
)
def test_an_hour_that_is_none_is_asked_again(words: str, seen: str) -> None:
    chat = agreed_chat().says("设置").presses("几点发").says(words).sees(seen)
    assert chat.effects == []


def test_the_hour_can_stay_as_it_is() -> None:
    chat = agreed_chat(tip_at=time(18)).says("多发点").presses("每天").presses("不改").sees("每天1条，晚上6点发")
    assert chat.facts.profile.tip_at == time(18)


# ---- topics --------------------------------------------------------------------------------------------------------


def test_topics_are_pressed_in_and_out() -> None:
    chat = agreed_chat().says("设置").presses("话题").sees("想多看哪些").presses("安全").presses("手机和游戏")
    assert {"✓安全", "✓手机和游戏", "打电话"} <= set(chat.buttons)
    assert all(len(button) <= 8 for button in chat.buttons)
    assert len(chat.conversation.frames[-1]) == 1
    chat.presses("✓安全").presses("好了").sees("这些会多发：手机和游戏")
    assert chat.facts.profile.topics == {"phone_gaming"}
    chat.says("设置").sees("话题：手机和游戏").presses("话题").presses("都要").sees("各样的小贴士都有")
    assert chat.facts.profile.topics == frozenset()


def test_topics_may_be_said_or_numbered() -> None:
    chat = agreed_chat().says("设置").presses("话题").says("5、7").sees("安全、手机和游戏")
    chat.says("设置").presses("话题").says("学习的，还有不听话的").sees("读书和学校", "管教不打骂")
    assert chat.facts.profile.topics == {"safety", "phone_gaming", "study_school", "behavior"}
    chat.says("设置").presses("话题").says("不要安全")
    assert "safety" in chat.facts.profile.topics
    chat.says("设置").presses("话题").says(NONSENSE).sees("想多看哪些").presses("好了").sees("记下了")


# ---- language ------------------------------------------------------------------------------------------------------


def test_the_language_changes_at_once_and_back() -> None:
    chat = agreed_chat().says("语言").says("英文").sees("from now on I write like this")
    assert chat.facts.profile.language == "en"
    chat.says("language").sees("Which language").presses("简体中文").sees("往后我就这样写").does_not_see("只看得懂中文")


def test_who_changes_to_english_is_told_once_what_stays_chinese() -> None:
    chat = agreed_chat().says("语言").says("English")
    chat.sees("stay in Chinese", "“每周日晚上8点提醒我打电话”", "“call home”")
    chat.says("每周日晚上8点提醒我打电话").sees("day shift or night shift").says("跳过").sees("8:00 PM")


@pytest.mark.parametrize("words", ["说中文", "Chinese", "换回中文", "speak Chinese please", "用普通话吧"])
def test_one_sentence_brings_chinese_back(words: str) -> None:
    chat = agreed_chat(language="en").says(words).sees("好，往后我就这样写")
    assert chat.facts.profile.language == "zh_Hans"


@pytest.mark.parametrize("words", ["说英语", "换成英文", "speak English", "/language en"])
def test_one_sentence_brings_english(words: str) -> None:
    chat = agreed_chat().says(words).sees("from now on I write like this")
    assert chat.facts.profile.language == "en"


def test_a_question_about_chinese_is_a_question() -> None:
    chat = agreed_chat(language="en").says("娃的语文作业不会做怎么办")
    assert chat.facts.profile.language == "en"


def test_before_she_agrees_no_language_is_kept() -> None:
    chat = Chat(facts=replace(new_facts(), agreement=Agreement.REFUSED)).says("语言").sees("先点同意", "English")
    assert chat.did(SaveProfile) == []


# ---- the factory ---------------------------------------------------------------------------------------------------


def test_leaving_a_factory_takes_one_tap_and_changes_nothing_else() -> None:
    chat = agreed_chat(factory="GFDG01", shift=ROTATING).says("换厂了").sees("离开原来那个厂", "都不变", "扫一下")
    assert chat.facts.profile.factory == ""
    assert chat.facts.profile.shift == ROTATING
    chat.presses("班次").sees("这周白班还是夜班")
    chat.presses("休息日").sees("这周哪天休")


def test_leaving_without_a_factory_changes_nothing() -> None:
    assert agreed_chat().says("换厂了").sees("离开原来那个厂").effects == []


def test_the_place_for_children_is_a_matter_for_a_trainer() -> None:
    agreed_chat().says("托管").sees("老师知道").presses("找老师").sees("老师会看")
