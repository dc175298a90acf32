"""The bot tried out: the same words as in earnest, and nothing written anywhere."""

from __future__ import annotations

import re
from datetime import date

import pytest
from httpx2 import Response
from sqlalchemy import func, select

from bot.services.simulator.rehearsal import LARGEST, Kept, Who
from bot.services.staff.rights import Role
from bot.store.tables import metadata
from dialogs.calendar.bands import Band
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.facts import Child, Profile
from tests.console.desk import Desk, Visitor, said
from tests.fakes import SHANGHAI, instant

FORM = {"at": "2026-11-23T10:00", "shift": "day_long", "band1": "6-9", "tips": "3", "agreed": "yes"}
STATE = re.compile(r'name="state" value="([^"]+)"')
PROFILES = (
    Profile(tips_a_week=3),
    Profile(tips_a_week=7, shift=ShiftPattern(Shift.NIGHT_LONG), rest_day=RestDay.WEDNESDAY),
    Profile(tips_a_week=1, shift=ShiftPattern(Shift.DAY_LONG, 14, date(2026, 11, 16)), topics=frozenset({"study"})),
)
TALKS = (
    ("今日贴士", "换一条", "为什么给我这条"),
    ("每周三晚上8点提醒我打电话", "时间一样", "我的提醒"),
    ("孩子不肯写作业怎么办", "1", "菜单", "暂停", "一周"),
    ("设置", "1", "返回", "取消", "asdfgh", "找老师", "孩子发烧了"),
    ("孩子喝了农药", "不安全", "老家", "没事了"),
)


async def _counts(desk: Desk) -> dict[str, int]:
    async with desk.world.database.reading() as connection:
        return {
            table.name: int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
            for table in metadata.sorted_tables
        }


async def _begins(visitor: Visitor, **form: str) -> str:
    return _state(await visitor.sends("/try/begin", {**FORM, **form}))


def _state(response: Response) -> str:
    found = STATE.search(response.text)
    assert found, said(response)[:400]
    return found[1]


async def _says(visitor: Visitor, state: str, words: str) -> Response:
    return await visitor.sends("/try/go", {**FORM, "state": state, "words": words})


@pytest.mark.parametrize("profile", PROFILES, ids=["plain", "nights", "rotating"])
@pytest.mark.parametrize("talk", TALKS, ids=[talk[0] for talk in TALKS])
async def test_she_is_answered_as_in_earnest(desk: Desk, profile: Profile, talk: tuple[str, ...]) -> None:
    world, simulator = desk.world, desk.doors.simulator
    await world.joins("mei", **{name: getattr(profile, name) for name in Profile.__dataclass_fields__})
    facts = await world.facts("mei")
    tried = await simulator.begin(
        Kept(profile=profile, children=(Child(1, Band.FROM_6),)), world.clock(), code=facts.code
    )
    for words in talk:
        await world.says("mei", words)
        before = len(tried.bubbles)
        tried = await simulator.says(tried, words)
        answered = [bubble.words for bubble in tried.bubbles[before:] if bubble.who is Who.JIAYIN]
        assert answered == [message.text for message in world.messages("mei")], words


@pytest.mark.parametrize("profile", PROFILES, ids=["plain", "nights", "rotating"])
async def test_what_comes_by_itself_comes_in_earnest_at_the_same_minutes(desk: Desk, profile: Profile) -> None:
    world, simulator = desk.world, desk.doors.simulator
    await world.joins("mei", **{name: getattr(profile, name) for name in Profile.__dataclass_fields__})
    facts = await world.facts("mei")
    tried = await simulator.begin(
        Kept(profile=profile, children=(Child(1, Band.FROM_6),)), world.clock(), code=facts.code
    )
    expected = [one.words for one in await simulator.week(tried) if not one.reason]
    end = "2026-11-30T10:00"
    while (moment := world.clock().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")) < end:
        assert moment < end
        await world.later(minutes=30)
    assert expected
    assert [arrived.message.text for arrived in world.channel.arrived] == expected
    moved = await simulator.moves(tried, instant(end))
    assert [bubble.words for bubble in moved.bubbles if bubble.who is Who.JIAYIN] == expected
    sent_at = [arrived.at for arrived in world.channel.arrived]
    assert [bubble.at for bubble in moved.bubbles if bubble.who is Who.JIAYIN] == sent_at


async def test_trying_writes_nothing_not_even_about_danger(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    before = await _counts(desk)
    state = await _begins(trainer)
    for words in ("孩子喝了农药", "找老师", "我的资料", "每周三晚上8点提醒我打电话"):
        response = await _says(trainer, state, words)
        state = _state(response)
    await trainer.sends("/try/go", {"state": state, "clock": "1d"})
    assert await _counts(desk) == before


async def test_the_page_says_that_nothing_is_sent_and_no_case_opened(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    assert "这里什么都不会发出去" in await trainer.reads("/try")
    page = said(await _says(trainer, await _begins(trainer), "孩子喝了农药"))
    assert "这里什么都没开" in page
    assert "120" in page


@pytest.mark.parametrize("role", [Role.TRAINER, Role.REVIEWER, Role.DUTY_OFFICER, Role.ADMINISTRATOR])
async def test_everybody_who_writes_or_looks_after_parents_may_try(desk: Desk, role: Role) -> None:
    assert "试一试" in await (await desk.as_(role)).reads("/try")


async def test_a_factory_contact_may_not(desk: Desk) -> None:
    visitor = await desk.as_(Role.FACTORY_CONTACT)
    assert (await visitor.opens("/try")).status_code == 403
    assert (await visitor.sends("/try/begin", FORM)).status_code == 403


async def test_what_comes_next_friday_is_told_with_its_reason(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    page = said(await trainer.sends("/try/begin", {**FORM, "rest": "4", "at": "2026-11-25T12:00"}))
    week = page.partition("接下来一周会收到什么")[2]
    assert "后天（11月27日 周五）晚上8点半 贴士" in week
    assert "为什么是这条" in week


async def test_a_button_is_pressed_and_time_goes_on(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    state = await _begins(trainer)
    response = await _says(trainer, state, "今日贴士")
    button = re.search(r'name="press" value="(o:[^"]+:keep)"', response.text)
    assert button
    kept = await trainer.sends("/try/go", {"state": _state(response), "press": button[1]})
    assert "收好了" in said(kept)
    later = said(await trainer.sends("/try/go", {"state": _state(kept), "clock": "morning"}))
    assert "现在是：2026年11月24日 周二 早上8点" in later
    assert "晚上8点半 贴士" in later


@pytest.mark.parametrize("state", ["", "x", "0" * 64 + ".eJw", "字" * 30, "a" * (LARGEST + 9)])
async def test_a_chat_that_was_not_made_here_is_refused_kindly(desk: Desk, state: str) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends("/try/go", {**FORM, "state": state, "words": "菜单"})
    assert response.status_code == 400
    assert "读不出来" in response.text


async def test_a_long_chat_stays_small_enough_to_travel(desk: Desk) -> None:
    simulator = desk.doors.simulator
    tried = await simulator.begin(Kept(children=(Child(1, Band.FROM_6),)), desk.world.clock())
    for number in range(40):
        tried = await simulator.says(tried, f"{number} " + "字" * 1900)
    assert len(simulator.sealed(tried)) <= LARGEST
    assert simulator.opened(simulator.sealed(tried)) is not None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"at": "1999-01-01T10:00"}, "请选2024到2030年之间"),
        ({"at": "soon"}, "请选2024到2030年之间"),
        ({"rotation": "0"}, "请写1到90的天数"),
        ({"rotation": "14"}, "请选这个班是哪天开始的"),
        ({"tip_at": "99:99"}, "请选一个时间"),
        ({"home": "哪里都不是"}, "请写一个地级市或州"),
    ],
)
async def test_what_is_wrong_with_a_field_is_said_beside_it_and_the_rest_stays(
    desk: Desk, wrong: dict[str, str], words: str
) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends("/try/begin", {**FORM, "tips": "7", **wrong})
    assert response.status_code == 400
    assert words in response.text
    assert '<option value="7" selected>' in response.text


async def test_the_clock_does_not_go_back(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    state = await _begins(trainer)
    response = await trainer.sends("/try/go", {**FORM, "state": state, "clock": "to", "to": "2026-11-20T10:00"})
    assert response.status_code == 400
    assert "请选现在之后的时间" in response.text
    assert _state(response)


async def test_markup_that_is_typed_is_shown_and_not_obeyed(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await _says(trainer, await _begins(trainer), "<script>alert(1)</script>{child}\0")
    assert "<script>alert(1)" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text
