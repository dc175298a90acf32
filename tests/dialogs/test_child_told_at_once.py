"""Parents who tell of all their children in one breath, and who answer 住校 with no more than that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.windows import Boarding
from dialogs.effects import SaveChild
from tests.chat import Chat
from tests.dialogs.call_home_parents import ELDEST, PUPIL, parent


def bands(chat: Chat) -> dict[int, Band]:
    return {child.number: child.band for child in chat.facts.children}


def nobody() -> Chat:
    return Chat(replace(parent(PUPIL).facts, children=()))


@pytest.mark.parametrize("words", ["老大11岁 老二6岁", "老大11，老二6", "大的十一岁，小的六岁"])
def test_two_ages_at_once(words: str) -> None:
    chat = parent(PUPIL).says("孩子").presses("2个").says(words).sees("老大现在谁带？")
    assert bands(chat) == {1: Band.FROM_9, 2: Band.FROM_6}


def test_three_children_and_two_ages_leave_one_to_ask() -> None:
    chat = parent(PUPIL).says("孩子").presses("3个").says("老大14岁，老二11岁").says("跳过").says("跳过").says("跳过")
    chat.says("跳过").says("跳过").says("跳过").sees("老三现在谁带？")


def test_who_is_of_age_is_not_kept() -> None:
    chat = parent(PUPIL).says("孩子").presses("2个").says("老大19岁，老二7岁").sees("长大成人", "老二现在谁带？")
    assert bands(chat) == {2: Band.FROM_6}
    nobody().says("孩子").says("20岁和22岁").sees("长大成人")


def test_ages_in_the_wrong_order_are_asked_again() -> None:
    parent(PUPIL).says("孩子").presses("2个").says("老大6岁 老二11岁").sees("从大往小")


def test_all_of_them_at_the_first_question() -> None:
    chat = nobody().says("孩子").sees("最小的孩子多大").says("小的6岁，大的11岁").sees("老大现在谁带？")
    assert bands(chat) == {1: Band.FROM_9, 2: Band.FROM_6}


def test_all_of_them_when_asked_how_many() -> None:
    chat = parent(PUPIL).says("孩子").says("两个，老大11岁老二6岁").sees("老大现在谁带？")
    assert bands(chat) == {1: Band.FROM_9, 2: Band.FROM_6}


def boarding_question() -> Chat:
    chat = parent(ELDEST).says("孩子").presses("1个").says("跳过").says("跳过")
    return chat.sees("孩子住校吗？")


def kept(chat: Chat) -> Boarding:
    last = chat.did(SaveChild)[-1]
    assert isinstance(last, SaveChild)
    return last.child.boarding


@pytest.mark.parametrize("words", ["住校", "住", "寄宿", "是的", "住校的"])
def test_a_child_that_boards_is_asked_how_often_it_comes_home(words: str) -> None:
    chat = boarding_question().says(words).sees("孩子多久回一次家？").offers("每周回家", "两周回一次", "先跳过")
    assert "不住校" not in chat.buttons
    assert kept(chat.says("半个月回一次")) is Boarding.BIWEEKLY


def test_how_often_may_stay_open() -> None:
    assert kept(boarding_question().says("住校").says("不知道").sees("每周回家")) is Boarding.WEEKLY


@pytest.mark.parametrize(
    ("words", "boarding"),
    [
        ("住校，一周回一次", Boarding.WEEKLY),
        ("两个星期回来一次", Boarding.BIWEEKLY),
        ("一个月一次", Boarding.MONTHLY),
        ("两周", Boarding.BIWEEKLY),
        ("周末回来", Boarding.WEEKLY),
        ("没有住校", Boarding.NONE),
        ("住在家里", Boarding.NONE),
        ("住奶奶家", Boarding.NONE),
    ],
)
def test_boarding_in_free_words(words: str, boarding: Boarding) -> None:
    assert kept(boarding_question().says(words)) is boarding


def test_other_words_are_no_answer_about_boarding() -> None:
    boarding_question().says("孩子不接我电话怎么办").sees("孩子住校吗？")
