"""Words that accuse our own people are known as such, also where they are graver as something else."""

from __future__ import annotations

import pytest

from dialogs.language.danger import accuses_our_people


@pytest.mark.parametrize(
    "words",
    [
        "你们志愿者打我儿子",
        "你们的老师单独约我女儿",
        "儿童空间的老师摸我女儿",
        "你们的老师打我儿子，儿子说不想活了",
    ],
)
def test_an_accusation_is_heard(words: str) -> None:
    assert accuses_our_people(words)


@pytest.mark.parametrize("words", ["儿童空间几点开门", "老公打我", "怎么教女儿防性侵", "志愿者什么时候来"])
def test_anything_else_is_none(words: str) -> None:
    assert not accuses_our_people(words)
