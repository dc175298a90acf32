"""What people write about their children."""

from __future__ import annotations

import pytest

from dialogs.language.family import read_carer, read_count, read_numbers, read_reaches, read_years, says_relative


@pytest.mark.parametrize(
    ("words", "years"),
    [("七岁", 7), ("5岁半", 5), ("才8个月", 0), ("十一周岁", 11), ("都成年了", 18), ("上大学了", 18), ("快了", None)],
)
def test_an_age_is_read(words: str, years: int | None) -> None:
    assert read_years(words) == years


@pytest.mark.parametrize(
    ("words", "count"), [("三个", 3), ("就一个", 1), ("我有2个孩子", 2), ("俩娃", 2), ("很多", None)]
)
def test_a_number_of_children_is_read(words: str, count: int | None) -> None:
    assert read_count(words) == count


@pytest.mark.parametrize(
    ("words", "relative"),
    [
        ("我是他姑姑", True),
        ("我是孩子的大伯", True),
        ("我是他爷爷，帮他妈填", True),
        ("我是娃的小姨", True),
        ("不是他妈", True),
        ("我是他妈妈", False),
        ("他姑姑带", False),
        ("我是姑姑带大的", False),
    ],
)
def test_only_who_says_so_is_not_the_parent(words: str, relative: bool) -> None:
    assert says_relative(words) is relative


@pytest.mark.parametrize(
    ("words", "carer"),
    [
        ("奶奶", "grandparent"),
        ("我老公在家带", "other_parent"),
        ("他二姨", "relative"),
        ("邻居", "other"),
        ("没人", None),
        ("奶奶和姑姑", None),
        ("家里", None),
    ],
)
def test_a_carer_is_read_or_left_open(words: str, carer: str | None) -> None:
    assert read_carer(words) == carer


def test_ways_and_numbers_are_read() -> None:
    assert read_reaches("老年机，还有学校电话") == ("basic_phone", "school_phone")
    assert read_reaches("不用手表") == ()
    assert read_numbers("1 3", 5) == (1, 3)
    assert read_numbers("二、五", 5) == (2, 5)
    assert read_numbers("1 9", 5) == ()
    assert read_numbers("手表", 5) == ()
    assert read_numbers("", 5) == ()
