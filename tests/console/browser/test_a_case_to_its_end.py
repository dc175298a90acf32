"""Words of danger in a chat, an alert without them, and a case that somebody takes and closes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from bot.services.staff.rights import Role
from tests.console.browser.office import Office, is_told, opens, parent_of
from tests.e2e.duty import DutyDesk
from tests.e2e.pages import PATIENCE, sees, writes

BEATEN = "老人把孩子打出血了"
BY_TEACHER = "托管班的老师打我孩子"
NUMBER = re.compile(r"J\d{6}-[0-9A-Z]{4}")
LINK = re.compile(r"http\S+/console(/ack/[\w-]+)")


def test_a_case_goes_from_the_chat_to_whoever_is_on_duty_and_is_closed_step_by_step(
    office: Office, robot: DutyDesk
) -> None:
    with (
        parent_of(office) as mother,
        office.colleague("陈值班", Role.DUTY_OFFICER) as officer,
        office.stranger() as phone,
    ):
        writes(mother, BEATEN)
        sees(mother, "孩子现在安全吗")
        number, link = the_alert(robot)
        opens(phone, link)
        is_told(phone, number)
        phone.get_by_label("名字").fill("陈姐")
        phone.get_by_role("button", name="我接了").click()
        is_told(phone, "你接了。不会再叫别人了")
        opens(phone, link)
        is_told(phone, "这个链接已经用过了")
        opens(officer, f"/cases/file/{number}")
        officer.get_by_role("button", name="接案").click()  # it was taken under a name of the group's
        opens(officer, f"/cases/file/{number}")
        is_told(officer, "陈姐")
        expect(officer.get_by_text("打出血")).to_have_count(0)
        does_every_step(officer)
        closes(officer)
        expect(officer.get_by_role("region", name="回访")).to_contain_text("24小时回访")
        opens(officer, "/cases")
        assert number not in officer.content()
        opens(officer, "/cases?closed=1")
        expect(officer.get_by_role("link", name=re.compile(number))).to_contain_text("结案")
        writes(mother, "菜单")
        sees(mother, "要我帮你做啥")


def the_alert(robot: DutyDesk) -> tuple[str, str]:
    """Number and link of the newest alert, which holds nothing of what was written."""
    assert robot.came.wait(PATIENCE / 1000)
    alert = str(robot.alerts[-1])
    number, link = NUMBER.search(alert), LINK.search(alert)
    assert number, alert
    assert link, alert
    assert not re.search("孩子|打|血|老师", alert.replace("家音提醒", ""))
    return number[0], link[1]


def does_every_step(page: Page) -> None:
    """The next step is the large button, until there is none left."""
    todo = page.locator("#steps ~ ol li:not(.done), .todo li:not(.done)")
    for left in range(todo.count(), 0, -1):
        todo.first.get_by_role("button").click()
        expect(todo).to_have_count(left - 1)


def closes(page: Page) -> None:
    """Without saying how it ended it stays open, and nothing that was typed is lost."""
    page.get_by_text("结案", exact=True).first.click()
    page.get_by_label("用一句话写清楚").fill("孩子在姑姑家，吃得好。")
    page.get_by_role("button", name="结案").click()
    expect(page.get_by_role("alert").filter(has_text="请选结果")).to_be_visible()
    expect(page.get_by_label("用一句话写清楚")).to_have_value("孩子在姑姑家，吃得好。")
    page.get_by_role("radio", name="人都安全了").check()
    page.get_by_role("button", name="结案").click()
    is_told(page, "已结案。回访还在清单上")


def test_a_case_about_our_own_people_is_seen_by_the_safeguarding_lead_alone(office: Office) -> None:
    with (
        parent_of(office) as mother,
        office.colleague("另一位值班员", Role.DUTY_OFFICER) as officer,
        office.colleague("周负责", Role.SAFEGUARDING_LEAD) as lead,
    ):
        writes(mother, BY_TEACHER)
        sees(mother, "孩子现在安全吗")
        opens(lead, "/cases")
        found = lead.get_by_role("link", name=re.compile("我们自己的人|我们的人")).first
        number = NUMBER.search(found.inner_text())
        assert number
        opens(lead, f"/cases/file/{number[0]}")
        opens(officer, "/cases")
        assert number[0] not in officer.content()
        for path in (f"/cases/file/{number[0]}", f"/cases/record/{number[0]}/report"):
            answer = officer.goto(f"/console{path}")
            assert answer
            assert answer.status == 404
        opens(officer, f"/cases/record/{number[0]}")  # asks for a reason, as it does for a number that is made up
        with officer.expect_navigation() as led:
            officer.locator("button[name=reason]").first.click()
        assert led.value.status == 404
