"""A parent's weeks: how much comes unasked, on which days, and what happens when nothing comes back."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from bot.store.tables import outbox
from tests.fakes import SHANGHAI, World

UNASKED = ("tip", "week_line", "still_wanted")


async def days_go_by(world: World, until: str) -> None:
    """A quarter of a day after another, nights too, with planning and sending at each."""
    end = datetime.fromisoformat(until).replace(tzinfo=SHANGHAI)
    while world.clock.now < end:
        await world.later(hours=6)


async def unasked(world: World) -> list[tuple[date, str]]:
    """Local days and kinds of what was sent unasked."""
    rows = await world.rows(outbox, rank=2, status="sent")
    return [(row.sent_at.astimezone(SHANGHAI).date(), row.kind) for row in rows if row.kind in UNASKED]


async def test_three_tips_a_week_come_on_three_days_and_never_in_her_sleep(world: World) -> None:
    await world.agrees("妈妈")
    await days_go_by(world, "2026-12-07T00:00")
    came = await unasked(world)
    weeks = Counter(day.isocalendar().week for day, _kind in came)
    assert set(weeks.values()) == {3}
    assert len({day for day, _kind in came}) == len(came)
    rows = await world.rows(outbox, kind="tip", rank=2, status="sent")
    assert all(7 <= row.sent_at.astimezone(SHANGHAI).hour < 23 for row in rows)


async def test_changing_the_day_of_rest_again_and_again_brings_no_more_than_four_a_week(world: World) -> None:
    await world.agrees("妈妈")
    start = world.clock.now
    for day in ("周二", "周三", "周四", "周五", "周六", "周日"):
        await world.says("妈妈", "休息日", day)
        await days_go_by(
            world, (world.clock.now + timedelta(days=1)).astimezone(SHANGHAI).replace(tzinfo=None).isoformat()
        )
    came = [day for day, _kind in await unasked(world)]
    assert len(came) <= 4
    assert len(set(came)) == len(came)
    assert world.clock.now - start > timedelta(days=5)


async def test_who_chose_one_every_day_gets_one_every_day(world: World) -> None:
    await world.agrees("妈妈")
    await world.says("妈妈", "少发点", "每天一条", "跟着班次")
    assert (await world.facts("妈妈")).profile.tips_a_week == 7
    await days_go_by(world, "2026-12-01T00:00")
    assert len(await unasked(world)) >= 7


async def test_when_nothing_comes_back_tips_grow_fewer_then_one_question_then_silence(world: World) -> None:
    await world.agrees("妈妈")
    await days_go_by(world, "2027-01-25T00:00")
    weeks = Counter((day - date(2026, 11, 23)).days // 7 for day, _kind in await unasked(world))
    assert [weeks.get(week, 0) for week in range(3)] == [3, 3, 3]
    assert all(weeks.get(week, 0) <= 1 for week in range(4, 7))
    assert [kind for _day, kind in await unasked(world)].count("still_wanted") == 1
    assert all(week < 7 for week in weeks)


async def test_the_question_whether_tips_are_still_wanted_is_one_tap(world: World) -> None:
    await world.agrees("妈妈")
    await days_go_by(world, "2027-01-11T00:00")
    await world.presses("妈妈", "还要")
    world.sees("妈妈", "照样发")
    await days_go_by(world, "2027-01-18T00:00")
    assert (await unasked(world))[-1][1] == "tip"


@pytest.mark.parametrize(("label", "tips"), [("每周1次", 1), ("不要了", 0)])
async def test_she_may_want_fewer_or_none(world: World, label: str, tips: int) -> None:
    await world.agrees("妈妈")
    await days_go_by(world, "2027-01-11T00:00")
    labels = [button.label for message in world.channel.to("妈妈") for button in message.buttons]
    await world.presses("妈妈", label if label in labels else labels[-2])
    assert (await world.facts("妈妈")).profile.tips_a_week == tips


async def test_a_question_left_open_for_days_is_not_asked_again(world: World) -> None:
    await world.agrees("妈妈")
    await world.says("妈妈", "找老师")
    await world.later(days=2)
    await world.says("妈妈", "聊啥")
    world.sees("妈妈", "写下来，老师会看")
    await world.later(days=4)
    await world.says("妈妈", "聊啥")
    assert "写下来，老师会看" not in world.words("妈妈")
