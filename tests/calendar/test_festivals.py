"""The festivals of five years: when a family has something to greet each other for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from dialogs.calendar.festivals import YEARS, Festival, festival_from_record
from dialogs.calendar.holidays import is_public_holiday
from dialogs.calendar.lunar import solar_date, term_date
from dialogs.calendar.seasons import season_from_record
from locales.make_festivals import TARGET, day_of, table

WRITTEN = TARGET.read_text(encoding="utf-8")
RECORDS: list[dict[str, Any]] = yaml.safe_load(WRITTEN)
FESTIVALS = {record["id"]: festival_from_record(record) for record in RECORDS}
MAYDAY = next(record for record in RECORDS if record["id"] == "labour-day")
NAMES = (
    "元旦 腊八 小年 除夕 春节 元宵 三八 清明 劳动节 青年节 母亲节 家庭日 "
    "六一 端午 父亲节 七夕 中元 开学日 教师节 中秋 国庆 重阳 冬至"
)


def test_a_family_finds_every_festival_in_the_order_of_the_year() -> None:
    assert [festival.name for festival in FESTIVALS.values()] == NAMES.split()


def test_the_script_writes_the_very_file_that_is_there() -> None:
    assert table(RECORDS) == WRITTEN


def test_a_trainer_who_writes_a_new_festival_need_not_know_its_days() -> None:
    bare = [{key: value for key, value in record.items() if key not in ("dates", "holiday")} for record in RECORDS]
    assert table(reversed(bare)) == WRITTEN


def test_a_greeting_that_a_trainer_rewrote_is_kept() -> None:
    assert "今天早点下班。" in table([{**MAYDAY, "greeting": "今天早点下班。"}])


@pytest.mark.parametrize("festival", FESTIVALS.values(), ids=FESTIVALS)
def test_the_days_are_those_of_the_calendar_that_jiayin_goes_by(festival: Festival) -> None:
    assert festival.dates == tuple(by_our_calendar(festival.rule, year) for year in range(2026, 2031))


def by_our_calendar(rule: str, year: int) -> date:
    if rule.startswith("term "):
        return term_date(year, rule.removeprefix("term "))
    if sunday := re.fullmatch(r"(\d\d) sunday (\d)", rule):
        days = (date(year, int(sunday[1]), 1) + timedelta(days=day) for day in range(31))
        return [day for day in days if day.isoweekday() == 7][int(sunday[2]) - 1]
    edge = season_from_record({"name": "day", "from": rule, "to": rule}).starts
    return next(day for day in (edge.in_year(year - 1), edge.in_year(year)) if day.year == year)


def test_the_eve_is_the_day_before_and_the_lanterns_come_two_weeks_after() -> None:
    eve, first, lanterns = (FESTIVALS[name].dates for name in ("new-years-eve", "spring-festival", "lantern-festival"))
    for year, day in zip(range(2026, 2031), first, strict=True):
        assert day == solar_date(year, 1, 1)
    assert [(day - before).days for before, day in zip(eve, first, strict=True)] == [1] * YEARS
    assert [(after - day).days for day, after in zip(first, lanterns, strict=True)] == [14] * YEARS


@pytest.mark.parametrize("festival", FESTIVALS.values(), ids=FESTIVALS)
def test_it_is_free_where_that_was_published_and_open_where_it_was_not(festival: Festival) -> None:
    published = [(day, free) for day, free in zip(festival.dates, festival.holidays, strict=True) if free is not None]
    assert published[0][0].year == 2026
    assert all(free is is_public_holiday(day) for day, free in published)


def test_a_mother_asks_when_the_moon_is_full_that_year() -> None:
    assert FESTIVALS["mid-autumn"].in_year(2028) == date(2028, 10, 3)
    assert FESTIVALS["mid-autumn"].in_year(2031) is None


def test_the_days_survive_the_way_through_the_database() -> None:
    dates = {str(year): str(day) for year, day in MAYDAY["dates"].items()}
    holiday = {str(year): free for year, free in MAYDAY["holiday"].items()}
    assert festival_from_record({**MAYDAY, "dates": dates, "holiday": holiday}) == FESTIVALS["labour-day"]


def days(*years: int) -> dict[int, date]:
    return {year: date(year, 5, 1) for year in years}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"dates": {}}, "5 years that follow each other"),
        ({"dates": days(2026, 2027, 2028, 2029)}, "5 years that follow each other"),
        ({"dates": days(2026, 2027, 2028, 2029, 2031)}, "5 years that follow each other"),
        ({"dates": days(2027, 2026, 2028, 2029, 2030)}, "5 years that follow each other"),
        ({"dates": {**days(2026, 2027, 2028, 2029, 2030), 2027: date(2028, 5, 1)}}, "does not lie in 2027"),
        ({"dates": {**days(2026, 2027, 2028, 2029, 2030), 2027: "2027-02-30"}}, "day is out of range"),
        ({"holiday": {2026: True}}, "true, false or null for each year"),
        ({"holiday": dict.fromkeys(range(2026, 2031), "maybe")}, "true, false or null for each year"),
    ],
)
def test_days_that_cannot_be_are_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        festival_from_record({**MAYDAY, **changes})


@pytest.mark.parametrize("rule", ["", "may 1", "05-1", "term", "05 sunday 6"])
def test_a_rule_that_nobody_can_read_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="not a rule"):
        day_of(rule, 2026)
