"""Through the door of the console: name, password, code; and what happens to those who try wrongly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.console.signing_in import COOKIE
from bot.console.ways import own_way
from bot.services.staff.rights import Role
from bot.services.staff.sessions import IDLE, LASTS, TRUSTED_LASTS
from bot.services.staff.sign_in import FREE_TRIES, LONGEST_WAIT, wait_after
from bot.store.tables import account, account_session
from tests.console.desk import Desk, said
from tests.console.staff import PASSWORD, as_signed, code, connect_phone, leads_to, signs_in, with_password


async def test_a_trainer_signs_in_with_name_and_password(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    visitor = desk.stranger()
    response = await signs_in(visitor, " 王老师 ")
    assert leads_to(response) == "/console/"
    assert "王老师" in await visitor.reads("/me")


async def test_the_cookie_of_a_session_is_read_by_no_script_and_sent_by_no_other_site(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    [cookie] = [
        one
        for one in (await signs_in(desk.stranger(), "王老师")).headers.get_list("set-cookie")
        if one.startswith(f"{COOKIE}=")
    ]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.casefold()
    assert "Path=/console" in cookie
    assert "Max-Age" not in cookie


async def test_on_https_cookies_go_nowhere_else_and_all_links_are_safe(desk: Desk) -> None:
    safe = Desk(desk.world.database, public_url="https://jiayin.example")
    await with_password(safe, "王老师", Role.TRAINER)
    visitor = safe.stranger()
    page = await visitor.http.get("/console/login")  # by plain http, as from a proxy that tells nothing of itself
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert "Secure" in page.headers["set-cookie"]
    visitor.http.base_url = "https://desk"
    await visitor.http.get("/console/login")
    response = await signs_in(visitor, "王老师")
    assert leads_to(response) == "/console/"
    assert all("Secure" in one for one in response.headers.get_list("set-cookie") if one.startswith(f"{COOKIE}="))


async def test_a_wrong_password_and_an_unknown_name_sound_alike(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    wrong = await signs_in(desk.stranger(), "王老师", "something else entirely")
    unknown = await signs_in(desk.stranger(), "没这个人", "something else entirely")
    assert wrong.status_code == unknown.status_code == 400
    assert said(wrong) == said(unknown)
    assert "名字或密码不对" in said(wrong)
    assert 'value="王老师"' in wrong.text


@pytest.mark.parametrize("name", ["王老师", "没这个人"])
async def test_after_five_wrong_tries_everybody_waits_longer_each_time(desk: Desk, name: str) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    visitor = desk.stranger()
    for _try in range(FREE_TRIES - 1):
        assert (await signs_in(visitor, name, "wrong wrong wrong")).status_code == 400
    closed = await signs_in(visitor, name, "wrong wrong wrong")
    assert closed.status_code == 429
    assert "10点01分" in said(closed)
    assert (await signs_in(visitor, name)).status_code == 429  # the right one is not heard now, either
    desk.world.clock.now += timedelta(minutes=1, seconds=1)
    assert (await signs_in(visitor, name, "wrong wrong wrong")).status_code == 429
    desk.world.clock.now += timedelta(minutes=1, seconds=1)
    assert (await signs_in(visitor, name, "wrong wrong wrong")).status_code == 429  # two minutes now


def test_nobody_waits_longer_than_an_hour() -> None:
    waits = [wait_after(tries) for tries in range(1, 14)]
    assert waits[:4] == [None] * 4
    assert waits[4:7] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == wait_after(100_000) == LONGEST_WAIT


async def test_who_waited_comes_in_and_starts_afresh(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    for _try in range(FREE_TRIES):
        await signs_in(desk.stranger(), "王老师", "wrong wrong wrong")
    desk.world.clock.now += timedelta(minutes=1, seconds=1)
    assert leads_to(await signs_in(desk.stranger(), "王老师")) == "/console/"
    [row] = await desk.world.rows(account)
    assert (row.wrong_tries, row.closed_until) == (0, None)


async def test_a_duty_officer_gives_the_code_of_her_phone_as_well(desk: Desk) -> None:
    await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    visitor = desk.stranger()
    assert leads_to(await signs_in(visitor, "陈值班")) == "/console/login/code"
    assert COOKIE not in visitor.http.cookies
    assert leads_to(await visitor.http.get("/console/me")) == "/console/login"
    wrong = await visitor.sends("/login/code", {"code": "000000"})
    assert wrong.status_code == 400
    assert leads_to(await visitor.sends("/login/code", {"code": code(desk)})) == "/console/"
    assert "陈值班" in await visitor.reads("/me")


async def test_a_code_works_once(desk: Desk) -> None:
    await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    seen = code(desk)
    first, second = desk.stranger(), desk.stranger()
    await signs_in(first, "陈值班")
    await first.sends("/login/code", {"code": seen})
    await signs_in(second, "陈值班")
    assert "已经用过" in said(await second.sends("/login/code", {"code": seen}))
    desk.world.clock.now += timedelta(seconds=30)
    assert leads_to(await second.sends("/login/code", {"code": code(desk)})) == "/console/"


async def test_a_phone_half_a_minute_late_is_understood_and_a_minute_late_is_not(desk: Desk) -> None:
    await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    old = code(desk)
    desk.world.clock.now += timedelta(seconds=60)
    late = code(desk)
    desk.world.clock.now += timedelta(seconds=30)
    visitor = desk.stranger()
    await signs_in(visitor, "陈值班")
    assert (await visitor.sends("/login/code", {"code": old})).status_code == 400
    spaced = f"{late[:3]} {late[3:]}"
    assert leads_to(await visitor.sends("/login/code", {"code": spaced})) == "/console/"


async def test_wrong_codes_close_the_account_as_wrong_passwords_do(desk: Desk) -> None:
    await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    visitor = desk.stranger()
    await signs_in(visitor, "陈值班")
    answers = [await visitor.sends("/login/code", {"code": "000000"}) for _try in range(FREE_TRIES)]
    assert [one.status_code for one in answers] == [400] * (FREE_TRIES - 1) + [429]
    assert (await visitor.sends("/login/code", {"code": code(desk)})).status_code == 429
    assert (await signs_in(desk.stranger(), "陈值班")).status_code == 429


async def test_who_waits_too_long_with_the_code_gives_the_password_again(desk: Desk) -> None:
    await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    visitor = desk.stranger()
    await signs_in(visitor, "陈值班")
    desk.world.clock.now += timedelta(minutes=6)
    assert leads_to(await visitor.sends("/login/code", {"code": code(desk)})) == "/console/login"


async def test_an_idle_device_is_signed_out_after_two_hours_and_any_after_twelve(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    desk.world.clock.now += IDLE - timedelta(minutes=1)
    assert (await trainer.opens("/me")).url.path == "/console/me"
    desk.world.clock.now += IDLE + timedelta(minutes=1)
    assert (await trainer.opens("/me")).url.path == "/console/login"
    assert await desk.world.rows(account_session) == []

    busy = await desk.as_(Role.TRAINER, name="忙的人")
    for _hour in range(11):
        desk.world.clock.now += timedelta(hours=1)
        assert (await busy.opens("/me")).url.path == "/console/me"
    desk.world.clock.now += LASTS - timedelta(hours=11)
    assert (await busy.opens("/me")).url.path == "/console/login"


async def test_a_trusted_device_stays_signed_in_for_thirty_days(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    visitor = desk.stranger()
    response = await signs_in(visitor, "王老师", trusted="on")
    assert any(f"Max-Age={30 * 86400}" in one for one in response.headers.get_list("set-cookie"))
    desk.world.clock.now += TRUSTED_LASTS - timedelta(minutes=1)
    assert (await visitor.opens("/me")).url.path == "/console/me"
    desk.world.clock.now += timedelta(minutes=1)
    assert (await visitor.opens("/me")).url.path == "/console/login"


async def test_signing_in_again_gives_a_new_secret_and_ends_the_old_one(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    visitor = desk.stranger()
    await signs_in(visitor, "王老师")
    before = visitor.http.cookies[COOKIE]
    await signs_in(visitor, "王老师")
    assert visitor.http.cookies[COOKIE] != before
    assert await desk.doors.sessions.find(before) is None


async def test_who_signed_out_is_out(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    secret = trainer.http.cookies[COOKIE]
    assert leads_to(await trainer.sends("/logout", {})) == "/console/login"
    assert await desk.doors.sessions.find(secret) is None


async def test_a_disabled_account_does_not_come_in_and_is_not_told_apart(desk: Desk) -> None:
    account_id = await with_password(desk, "王老师", Role.TRAINER)
    visitor = desk.stranger()
    await signs_in(visitor, "王老师")
    administrator = await as_signed(desk, await desk.as_(Role.ADMINISTRATOR))
    assert await desk.doors.accounts.disable(administrator, account_id) is None
    assert (await visitor.opens("/me")).url.path == "/console/login"
    assert "名字或密码不对" in said(await signs_in(desk.stranger(), "王老师"))


async def test_she_comes_back_to_the_page_that_she_wanted(desk: Desk) -> None:
    await with_password(desk, "管理员", Role.ADMINISTRATOR, phone=True)
    visitor = desk.stranger()
    led = await visitor.http.get("/console/audit-log?kind=account")
    assert leads_to(led) == "/console/login"
    page = await visitor.http.get(led.headers["location"])
    assert 'value="/console/audit-log?kind=account"' in page.text
    await signs_in(visitor, "管理员", next="/console/audit-log?kind=account")
    form = {"code": code(desk), "next": "/console/audit-log?kind=account"}
    response = await visitor.sends("/login/code", form)
    assert response.headers["location"] == "/console/audit-log?kind=account"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/console/me",
        "//elsewhere.example/console/me",
        "\\\\elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/chat",
        "/consolex",
        "/console/../chat",
        "/console//elsewhere.example",
        "/console/logout",
        "/console/login",
        "/console/welcome/secret",
        "http://[",
        "/console/me\r\nset-cookie: a=b",
        "",
    ],
)
async def test_nobody_is_led_away_from_the_console(desk: Desk, wanted: str) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    response = await signs_in(desk.stranger(), "王老师", next=wanted)
    assert response.headers["location"] == "/console/"


def test_the_judge_of_ways_knows_our_own() -> None:
    from starlette.requests import Request

    request = Request({"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"desk")], "scheme": "http"})
    assert own_way(request, "/console/people?code=A") == "/console/people?code=A"
    assert own_way(request, "http://desk/console/me") == "/console/me"


async def test_a_script_hears_that_its_session_has_ended(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    desk.world.clock.now += LASTS
    assert (await trainer.posts("/me/password", {})).status_code == 401


async def test_a_password_is_never_kept_as_it_is(desk: Desk) -> None:
    await with_password(desk, "王老师", Role.TRAINER)
    [row] = await desk.world.rows(account)
    assert row.password_hash.startswith("$argon2id$")
    assert PASSWORD not in row.password_hash


async def test_the_secret_of_a_phone_lies_sealed(desk: Desk) -> None:
    account_id = await desk.account("陈值班", Role.DUTY_OFFICER)
    await connect_phone(desk, account_id)
    [row] = await desk.world.rows(account)
    assert "JBSWY3DP" not in row.totp_secret
    assert row.totp_secret
