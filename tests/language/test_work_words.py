"""What people write about their shifts and their day of rest."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.calendar.shifts import Shift
from dialogs.language.work import new_shift, read_rest_days, read_rotation, read_shift


@pytest.mark.parametrize(
    ("words", "shift"),
    [
        ("白班", Shift.DAY_LONG),
        ("目前上白班", Shift.DAY_LONG),
        ("這週上夜班", Shift.NIGHT_LONG),
        ("晚班", Shift.NIGHT_LONG),
        ("长白班", Shift.DAY_FIXED),
        ("一直是白班", Shift.DAY_FIXED),
        ("四班三倒", Shift.THREE_SHIFT),
        ("没准的", Shift.IRREGULAR),
        ("上周夜班", None),
        ("明天开始白班", None),
        ("白班夜班", None),
        ("两班倒", None),
        ("没有夜班", None),
    ],
)
def test_a_shift_is_read_or_left_open(words: str, shift: Shift | None) -> None:
    assert read_shift(words) == shift


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("一周一换", 7),
        ("两周一倒", 14),
        ("半个月换", 14),
        ("一个月换一次", 30),
        ("15天一轮", None),
        ("15天一换", 15),
        ("每个月", 30),
        ("大概两个星期", 14),
        ("天天换", None),
        ("一天一换", None),
        ("九十天一换", None),
        ("这周夜班", None),
    ],
)
def test_a_rotation_is_read_or_left_open(words: str, days: int | None) -> None:
    assert read_rotation(words) == days


@pytest.mark.parametrize(
    ("words", "shift"),
    [
        ("我换夜班了", Shift.NIGHT_LONG),
        ("转到白班了。", Shift.DAY_LONG),
        ("换成夜班", Shift.NIGHT_LONG),
        ("改成白班", Shift.DAY_LONG),
        ("轮到夜班了", Shift.NIGHT_LONG),
        ("明天换成夜班", None),
        ("今晚开始上夜班", Shift.NIGHT_LONG),
        ("我们这周换日班", None),
        ("我这周换日班", Shift.DAY_LONG),
        ("上夜班", None),
        ("下周换夜班了", None),
        ("上夜班了孩子没人管", None),
        ("上夜班怎么打电话", None),
    ],
)
def test_only_a_plain_change_of_shift_counts_as_one(words: str, shift: Shift | None) -> None:
    assert new_shift(words) == shift


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("周三", (2,)),
        ("星期天休", (6,)),
        ("礼拜1", (0,)),
        ("周六周日", (5, 6)),
        ("周六日都休", (5, 6)),
        ("周末", (5, 6)),
        ("今天", (0,)),
        ("后天休", (2,)),
        ("不休", ()),
        ("随便", ()),
    ],
)
def test_days_of_rest_are_read(words: str, days: tuple[int, ...]) -> None:
    assert read_rest_days(words, date(2026, 11, 23)) == days
