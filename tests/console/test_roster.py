"""The duty roster: planned for days, confirmed by each officer, its gaps told in words."""

from __future__ import annotations

import pytest

from bot.services.scene import Ways
from bot.services.staff.rights import Role
from bot.store.tables import account, audit_entry, duty_shift
from tests.console.desk import Desk, Visitor, said
from tests.fakes import FakeChannel

DAYS = ["2026-11-23", "2026-11-24", "2026-11-25"]


@pytest.fixture
def chats(desk: Desk) -> FakeChannel:
    desk.world.setting.roster.ways = Ways("bot", mail=True)
    channel = FakeChannel(desk.world.clock, name="telegram")
    desk.world.setting.channels[("telegram", "bot")] = channel
    return channel


async def _adds(planner: Visitor, officer: Visitor, **form: object) -> int:
    given = {"officer": str(officer.account_id), "day": DAYS, "start": "20:00", "end": "08:00", "rank": "0", **form}
    return (await planner.sends("/roster/add", given)).status_code


async def test_several_nights_are_added_at_once_and_the_officer_confirms_them(desk: Desk) -> None:
    lead = await desk.as_(Role.SAFEGUARDING_LEAD, name="zhou")
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    assert await _adds(lead, chen) == 303
    rows = await desk.world.rows(duty_shift)
    assert [(row.ends_at - row.starts_at).total_seconds() for row in rows] == [12 * 3600] * 3
    assert {row.acknowledged_at for row in rows} == {None}
    page = await chen.reads("/roster")
    assert "你还有3个班次没有确认" in page
    assert "20:00到第二天08:00" in page
    assert "还没确认" in page
    await chen.sends("/roster/acknowledge", {})
    page = await chen.reads("/roster")
    assert "没有确认" not in page
    assert "还没确认" not in page


async def test_gaps_are_told_in_words_and_close_when_somebody_who_can_be_reached_is_on(
    desk: Desk, chats: FakeChannel
) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    days = [f"2026-11-{day}" for day in range(23, 31)]
    await _adds(chen, chen, day=days, start="00:00", end="00:00")
    page = await chen.reads("/roster")
    assert "没有找得到的人：今天（11月23日 周一）上午10点到11月30日 周一 上午10点" in page
    assert "找不到她" in page
    await chen.sends("/roster/contact", {"telegram": "111", "email": ""})
    page = await chen.reads("/roster")
    assert "没有找得到的人" not in page
    assert "一位保护负责人" in page
    local = desk.world.clock().astimezone(desk.world.setting.zone).replace(tzinfo=None)
    assert desk.world.setting.roster.duty(local).on
    (row, *_rest) = await desk.world.rows(duty_shift)
    await chen.sends("/roster/remove", {"shift": str(row.id)})
    assert "今天（11月23日 周一）上午10点到明天（11月24日 周二）凌晨0点" in await chen.reads("/roster")


async def test_an_officer_sends_herself_a_test(desk: Desk, chats: FakeChannel) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    answer = await chen.sends("/roster/test", {})
    assert "还没有能找到你的方式" in said(await chen.http.get(answer.headers["location"]))
    await chen.sends("/roster/contact", {"telegram": "111", "email": "chen@jia.example"})
    await chen.sends("/roster/test", {})
    await desk.world.sender.send_due()
    assert "这是测试" in chats.to("111")[0].text


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        ({"telegram": "@chen", "email": ""}, "只有数字"),
        ({"telegram": "", "email": "chen"}, "不是邮箱地址"),
        ({"telegram": "", "email": "a@b.cn\nBcc: c@d.cn"}, "不是邮箱地址"),
    ],
)
async def test_an_address_that_cannot_be_used_is_refused_beside_its_field(
    desk: Desk, contact: dict[str, str], why: str
) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    response = await chen.sends("/roster/contact", contact)
    assert response.status_code == 400
    assert why in said(response)
    (row,) = await desk.world.rows(account)
    assert (row.telegram, row.email) == ("", "")


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"officer": ""}, "请选一位值班员"),
        ({"day": []}, "请至少选一天"),
        ({"day": ["2026-99-99"]}, "请至少选一天"),
        ({"start": "25:00"}, "两个时间都要填"),
    ],
)
async def test_a_shift_that_makes_no_sense_is_refused_and_what_was_typed_stays(
    desk: Desk, form: dict[str, object], why: str
) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    given = {"officer": str(chen.account_id), "day": DAYS, "start": "20:00", "end": "07:30", "rank": "1", **form}
    response = await chen.sends("/roster/add", given)
    assert response.status_code == 400
    assert why in said(response)
    assert 'value="07:30"' in response.text
    assert await desk.world.rows(duty_shift) == []


async def test_only_duty_officers_are_put_on_the_roster(desk: Desk) -> None:
    lead = await desk.as_(Role.SAFEGUARDING_LEAD, name="zhou")
    writer = await desk.as_(Role.TRAINER, name="wang")
    assert await _adds(lead, writer) == 400
    assert await desk.world.rows(duty_shift) == []
    assert (await writer.opens("/roster")).status_code == 403


async def test_whoever_changes_the_roster_is_written_down(desk: Desk) -> None:
    lead = await desk.as_(Role.SAFEGUARDING_LEAD, name="zhou")
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    await _adds(lead, chen)
    (row, *_rest) = await desk.world.rows(duty_shift)
    await lead.sends("/roster/remove", {"shift": str(row.id)})
    await lead.sends("/roster/remove", {"shift": str(row.id)})
    entries = await desk.world.rows(audit_entry)
    assert [(one.account_name, one.act, one.subject) for one in entries] == [
        ("zhou", "shift.add", "chen"),
        ("zhou", "shift.remove", "chen"),
    ]
