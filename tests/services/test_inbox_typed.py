"""What trainers type or paste is made fit to be sent, and freed of names."""

from __future__ import annotations

import pytest

from bot.services.inbox.typed import cleaned, printed_length, without_names
from tests.fakes import real_library


def test_control_characters_and_signs_that_turn_the_text_never_reach_a_message() -> None:
    assert cleaned("晚饭后\x00再打\x1b[31m\u202e。\r\n先问\ufeff吃了啥\ud800") == "晚饭后再打[31m。\n先问吃了啥"


def test_many_empty_lines_become_one() -> None:
    assert cleaned("  一\n\n\n\n\n二  ") == "一\n\n二"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("张三: 孩子老不接电话咋办", "孩子老不接电话咋办"),
        ("阿梅：@王老师 孩子老不接电话咋办", "孩子老不接电话咋办"),
        ("张三 2026/11/23 10:05\n孩子老不接电话咋办", "孩子老不接电话咋办"),
        ("张三 10:05:33\n孩子老不接电话咋办", "孩子老不接电话咋办"),
        ("孩子发烧，打我电话13800138000行不", "孩子发烧，打我电话行不"),
        ("打 +86 138-0013-8000 找我", "打  找我"),
        ("座机0769-1234567", "座机"),
        ("加我微信: wx_abc123 说", "加我 说"),
        ("身份证44010619900101123X丢了咋办", "身份证丢了咋办"),
        ("我叫张小明，孩子要转学", "，孩子要转学"),
        ("晚上8:30打电话行不行", "晚上8:30打电话行不行"),
        ("10:05 下班 打电话晚不晚", "10:05 下班 打电话晚不晚"),
        ("孩子名字咋取", "孩子名字咋取"),
    ],
)
def test_a_pasted_question_loses_who_asked_and_keeps_what_was_asked(pasted: str, kept: str) -> None:
    assert without_names(pasted) == kept


def test_a_number_counts_as_long_as_it_is_printed() -> None:
    library = real_library()
    local = next(line for line in library.hotlines.values() if line.needs_area_code)
    assert printed_length("打 {%s} 问" % local.id, library) == 2 + 4 + len(local.number)  # noqa: UP031
    assert printed_length("{unknown} 问", library) == len("{unknown}问")
