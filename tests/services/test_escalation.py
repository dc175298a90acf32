"""When an alert reaches nobody, the person in danger is not left waiting."""

from __future__ import annotations

import pytest

from bot.services.cases.desk import Closing, Done
from bot.services.escalation import Escalation
from bot.services.ports import ChannelError
from bot.services.scene import DutyRoster
from bot.store.addresses import Where
from bot.store.database import Database
from tests.fakes import World

DUTY = DutyRoster((Where("fake", "bot", "值班"),))


@pytest.fixture
def guarded(database: Database) -> World:
    """A world with somebody on duty."""
    return World(database, roster=DUTY)


async def look(world: World) -> int:
    told = await Escalation(world.database, world.setting).tell_unheard()
    await world.sender.send_due()
    return told


async def test_when_the_alert_arrives_nobody_is_told_otherwise(guarded: World) -> None:
    await guarded.agrees("妈妈")
    await guarded.says("妈妈", "孩子不见了")
    guarded.sees("妈妈", "老师15分钟内联系你")
    await guarded.later(minutes=5)
    assert await look(guarded) == 0


async def test_when_no_alert_gets_through_she_is_told_after_some_minutes_and_once(guarded: World) -> None:
    await guarded.agrees("妈妈")
    guarded.channel.will("值班", *[ChannelError("away")] * 9)
    await guarded.says("妈妈", "孩子不见了")
    await guarded.later(minutes=1)
    assert await look(guarded) == 0
    await guarded.later(minutes=4)
    assert await look(guarded) == 1
    guarded.sees("妈妈", "还没联系上值班老师", "110")
    assert await look(guarded) == 0


async def test_a_case_that_was_closed_meanwhile_is_left_alone(guarded: World) -> None:
    await guarded.agrees("妈妈")
    guarded.channel.will("值班", *[ChannelError("away")] * 9)
    await guarded.says("妈妈", "孩子不见了")
    number = (await guarded.cases.listed(None))[0].number
    closing = Closing("safe", "找到了", lacking="一场虚惊")
    assert await guarded.case_desk.close(None, number, closing) is Done.DONE
    await guarded.later(minutes=5)
    assert await look(guarded) == 0


async def test_where_nobody_is_on_duty_the_reply_has_said_so_already(world: World) -> None:
    await world.agrees("妈妈")
    await world.says("妈妈", "孩子不见了")
    await world.later(minutes=5)
    assert await look(world) == 0


async def test_a_voice_message_about_a_danger_gets_the_general_words(guarded: World) -> None:
    from dialogs.engine.events import Medium, Sent

    await guarded.agrees("妈妈")
    guarded.channel.will("值班", *[ChannelError("away")] * 9)
    await guarded.does("妈妈", Sent(Medium.VOICE))
    await guarded.presses("妈妈", "有危险")
    await guarded.later(minutes=5)
    assert await look(guarded) == 1
    guarded.sees("妈妈", "还没联系上值班老师", "12356")


async def test_nobody_waits_for_a_call_that_was_never_promised(guarded: World) -> None:
    await guarded.agrees("妈妈")
    guarded.channel.will("值班", *[ChannelError("away")] * 9)
    await guarded.says("妈妈", "我买了安眠药")
    await guarded.later(minutes=12)
    assert [case.level for case in await guarded.cases.listed(None)] == ["P0"]
    await guarded.later(minutes=5)
    assert await look(guarded) == 0


async def test_a_case_that_grew_graver_is_unheard_again(guarded: World) -> None:
    await guarded.agrees("妈妈")
    await guarded.says("妈妈", "孩子天天被同学打")
    await guarded.later(hours=1)
    guarded.channel.will("值班", *[ChannelError("away")] * 9)
    await guarded.says("妈妈", "孩子不见了")
    await guarded.later(minutes=5)
    assert await look(guarded) == 1


async def test_a_pin_that_was_forgotten_can_be_taken_away(world: World) -> None:
    await world.agrees("妈妈")
    await world.says("妈妈", "暗号", "2580", "2580")
    facts = await world.facts("妈妈")
    assert facts.profile.pin
    assert await world.office.reset_pin(facts.code)
    assert not (await world.facts("妈妈")).profile.pin
    assert not await world.office.reset_pin("NOBODY22")
