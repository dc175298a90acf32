"""Trainers announce something to many: looked at, counted, kept from those who sleep, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.services.announcements.announcements import MOST_ALONE, Status
from bot.services.staff.rights import Role
from bot.store import factories
from bot.store.tables import announcement, factory_fact, outbox
from dialogs.calendar.shifts import Shift, ShiftPattern
from tests.console.desk import Desk, Visitor, said
from tests.fakes import instant

WORDS = "周日下午两点，二楼培训室，讲怎么打电话。来半小时就行。"


async def announced(who: Visitor, **form: str) -> str:
    """The page of an announcement just written."""
    response = await who.sends("/announcements/new", {"words": WORDS, **form})
    assert response.status_code == 303, said(response)
    return str(response.headers["location"]).removeprefix("/console")


async def test_an_announcement_reaches_its_factory_and_nobody_else(desk: Desk) -> None:
    world = desk.world
    await world.joins("li", factory="GF1")
    await world.joins("wang", factory="GF2")
    trainer = await desk.as_(Role.TRAINER)
    async with world.database.writing() as connection:
        await factories.keep(connection, {"GF1": "金田", "GF2": "宏发"})
    page = await announced(trainer, factory="GF1")
    assert "1人" in await trainer.reads(page)
    await trainer.sends(f"{page}/send", {})
    assert not heard(desk, "li")
    await desk.ticks()
    assert WORDS in heard(desk, "li")
    assert WORDS not in heard(desk, "wang")
    assert "已发1人" in await trainer.reads(page)


async def test_who_sleeps_gets_it_when_she_wakes(desk: Desk) -> None:
    world = desk.world
    await world.joins("night", shift=ShiftPattern(Shift.NIGHT_LONG))
    await world.joins("day", shift=ShiftPattern(Shift.DAY_LONG))
    trainer = await desk.as_(Role.TRAINER)
    page = await announced(trainer)
    assert "有1人在睡觉" in await trainer.reads(page)
    assert "下午3点半" in await trainer.reads(page)
    await trainer.sends(f"{page}/send", {})
    await desk.ticks()
    assert WORDS in heard(desk, "day")
    assert WORDS not in heard(desk, "night")
    world.clock.now = instant("2026-11-23T15:31")
    await desk.ticks()
    assert WORDS in heard(desk, "night")


async def test_it_goes_to_parents_of_a_band_alone(desk: Desk) -> None:
    await desk.world.joins("small", band="3-6")
    await desk.world.joins("big", band="12-15")
    trainer = await desk.as_(Role.TRAINER)
    page = await announced(trainer, band="12-15")
    await trainer.sends(f"{page}/send", {})
    await desk.ticks()
    assert WORDS in heard(desk, "big")
    assert WORDS not in heard(desk, "small")


async def test_what_was_taken_back_before_its_time_reaches_nobody(desk: Desk) -> None:
    await desk.world.joins("li")
    trainer = await desk.as_(Role.TRAINER)
    page = await announced(trainer, at="2026-11-23T18:30")
    await trainer.sends(f"{page}/send", {})
    await desk.ticks()
    assert not heard(desk, "li")
    await trainer.sends(f"{page}/recall", {})
    desk.world.clock.now = instant("2026-11-23T18:31")
    await desk.ticks()
    assert not heard(desk, "li")
    again = await desk.as_(Role.TRAINER, name="after the break")
    assert "已撤回" in await again.reads(page)


async def test_taken_back_while_somebody_sleeps_it_does_not_wake_her(desk: Desk) -> None:
    await desk.world.joins("night", shift=ShiftPattern(Shift.NIGHT_LONG))
    trainer = await desk.as_(Role.TRAINER)
    page = await announced(trainer)
    await trainer.sends(f"{page}/send", {})
    await desk.ticks()
    await trainer.sends(f"{page}/recall", {})
    desk.world.clock.now = instant("2026-11-23T15:31")
    await desk.ticks()
    assert not heard(desk, "night")
    async with desk.world.database.reading() as connection:
        rows = (await connection.execute(select(outbox.c.reason).where(outbox.c.kind == "announcement"))).all()
    assert [row.reason for row in rows] == ["recalled"]


async def test_it_counts_among_the_messages_of_the_week(desk: Desk) -> None:
    await desk.world.joins("li")
    for day in range(5):
        desk.world.clock.now = instant("2026-11-23T18:30") + timedelta(days=day)
        trainer = await desk.as_(Role.TRAINER, name=f"trainer {day}")
        page = await announced(trainer)
        await trainer.sends(f"{page}/send", {})
        await desk.ticks()
    assert heard(desk, "li").count(WORDS) == 4
    assert "没发1人" in await trainer.reads(page)


async def test_above_two_hundred_people_a_second_person_agrees(desk: Desk) -> None:
    for number in range(MOST_ALONE + 1):
        await desk.world.joins(f"p{number}")
    trainer, colleague = await desk.as_(Role.TRAINER), await desk.as_(Role.REVIEWER)
    page = await announced(trainer)
    assert "201人" in await trainer.reads(page)
    await trainer.sends(f"{page}/send", {})
    await trainer.sends(f"{page}/second", {})
    await desk.ticks()
    assert not heard(desk, "p1")
    assert await status_of(desk, page) == Status.WAITING
    await colleague.sends(f"{page}/second", {})
    await desk.ticks()
    assert WORDS in heard(desk, "p1")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"words": ""}, "请写上要发的话"),
        ({"words": "好" * 301}, "长了1个字"),
        ({"factory": "nowhere"}, "请从列表里选一个"),
        ({"band": "2-99"}, "请从列表里选一个"),
        ({"at": "2026-11-22T10:00"}, "这个时间已经过了"),
        ({"at": "2027-11-22T10:00"}, "最多提前两个月"),
        ({"at": "soon"}, "这不是一个日期时间"),
    ],
)
async def test_a_slip_is_said_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, form: dict[str, str], told: str
) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends("/announcements/new", {"words": WORDS, **form})
    assert response.status_code == 422
    assert told in said(response)
    assert form.get("words", WORDS) in response.text


async def test_signs_that_a_trainer_types_break_nothing(desk: Desk) -> None:
    await desk.world.joins("li")
    trainer = await desk.as_(Role.TRAINER)
    words = "带<b>身份证</b>和纸笔 & 水杯，*别忘*_了_。"
    page = await announced(trainer, words=words)
    assert "<b>身份证" not in (await trainer.opens(page)).text
    await trainer.sends(f"{page}/send", {})
    await desk.ticks()
    assert words in heard(desk, "li")


async def test_braces_that_nobody_can_fill_are_refused_with_a_reason(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    for words in ("带{身份证}来。", "打{0}。"):
        response = await trainer.sends("/announcements/new", {"words": words})
        assert response.status_code == 422
        assert "大括号" in said(response)


async def test_who_may_not_announce_does_not(desk: Desk) -> None:
    for role in (Role.FACTORY_CONTACT, Role.DUTY_OFFICER, Role.ADMINISTRATOR):
        visitor = await desk.as_(role)
        assert (await visitor.sends("/announcements/new", {"words": WORDS})).status_code == 403


async def test_the_text_of_the_week_can_be_copied(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    assert "本周群消息" in await trainer.reads("/copy")
    assert "没找到" in await trainer.reads("/copy?q=zzzz")
    assert "复制" in await trainer.reads("/copy?q=手机")


async def test_spread_by_two_processes_at_once_it_arrives_once(desk: Desk) -> None:
    await desk.world.joins("li")
    trainer = await desk.as_(Role.TRAINER)
    page = await announced(trainer)
    await trainer.sends(f"{page}/send", {})
    await desk.jiayin.announcements.spread()
    async with desk.world.database.writing() as connection:
        await connection.execute(announcement.update().values(status=Status.PLANNED))
    await desk.ticks()
    assert heard(desk, "li").count(WORDS) == 1


async def status_of(desk: Desk, page: str) -> str:
    found = await desk.doors.announcements.find(int(page.rsplit("/", 1)[1]))
    assert found
    return found.status


def heard(desk: Desk, who: str) -> str:
    return "\n".join(message.text for message in desk.world.channel.to(who))


async def test_facts_of_the_factory_stand_in_an_announcement(desk: Desk) -> None:
    world = desk.world
    async with world.database.writing() as connection:
        await factories.keep(connection, {"GF1": "金田"})
        await connection.execute(
            factory_fact.insert().values(
                factory="GF1",
                key="cfs_place",
                value="二楼东头",
                changed_at=world.clock(),
                changed_name="王老师",
            )
        )
    await world.joins("li", factory="GF1")
    trainer = await desk.as_(Role.TRAINER)
    page = await announced(trainer, words="暑假班开了。地方在{cfs_place}。", factory="GF1")
    assert "地方在二楼东头。" in await trainer.reads(page)
    await trainer.sends(f"{page}/send", {})
    await desk.ticks()
    assert "地方在二楼东头。" in heard(desk, "li")


async def test_the_day_page_tells_of_questions_that_wait(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    assert "等着回答" not in await trainer.reads("/day")
    await desk.world.joins("li")
    await desk.world.says("li", "问问题", "宿舍的洗衣机坏了找哪个修", "交给老师")
    assert "有1个家长的问题等着回答" in await trainer.reads("/day")
