"""One plain form for whatever people type, dictate or paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.normal import LONGEST, normalise
from dialogs.language.traditional import SIMPLIFIED, TRADITIONAL


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("孩子說他不想讀書了，怎麼辦？", "孩子说他不想读书了,怎么办?"),
        ("開水燙著了", "开水烫着了"),
        ("ＡＢＣ１２３", "abc123"),
        ("晚上８：３０", "晚上8:30"),
        ("  你好\t\n 老师　在吗 ", "你好 老师 在吗"),
        ("孩\u200b子\u202e不\ufeff见\u2066了", "孩子不见了"),
        ("❤\ufe0f妈妈", "❤妈妈"),
        ("OK，Éva", "ok,Éva"),
        ("①②", "12"),
        ("a\ud800b", "ab"),
        ("", ""),
        ("\u200b \n", ""),
    ],
)
def test_what_people_type_becomes_one_plain_form(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


def test_a_huge_paste_is_cut() -> None:
    assert normalise("好" * 5000) == "好" * LONGEST


def test_a_single_sign_that_unfolds_to_many_does_not_break_the_limit() -> None:
    assert len(normalise("\ufdfa" * LONGEST)) <= LONGEST


@given(st.text(max_size=300))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert len(once) <= LONGEST


def test_the_character_tables_are_aligned_and_large() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED)
    assert len(set(TRADITIONAL)) == len(TRADITIONAL) > 2500
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
