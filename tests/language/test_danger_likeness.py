"""Danger that no rule was written for is asked about; a rule that stands alone against its sentence is doubted."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.understanding.texts import Part, rows
from dialogs.language.danger import CLEAR, Aspect, Level, Screening, Trigger, screen
from dialogs.language.danger_concepts import ages, concepts
from dialogs.language.danger_likeness import Likeness, features, likeness
from dialogs.language.danger_weighing import weighed
from dialogs.language.danger_words import cleaned
from dialogs.language.traditional import SIMPLIFIED, TRADITIONAL

# What workers may write; none of it holds a word that a rule waits for.
UNRULED = {
    Trigger.CHILD_SELF_HARM: ["囡囡把绳子套在梁上 被她婆婆抱下来的", "他爬到窗子外头站起 说再骂他就松手"],
    Trigger.PARENT_SUICIDE: ["我站在宿舍六楼 下面好黑", "安眠药都买好了 就是放不下崽"],
    Trigger.ACCIDENT: ["从二楼阳台栽下来 叫他没得反应", "车撞了他 人躺在路上 司机跑了"],
    Trigger.MISSING_CHILD: ["奶奶赶场一转身孙女就没得了 找了两个钟头", "进山捡菌子的崽天黑了还没出来"],
    Trigger.TRAFFICKING: ["面包车上下来两个男的 硬把妹仔拖上去了", "他爸欠了赌债 要拿女儿抵给人家"],
    Trigger.PARTNER_VIOLENCE: ["他往我身上倒汽油 说我敢走就点", "他把我按在地上 我跑出来躲在公厕"],
    Trigger.PHYSICAL_ABUSE: ["她后娘罚她跪在雪地里 手都冻烂了", "他二叔把娃的手按在炉子上 皮都掉了"],
    Trigger.SERIOUS_BULLYING: ["他们几个把他书包扔粪坑 饭里吐口水", "天天放学有人在桥头等他 不给二十不让过"],
    Trigger.NO_CARER: ["阿婆三天没起床了 九岁的伢自己煮面", "大伯把她丢在车站就走了 六岁 一个人在那哭"],
}
HARMLESS = (
    "冇讲跳楼 是讲跳绳 语音听岔了 / 不是真的要卖娃 是卖娃娃菜 语音转错了 / 没人走丢 是我打错 是鞋子掉了一只 / "
    "我幺儿唱歌把我笑得断气 / "
    "警匪片里绑票那种 小孩看了做噩梦 / 赶集人多 教小孩走散了站着不动"
)


@pytest.mark.parametrize(("trigger", "text"), [(trigger, text) for trigger, texts in UNRULED.items() for text in texts])
def test_danger_in_words_that_no_rule_knows_is_caught_by_its_name(trigger: Trigger, text: str) -> None:
    assert not screen(text, by_rules=True).acts
    assert screen(text).acts
    assert screen(text).trigger is trigger


@pytest.mark.parametrize("text", HARMLESS.split(" / "))
def test_a_word_of_danger_in_a_harmless_sentence_alarms_nobody(text: str) -> None:
    assert screen(text, by_rules=True).acts or "断气" not in text
    assert not screen(text).acts


@pytest.mark.parametrize("text", ["14", "算了", "他们说" * 400, "好", ""])
def test_what_says_too_little_is_like_nothing(text: str) -> None:
    assert likeness(cleaned(text)) is None or not screen(text).acts


def test_a_long_message_hides_no_danger_behind_small_talk() -> None:
    words = "老师你好，这个月厂里赶货，天天加班到十点，谷子也收完了，学费交了三千，" * 3
    assert screen(words + "昨天晚上他把娃的头按到水缸里 呛晕了，你们暑假班好久报名").acts


CAUGHT = [
    text for text, _, _, certainty in rows(Part.DEVELOPMENT, "danger", 4) if certainty == "clear" and screen(text).acts
]
_OLD_SHAPE = str.maketrans(SIMPLIFIED, TRADITIONAL)


@given(st.sampled_from(CAUGHT), st.data())
@settings(max_examples=200, deadline=None)
def test_spaces_and_pictures_between_the_characters_hide_nothing(text: str, data: st.DataObject) -> None:
    bare = text.replace(" ", "，")
    noise = data.draw(st.lists(st.sampled_from(["", "", " ", "　", "🙂", "❤️", "\u200b"]), min_size=len(bare)))
    assert screen("".join(chain.from_iterable(zip(bare, noise, strict=False)))).acts == screen(bare).acts


@given(st.sampled_from(CAUGHT), st.sampled_from(["嗯", "就是说", "唉", "呃呃", "啊啊啊"]), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_a_hesitation_hides_nothing(text: str, hesitation: str, at: int) -> None:
    assert screen(text[:at] + hesitation + text[at:]).acts


@pytest.mark.parametrize("text", CAUGHT)
def test_old_characters_hide_nothing(text: str) -> None:
    assert screen(text.translate(_OLD_SHAPE)).acts


def _like(danger: float, trigger: Trigger = Trigger.ACCIDENT, level: Level = Level.P0) -> Likeness:
    return Likeness(danger, {kind: 4.0 if kind is trigger else 1.0 for kind in Trigger}, level)


PRESENT = Screening(Trigger.PHYSICAL_ABUSE, Level.P1, Aspect.PRESENT, ask_back=False)
GRAVE = Screening(Trigger.MISSING_CHILD, Level.P0, Aspect.PRESENT, ask_back=False)
PAST = Screening(Trigger.PHYSICAL_ABUSE, Level.P0, Aspect.PAST, ask_back=False)
SLIGHT = Screening(Trigger.PHYSICAL_ABUSE, Level.P1, Aspect.MILD, ask_back=False)
WORDS = "十个字以上的一句话才好比较"


def _weighed(heard: Screening, like: Likeness, *, from_screen: bool = False, words: str = WORDS) -> Screening:
    return weighed(heard, like, words, from_screen=from_screen)


def test_a_rule_is_believed_unless_the_sentence_is_plainly_something_else() -> None:
    assert _weighed(GRAVE, _like(0.0, Trigger.MISSING_CHILD)) == GRAVE
    asked = _weighed(GRAVE, _like(-1.5))
    assert (asked.trigger, asked.ask_back) == (Trigger.MISSING_CHILD, True)
    assert _weighed(GRAVE, _like(-3.0)) == CLEAR
    mild = _weighed(PRESENT, _like(-1.5))
    assert (mild.aspect, mild.ask_back) == (Aspect.MILD, False)


def test_the_better_name_is_taken_and_the_graver_level() -> None:
    named = _weighed(PRESENT, _like(1.0, Trigger.STAFF_ABUSE))
    assert (named.trigger, named.level, named.aspect) == (Trigger.STAFF_ABUSE, Level.P0, Aspect.PRESENT)


def test_a_danger_to_life_is_not_renamed_into_leaving_school() -> None:
    assert _weighed(GRAVE, _like(3.0, Trigger.DROPOUT_CHILD_LABOUR)).trigger is Trigger.MISSING_CHILD


def test_what_the_rules_ask_about_stays_as_they_ask_it() -> None:
    doubt = Screening(Trigger.CHILD_SELF_HARM, Level.P2, Aspect.MILD, ask_back=True)
    assert _weighed(doubt, _like(-5.0)) == doubt


def test_what_is_past_or_from_a_film_takes_more_to_be_asked_about() -> None:
    assert _weighed(PAST, _like(0.1)) == PAST
    assert _weighed(PAST, _like(0.5)).ask_back
    assert _weighed(SLIGHT, _like(1.0)) == SLIGHT
    assert _weighed(SLIGHT, _like(3.0)).ask_back
    assert _weighed(CLEAR, _like(0.1), from_screen=True) == CLEAR
    assert _weighed(CLEAR, _like(5.0), from_screen=True).ask_back


def test_likeness_alone_asks_and_answers_at_once_only_where_it_is_strong() -> None:
    assert _weighed(CLEAR, _like(-1.0)) == CLEAR
    assert _weighed(CLEAR, _like(0.2)).ask_back
    assert _weighed(CLEAR, _like(0.2), words="十个字以内") == CLEAR
    strong = _weighed(CLEAR, _like(3.0))
    assert (strong.trigger, strong.aspect, strong.ask_back) == (Trigger.ACCIDENT, Aspect.PRESENT, False)


def test_a_child_is_only_taken_for_the_writer_where_nothing_else_is_near() -> None:
    assert _weighed(CLEAR, _like(3.0, Trigger.USER_IS_MINOR)).trigger is Trigger.USER_IS_MINOR
    near = Likeness(3.0, {Trigger.USER_IS_MINOR: 2.0, Trigger.PHYSICAL_ABUSE: 1.5}, Level.P0)
    assert _weighed(CLEAR, near).trigger is Trigger.PHYSICAL_ABUSE


def test_words_are_seen_as_what_they_are_about() -> None:
    assert concepts("奶奶拿皮带打娃") == ["ELDER", "WEAPON", "HIT", "CHILD"]
    assert ages("我今年13岁") == {"AGE", "OWN_AGE"}
    assert ages("他读五年级") == {"AGE"}
    assert {"打", "@HIT,CHILD", "&CHILD,HIT"} <= features("奶奶打娃")
