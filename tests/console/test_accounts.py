"""Administrators look after accounts; nobody makes herself mightier, and one administrator is always left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.services.staff.accounts import Post, Refusal
from bot.services.staff.rights import Right, Role
from bot.store import accounts, audit, factories
from bot.store.database import Database
from bot.store.tables import account, account_session, audit_entry
from tests.console.desk import Desk, Visitor, said
from tests.console.staff import PASSWORD, as_signed, code, leads_to, link_in, signs_in, with_password


async def row_of(desk: Desk, name: str) -> Any:
    [row] = await desk.world.rows(account, name=name)
    return row


async def an_administrator(desk: Desk, name: str = "管理员") -> Visitor:
    return await desk.as_(Role.ADMINISTRATOR, name=name)


async def test_a_new_account_comes_with_a_link_that_is_shown_once(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    made = await administrator.sends("/accounts/new/make", {"name": "王老师", "roles": ["trainer", "reviewer"]})
    assert made.status_code == 200
    link = link_in(made)
    assert link not in (await administrator.opens("/accounts")).text
    visitor = desk.stranger()
    assert "王老师" in await visitor.reads(link)
    form = {"password": PASSWORD, "again": PASSWORD}
    assert leads_to(await visitor.sends(link, form)) == "/console/"
    assert (await row_of(desk, "王老师")).roles == ["reviewer", "trainer"]


async def test_a_name_is_given_once(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    await desk.account("王老师", Role.TRAINER)
    again = await administrator.sends("/accounts/new/make", {"name": " 王老师", "roles": ["trainer"]})
    assert again.status_code == 400
    assert "已经有叫这个名字的账号" in said(again)
    assert 'value="trainer" checked' in again.text  # what was ticked is kept


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "甲"}, "至少选一个角色"),
        ({"name": "甲", "roles": ["emperor"]}, "至少选一个角色"),
        ({"name": "", "roles": ["trainer"]}, "请写一个名字"),
        ({"name": "甲", "roles": ["factory_contact"], "factory": "NOSUCH"}, "选好是哪家工厂"),
        ({"name": "甲", "roles": ["duty_officer"], "factory_employed": "on"}, "受雇于工厂的人，不能做"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(desk: Desk, form: dict[str, Any], told: str) -> None:
    administrator = await an_administrator(desk)
    response = await administrator.sends("/accounts/new/make", form)
    assert response.status_code == 400
    assert told in said(response)
    assert len(await desk.world.rows(account)) == 1


async def test_a_factory_contact_counts_as_employed_there(desk: Desk) -> None:
    async with desk.world.database.writing() as connection:
        await factories.keep(connection, {"GFDG01": "金田玩具厂"})
    administrator = await an_administrator(desk)
    form = {"name": "赵厂方", "roles": ["factory_contact"], "factory": "GFDG01"}
    assert (await administrator.sends("/accounts/new/make", form)).status_code == 200
    row = await row_of(desk, "赵厂方")
    assert (row.factory_employed, row.factory) == (True, "GFDG01")


async def test_new_roles_hold_at_once_where_she_is_signed_in(desk: Desk) -> None:
    administrator, trainer = await an_administrator(desk), await desk.as_(Role.TRAINER, name="王老师")
    form = {"roles": ["reviewer"], "factory_employed": "on"}
    assert leads_to(await administrator.sends(f"/accounts/{trainer.account_id}/roles", form)) == "/console/accounts"
    now = await as_signed(desk, trainer)
    assert now.roles == {Role.REVIEWER}
    assert not now.may(Right.QUESTIONS)


async def test_a_role_that_needs_a_phone_leads_to_it_at_once(desk: Desk) -> None:
    administrator, trainer = await an_administrator(desk), await desk.as_(Role.TRAINER, name="王老师")
    await administrator.sends(f"/accounts/{trainer.account_id}/roles", {"roles": ["duty_officer"]})
    assert (await trainer.opens("/me")).url.path == "/console/second-factor"


async def test_nobody_changes_her_own_account(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    await an_administrator(desk, "另一位")
    own = administrator.account_id
    assert "请另一位管理员改" in await administrator.reads(f"/accounts/{own}")
    for way in ("disable", "link", "second-factor", "roles"):
        await administrator.sends(f"/accounts/{own}/{way}", {"roles": ["trainer"]})
    row = await row_of(desk, "管理员")
    assert (row.roles, row.disabled_at, row.totp_secret) == (["administrator"], None, "kept")


async def test_the_last_administrator_stays(desk: Desk) -> None:
    """One who cannot sign in, or who was disabled, does not count as another."""
    first = await with_password(desk, "管理员", Role.ADMINISTRATOR)
    second = await with_password(desk, "另一位", Role.ADMINISTRATOR)
    who = await as_signed(desk, await an_administrator(desk, "没登录过"))
    assert await desk.doors.accounts.disable(who, second) is None
    assert await desk.doors.accounts.disable(who, first) is Refusal.LAST
    to_trainer = Post(frozenset({Role.TRAINER}))
    assert await desk.doors.accounts.change_post(who, first, to_trainer) is Refusal.LAST
    assert await desk.doors.accounts.enable(who, second) is None
    assert await desk.doors.accounts.change_post(who, first, to_trainer) is None


async def test_a_disabled_account_is_out_at_once_and_can_come_back(desk: Desk) -> None:
    administrator, trainer = await an_administrator(desk), await desk.as_(Role.TRAINER, name="王老师")
    await administrator.sends(f"/accounts/{trainer.account_id}/disable", {})
    assert await desk.world.rows(account_session, account_id=trainer.account_id) == []
    assert "停用" in await administrator.reads("/accounts")
    assert await desk.doors.invitations.from_terminal("王老师") is None
    await administrator.sends(f"/accounts/{trainer.account_id}/enable", {})
    assert (await row_of(desk, "王老师")).disabled_at is None


async def test_a_link_of_somebody_who_was_disabled_is_worth_nothing(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    made = await administrator.sends("/accounts/new/make", {"name": "王老师", "roles": ["trainer"]})
    row = await row_of(desk, "王老师")
    await administrator.sends(f"/accounts/{row.id}/disable", {})
    await administrator.sends(f"/accounts/{row.id}/enable", {})
    assert (await desk.stranger().opens(link_in(made))).status_code == 410


async def test_a_lost_phone_is_reset_and_a_new_one_is_asked_for(desk: Desk) -> None:
    account_id = await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    administrator = await an_administrator(desk)
    await administrator.sends(f"/accounts/{account_id}/second-factor", {})
    visitor = desk.stranger()
    assert leads_to(await signs_in(visitor, "陈值班")) == "/console/"
    assert (await visitor.opens("/me")).url.path == "/console/second-factor"


async def test_whoever_is_no_administrator_changes_no_account_through_the_service_either(desk: Desk) -> None:
    account_id = await desk.account("王老师", Role.TRAINER)
    reviewer = await as_signed(desk, await desk.as_(Role.REVIEWER))
    post = Post(frozenset({Role.ADMINISTRATOR}))
    service = desk.doors.accounts
    assert (await service.make(reviewer, "新人", post)).refusal is Refusal.NOT_HERS
    assert await service.change_post(reviewer, account_id, post) is Refusal.NOT_HERS
    assert await service.disable(reviewer, account_id) is Refusal.NOT_HERS
    assert await service.invite(reviewer, account_id) is Refusal.NOT_HERS
    assert await service.reset_factor(reviewer, account_id) is Refusal.NOT_HERS


async def test_an_account_that_there_is_not_has_no_page(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    assert (await administrator.opens("/accounts/4711")).status_code == 404
    assert (await administrator.sends("/accounts/4711/disable", {})).status_code == 404


async def test_every_change_is_in_the_log_in_plain_words(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    await administrator.sends("/accounts/new/make", {"name": "王老师", "roles": ["trainer"]})
    row = await row_of(desk, "王老师")
    for way, form in (("roles", {"roles": ["reviewer"]}), ("link", {}), ("disable", {}), ("enable", {})):
        await administrator.sends(f"/accounts/{row.id}/{way}", form)
    page = await administrator.reads("/audit-log")
    for told in ("新建了账号（账号 王老师）", "改了账号的角色", "给出了一次性链接", "停用了账号", "重新启用了账号"):
        assert told in page, told


async def test_the_log_is_narrowed_by_person_act_kind_and_day(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    await administrator.sends("/accounts/new/make", {"name": "王老师", "roles": ["trainer"]})
    desk.world.clock.now += timedelta(hours=15)  # past midnight
    await administrator.opens("/me")
    later = await desk.as_(Role.ADMINISTRATOR, name="夜里的")
    await later.sends("/accounts/new/make", {"name": "李老师", "roles": ["trainer"]})
    own = later.account_id
    for query, seen, unseen in (
        (f"who={own}", "李老师", "账号 王老师"),
        ("day=2026-11-23", "账号 王老师", "账号 李老师"),
        ("subject=王老师", "账号 王老师", "账号 李老师"),
        ("kind=account&act=account.make", "账号 李老师", "没有找到记录"),
        ("kind=case", "没有找到记录", "账号 王老师）"),
    ):
        page = await later.reads(f"/audit-log?{query}")
        assert seen in page, query
        assert unseen not in page, query


@pytest.mark.parametrize("query", ["day=yesterday", "day=0001-01-01", "who=x", "page=-3", "page=99999999999", "act='"])
async def test_the_log_bears_with_odd_wishes(desk: Desk, query: str) -> None:
    administrator = await an_administrator(desk)
    assert (await administrator.opens(f"/audit-log?{query}")).status_code == 200


async def test_the_log_has_pages_of_fifty(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    for number in range(60):
        row = {"at": desk.world.clock(), "account_id": None, "account_name": f"第{number:02}位", "act": "person.see"}
        async with desk.world.database.writing() as connection:
            await audit.add(connection, {**row, "subject_kind": "person", "subject": "K7", "reason": "", "detail": {}})
    first, second = await administrator.reads("/audit-log"), await administrator.reads("/audit-log?page=2")
    assert "第59位" in first
    assert "第09位" not in first
    assert "第09位" in second
    assert "共60条，第1页，一共2页" in first


async def test_she_changes_her_password_and_her_other_devices_are_out(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    here, there = desk.stranger(), desk.stranger()
    await signs_in(here, "王老师")
    await signs_in(there, "王老师")
    new = "屋檐下住着四只小燕子"
    wrong = await here.sends("/me/password", {"present": "错的错的错的错的", "new": new, "again": new})
    assert wrong.status_code == 400
    weak = await here.sends("/me/password", {"present": PASSWORD, "new": "1234567890", "again": "1234567890"})
    assert "只有数字" in said(weak)
    done = await here.sends("/me/password", {"present": PASSWORD, "new": new, "again": new})
    assert leads_to(done) == "/console/me"
    assert (await here.opens("/me")).url.path == "/console/me"
    assert (await there.opens("/me")).url.path == "/console/login"
    assert leads_to(await signs_in(desk.stranger(), "王老师", new)) == "/console/"


async def test_with_a_phone_the_password_is_changed_with_its_code(desk: Desk) -> None:
    await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    visitor = desk.stranger()
    await signs_in(visitor, "陈值班")
    await visitor.sends("/login/code", {"code": code(desk)})
    desk.world.clock.now += timedelta(seconds=60)
    new = "屋檐下住着四只小燕子"
    form = {"present": PASSWORD, "new": new, "again": new}
    assert (await visitor.sends("/me/password", form)).status_code == 400
    assert leads_to(await visitor.sends("/me/password", {**form, "code": code(desk)})) == "/console/me"


async def test_she_signs_out_on_a_device_that_is_hers_and_no_other(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    here, there = desk.stranger(), desk.stranger()
    await signs_in(here, "王老师")
    await signs_in(there, "王老师")
    stranger = await desk.as_(Role.TRAINER, name="李老师")
    session = (await as_signed(desk, there)).session
    await stranger.sends("/me/devices/end", {"session": session})
    assert (await there.opens("/me")).url.path == "/console/me"
    await here.sends("/me/devices/end", {"session": session})
    assert (await there.opens("/me")).url.path == "/console/login"
    assert (await here.opens("/me")).url.path == "/console/me"


async def test_two_administrators_cannot_remove_each_other(database: Database) -> None:
    """The count holds on both databases, as everybody is held until the change is made."""
    desk = Desk(database)
    first = await with_password(desk, "甲", Role.ADMINISTRATOR)
    second = await with_password(desk, "乙", Role.ADMINISTRATOR)
    one = await as_signed(desk, await _signed_in(desk, first))
    other = await as_signed(desk, await _signed_in(desk, second))
    assert await desk.doors.accounts.disable(one, second) is None
    assert await desk.doors.accounts.disable(other, first) is Refusal.LAST
    async with database.reading() as connection:
        left = [row.name for row in await accounts.everybody(connection) if row.disabled_at is None]
    assert left == ["甲"]


async def _signed_in(desk: Desk, account_id: int) -> Visitor:
    return Visitor(desk.app, account_id, await desk.doors.sessions.begin(account_id, trusted=False, device=""))


async def test_the_log_itself_names_who_did_it(desk: Desk) -> None:
    administrator = await an_administrator(desk)
    await administrator.sends("/accounts/new/make", {"name": "王老师", "roles": ["trainer"]})
    [row] = await desk.world.rows(audit_entry)
    assert (row.account_name, row.act, row.subject, row.detail) == (
        "管理员",
        "account.make",
        "王老师",
        {"roles": ["trainer"]},
    )
