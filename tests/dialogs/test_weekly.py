"""What a factory's group reads this week, whoever reads along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.calendar.seasons import season_from_record
from dialogs.library import Library, WeeklyText
from dialogs.records import weekly
from dialogs.weekly import weekly_text
from tests.chat import LIBRARY

MONDAYS = [date(2025, 12, 29) + timedelta(weeks=week) for week in range(261)]  # the weeks of 2026 to 2030


def library(*texts: WeeklyText, **seasons: tuple[str, str]) -> Library:
    known = (season_from_record({"name": name, "from": start, "to": end}) for name, (start, end) in seasons.items())
    return replace(LIBRARY, weekly=texts, seasons=tuple(known))


def text(words: str, *weeks: int, season: str = "") -> WeeklyText:
    return WeeklyText(words, frozenset(weeks), words, season)


def test_the_group_has_something_to_read_in_every_week_of_five_years_and_never_twice_running() -> None:
    said = [weekly_text(LIBRARY, monday) for monday in MONDAYS]
    assert "" not in said
    assert [monday for monday, one, before in zip(MONDAYS[1:], said[1:], said, strict=False) if one == before] == []


def test_nothing_was_written_that_no_group_will_ever_read() -> None:
    said = {weekly_text(LIBRARY, monday) for monday in MONDAYS}
    assert [one.id for one in LIBRARY.weekly if one.text not in said] == []


@pytest.mark.parametrize("weekday", range(7))
def test_the_text_stays_the_same_from_monday_to_sunday(weekday: int) -> None:
    monday = date(2026, 11, 23)
    assert weekly_text(LIBRARY, monday + timedelta(days=weekday)) == weekly_text(LIBRARY, monday)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 9), "年三十快到了"),
        (date(2026, 2, 17), "过年这几天"),  # the first day of the farmers' year
        (date(2027, 2, 5), "年三十快到了"),
        (date(2026, 2, 24), "别趁孩子睡着走"),
        (date(2026, 6, 19), "这周端午"),
        (date(2026, 9, 25), "这周中秋"),
        (date(2030, 9, 12), "这周中秋"),
        (date(2026, 7, 1), "不下水"),
        (date(2026, 9, 1), "开学头几天"),
        (date(2026, 10, 21), "居民医保"),
        (date(2027, 1, 1), "新的一年来了"),
    ],
)
def test_feasts_and_terms_are_spoken_of_when_they_come(day: date, words: str) -> None:
    assert words in weekly_text(LIBRARY, day)


def test_water_is_spoken_of_three_times_in_the_summer() -> None:
    summer = {weekly_text(LIBRARY, date(2026, 6, 29) + timedelta(weeks=week)) for week in range(9)}
    assert sum("水" in words and "喝" not in words for words in summer) >= 3


def test_some_texts_invite_to_jiayin_and_most_do_not() -> None:
    inviting = [one for one in LIBRARY.weekly if "给家音" in one.text]
    assert len(LIBRARY.weekly) / 6 < len(inviting) < len(LIBRARY.weekly) / 2


def test_a_season_goes_before_the_calendar() -> None:
    shelf = library(text("第28周", 28), text("暑假第一周", 1, season="summer"), summer=("07-06", "08-20"))
    assert weekly_text(shelf, date(2026, 7, 8)) == "暑假第一周"


def test_a_season_that_has_nothing_more_to_say_leaves_the_week_to_the_calendar() -> None:
    shelf = library(text("第29周", 29), text("暑假第一周", 1, season="summer"), summer=("07-06", "08-20"))
    assert weekly_text(shelf, date(2026, 7, 15)) == "第29周"


def test_of_two_seasons_the_younger_one_speaks() -> None:
    both = (text("考试", 1, 2, 3, season="exam"), text("暑假", 1, season="summer"))
    shelf = library(*both, exam=("06-15", "07-20"), summer=("07-01", "08-20"))
    assert weekly_text(shelf, date(2026, 7, 1)) == "暑假"
    assert weekly_text(shelf, date(2026, 6, 24)) == "考试"


def test_a_week_for_which_nobody_wrote_stays_empty() -> None:
    assert weekly_text(library(text("第1周", 1)), date(2026, 7, 1)) == ""


@pytest.mark.parametrize("weeks", [[0], [54], ["1"], [1.5]])
def test_a_week_that_no_year_has_is_refused(weeks: list[object]) -> None:
    with pytest.raises(ValueError, match="from 1 to 53"):
        weekly({"id": "w", "weeks": weeks, "text": "这周打个电话。"})
