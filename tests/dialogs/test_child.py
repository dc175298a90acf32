"""The children: how many, how old, who looks after them, how to reach them; and the same child under every number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.calendar.windows import Boarding
from dialogs.child.siblings import counted, fits, moved_up, places_for, renumbered
from dialogs.effects import RemoveChild, RemoveReminder, SaveChild, SaveReminder, after
from dialogs.facts import CallTarget, Carer, Child, Facts, Reach, Reminder, TargetKind
from tests.chat import Chat, agreed_chat, new_facts

EVENINGS = Timing(Repeating("FREQ=DAILY", date(2026, 11, 23)), (time(20, 0),))
NONSENSE = "啦啦啦"
YOUNG, PUPIL, TEEN = Band.FROM_3, Band.FROM_6, Band.FROM_12


def parent(*children: Child, asked: bool = True) -> Chat:
    chat = agreed_chat(asked=frozenset({"children"} if asked else ()))
    chat.facts = replace(chat.facts, children=children)
    return chat


def reminds(chat: Chat, *targets: CallTarget) -> Chat:
    reminders = tuple(Reminder(number, target, EVENINGS) for number, target in enumerate(targets, start=1))
    chat.facts = replace(chat.facts, reminders=reminders)
    return chat


def with_children(**bands: Band) -> Facts:
    children = tuple(Child(int(name.removeprefix("n")), band) for name, band in bands.items())
    return replace(new_facts(), children=children)


def numbers(chat: Chat) -> dict[int, Band]:
    return {child.number: child.band for child in chat.facts.children}


# ---- the first time ------------------------------------------------------------------------------------------------


def test_an_only_child_needs_three_answers_and_no_number() -> None:
    chat = agreed_chat("6-9").says("孩子").sees("你有几个孩子").says("就一个").sees("孩子现在谁带")
    chat.presses("爷爷奶奶外公外婆").sees("怎么联系孩子").presses("老人机").presses("好了").sees("孩子住校吗").presses(
        "不住校"
    )
    chat.sees("记下了", "孩子：6到9岁、爷爷奶奶外公外婆、老人机", "我的孩子")
    assert chat.facts.children == (Child(1, PUPIL, Carer.GRANDPARENT, frozenset({Reach.BASIC_PHONE})),)


def test_the_child_of_the_welcome_becomes_the_youngest_and_its_reminders_follow() -> None:
    chat = reminds(agreed_chat("3-6"), CallTarget(), CallTarget(TargetKind.CAREGIVER))
    chat.says("孩子").says("三个").sees("老大多大了").says("十三岁").sees("老大现在谁带")
    assert numbers(chat) == {1: TEEN, 3: YOUNG}
    assert chat.facts.reminders[0].target == CallTarget(child=3)
    assert chat.facts.reminders[1].target == CallTarget(TargetKind.CAREGIVER)
    assert len(chat.did(SaveReminder)) == 1


def test_every_child_is_asked_about_in_turn_and_the_same_answer_may_stand_for_all() -> None:
    chat = (
        agreed_chat("3-6")
        .says("孩子")
        .presses("3个")
        .says("13")
        .says("奶奶带")
        .says("老人机和学校电话")
        .presses("每周回家")
    )
    chat.sees("老二多大了").does_not_see("好按年龄").says("8岁").sees("老二现在谁带").says("都一样")
    chat.sees("怎么联系老二").presses("孩子手表").says("好了").sees("老二住校吗").says("走读")
    chat.sees("怎么联系老三").says("都一样").sees(
        "记下了", "老大：", "老二：", "老三：3到6岁、爷爷奶奶外公外婆、孩子手表"
    )
    eldest, second, third = chat.facts.children
    assert eldest.reach == {Reach.BASIC_PHONE, Reach.SCHOOL_PHONE}
    assert eldest.boarding is Boarding.WEEKLY
    assert second == Child(2, PUPIL, Carer.GRANDPARENT, frozenset({Reach.CHILD_WATCH}))
    assert third == Child(3, YOUNG, Carer.GRANDPARENT, frozenset({Reach.CHILD_WATCH}))


def test_all_the_same_goes_for_every_question_and_every_child_that_is_left() -> None:
    chat = (
        agreed_chat("6-9").says("孩子").presses("4个").says("16").presses("亲戚").says("1、4").presses("一个月回一次")
    )
    chat.says("15").says("一样").says("一样").sees("老二住校吗").says("一样").sees("老三多大了").says("9").sees(
        "记下了"
    )
    assert {child.carer for child in chat.facts.children} == {Carer.RELATIVE}
    assert {child.boarding for child in chat.facts.children} == {Boarding.MONTHLY}
    assert {child.reach for child in chat.facts.children} == {
        frozenset({Reach.CAREGIVER_SMARTPHONE, Reach.CHILD_PHONE})
    }
    assert numbers(chat) == {1: Band.FROM_15, 2: Band.FROM_15, 3: Band.FROM_9, 4: PUPIL}


def test_nothing_is_the_same_before_there_is_an_answer() -> None:
    chat = agreed_chat("6-9").says("孩子").presses("2个").says("13")
    assert "都一样" not in chat.buttons
    chat.presses("先跳过").presses("先跳过")
    assert "都一样" not in chat.buttons


def test_every_question_can_be_skipped_and_the_order_stays() -> None:
    chat = agreed_chat("3-6").says("孩子").says("仨").presses("先跳过").sees("老二多大了", "知道多大").says("跳过")
    chat.sees("老三现在谁带", "知道谁带").says("跳过").sees("怎么联系老三").says("跳过").sees("记下了")
    assert numbers(chat) == {3: YOUNG}


def test_the_number_of_children_may_be_skipped() -> None:
    chat = agreed_chat().says("孩子").presses("先跳过").sees("好，不改").says("孩子").sees("现在记的是")
    assert numbers(chat) == {1: PUPIL}


def test_more_than_six_children_are_six() -> None:
    chat = agreed_chat("3-6").says("孩子").says("我家有八个孩子").sees("老大多大了")
    assert numbers(chat) == {6: YOUNG}


def test_words_that_are_no_number_do_not_count() -> None:
    agreed_chat().says("孩子").says(NONSENSE).sees("你有几个孩子")


def test_an_elder_child_cannot_be_younger_than_the_youngest() -> None:
    chat = (
        agreed_chat("6-9")
        .says("孩子")
        .presses("2个")
        .presses("3到6岁")
        .sees("从大往小", "老大多大了")
        .presses("6到9岁")
    )
    chat.sees("老大现在谁带")
    assert numbers(chat) == {1: PUPIL, 2: PUPIL}


def test_a_grown_up_child_gets_kind_words_and_is_not_kept() -> None:
    chat = agreed_chat("6-9").says("孩子").presses("2个").says("二十岁").sees("长大成人", "老二现在谁带", "知道谁带")
    assert numbers(chat) == {2: PUPIL}


def test_an_age_nobody_can_read_is_asked_again() -> None:
    agreed_chat("6-9").says("孩子").presses("2个").says(NONSENSE).sees("老大多大了")


def test_who_skipped_the_age_at_the_welcome_is_asked_for_the_youngest() -> None:
    chat = parent(asked=False).says("孩子").sees("最小的孩子多大了").says("8个月").sees("你有几个孩子")
    assert numbers(chat) == {1: Band.FROM_0}
    parent(asked=False).says("孩子").says("18岁以上").sees("长大成人")
    parent(asked=False).says("孩子").says("跳过").sees("就是不分年纪")
    parent(asked=False).says("孩子").says(NONSENSE).sees("最小的孩子多大了")


# ---- how a child is reached ----------------------------------------------------------------------------------------


def test_several_ways_are_pressed_one_after_another_and_taken_back() -> None:
    chat = (
        parent(Child(1, PUPIL)).says("孩子").presses("孩子").presses("怎么联系").presses("老人机").presses("孩子手表")
    )
    assert "✓老人机" in chat.buttons
    assert "先跳过" not in chat.buttons
    chat.presses("✓老人机")
    assert "老人机" in chat.buttons
    chat.presses("好了").sees("孩子：6到9岁、孩子手表")
    assert chat.facts.children[0].reach == {Reach.CHILD_WATCH}


@pytest.mark.parametrize(
    ("words", "reach"),
    [
        ("1 3", {Reach.CAREGIVER_SMARTPHONE, Reach.CHILD_WATCH}),
        ("二和五", {Reach.BASIC_PHONE, Reach.SCHOOL_PHONE}),
        ("他自己有手机，还有电话手表", {Reach.CHILD_PHONE, Reach.CHILD_WATCH}),
        ("跟老人微信视频", {Reach.CAREGIVER_SMARTPHONE}),
    ],
)
def test_several_ways_may_be_said_at_once(words: str, reach: set[Reach]) -> None:
    chat = parent(Child(1, PUPIL)).says("孩子").presses("孩子").presses("怎么联系").says(words).sees("记下了")
    assert chat.facts.children[0].reach == reach


def test_what_is_not_there_is_not_written_down() -> None:
    chat = parent(Child(1, PUPIL)).says("孩子").presses("孩子").presses("怎么联系").says("没有老人机")
    assert chat.facts.children[0].reach == frozenset()


# ---- changes -------------------------------------------------------------------------------------------------------


def test_one_answer_about_one_child_can_be_changed() -> None:
    chat = parent(Child(1, TEEN, boarding=Boarding.WEEKLY), Child(2, PUPIL)).says("孩子").sees("老大：", "老二：")
    chat.says("老大").sees("老大要改什么").presses("住校").says(NONSENSE).sees("老大住校吗").presses("两周回一次").sees(
        "记下了"
    )
    chat.says("孩子").says("老二").presses("谁带").says("他舅舅带").sees("老二：6到9岁、亲戚")
    assert chat.facts.children == (
        Child(1, TEEN, boarding=Boarding.BIWEEKLY),
        Child(2, PUPIL, Carer.RELATIVE),
    )


def test_a_changed_age_keeps_the_order_and_small_children_do_not_board() -> None:
    chat = parent(Child(1, TEEN), Child(2, PUPIL, boarding=Boarding.WEEKLY)).says("孩子").says("老二").presses("年龄")
    chat.says("16").sees("先从老大改起").says("5岁").sees("老二：3到6岁")
    assert chat.facts.children[1] == Child(2, YOUNG)
    chat.says("孩子").says("老二")
    assert "住校" not in chat.buttons


def test_a_child_that_has_grown_up_leaves_the_list() -> None:
    chat = (
        parent(Child(1, Band.FROM_15))
        .says("孩子")
        .presses("孩子")
        .presses("年龄")
        .says("18岁")
        .sees("长大成人", "不分年纪")
    )
    assert chat.did(RemoveChild) == [RemoveChild(1)]
    assert chat.facts.children == ()


def test_nothing_changes_when_she_only_looks() -> None:
    chat = parent(Child(1, PUPIL)).says("孩子").presses("都对").sees("好，不改")
    chat.says("孩子").presses("孩子").presses("不改").sees("好，不改")
    chat.says("孩子").says(NONSENSE).sees("要改哪个，就点哪个")
    chat.presses("孩子").says(NONSENSE).sees("要改什么")
    assert chat.effects == []


def test_a_child_is_taken_off_with_its_reminders_only_after_a_yes() -> None:
    chat = reminds(parent(Child(1, TEEN), Child(2, PUPIL)), CallTarget(child=2), CallTarget(child=1))
    chat.says("孩子").says("老二").presses("去掉").sees("给老二的1个提醒也会一起去掉").says(NONSENSE).sees("要把老二")
    chat.presses("不去掉").sees("好，不改")
    chat.says("孩子").says("老二").presses("去掉").presses("去掉").sees("去掉了")
    assert chat.did(RemoveReminder) == [RemoveReminder(1)]
    assert numbers(chat) == {1: TEEN}
    chat.says("孩子").presses("孩子").presses("去掉").sees("给孩子的1个提醒")


def test_a_child_without_reminders_is_taken_off() -> None:
    chat = (
        parent(Child(1, PUPIL))
        .says("孩子")
        .presses("孩子")
        .presses("去掉")
        .does_not_see("提醒")
        .says("是")
        .sees("去掉了")
    )
    assert chat.facts.children == ()


# ---- one more child ------------------------------------------------------------------------------------------------


def test_a_newborn_is_the_youngest() -> None:
    chat = (
        parent(Child(1, TEEN, Carer.GRANDPARENT)).says("孩子").presses("再加一个").says("刚满1岁").sees("老二现在谁带")
    )
    chat.says("都一样").says("跳过").sees("老二：0到3岁")
    assert chat.facts.children[1] == Child(2, Band.FROM_0, Carer.GRANDPARENT)


def test_an_elder_child_moves_the_others_and_their_reminders() -> None:
    chat = reminds(parent(Child(1, PUPIL), Child(2, YOUNG)), CallTarget(child=1), CallTarget(child=2))
    chat.says("孩子").presses("再加一个").says("14").sees("老大现在谁带")
    assert numbers(chat) == {1: TEEN, 2: PUPIL, 3: YOUNG}
    assert [reminder.target.child for reminder in chat.facts.reminders] == [2, 3]


def test_among_children_of_one_age_she_says_which_place_it_has() -> None:
    chat = parent(Child(1, PUPIL), Child(2, PUPIL)).says("孩子").presses("再加一个").presses("6到9岁").sees("排老几")
    assert chat.buttons == ["老大", "老二", "老三"]
    chat.says(NONSENSE).sees("排老几").says("老二").sees("老二现在谁带")
    assert numbers(chat) == {1: PUPIL, 2: PUPIL, 3: PUPIL}


def test_adding_a_child_can_be_left() -> None:
    chat = parent(Child(1, PUPIL)).says("孩子").presses("再加一个").says(NONSENSE).sees("多大了").presses("先跳过")
    chat.says("孩子").presses("再加一个").presses("18岁以上").sees("长大成人")
    assert numbers(chat) == {1: PUPIL}


def test_after_the_sixth_there_is_no_place() -> None:
    chat = parent(Child(1, TEEN), Child(6, TEEN)).says("孩子").presses("再加一个").says("2岁").sees("没位置")
    assert numbers(chat) == {1: TEEN, 6: TEEN}
    six = parent(*(Child(number, PUPIL) for number in range(1, 7))).says("孩子")
    assert "再加一个" not in six.buttons


def test_fewer_children_than_are_written_down_are_not_guessed_away() -> None:
    chat = parent(Child(1, TEEN), Child(2, PUPIL), asked=False).says("孩子").presses("1个").sees("现在记着2个")
    assert numbers(chat) == {1: TEEN, 2: PUPIL}


# ---- not the parent ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["我是他姑姑", "我是孩子的大伯，帮忙填的", "我是他爷爷", "我不是他妈妈"])
def test_who_is_not_the_parent_leaves_no_child_behind(words: str) -> None:
    chat = agreed_chat("6-9").says("孩子").presses("2个").says(words).sees("爸爸妈妈自己来说", "照样用")
    assert chat.facts.children == ()
    assert chat.facts.was_asked("not_parent")
    chat.says("孩子").sees("你是孩子的爸爸或妈妈吗").says(NONSENSE).sees("爸爸或妈妈").says("不是").sees("不记")
    chat.says("孩子").presses("我是").sees("最小的孩子多大了")
    assert not chat.facts.was_asked("not_parent")


# ---- the order of the children, by itself --------------------------------------------------------------------------


def test_the_youngest_takes_the_last_number_and_nobody_overtakes() -> None:
    assert counted(3, with_children(n1=PUPIL)) == {1: 3}
    assert counted(3, with_children(n4=TEEN, n5=PUPIL, n6=YOUNG)) == {6: 3, 5: 2, 4: 1}
    assert counted(4, with_children(n1=TEEN, n2=PUPIL)) == {2: 4, 1: 1}


def test_places_follow_from_the_ages() -> None:
    assert places_for(PUPIL, with_children(n1=TEEN, n2=YOUNG)) == (2,)
    assert places_for(PUPIL, with_children(n1=TEEN, n3=YOUNG)) == (2, 3)
    assert places_for(PUPIL, with_children(n1=PUPIL)) == (1, 2)
    assert places_for(PUPIL, with_children()) == (1,)
    assert moved_up(1, with_children(n1=PUPIL, n2=PUPIL, n4=YOUNG)) == {1: 2, 2: 3}
    assert fits(2, PUPIL, with_children(n1=TEEN, n2=TEEN, n3=YOUNG))
    assert not fits(1, YOUNG, with_children(n2=PUPIL))


def test_a_child_that_moves_takes_all_its_answers_along() -> None:
    child = Child(1, PUPIL, Carer.OTHER, frozenset({Reach.CHILD_PHONE}), Boarding.WEEKLY)
    facts = replace(new_facts(), children=(child,))
    effects = renumbered({1: 2}, facts)
    assert effects == (RemoveChild(1), SaveChild(replace(child, number=2)))
    assert after(facts, effects).children == (replace(child, number=2),)
    assert renumbered({1: 1}, facts) == ()
