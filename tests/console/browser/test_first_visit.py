"""The first visit: from the link that the terminal shows to a team of three who sign in by themselves."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Page, expect

from tests.console.browser.office import Office, is_told
from tests.process.running import House

PASSWORD = "四只小青蛙在稻田里唱歌"
LINK = re.compile(r"http\S+/console/welcome/[\w-]+")


def test_the_first_administrator_invites_a_trainer_and_a_reviewer_who_sign_in_with_passwords_of_their_own(
    browser: Browser, tmp_path: Path
) -> None:
    with House(tmp_path).open() as house:
        office = Office(house, browser)
        found = LINK.search(house.said)
        assert found, house.said
        with office.stranger() as page:
            page.goto("/console/")
            is_told(page, "还没有账号")
            page.goto(found[0])
            she_becomes_the_first_administrator(page)
            her_phone_is_the_second_key(page)
            trainer = invites(page, "王老师", "培训员")
            reviewer = invites(page, "李审核", "审核员")
        for name, link, page_of_hers in (("王老师", trainer, "今天"), ("李审核", reviewer, "审核")):
            with office.stranger() as page:
                page.goto(link)
                is_told(page, f"{name}，欢迎你")
                chooses(page, PASSWORD)
                expect(page.get_by_role("heading", level=1, name=page_of_hers)).to_be_visible()
                page.context.clear_cookies()
                signs_in(page, name, PASSWORD)
                expect(page.get_by_role("heading", level=1, name=page_of_hers)).to_be_visible()
                page.goto(link)
                is_told(page, "这个链接已经不能用了")


def she_becomes_the_first_administrator(page: Page) -> None:
    """What is wrong is said beside the field, and what was right stays."""
    name = page.get_by_label("名字")
    name.fill("周管理")
    chooses(page, "12345")
    is_told(page, "密码太短了")
    expect(name).to_have_value("周管理")
    chooses(page, "稻田里的三只青蛙在唱歌")


def chooses(page: Page, password: str) -> None:
    page.get_by_label("新密码", exact=True).fill(password)
    page.get_by_label("再输一遍新密码", exact=True).fill(password)
    page.get_by_role("button", name="保存密码").click()


def her_phone_is_the_second_key(page: Page) -> None:
    """Nothing else opens before it is connected."""
    expect(page.get_by_label("六位数字")).to_be_visible()
    for path in ("", "/accounts/"):
        page.goto(f"/console{path}")
        expect(page).to_have_url(re.compile("/second-factor"))
    page.locator("summary").first.click()
    code = page.get_by_label("六位数字")
    shown = pyotp.TOTP(re.sub(r"\s", "", page.locator(".secret").inner_text())).at(datetime.now(UTC))
    code.fill("000000" if shown != "000000" else "111111")
    page.get_by_role("button", name="绑定这部手机").click()
    expect(page.locator("#code-wrong")).to_be_visible()
    page.locator("summary").first.click()
    code.fill(pyotp.TOTP(re.sub(r"\s", "", page.locator(".secret").inner_text())).at(datetime.now(UTC)))
    page.get_by_role("button", name="绑定这部手机").click()
    is_told(page, "手机已绑定")


def invites(page: Page, name: str, role: str) -> str:
    """A new account by its form; the link that is shown once."""
    page.goto("/console/accounts")
    page.get_by_role("link", name="新建账号").click()
    page.get_by_label("名字", exact=True).fill(name)
    page.get_by_label(role).first.check()
    page.get_by_role("button", name="建账号，拿链接").click()
    return page.get_by_label("一次性链接").input_value()


def signs_in(page: Page, name: str, password: str) -> None:
    page.goto("/console/")
    page.get_by_label("名字").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
