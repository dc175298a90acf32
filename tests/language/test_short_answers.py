"""Yes and I do not know, as they are typed."""

from __future__ import annotations

import pytest

from dialogs.language.short_answers import says_unsure, says_yes


@pytest.mark.parametrize(
    "words",
    [
        "是的嘛",
        "对头",
        "要得",
        "得行",
        "中",
        "好嘛",
        "可以嘛",
        "嗯嗯",
        "好的好的",
        "OK",
        "行，就这样",
        "對的。",
        "没问题",
    ],
)
def test_yes(words: str) -> None:
    assert says_yes(words)
    assert not says_unsure(words)


@pytest.mark.parametrize(
    "words", ["不是", "是吗", "是不是", "中午", "好难", "对面", "行不行", "不要得", "可以改吗", "不中"]
)
def test_no_yes(words: str) -> None:
    assert not says_yes(words)


@pytest.mark.parametrize("words", ["不晓得", "我不知道", "随便嘛", "都行", "都可以", "你定吧", "我也说不准", "无所谓"])
def test_open(words: str) -> None:
    assert says_unsure(words)


@pytest.mark.parametrize("words", ["不", "不行", "随便打个电话", "不知道咋说", "都"])
def test_not_open(words: str) -> None:
    assert not says_unsure(words)
