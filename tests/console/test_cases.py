"""A case from the alert to its end in the console, and who may see what of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.services.scene import Ways
from bot.services.staff.rights import Role
from bot.store import accounts
from bot.store.tables import audit_entry, case_follow_up, case_work, safeguarding_case
from tests.console.desk import Desk, Visitor, said
from tests.fakes import FakeChannel

BEATEN = "老人把孩子打出血了"
TEACHER = "托管班的老师打我孩子"
URL = "https://jia.example"
ENDED = {"outcome": "safe", "ended": "孩子在姑姑家"}
ACK = re.compile(r"/console(/ack/\S+)")


@pytest.fixture
def chats(desk: Desk) -> FakeChannel:
    """Alerts go by Telegram, with links."""
    world = desk.world
    object.__setattr__(world.setting, "public_url", URL)
    world.setting.roster.ways = Ways("bot")
    channel = FakeChannel(world.clock, name="telegram")
    world.setting.channels[("telegram", "bot")] = channel
    return channel


async def _case(desk: Desk, words: str = BEATEN) -> str:
    await desk.world.agrees("mama")
    await desk.world.says("mama", words)
    return str((await desk.world.rows(safeguarding_case))[-1].number)


async def _reach(desk: Desk, visitor: Visitor, chat: str) -> None:
    async with desk.world.database.writing() as connection:
        await accounts.change(connection, visitor.account_id, {"telegram": chat})


async def _acts(desk: Desk) -> list[str]:
    return [row.act for row in await desk.world.rows(audit_entry, subject_kind="case")]


async def _take(desk: Desk, officer: Visitor, number: str) -> None:
    (work,) = await desk.world.rows(case_work)
    seen = work.taken_at.isoformat() if work.taken_at else ""
    response = await officer.sends(f"/cases/file/{number}/take", {"seen": seen})
    assert response.status_code == 303


async def test_a_case_from_the_link_in_the_alert_to_its_end(desk: Desk, chats: FakeChannel) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    await _reach(desk, chen, "111")
    number = await _case(desk)
    (found,) = ACK.findall(chats.to("111")[0].text)
    stranger = desk.stranger()
    assert number in said(await stranger.opens(found))
    assert (await desk.world.rows(case_work))[0].taken_at is None
    assert "不会再叫别人" in said(await stranger.sends(f"{found}/take", {}))
    assert "已经用过" in said(await stranger.opens(found))
    assert "老人" not in said(await stranger.opens(found))
    page = await chen.reads(f"/cases/file/{number}")
    assert "chen接的" in page
    assert "打出血" not in page
    assert (await desk.world.rows(case_work))[0].taken_by == chen.account_id


async def test_a_case_is_closed_when_its_steps_are_done_and_followed_up_afterwards(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    number = await _case(desk)
    await _take(desk, chen, number)
    await _every_step(chen, number)
    await chen.sends(f"/cases/file/{number}/close", ENDED)
    assert (await desk.world.rows(safeguarding_case))[0].closed_at is not None
    assert number not in await chen.reads("/cases")
    assert number in await chen.reads("/cases?closed=1")
    await desk.world.later(hours=26)
    chen = Visitor(
        desk.app, chen.account_id, await desk.doors.sessions.begin(chen.account_id, trusted=False, device="")
    )
    assert "晚了" in await chen.reads("/cases")
    first, *_rest = await desk.world.rows(case_follow_up)
    await chen.sends(f"/cases/file/{number}/follow", {"follow_up": str(first.id), "found": "吃得好，睡得好"})
    assert "晚了" not in await chen.reads("/cases")
    assert "吃得好，睡得好" in await chen.reads(f"/cases/file/{number}")


async def test_a_case_with_steps_missing_is_closed_only_with_a_reason_and_can_be_opened_again(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    number = await _case(desk)
    response = await chen.sends(f"/cases/file/{number}/close", ENDED)
    assert response.status_code == 400
    assert "还有步骤没做" in said(response)
    assert "孩子在姑姑家" in response.text
    await chen.sends(f"/cases/file/{number}/close", {**ENDED, "lacking": "是演练"})
    assert (await desk.world.rows(safeguarding_case))[0].closed_at is not None
    assert "是演练" in await chen.reads(f"/cases/file/{number}")
    assert (await chen.sends(f"/cases/file/{number}/reopen", {"reason": " "})).status_code == 400
    await chen.sends(f"/cases/file/{number}/reopen", {"reason": "又打来电话"})
    assert (await desk.world.rows(safeguarding_case))[0].closed_at is None


async def _every_step(officer: Visitor, number: str) -> None:
    steps = re.findall(r'name="step" value="(\w+)"', (await officer.opens(f"/cases/file/{number}")).text)
    assert "other_carer" in steps
    for step in steps:
        assert (await officer.sends(f"/cases/file/{number}/step", {"step": step, "done": "1"})).status_code == 303


async def test_a_step_that_was_ticked_by_mistake_is_taken_back_and_both_stand_in_the_record(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    number = await _case(desk)
    await chen.sends(f"/cases/file/{number}/step", {"step": "safe", "done": "1"})
    await chen.sends(f"/cases/file/{number}/step", {"step": "safe", "done": "0"})
    assert (await desk.world.rows(case_work))[0].checklist == {}
    page = await chen.reads(f"/cases/file/{number}")
    assert "chen 做了： 先问清楚" in page
    assert "chen 撤销了： 先问清楚" in page
    await chen.sends(f"/cases/file/{number}/step", {"step": "live_call", "done": "1"})
    assert (await desk.world.rows(case_work))[0].checklist == {}


async def test_her_words_are_read_only_with_a_reason_and_for_a_quarter_of_an_hour(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    number = await _case(desk)
    path = f"/cases/record/{number}"
    assert BEATEN not in await chen.reads(path)
    refused = await chen.sends(f"{path}/reason", {"written": " "})
    assert refused.status_code == 400
    assert "case.words" not in await _acts(desk)
    assert (await chen.sends(f"{path}/reason", {"reason": "taking"})).status_code == 303
    assert BEATEN in await chen.reads(path)
    assert (await _acts(desk)).count("case.words") == 1
    li = await desk.as_(Role.DUTY_OFFICER, name="li")
    assert BEATEN not in await li.reads(path)
    desk.world.clock.now += timedelta(minutes=16)
    assert BEATEN not in await chen.reads(path)
    entries = await desk.world.rows(audit_entry, act="case.words")
    assert [(row.account_name, row.reason) for row in entries] == [("chen", "taking")]


async def test_the_record_is_taken_along_with_a_reason_and_it_is_written_down(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    number = await _case(desk)
    path = f"/cases/record/{number}"
    assert BEATEN not in said(await chen.opens(f"{path}/json"))
    await chen.sends(f"{path}/reason", {"written": "法院要"})
    assert BEATEN in await chen.reads(f"{path}/print")
    record = (await chen.opens(f"{path}/json")).json()
    assert record["number"] == number
    assert record["notes"][0]["words"] == BEATEN
    ways = [row.detail["way"] for row in await desk.world.rows(audit_entry, act="case.export")]
    assert ways == ["page", "json"]


async def test_what_our_own_people_did_is_seen_by_the_lead_alone(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    zhou = await desk.as_(Role.SAFEGUARDING_LEAD, name="zhou")
    number = await _case(desk, TEACHER)
    assert number in await zhou.reads("/cases")
    assert number not in await chen.reads("/cases")
    assert number not in await chen.reads("/cases?closed=1")
    assert (await zhou.opens(f"/cases/file/{number}")).status_code == 200
    assert (await chen.opens(f"/cases/file/{number}")).status_code == 404
    assert (await chen.opens(f"/cases/record/{number}/report")).status_code == 404
    assert (await chen.sends(f"/cases/record/{number}/reason", {"reason": "taking"})).status_code == 404
    for deed, form in (("take", {"seen": ""}), ("note", {"note": "x"}), ("close", {"outcome": "safe", "ended": "x"})):
        await chen.sends(f"/cases/file/{number}/{deed}", form)
    (work,) = await desk.world.rows(case_work)
    assert work.taken_at is None
    assert {row.account_name for row in await desk.world.rows(audit_entry, subject_kind="case")} == {"zhou"}


@pytest.mark.parametrize("role", [Role.TRAINER, Role.REVIEWER, Role.FACTORY_CONTACT, Role.ADMINISTRATOR])
async def test_nobody_else_sees_a_case(desk: Desk, role: Role) -> None:
    number = await _case(desk)
    visitor = await desk.as_(role)
    for path in ("/cases", f"/cases/file/{number}", f"/cases/record/{number}", f"/cases/record/{number}/report"):
        assert (await visitor.opens(path)).status_code == 403
    assert (await visitor.sends(f"/cases/file/{number}/take", {"seen": ""})).status_code == 403


async def test_an_officer_employed_by_the_factory_sees_no_case(desk: Desk) -> None:
    await _case(desk)
    visitor = await desk.as_(Role.DUTY_OFFICER, factory_employed=True)
    assert (await visitor.opens("/cases")).status_code == 403


async def test_two_officers_take_it_at_once_and_the_second_is_told(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    li = await desk.as_(Role.DUTY_OFFICER, name="li")
    number = await _case(desk)
    await chen.sends(f"/cases/file/{number}/take", {"seen": ""})
    answer = await li.sends(f"/cases/file/{number}/take", {"seen": ""})
    told = await li.http.get(answer.headers["location"], follow_redirects=True)
    assert "有人比你快一步" in said(told)
    (work,) = await desk.world.rows(case_work)
    assert work.taken_name == "chen"
    desk.world.clock.now += timedelta(minutes=1)
    await _take(desk, li, number)
    assert (await desk.world.rows(case_work))[0].taken_name == "li"
    assert len(await desk.world.rows(case_follow_up)) == 3


async def test_a_case_is_handed_over_by_an_alert_and_stays_until_the_other_takes_it(
    desk: Desk, chats: FakeChannel
) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    li = await desk.as_(Role.DUTY_OFFICER, name="li")
    number = await _case(desk)
    await _take(desk, chen, number)
    assert (await chen.sends(f"/cases/file/{number}/hand", {"officer": str(li.account_id)})).status_code == 400
    await _reach(desk, li, "222")
    assert (await chen.sends(f"/cases/file/{number}/hand", {"officer": str(li.account_id)})).status_code == 303
    await desk.world.sender.send_due()
    assert number in chats.to("222")[0].text
    assert (await desk.world.rows(case_work))[0].taken_name == "chen"


async def test_whoever_was_asked_takes_a_case_over_by_the_link(desk: Desk, chats: FakeChannel) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    li = await desk.as_(Role.DUTY_OFFICER, name="li")
    number = await _case(desk)
    await _take(desk, chen, number)
    await _reach(desk, li, "222")
    desk.world.clock.now += timedelta(minutes=1)
    await chen.sends(f"/cases/file/{number}/hand", {"officer": str(li.account_id)})
    await desk.world.sender.send_due()
    (found,) = ACK.findall(chats.to("222")[0].text)
    assert "不会再叫别人" in said(await desk.stranger().sends(f"{found}/take", {}))
    assert (await desk.world.rows(case_work))[0].taken_name == "li"


async def test_an_officer_writes_to_the_mother_and_an_empty_message_is_kept_back(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    number = await _case(desk)
    assert (await chen.sends(f"/cases/file/{number}/write", {"message": "  "})).status_code == 400
    too_long = await chen.sends(f"/cases/file/{number}/write", {"message": "在" * 501})
    assert too_long.status_code == 400
    assert "在" * 501 in too_long.text
    await chen.sends(f"/cases/file/{number}/write", {"message": "我是值班的陈老师，<b>孩子</b>在哪？{110}"})
    await desk.world.sender.send_due()
    desk.world.sees("mama", "我是值班的陈老师，<b>孩子</b>在哪？{110}")
    assert "<b>孩子</b>" not in (await chen.opens(f"/cases/file/{number}")).text


async def test_the_nine_situations_say_whom_to_call_and_the_report_is_kept(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    number = await _case(desk)
    path = f"/cases/record/{number}"
    none = await chen.reads(f"{path}/report?asked=1")
    assert "法律没有要求报告" in none
    some = await chen.reads(f"{path}/report?is=abandoned&asked=1")
    assert "现在就报告" in some
    assert some.index("1. 公安") < some.index("2. 民政")
    assert "tel:110" in (await chen.opens(f"{path}/report?asked=1")).text
    form = {"authority": "police", "whom": "", "at": "2026-11-23T10:20", "receipt": "8812", "is": "abandoned"}
    refused = await chen.sends(f"{path}/reported", form)
    assert refused.status_code == 400
    assert "8812" in refused.text
    kept = await chen.sends(f"{path}/reported", {**form, "whom": "警号0231"})
    assert kept.status_code == 303
    (work,) = await desk.world.rows(case_work)
    assert [(one["authority"], one["whom"], one["receipt"], one["situations"]) for one in work.reports] == [
        ("police", "警号0231", "8812", ["abandoned"])
    ]


async def test_numbers_are_dialled_for_her_home_town(desk: Desk) -> None:
    from dialogs.facts import Home

    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    await desk.world.joins("mama", home=Home("0818", "四川达州"))
    await desk.world.says("mama", BEATEN)
    (case,) = await desk.world.rows(safeguarding_case)
    response = await chen.opens(f"/cases/file/{case.number}")
    assert 'href="tel:0818110"' in response.text
    assert "四川达州" in said(response)


async def test_a_place_that_she_wrote_in_the_case_is_enough_for_the_numbers(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    await desk.world.says("mama", BEATEN, "不安全", "河南周口")
    (case,) = await desk.world.rows(safeguarding_case)
    response = await chen.opens(f"/cases/file/{case.number}")
    assert 'href="tel:0394110"' in response.text


async def test_a_case_that_does_not_exist_is_not_found(desk: Desk) -> None:
    chen = await desk.as_(Role.DUTY_OFFICER, name="chen")
    assert (await chen.opens("/cases/file/J000000-XXXX")).status_code == 404
    assert (await desk.stranger().opens("/ack/nothing")).status_code == 404


async def test_a_colleagues_case_opens_only_with_a_reason_which_is_written_down(desk: Desk) -> None:
    number = await _case(desk)
    chen = await desk.as_(Role.DUTY_OFFICER, name="陈值班")
    li = await desk.as_(Role.DUTY_OFFICER, name="李值班")
    assert number in await chen.reads(f"/cases/file/{number}")  # nobody has it yet
    await _take(desk, chen, number)
    assert number in await chen.reads(f"/cases/file/{number}")
    asked = await li.opens(f"/cases/file/{number}")
    assert asked.url.path == f"/console/cases/record/{number}"
    assert "为什么" in said(asked)
    await li.sends(f"/cases/record/{number}/reason", {"reason": "handing"})
    assert (await li.opens(f"/cases/file/{number}")).url.path == f"/console/cases/file/{number}"
    looks = [row for row in await desk.doors.audit.about("case", number) if row.act == "case.look"]
    assert [(row.account_name, row.reason) for row in looks] == [
        ("李值班", "handing"),
        ("陈值班", "following"),
        ("陈值班", "taking"),
    ]
