"""Children's data are covered until a second person has agreed, and only for who asked."""

from __future__ import annotations

from datetime import timedelta

from bot.services.staff.rights import Role
from bot.store.tables import access_request, audit_entry
from dialogs.calendar.bands import Band
from dialogs.effects import SaveChild
from dialogs.facts import Carer, Child
from tests.console.desk import Desk, Visitor


async def _open(desk: Desk, visitor: Visitor) -> str:
    code = (await desk.world.facts("mei")).code
    await visitor.sends(f"/person/{code}/open", {"reason": "asked"})
    return f"/person/{code}"


async def _with_child(desk: Desk) -> None:
    await desk.world.joins("mei")
    await desk.world.given("mei", SaveChild(Child(1, Band.FROM_9, Carer.GRANDPARENT)))


async def _decide(desk: Desk, *, granted: bool) -> None:
    lead = await desk.as_(Role.SAFEGUARDING_LEAD)
    known = await desk.doors.sessions.find(lead.http.cookies["jiayin_console"])
    assert known is not None
    (request,) = await desk.world.rows(access_request)
    await desk.doors.access.decide(known, request.id, granted)


async def _signed_in_again(desk: Desk, visitor: Visitor) -> Visitor:
    secret = await desk.doors.sessions.begin(visitor.account_id, trusted=False, device="test")
    return Visitor(desk.app, visitor.account_id, secret)


async def test_without_a_second_person_nobody_sees_them(desk: Desk) -> None:
    await _with_child(desk)
    trainer = await desk.as_(Role.TRAINER)
    path = await _open(desk, trainer)
    assert "孩子资料是盖着的" in await trainer.reads(path)
    await trainer.sends(f"{path}/ask", {"words": "她问我们留了什么"})
    page = await trainer.reads(f"{path}/children")
    assert "等另一位同事同意" in page
    assert "老人" not in page


async def test_asking_needs_a_sentence(desk: Desk) -> None:
    await _with_child(desk)
    trainer = await desk.as_(Role.TRAINER)
    path = await _open(desk, trainer)
    await trainer.sends(f"{path}/ask", {"words": " "})
    assert "请用一句话写明" in await trainer.reads(path)
    assert await desk.world.rows(access_request) == []


async def test_who_was_granted_it_sees_them_for_four_hours_and_nobody_else_does(desk: Desk) -> None:
    await _with_child(desk)
    trainer, other = await desk.as_(Role.TRAINER), await desk.as_(Role.TRAINER, name="other")
    path = await _open(desk, trainer)
    await trainer.sends(f"{path}/ask", {"words": "她问我们留了什么"})
    await _decide(desk, granted=True)
    page = await trainer.reads(f"{path}/children")
    assert "9" in page
    assert "爷爷奶奶" in page or "老人" in page
    assert "children.see" in [row.act for row in await desk.world.rows(audit_entry)]
    await _open(desk, other)
    assert "孩子资料是盖着的" in await other.reads(f"{path}/children")
    desk.world.clock.now += timedelta(hours=4, minutes=1)
    trainer = await _signed_in_again(desk, trainer)
    await _open(desk, trainer)
    assert "同意的时间已经过了" in await trainer.reads(f"{path}/children")


async def test_a_refusal_is_told(desk: Desk) -> None:
    await _with_child(desk)
    trainer = await desk.as_(Role.TRAINER)
    path = await _open(desk, trainer)
    await trainer.sends(f"{path}/ask", {"words": "看看"})
    await _decide(desk, granted=False)
    assert "上次申请没有同意" in await trainer.reads(path)
