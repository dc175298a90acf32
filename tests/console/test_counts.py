"""Trainers see how many came, stayed, tried and called; an employer sees little of it, and never whose."""

from __future__ import annotations

import csv
from io import StringIO

from sqlalchemy import update

from bot.services.staff.rights import Role
from bot.store import factories
from bot.store.tables import person
from dialogs.calendar.shifts import Shift, ShiftPattern
from tests.console.desk import Desk
from tests.fakes import instant


async def opened(desk: Desk) -> None:
    async with desk.world.database.writing() as connection:
        await factories.keep(connection, {"GF1": "金田", "GF2": "宏发"})


async def table_of(desk: Desk, query: str = "") -> dict[str, list[str]]:
    """The exported table: by column, the numbers of all weeks."""
    trainer = await desk.as_(Role.TRAINER, name=f"trainer {query}")
    response = await trainer.opens(f"/counts/export.csv{query}")
    assert response.text.startswith("\ufeff")
    heads, *rows = csv.reader(StringIO(response.text.lstrip("\ufeff")))
    return {head: [row[at] for row in rows] for at, head in enumerate(heads)}


async def test_parents_are_counted_in_the_week_in_which_they_came(desk: Desk) -> None:
    desk.world.clock.now = instant("2026-11-10T10:00")
    await desk.world.joins("wang")
    desk.world.clock.now = instant("2026-11-23T10:00")
    await desk.world.joins("li")
    await desk.world.joins("zhao")
    table = await table_of(desk, "?weeks=4")
    assert table["加入"] == ["0", "1", "0", "2"]
    assert table["周一起"][-1] == "2026-11-23"


async def test_one_factory_is_counted_by_itself(desk: Desk) -> None:
    await opened(desk)
    await desk.world.joins("wang", factory="GF1")
    await desk.world.joins("li", factory="GF2")
    assert (await table_of(desk, "?factory=GF1"))["加入"][-1] == "1"
    assert (await table_of(desk))["加入"][-1] == "2"


async def test_who_only_tries_it_out_is_not_counted(desk: Desk) -> None:
    await desk.world.joins("tester")
    async with desk.world.database.writing() as connection:
        await connection.execute(update(person).values(trial=True))
    assert (await table_of(desk))["加入"][-1] == "0"


async def test_calls_and_how_they_went_are_counted(desk: Desk) -> None:
    await desk.world.joins("li")
    await desk.world.has_reminder("li")
    await desk.world.at("2026-11-25T20:00")
    await desk.world.presses("li", "打了")
    await desk.world.presses("li", "聊得开心")
    table = await table_of(desk)
    assert (table["发出的提醒"][-1], table["打了电话"][-1], table["聊得开心"][-1]) == ("1", "1", "1")


async def test_a_parent_who_was_forgotten_stays_in_the_numbers(desk: Desk) -> None:
    await desk.world.joins("li")
    code = (await desk.world.facts("li")).code
    await desk.doors.office.erase(code)
    assert (await table_of(desk))["加入"][-1] == "1"


async def test_the_way_in_tells_before_which_question_people_stopped(desk: Desk) -> None:
    await desk.world.says("li", "开始")
    await desk.world.says("wang", "开始", "同意")
    await desk.world.says("zhao", "开始", "同意", "6-9", "今日贴士")
    trainer = await desk.as_(Role.TRAINER)
    words = await trainer.reads("/counts")
    assert "扫码进来 3" in words
    assert "1人停在“同不同意”这一问" in words
    assert "同意 2" in words
    assert "1人停在“孩子多大”这一问" in words
    assert "第一条贴士 1" in words


async def test_people_who_never_agreed_are_forgotten_and_stay_in_the_way_in(desk: Desk) -> None:
    await desk.world.says("li", "开始")
    await desk.world.at("2026-11-25T10:00")
    await desk.world.housekeeping.tidy()
    assert await desk.world.person("li") is None
    trainer = await desk.as_(Role.TRAINER)
    words = await trainer.reads("/counts")
    assert "扫码进来 1" in words
    assert "1人停在“同不同意”这一问" in words


async def test_who_came_back_on_the_second_day_is_seen(desk: Desk) -> None:
    await desk.world.says("li", "开始", "同意", "6-9")
    await desk.world.at("2026-11-24T10:00")
    await desk.world.says("li", "今日贴士")
    trainer = await desk.as_(Role.TRAINER)
    assert "第2天又来 1" in await trainer.reads("/counts")
    assert "第7天又来 0" in await trainer.reads("/counts")


async def test_the_contact_of_a_factory_sees_no_small_number_and_no_other_factory(desk: Desk) -> None:
    await opened(desk)
    for number in range(12):
        await desk.world.joins(f"d{number}", factory="GF1", shift=ShiftPattern(Shift.DAY_LONG))
    for number in range(3):
        await desk.world.joins(f"n{number}", factory="GF1", shift=ShiftPattern(Shift.NIGHT_LONG))
    await desk.world.joins("other", factory="GF2")
    contact = await desk.as_(Role.FACTORY_CONTACT, factory="GF1")
    words = await contact.reads("/factory-counts")
    assert "约10" in words
    assert "约3" not in words
    assert "宏发" not in words
    for path in ("/counts", "/counts/export.csv", "/counts?factory=GF1", "/people", "/questions", "/cases"):
        assert (await contact.opens(path)).status_code in (403, 404)


async def test_the_numbers_of_a_factory_stand_still_for_a_month(desk: Desk) -> None:
    await opened(desk)
    for number in range(12):
        await desk.world.joins(f"d{number}", factory="GF1")
    contact = await desk.as_(Role.FACTORY_CONTACT, factory="GF1")
    before = await contact.reads("/factory-counts")
    for number in range(30):
        await desk.world.joins(f"e{number}", factory="GF1")
    assert await contact.reads("/factory-counts") == before
    desk.world.clock.now = instant("2026-12-01T09:00")
    again = await desk.as_(Role.FACTORY_CONTACT, name="later", factory="GF1")
    assert "约40" in await again.reads("/factory-counts")


async def test_a_contact_without_a_factory_is_told_whom_to_ask(desk: Desk) -> None:
    contact = await desk.as_(Role.FACTORY_CONTACT)
    assert "请机构的管理员设一下" in await contact.reads("/factory-counts")
