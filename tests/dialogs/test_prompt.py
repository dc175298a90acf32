"""What a typed answer means to a question: label, synonym, number in any spelling."""

from __future__ import annotations

import pytest

from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.text import Text, Verbatim


def say(text: Text) -> str:
    return text.words if isinstance(text, Verbatim) else str(text)


CHOICES = (
    Choice("day", Verbatim("白班"), ("长白班", "上白班")),
    Choice("night", Verbatim("夜班"), ("大夜",)),
    Choice("varies", Verbatim("不固定。")),
)
SHIFT = ask(Verbatim("这周白班还是夜班？"), choices=CHOICES)
CLOCK = ask(Verbatim("几点？"), choices=CHOICES, bare_numbers=True)


@pytest.mark.parametrize(
    "words", ["夜班", " 夜班。", "“夜班”", "夜班!!", "大夜", "2", "２", "二", "两", "第二个", "第2个", "2."]
)
def test_the_night_shift_in_any_spelling(words: str) -> None:
    assert SHIFT.understand(words, say) == "night"


@pytest.mark.parametrize("words", ["", "  ", "。。", "4", "0", "-1", "第四个", "夜班白班", "不知道", "9" * 1500])
def test_what_is_no_answer_to_the_question(words: str) -> None:
    assert SHIFT.understand(words, say) is None


def test_a_bare_number_is_left_alone_where_it_is_an_answer_of_its_own() -> None:
    assert CLOCK.understand("2", say) is None
    assert CLOCK.understand("夜班", say) == "night"


def test_labels_and_synonyms_are_exact_and_numbers_are_not() -> None:
    assert SHIFT.exactly("不固定", say) == "varies"
    assert SHIFT.exactly("上白班", say) == "day"
    assert SHIFT.exactly("2", say) is None
    assert SHIFT.exactly("", say) is None


def test_a_label_counts_before_a_synonym_of_an_earlier_choice() -> None:
    prompt = Prompt((), (Choice("a", Verbatim("好"), ("行",)), Choice("b", Verbatim("行"))))
    assert prompt.exactly("行", say) == "b"


def test_traditional_characters_and_width_make_no_difference() -> None:
    assert plain(" ＡＢＣ。 ") == "abc"
    assert SHIFT.exactly("夜\u200b班", say) == "night"
