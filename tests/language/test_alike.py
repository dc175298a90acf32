"""Questions that ask nearly the same are put together; others stand alone."""

from __future__ import annotations

import time

from dialogs.language.alike import groups
from tests.fakes import real_library

BESIDE = [faq.question for faq in real_library().faqs.values()]


def test_two_who_ask_the_same_in_other_words_stand_together() -> None:
    assert groups(["娃不接电话咋办", "孩子不接我电话怎么办"], BESIDE) == [(0, 1)]


def test_how_a_question_ends_makes_nothing_alike() -> None:
    assert groups(["丢了身份证怎么办", "孩子发烧怎么办", "孩子咳嗽怎么办"], BESIDE) == [(0,), (1,), (2,)]


def test_a_group_begins_with_the_one_that_was_asked_first() -> None:
    asked = ["暑假能来厂里吗", "娃不接电话咋办", "暑假孩子能接来厂里住吗", "孩子老是不接电话 咋办"]
    assert groups(asked, BESIDE) == [(0, 2), (1, 3)]


def test_what_was_sent_without_words_stands_alone() -> None:
    assert groups(["", "", "娃不接电话咋办"], BESIDE) == [(0,), (1,), (2,)]


def test_the_same_questions_always_make_the_same_groups() -> None:
    asked = ["儿子要跳级行不行", "孩子想跳级好不好", "娃说牙疼", "娃牙疼 两天了"]
    assert groups(asked, BESIDE) == groups(asked, BESIDE) == [(0, 1), (2, 3)]


def test_nothing_asked_makes_no_group() -> None:
    assert groups([]) == []


def test_a_thousand_questions_are_put_together_in_a_moment_and_more_stand_alone() -> None:
    variants = [f"{faq.question}第{number}次" for number in range(10) for faq in real_library().faqs.values()]
    began = time.perf_counter()
    found = groups([*variants[:1000], "娃不接电话咋办", "娃不接电话咋办"], BESIDE)
    assert time.perf_counter() - began < 5
    assert found[-2:] == [(1000,), (1001,)]
    assert sorted(place for group in found for place in group) == list(range(1002))
