"""The console can be read, heard and used by everybody, on a phone and on a computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.console.browser.office import COMPUTER, EVERYTHING, PHONE, Office, menu, parent_of
from tests.console.browser.test_a_case_to_its_end import BEATEN
from tests.e2e.pages import barriers, sees, writes
from tests.process.books import rows
from tests.process.running import House

BELOW = (
    "/announcements/new",
    "/canned-answers",
    "/content/tip/new/edit",
    "/accounts/new",
    "/factories/GFDG01",
    "/factories/GFDG01/facts",
    "/factories/GFDG01/poster",
    "/me",
    "/second-factor",
    "/prove",
)


@pytest.fixture(scope="module")
def busy(office: Office) -> tuple[str, ...]:
    """Something of every kind to look at: the addresses of a tip, a question, a person and a case."""
    with parent_of(office) as mother:
        writes(mother, "找老师")
        sees(mother, "老师会看")
        writes(mother, "厂里的篮球场几点关灯")
        sees(mother, "交给老师了")
        writes(mother, BEATEN)
        sees(mother, "孩子现在安全吗")
    books = office.house.database
    tip = rows(books, "SELECT id FROM content_item WHERE kind = 'tip' ORDER BY id")[0]["id"]
    question = rows(books, "SELECT max(id) AS number FROM question")[0]["number"]
    (case,) = rows(books, "SELECT number FROM safeguarding_case ORDER BY id DESC LIMIT 1")
    (person,) = rows(books, "SELECT code FROM person ORDER BY id DESC LIMIT 1")
    return (
        f"/content/tip/{tip}",
        f"/content/tip/{tip}/edit",
        f"/questions/{question}",
        f"/cases/file/{case['number']}",
        f"/cases/record/{case['number']}",
        f"/cases/record/{case['number']}/report",
        f"/person/{person['code']}",
    )


def test_no_page_of_the_menu_stands_in_anybodys_way_on_a_phone_or_a_computer(office: Office) -> None:
    with office.colleague("什么都看的", *EVERYTHING, size=COMPUTER) as page:
        ways = menu(page)
        assert len(ways) > 20
        assert [fault for way in ways for fault in faults(page, way)] == []


def test_no_page_below_the_menu_stands_in_anybodys_way(office: Office, busy: tuple[str, ...]) -> None:
    with office.colleague("什么都点开的", *EVERYTHING, size=COMPUTER) as page:
        assert [fault for path in (*BELOW, *busy) for fault in faults(page, f"/console{path}")] == []


def test_the_doors_of_the_console_stand_in_nobodys_way(browser: Browser, tmp_path: Path) -> None:
    with House(tmp_path).open() as house:
        office = Office(house, browser)
        welcome = "/console/welcome/" + house.said.split("/console/welcome/")[1].split()[0]
        with office.stranger(COMPUTER) as page:
            found = [fault for way in ("/console/login", welcome) for fault in faults(page, way)]
            page.get_by_label("名字").fill("周管理")
            page.get_by_label("新密码", exact=True).fill("短")
            page.get_by_label("再输一遍新密码", exact=True).fill("短")
            page.get_by_role("button", name="保存密码").click()
            page.locator(".is-invalid").first.wait_for()
            assert found + barriers(page) + faults(page, "/console/welcome/nobody", 410) == []


def faults(page: Page, way: str, status: int = 200) -> list[str]:
    """What is wrong with a page at either width: it does not open, it scrolls sideways, or axe finds something."""
    _as_wide_as(page, PHONE)
    answer = page.goto(way)
    assert answer
    found = [f"it answers {answer.status}"] if answer.status != status else []
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("it scrolls sideways on a phone")
    found += [f"{fault} on a phone" for fault in barriers(page)]
    _as_wide_as(page, COMPUTER)
    found += [f"{fault} on a computer" for fault in barriers(page)]
    return [f"{way}: {fault}" for fault in found]


def _as_wide_as(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
