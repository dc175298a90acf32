"""One-time links: the first administrator, somebody new, and somebody who lost her password or her phone."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from bot.services.staff.rights import Role
from bot.store.tables import account, audit_entry, invitation
from tests.console.desk import Desk, Visitor, said
from tests.console.staff import PASSWORD, as_signed, field, leads_to, signs_in, with_password


async def first_link(desk: Desk) -> str:
    way = await desk.doors.invitations.first()
    assert way is not None
    return way.removeprefix("/console")


def chosen(name: str = "管理员", password: str = PASSWORD, again: str | None = None) -> dict[str, str]:
    return {"name": name, "password": password, "again": password if again is None else again}


async def test_the_first_visit_makes_an_administrator_and_leads_to_her_phone(desk: Desk) -> None:
    visitor, link = desk.stranger(), await first_link(desk)
    assert "第一位管理员" in await visitor.reads(link)
    assert leads_to(await visitor.sends(link, chosen())) == "/console/"
    assert (await visitor.opens("/accounts")).url.path == "/console/second-factor"
    [row] = await desk.world.rows(account)
    assert (row.name, row.roles) == ("管理员", ["administrator"])


async def test_there_is_no_first_link_once_there_is_an_account(desk: Desk) -> None:
    link = await first_link(desk)
    await desk.account("王老师", Role.TRAINER)
    assert await desk.doors.invitations.first() is None
    assert (await desk.stranger().sends(link, chosen())).status_code == 410


async def test_each_start_gives_a_new_first_link_and_ends_the_old_one(desk: Desk) -> None:
    old, new = await first_link(desk), await first_link(desk)
    assert (await desk.stranger().opens(old)).status_code == 410
    assert (await desk.stranger().opens(new)).status_code == 200


async def test_a_link_works_once_and_for_a_day(desk: Desk) -> None:
    link = await first_link(desk)
    await desk.stranger().sends(link, chosen())
    used = await desk.stranger().sends(link, chosen("别人"))
    assert used.status_code == 410
    assert "已经不能用了" in said(used)
    assert len(await desk.world.rows(account)) == 1

    await desk.account("王老师", Role.TRAINER)
    way = await desk.doors.invitations.from_terminal("王老师")
    assert way is not None
    desk.world.clock.now += timedelta(hours=24)
    assert (await desk.stranger().opens(way.removeprefix("/console"))).status_code == 410


async def test_only_a_digest_of_a_link_is_kept(desk: Desk) -> None:
    link = await first_link(desk)
    [row] = await desk.world.rows(invitation)
    assert link.rsplit("/", 1)[1] not in str(tuple(row))


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("短短的", "至少要10个字"),
        ("x" * 129, "最多128个字"),
        ("13812345678", "只有数字"),
        ("１３８１２３４５６７８", "只有数字"),
        ("password123!", "太常见"),
        ("aaaaaaaaaaaa", "太常见"),
        ("qwertyuiop", "太常见"),
        ("管理员123456", "太短"),
        ("管理员2026!!", "太短"),
        ("管理员1234567", "名字加几个字符"),
    ],
)
async def test_a_weak_password_is_refused_with_what_to_do(desk: Desk, password: str, told: str) -> None:
    visitor, link = desk.stranger(), await first_link(desk)
    response = await visitor.sends(link, chosen(password=password))
    assert response.status_code == 400
    assert told in said(response)
    assert 'value="管理员"' in response.text  # what was typed is kept
    assert await desk.world.rows(account) == []


@pytest.mark.parametrize(
    ("name", "told"), [("", "请写一个名字"), ("名" * 41, "最多40个字"), ("\u200b ", "请写一个名字")]
)
async def test_a_name_that_cannot_be_used_is_refused(desk: Desk, name: str, told: str) -> None:
    response = await desk.stranger().sends(await first_link(desk), chosen(name))
    assert response.status_code == 400
    assert told in said(response)


async def test_two_passwords_that_differ_are_refused(desk: Desk) -> None:
    response = await desk.stranger().sends(await first_link(desk), chosen(again="别的别的别的别的别的"))
    assert "两次输的不一样" in said(response)


async def test_from_the_terminal_comes_a_way_back_for_a_lost_phone(desk: Desk) -> None:
    await with_password(desk, "管理员", Role.ADMINISTRATOR, phone=True)
    way = await desk.doors.invitations.from_terminal("管理员")
    assert way is not None
    visitor = desk.stranger()
    new = "屋檐下住着四只小燕子"
    assert leads_to(await visitor.sends(way.removeprefix("/console"), chosen(password=new))) == "/console/"
    assert (await visitor.opens("/accounts")).url.path == "/console/second-factor"
    assert (await signs_in(desk.stranger(), "管理员")).status_code == 400  # the old password
    assert await desk.doors.invitations.from_terminal("没这个人") is None


async def test_a_link_of_an_administrator_leaves_the_phone_as_it_is(desk: Desk) -> None:
    account_id = await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    administrator = await as_signed(desk, await desk.as_(Role.ADMINISTRATOR))
    way = await desk.doors.accounts.invite(administrator, account_id)
    response = await desk.stranger().sends(way.removeprefix("/console"), chosen(password="屋檐下住着四只小燕子"))
    assert leads_to(response) == "/console/login"
    assert leads_to(await signs_in(desk.stranger(), "陈值班", "屋檐下住着四只小燕子")) == "/console/login/code"


async def test_a_new_password_signs_out_everywhere(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    old = desk.stranger()
    await signs_in(old, "王老师")
    way = await desk.doors.invitations.from_terminal("王老师")
    assert way is not None
    await desk.stranger().sends(way.removeprefix("/console"), chosen(password="屋檐下住着四只小燕子"))
    assert (await old.opens("/me")).url.path == "/console/login"


async def test_a_phone_is_connected_with_its_first_code(desk: Desk) -> None:
    visitor = desk.stranger()
    await visitor.sends(await first_link(desk), chosen())
    page = await visitor.opens("/second-factor")
    assert "<svg" in page.text
    assert "viewBox" in page.text
    wrong = await visitor.sends("/second-factor/set-up", {"ticket": field(page, "ticket"), "code": "12"})
    assert wrong.status_code == 400
    assert "验证码不对" in said(wrong)
    secret = await _offered(desk, visitor, field(wrong, "ticket"))
    now = pyotp.TOTP(secret).at(desk.world.clock())
    assert leads_to(await visitor.sends("/second-factor/set-up", {"ticket": field(wrong, "ticket"), "code": now})) == (
        "/console/"
    )
    assert (await visitor.opens("/accounts")).url.path == "/console/accounts"
    assert leads_to(await signs_in(desk.stranger(), "管理员")) == "/console/login/code"


async def _offered(desk: Desk, visitor: Visitor, ticket: str) -> str:
    return desk.doors.second_factor.offer(await as_signed(desk, visitor), ticket).secret


async def test_an_offer_is_of_use_to_nobody_else(desk: Desk) -> None:
    one, other = await desk.as_(Role.TRAINER, name="甲"), await desk.as_(Role.TRAINER, name="乙")
    offer = desk.doors.second_factor.offer(await as_signed(desk, one))
    assert desk.doors.second_factor.offer(await as_signed(desk, other), offer.ticket).secret != offer.secret
    desk.world.clock.now += timedelta(hours=1, seconds=1)
    assert desk.doors.second_factor.offer(await as_signed(desk, one), offer.ticket).secret != offer.secret


async def test_who_needs_a_phone_sees_nothing_before_it_is_connected(desk: Desk) -> None:
    await with_password(desk, "陈值班", Role.DUTY_OFFICER)
    visitor = desk.stranger()
    await signs_in(visitor, "陈值班")
    for path in ("/", "/me", "/requests", "/cases", "/prove"):
        assert (await visitor.opens(path)).url.path == "/console/second-factor", path
    assert leads_to(await visitor.sends("/me/devices/end", {"session": ""})) == "/console/second-factor"
    assert leads_to(await visitor.sends("/logout", {})) == "/console/login"


async def test_what_was_done_with_links_is_written_down(desk: Desk) -> None:
    await desk.stranger().sends(await first_link(desk), chosen())
    await desk.doors.invitations.from_terminal("管理员")
    acts = [row.act for row in await desk.world.rows(audit_entry)]
    assert acts == ["account.first", "account.invite"]
