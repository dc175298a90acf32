"""People in the console: found by a code, opened with a reason, shown without their words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.console.page import PATH
from bot.services.staff.rights import Role
from bot.store.tables import audit_entry, outbox, person, profile
from tests.console.desk import Desk, Visitor
from tests.fakes import BLOCKED

ASKED = {"reason": "asked"}


async def _code(desk: Desk, who: str) -> str:
    return (await desk.world.facts(who)).code


async def _opened(desk: Desk, visitor: Visitor, who: str) -> str:
    """The path of a person's page, opened because she asked."""
    code = await _code(desk, who)
    response = await visitor.sends(f"/person/{code}/open", ASKED)
    assert response.headers["location"] == f"{PATH}/person/{code}"
    return f"/person/{code}"


async def _acts(desk: Desk) -> list[tuple[str, str]]:
    return [(row.act, row.reason) for row in await desk.world.rows(audit_entry)]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.FACTORY_CONTACT, Role.ADMINISTRATOR])
async def test_who_does_not_look_after_people_sees_none(desk: Desk, role: Role) -> None:
    await desk.world.joins("mei")
    visitor, code = await desk.as_(role), await _code(desk, "mei")
    for path in ("/people/list", f"/person?code={code}", f"/person/{code}", f"/person/{code}/children"):
        assert (await visitor.opens(path)).status_code == 403, path
    assert (await visitor.sends(f"/person/{code}/do/erase", {"code": code})).status_code == 403
    assert len(await desk.world.rows(person)) == 1


async def test_a_trainer_who_is_paid_by_a_factory_sees_nobody(desk: Desk) -> None:
    await desk.world.joins("mei")
    visitor = await desk.as_(Role.TRAINER, factory_employed=True)
    assert (await visitor.opens("/people/list")).status_code == 403


async def test_she_is_found_by_her_code_however_it_is_typed(desk: Desk) -> None:
    await desk.world.joins("mei")
    code, trainer = await _code(desk, "mei"), await desk.as_(Role.TRAINER)
    typed = f" {code[:4].lower()}-{code[4:]} "
    response = await trainer.http.get("/console/person", params={"code": typed})
    assert response.headers["location"] == f"{PATH}/person/{code}"


async def test_a_code_that_nobody_has_is_said_and_stays_in_the_box(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.opens("/person?code=QQQQ7777")
    assert response.status_code == 404
    assert "没有这个编号" in response.text
    assert 'value="QQQQ7777"' in response.text
    assert (await trainer.opens("/person/QQQQ7777")).status_code == 404


async def test_nobody_is_shown_without_a_reason(desk: Desk) -> None:
    await desk.world.joins("mei", factory="GFDG01")
    code, trainer = await _code(desk, "mei"), await desk.as_(Role.TRAINER)
    assert "为什么要看" in await trainer.reads(f"/person/{code}")
    refused = await trainer.sends(f"/person/{code}/open", {"reason": "other", "words": "  "})
    assert refused.status_code == 400
    assert "请选一个原因" in refused.text
    assert await _acts(desk) == []


async def test_every_look_is_written_down_with_its_reason(desk: Desk) -> None:
    await desk.world.joins("mei")
    code, trainer = await _code(desk, "mei"), await desk.as_(Role.TRAINER)
    await trainer.sends(f"/person/{code}/open", {"reason": "other", "words": "她说没收到"})
    await trainer.reads(f"/person/{code}")
    await trainer.reads(f"/person/{code}")
    assert await _acts(desk) == [
        ("person.open", "她说没收到"),
        ("person.see", "她说没收到"),
        ("person.see", "她说没收到"),
    ]


async def test_the_reason_holds_for_half_an_hour_and_for_this_session_alone(desk: Desk) -> None:
    await desk.world.joins("mei")
    trainer, other = await desk.as_(Role.TRAINER), await desk.as_(Role.TRAINER, name="other")
    path = await _opened(desk, trainer, "mei")
    assert "她的情况" in await trainer.reads(path)
    assert "为什么要看" in await other.reads(path)
    desk.world.clock.now += timedelta(minutes=31)
    assert "为什么要看" in await trainer.reads(path)


async def test_nothing_that_she_wrote_is_on_her_page(desk: Desk) -> None:
    world = desk.world
    await world.agrees("mei")
    await world.says("mei", "我昨天晚上哭了很久", "每周三晚上8点提醒我打电话")
    trainer = await desk.as_(Role.TRAINER)
    page = await trainer.reads(await _opened(desk, trainer, "mei"))
    assert "哭" not in page
    assert all(message.text[:12] not in page for message in world.channel.to("mei") if len(message.text) > 12)


async def test_the_ages_and_carers_of_her_children_are_not_on_her_page_nor_in_the_list(desk: Desk) -> None:
    await desk.world.joins("mei", band="9-12", tips_a_week=3)
    await desk.world.has_reminder("mei")
    trainer = await desk.as_(Role.TRAINER)
    for words in (await trainer.reads(await _opened(desk, trainer, "mei")), await trainer.reads("/people/list")):
        assert "9到12" not in words.replace(" ", "")
        assert "9-12" not in words


async def test_a_question_she_passed_on_stands_there_with_its_answer(desk: Desk) -> None:
    world = desk.world
    await world.agrees("mei")
    await world.says("mei", "找老师", "孩子不肯写作业怎么办", "1")
    questions = await world.office.questions()
    await world.office.answer(questions[0].id, "先陪他写第一题。")
    trainer = await desk.as_(Role.TRAINER)
    page = await trainer.reads(await _opened(desk, trainer, "mei"))
    assert questions[0].words in page
    assert "先陪他写第一题。" in page


async def test_only_duty_officers_learn_of_a_case(desk: Desk) -> None:
    world = desk.world
    await world.joins("mei", tips_a_week=7)
    await world.has_reminder("mei", "20:00", days="MO")
    await world.says("mei", "孩子喝了农药")
    await world.at("2026-11-23T20:01")
    trainer, officer = await desk.as_(Role.TRAINER), await desk.as_(Role.DUTY_OFFICER)
    hers = await trainer.reads(await _opened(desk, trainer, "mei"))
    assert "个案" not in hers
    assert "危险" not in hers.replace("危险情况的记录去掉编号后", "")
    assert "先不主动发" in hers
    theirs = await officer.reads(await _opened(desk, officer, "mei"))
    assert "有个案没结" in theirs
    assert "/console/cases/J26" in (await officer.opens(f"/person/{await _code(desk, 'mei')}")).text


async def test_what_did_not_arrive_is_said_in_plain_words(desk: Desk) -> None:
    world = desk.world
    await world.joins("mei", tips_a_week=7)
    world.channel.will("mei", BLOCKED)
    await world.at("2026-11-23T20:01")
    trainer = await desk.as_(Role.TRAINER)
    page = await trainer.reads(await _opened(desk, trainer, "mei"))
    assert "没送到：对方关掉了" in page
    assert "现在发不到她" in page


async def test_what_comes_next_is_what_then_comes(desk: Desk) -> None:
    world = desk.world
    await world.joins("mei", tips_a_week=3)
    await world.has_reminder("mei", "19:30", days="WE")
    trainer = await desk.as_(Role.TRAINER)
    page = await trainer.reads(await _opened(desk, trainer, "mei"))
    coming = page.partition("接下来七天会收到")[2].partition("最近 30 天")[0]
    assert [coming.count(kind) for kind in ("贴士", "打电话提醒")] == [3, 1]
    assert "今天（11月23日 周一）晚上8点 贴士" in coming
    assert "后天（11月25日 周三）晚上7点半 打电话提醒" in coming
    for day in range(23, 30):
        for clock in ("19:31", "20:01", "22:00"):
            await world.at(f"2026-11-{day}T{clock}")
    sent = [(row.kind, row.occurrence) for row in await world.rows(outbox, status="sent")]
    assert sorted(sent) == [
        ("call", "2026-11-25T19:30"),
        ("tip", "2026-11-23T20:00"),
        ("tip", "2026-11-25T20:00"),
        ("tip", "2026-11-29T20:00"),
    ]


async def test_a_pause_keeps_everything_back_until_its_day_is_over(desk: Desk) -> None:
    world = desk.world
    await world.joins("mei", tips_a_week=7)
    trainer = await desk.as_(Role.TRAINER)
    path = await _opened(desk, trainer, "mei")
    await trainer.sends(f"{path}/do/pause", {"until": "2026-11-25"})
    assert "状态 暂停" in await trainer.reads(path)
    for day in (23, 24, 25):
        await world.at(f"2026-11-{day}T20:01")
        world.sees_nothing("mei")
    await world.at("2026-11-26T20:01")
    assert len(world.messages("mei")) == 1


async def test_a_pause_ends_when_she_wants_it_to(desk: Desk) -> None:
    world = desk.world
    await world.joins("mei", tips_a_week=7)
    trainer = await desk.as_(Role.TRAINER)
    path = await _opened(desk, trainer, "mei")
    await trainer.sends(f"{path}/do/pause", {"until": "2026-12-25"})
    await trainer.sends(f"{path}/do/resume", {})
    await world.at("2026-11-23T20:01")
    assert len(world.messages("mei")) == 1


@pytest.mark.parametrize("until", ["2026-11-22", "", "morgen"])
async def test_a_day_that_is_over_or_none_pauses_nothing(desk: Desk, until: str) -> None:
    await desk.world.joins("mei")
    trainer = await desk.as_(Role.TRAINER)
    path = await _opened(desk, trainer, "mei")
    await trainer.sends(f"{path}/do/pause", {"until": until})
    assert "请选今天或以后的日子" in await trainer.reads(path)
    assert (await desk.world.rows(profile))[0].paused_until is None


async def test_erasing_asks_for_her_code_once_more(desk: Desk) -> None:
    await desk.world.joins("mei")
    trainer = await desk.as_(Role.TRAINER)
    path, code = await _opened(desk, trainer, "mei"), await _code(desk, "mei")
    await trainer.sends(f"{path}/do/erase", {"code": "QQQQ7777"})
    assert len(await desk.world.rows(person)) == 1
    await trainer.sends(f"{path}/do/erase", {"code": f"{code[:4].lower()} {code[4:]}"})
    assert await desk.world.rows(person) == []
    assert ("person.erase", "她来问") in await _acts(desk)
    assert "已经没有这个编号了" in await trainer.reads(path)


async def test_nothing_is_done_to_somebody_who_was_not_opened(desk: Desk) -> None:
    await desk.world.joins("mei")
    trainer, code = await desk.as_(Role.TRAINER), await _code(desk, "mei")
    await trainer.sends(f"/person/{code}/do/erase", {"code": code})
    await trainer.sends(f"/person/{code}/ask", {"words": "x"})
    assert len(await desk.world.rows(person)) == 1
    assert await _acts(desk) == []


async def test_a_forgotten_code_word_is_taken_away(desk: Desk) -> None:
    await desk.world.joins("mei", pin="kept")
    trainer = await desk.as_(Role.TRAINER)
    path = await _opened(desk, trainer, "mei")
    await trainer.sends(f"{path}/do/pin", {})
    assert (await desk.world.facts("mei")).profile.pin == ""
    assert ("person.reset_pin", "她来问") in await _acts(desk)


async def test_her_data_go_into_her_own_chat_and_nowhere_else(desk: Desk) -> None:
    await desk.world.joins("mei")
    trainer = await desk.as_(Role.TRAINER)
    path = await _opened(desk, trainer, "mei")
    response = await trainer.sends(f"{path}/do/data", {})
    assert response.content == b""
    await desk.world.sender.send_due()
    document = desk.world.channel.to("mei")[-1].document
    assert document is not None
    assert "profile" in document.content


async def test_data_behind_a_code_word_are_not_sent_to_whoever_holds_the_phone(desk: Desk) -> None:
    await desk.world.joins("mei", pin="kept")
    trainer = await desk.as_(Role.TRAINER)
    path = await _opened(desk, trainer, "mei")
    await trainer.sends(f"{path}/do/data", {})
    assert "她设了暗号" in await trainer.reads(path)
    assert await desk.world.rows(outbox) == []


async def test_somebody_of_ours_is_marked_and_counted_again(desk: Desk) -> None:
    await desk.world.joins("mei")
    trainer = await desk.as_(Role.TRAINER)
    path = await _opened(desk, trainer, "mei")
    await trainer.sends(f"{path}/do/trial", {"trial": "yes"})
    assert (await desk.world.rows(person))[0].trial
    assert "试用的人" in await trainer.reads(path)
    await trainer.sends(f"{path}/do/trial", {"trial": "no"})
    assert not (await desk.world.rows(person))[0].trial


async def test_a_device_that_is_only_trusted_asks_for_the_password_before_it_shows_anybody(desk: Desk) -> None:
    await desk.world.joins("mei")
    code, account = await _code(desk, "mei"), await desk.account("mei's trainer", Role.TRAINER)
    secret = await desk.doors.sessions.begin(account, trusted=True, device="test")
    visitor = Visitor(desk.app, account, secret)
    desk.world.clock.now += timedelta(hours=13)
    response = await visitor.http.get(f"/console/person/{code}")
    assert response.status_code == 303
    assert "/person/" not in response.headers["location"].partition("?")[0]
    assert (await visitor.opens("/people/list")).status_code == 200
