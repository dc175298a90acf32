"""Ends of a stretch of time, as parents write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogs.language.until import read_until

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # a Monday, half past eleven in the evening

UNDERSTOOD = {
    "十天": date(2026, 12, 3),
    "住10天": date(2026, 12, 3),
    "一个星期": date(2026, 11, 30),
    "停两个礼拜": date(2026, 12, 7),
    "三周": date(2026, 12, 14),
    "半个月": date(2026, 12, 8),
    "半个月后": date(2026, 12, 8),
    "一个半月": date(2027, 1, 7),
    "一个月左右": date(2026, 12, 23),
    "十日": date(2026, 12, 3),
    "3 天。": date(2026, 11, 26),
    "今天": date(2026, 11, 23),
    "后天": date(2026, 11, 25),
    "下周三": date(2026, 12, 2),
    "到下星期天为止": date(2026, 12, 6),
    "到月底": date(2026, 11, 30),
    "12月5号": date(2026, 12, 5),
    "到2月20号": date(2027, 2, 20),
    "到腊月二十八走": date(2027, 2, 4),
    "正月十五": date(2027, 2, 20),
    "2026-12-05": date(2026, 12, 5),
}
NOT_UNDERSTOOD = [
    "", "不知道", "8", "12.5", "半天", "0天", "十十天", "500天", "每周三", "周三晚上8点", "昨天",
    "2026-11-20", "2029-01-01", "等他开学", "周三或者周四",
]  # fmt: skip


@pytest.mark.parametrize(("words", "day"), UNDERSTOOD.items())
def test_an_end_is_understood(words: str, day: date) -> None:
    assert read_until(words, NOW, SHANGHAI) == day


@pytest.mark.parametrize("words", NOT_UNDERSTOOD)
def test_what_leaves_the_end_open_is_not_guessed(words: str) -> None:
    assert read_until(words, NOW, SHANGHAI) is None
