"""Factories in the console: made, filled with facts, opened; their posters are printed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from httpx2 import Response

from bot.services.staff.rights import Role
from bot.store.tables import audit_entry, factory, factory_check, factory_fact
from tests.console.desk import CSRF, Desk, Visitor, said
from tests.services.test_factory_tables import workbook

STRANGE = "<b>“金田” & 'Sons' {x} %s</b>"


async def made(desk: Desk, *roles: Role, code: str = "GFDG01", name: str = "金田玩具厂") -> Visitor:
    visitor = await desk.as_(*(roles or (Role.TRAINER,)))
    await visitor.sends("/factories", {"code": code, "name": name})
    return visitor


async def uploads(visitor: Visitor, file: tuple[str, bytes]) -> Response:
    """The file, with the token in a header: the framework leaves a file open where it has to look for it in a form."""
    headers = {"X-CSRFToken": visitor.http.cookies[CSRF]}
    return await visitor.http.post("/console/factories/GFDG01/import", files={"file": file}, headers=headers)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DUTY_OFFICER, Role.SAFEGUARDING_LEAD, Role.FACTORY_CONTACT])
async def test_who_has_no_part_in_factories_sees_none(desk: Desk, role: Role) -> None:
    await made(desk)
    visitor = await desk.as_(role)
    for path in ("", "/GFDG01", "/GFDG01/facts", "/GFDG01/import", "/GFDG01/poster"):
        assert (await visitor.opens(f"/factories{path}")).status_code == 403
    for path in ("", "/GFDG01/facts", "/GFDG01/open", "/GFDG01/close", "/GFDG01/name", "/GFDG01/rehearse"):
        assert (await visitor.sends(f"/factories{path}", {"code": "X01", "name": "x"})).status_code == 403
    assert [row.code for row in await desk.world.rows(factory)] == ["GFDG01"]


async def test_a_factory_contact_and_a_trainer_hear_no_alert(desk: Desk) -> None:
    for role in (Role.FACTORY_CONTACT, Role.TRAINER):
        assert (await (await desk.as_(role)).opens("/rehearsals")).status_code == 403


async def test_a_factory_is_made_as_a_trial_and_a_wrong_one_keeps_what_was_typed(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends("/factories", {"code": "金田", "name": "金田玩具厂"})
    assert response.status_code == 422
    assert "工厂码要3到32位" in said(response)
    assert 'value="金田玩具厂"' in response.text
    response = await trainer.sends("/factories", {"code": "ｇｆｄｇ０１", "name": "金田玩具厂"})
    assert response.headers["location"] == "/console/factories/GFDG01"
    assert "试用演示" in await trainer.reads("/factories")
    response = await trainer.sends("/factories", {"code": "GFDG01", "name": "别的"})
    assert "已经有了" in said(response)
    response = await trainer.sends("/factories", {"code": "GFDG02", "name": " "})
    assert "请写工厂名字" in said(response)


async def test_a_factory_that_is_not_there_is_not_found(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    for path in ("/NONE01", "/NONE01/facts", "/NONE01/poster", "/NONE01/import"):
        assert (await trainer.opens(f"/factories{path}")).status_code == 404


async def test_it_is_renamed(desk: Desk) -> None:
    trainer = await made(desk)
    await trainer.sends("/factories/GFDG01/name", {"name": "金田二厂"})
    assert "金田二厂" in await trainer.reads("/factories")
    await trainer.sends("/factories/GFDG01/name", {"name": ""})
    assert "请写工厂名字" in await trainer.reads("/factories/GFDG01")


async def test_facts_are_kept_and_a_wrong_one_loses_nothing(desk: Desk) -> None:
    trainer = await made(desk)
    typed = {"cfs_place": "3号楼一楼", "cfs_fee": "{x}", "cfs_fee-until": "2026-12-31"}
    response = await trainer.sends("/factories/GFDG01/facts", typed)
    assert response.status_code == 422
    assert "大括号" in said(response)
    assert "3号楼一楼" in response.text
    assert 'value="2026-12-31"' in response.text
    assert await desk.world.rows(factory_fact) == []
    response = await trainer.sends("/factories/GFDG01/facts", {**typed, "cfs_fee": "不要钱"})
    assert response.status_code == 303
    assert "不要钱" in await trainer.reads("/factories/GFDG01/facts")


async def test_what_somebody_else_wrote_meanwhile_is_shown_beside_ones_own(desk: Desk) -> None:
    trainer = await made(desk)
    await trainer.sends("/factories/GFDG01/facts", {"cfs_fee": "不要钱"})
    other = await desk.as_(Role.TRAINER, name="李老师")
    response = await other.sends("/factories/GFDG01/facts", {"cfs_fee": "一天5元"})
    assert response.status_code == 422
    assert "刚才别人也改了这一条" in said(response)
    assert "不要钱" in said(response)
    assert "一天5元" in response.text
    again = {"cfs_fee": "一天5元", "cfs_fee-was": "不要钱", "cfs_fee-was-until": ""}
    assert (await other.sends("/factories/GFDG01/facts", again)).status_code == 303
    assert [row.value for row in await desk.world.rows(factory_fact)] == ["一天5元"]


async def test_a_table_is_looked_at_before_it_is_taken(desk: Desk) -> None:
    trainer = await made(desk)
    await trainer.sends("/factories/GFDG01/facts", {"cfs_fee": "不要钱", "cfs_place": "一楼"})
    words = "项目\t内容\t有效期到\n地点\t一楼\n收费\t5元\t2026/12/31\n开放时间\t打110\n没有的\tx\n收几岁\t4到12岁"
    response = await trainer.sends("/factories/GFDG01/import", {"words": words})
    page = said(response)
    for part in ("和原来一样", "有改动", "原来是：不要钱", "新填", "求助电话不用写", "没有这个项目", "（2条）"):
        assert part in page
    assert [row.value for row in await desk.world.rows(factory_fact)] == ["不要钱", "一楼"]
    found = re.search(r"<textarea name=\"words\" hidden>(.*?)</textarea>", response.text, re.DOTALL)
    assert found is not None
    await trainer.sends("/factories/GFDG01/import", {"words": unescape(found[1]), "sure": "yes"})
    kept = {row.key: (row.value, str(row.until or "")) for row in await desk.world.rows(factory_fact)}
    assert kept == {"cfs_ages": ("4到12岁", ""), "cfs_fee": ("5元", "2026-12-31"), "cfs_place": ("一楼", "")}


async def test_a_workbook_is_uploaded_and_a_wrong_file_is_refused_in_plain_words(desk: Desk) -> None:
    trainer = await made(desk)
    file = ("实情.xlsx", workbook(("项目", "内容"), ("带孩子的人查过犯罪记录", "查过了")))
    page = said(await uploads(trainer, file))
    assert "查过了" in page
    assert "（1条）" in page
    response = await uploads(trainer, ("a.exe", b"MZ"))
    assert response.status_code == 422
    assert "只认 XLSX 和 CSV" in said(response)


async def test_the_list_says_why_each_thing_is_open(desk: Desk) -> None:
    trainer = await made(desk)
    page = await trainer.reads("/factories/GFDG01")
    for part in ("起没有人值班", "用三部旧手机", "开始演练", "没填或过期的", "上面都做完"):
        assert part in page
    await trainer.sends("/factories/GFDG01/towns", {"towns": "长沙"})
    assert "073112345" in await trainer.reads("/factories/GFDG01")
    await trainer.sends("/factories/GFDG01/call", {"town": "0731", "result": "reached", "words": STRANGE})
    await trainer.sends("/factories/GFDG01/phone", {"number": "1", "model": "红米 6A"})
    await trainer.sends("/factories/GFDG01/child-space", {"has_one": "no"})
    await trainer.sends("/factories/GFDG01/phone", {"number": "x", "model": "红米"})
    page = await trainer.reads("/factories/GFDG01")
    for part in ("打通了，是当地的", STRANGE, "这个厂没有儿童友好空间", "请写手机型号"):
        assert part in page
    assert {row.item for row in await desk.world.rows(factory_check)} == {
        "towns",
        "call-0731",
        "phone-1",
        "no_child_space",
    }


async def test_an_alert_is_rehearsed_from_one_desk_to_the_other(desk: Desk) -> None:
    trainer = await made(desk)
    officer = await desk.as_(Role.DUTY_OFFICER)
    assert "现在没有演练" in await officer.reads("/rehearsals")
    await trainer.sends("/factories/GFDG01/rehearse", {})
    assert "金田玩具厂 的演练" in await officer.reads("/rehearsals")
    await officer.sends("/rehearsals/GFDG01", {})
    assert "用了0分0秒接到" in await officer.reads("/rehearsals")
    assert "用了0分0秒接到" in await trainer.reads("/factories/GFDG01")
    await officer.sends("/rehearsals/GFDG01", {})
    assert "已经有人先接到了" in await officer.reads("/rehearsals")


async def test_a_trainer_cannot_open_what_is_not_done_and_an_administrator_says_why(desk: Desk) -> None:
    trainer = await made(desk)
    await trainer.sends("/factories/GFDG01/open", {"reason": "赶时间，先开"})
    assert "请管理员写明原因" in await trainer.reads("/factories/GFDG01")
    administrator = await desk.as_(Role.ADMINISTRATOR)
    await administrator.sends("/factories/GFDG01/open", {"reason": ""})
    assert "为什么没做完就开放" in await administrator.reads("/factories/GFDG01")
    await administrator.sends("/factories/GFDG01/open", {"reason": "老厂，上周已经演练过"})
    assert "改回试用" in await administrator.reads("/factories/GFDG01")
    reasons = [row.reason for row in await desk.world.rows(audit_entry) if row.act == "open"]
    assert reasons == ["老厂，上周已经演练过"]
    await trainer.sends("/factories/GFDG01/close", {})
    assert "试用演示" in await trainer.reads("/factories/GFDG01")


async def test_a_form_of_a_factory_without_its_token_is_refused(desk: Desk) -> None:
    trainer = await made(desk)
    response = await trainer.http.post("/console/factories/GFDG01/rehearse", data={})
    assert response.status_code == 403
    assert await desk.world.rows(factory_check) == []
