"""A mother's evening with Jiayin on the web page: a real process, a real browser, an old phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.duty import DutyDesk, duty_desk
from tests.e2e.pages import PATIENCE, barriers, new_phone, picture, presses, sees, writes
from tests.process.afternoon import afternoon
from tests.process.books import days_pass, factories_open, rows
from tests.process.running import OPEN, House
from tests.web.browser.conftest import ARGUMENTS, CHROMIUM

CODE = re.compile(r"回来的码：([0-9A-Z]{6})")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk() -> Iterator[DutyDesk]:
    with duty_desk() as desk:
        yield desk


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, desk: DutyDesk) -> Iterator[House]:
    """One running house for all phones of this story."""
    own = {"JIAYIN_TIMEZONE": afternoon(), "JIAYIN_TICK_SECONDS": "0.3", "JIAYIN_DUTY_WEBHOOK": desk.url}
    settings = {**OPEN, **own}
    with House(tmp_path_factory.mktemp("house"), settings).open() as running:
        factories_open(running.database)
        yield running
        assert running.stop() == 0
        assert "Traceback" not in running.said


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    with new_phone(browser) as phone:
        wrong: list[str] = []
        phone.on("weberror", lambda error: wrong.append(str(error.error)))
        yield phone
        assert wrong == []


@pytest.fixture
def page(phone: BrowserContext, house: House) -> Page:
    """A mother who has been welcomed by the poster's link."""
    page = phone.new_page()
    page.goto(f"{house.url}/join/GFDG01")
    opening = sees(page, "我是家音")
    assert "试用演示" not in opening.inner_text()
    picture(page, "1-welcome")
    assert barriers(page) == []
    presses(page, "同意")
    sees(page, "最小的孩子多大了")
    presses(page, "6到9岁")
    sees(page, "往后每周发你3条")
    sees(page, "可以这样开口")
    return page


def minutes_ago(house: House, minutes: int) -> str:
    at = house.local_now() - timedelta(minutes=minutes)
    return f"{at.hour}点{at.minute}分"


def is_reminded(page: Page, at: str) -> None:
    writes(page, f"每天{at}提醒我给孩子打电话")
    sees(page, "这周白班还是夜班")
    presses(page, "一直白班")
    sees(page, "对吗")
    presses(page, "对")
    sees(page, "关了这页我叫不到你")


def test_the_first_minute_and_a_tip(page: Page) -> None:
    page.get_by_role("navigation", name="常用").get_by_role("button", name="今日贴士").click()
    expect(page.get_by_role("button", name="换一条")).to_have_count(2)
    presses(page, "换一条")
    expect(page.get_by_role("button", name="换一条")).to_have_count(3)
    presses(page, "收藏")
    sees(page, "我的收藏")
    picture(page, "2-tip")
    assert barriers(page) == []


def test_a_reminder_says_that_a_closed_page_cannot_ring(page: Page, house: House) -> None:
    is_reminded(page, minutes_ago(house, 1))
    sees(page, "给孩子打电话。")
    with page.expect_download() as download:
        page.get_by_role("link", name="记进手机日历").click()
    assert download.value.suggested_filename.endswith(".ics")
    entry = download.value.path().read_text("utf-8")
    assert entry.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VALARM" in entry
    assert "RRULE:FREQ=DAILY" in entry
    picture(page, "3-reminder")
    assert barriers(page) == []
    days_pass(house.database)
    sees(page, "给孩子打个电话吧")
    presses(page, "打了")
    sees(page, "聊得")
    presses(page, "没聊起来")
    sees(page, "可以这样开口")
    picture(page, "4-due")
    assert barriers(page) == []


def test_a_reminder_that_came_while_the_page_was_closed_stands_there_on_return(
    page: Page, phone: BrowserContext, house: House
) -> None:
    is_reminded(page, minutes_ago(house, 1))
    page.close()
    days_pass(house.database)
    back = phone.new_page()
    back.goto(house.url)
    sees(back, "给孩子打个电话吧")
    presses(back, "等会儿")
    sees(back, "再提醒")


def test_questions_are_answered_or_offered_to_choose_from(page: Page) -> None:
    writes(page, "娃不接我电话")
    sees(page, "先别难过")
    writes(page, "孩子不听话")
    sees(page, "你想问的是哪个")
    picture(page, "5-question")
    presses(page, "都不是")
    sees(page, "老师会看")
    presses(page, "交给老师")
    sees(page, "交给老师了")
    assert barriers(page) == []


def test_in_danger_every_number_can_be_tapped_and_afterwards_nothing_shows(page: Page, desk: DutyDesk) -> None:
    writes(page, "孩子说不想活了")
    told = sees(page, "12356")
    assert desk.came.wait(PATIENCE / 1000)
    (alert,) = desk.alerts
    assert re.search(r"J\d{6}-\w{4}.*P0", str(alert))
    assert "不想活" not in str(alert)
    hrefs = told.get_by_role("link").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert {"tel:120", "tel:12356"} <= set(hrefs)
    sees(page, "孩子现在安全吗")
    picture(page, "6-danger")
    assert barriers(page) == []
    presses(page, "现在安全")
    sees(page, "在哪个市")
    writes(page, "铜仁")
    told = sees(page, "打不通就直接打120")
    expect(told.get_by_role("link", name="0856120").first).to_have_attribute("href", "tel:0856120")
    presses(page, "先别联系")
    sees(page, "没事了")
    page.get_by_role("navigation", name="常用").get_by_role("button", name="菜单").click()
    expect(page.get_by_text("先别骂他")).to_have_count(0)
    expect(page.get_by_text("(已收起，点开看)").first).to_be_visible()
    assert "不想活" not in page.content()
    assert page.title() == "家音"
    picture(page, "7-folded")
    assert barriers(page) == []


def test_a_reload_goes_on_in_the_middle_of_a_question(page: Page) -> None:
    writes(page, "老家")
    sees(page, "孩子在哪个市")
    page.reload()
    sees(page, "孩子在哪个市")
    writes(page, "铜仁")
    sees(page, "区号0856")
    expect(page.locator(".hers", has_text="最小的孩子多大了")).to_have_count(1)


def test_a_code_from_the_old_phone_opens_the_same_chat_on_a_new_one_once(
    page: Page, browser: Browser, house: House
) -> None:
    writes(page, "换手机")
    found = CODE.search(sees(page, "回来的码").inner_text())
    assert found
    before = len(rows(house.database, "SELECT id FROM person"))
    with new_phone(browser) as other:
        new = other.new_page()
        new.goto(house.url)
        sees(new, "我是家音")
        comes_back(new, found[1])
        sees(new, "往后每周发你3条")
        picture(new, "8-new-phone")
        writes(new, "老家")
        sees(new, "孩子在哪个市")
        sees(page, "孩子在哪个市")
    with new_phone(browser) as third:
        new = third.new_page()
        new.goto(house.url)
        sees(new, "我是家音")
        comes_back(new, found[1])
        expect(new.get_by_text("这个码不对")).to_be_visible()
    assert len(rows(house.database, "SELECT id FROM person")) >= before


def comes_back(page: Page, code: str) -> None:
    page.get_by_role("button", name="换手机").click()
    page.get_by_label("旧手机上的码").fill(code.lower())
    page.keyboard.press("Enter")


def test_a_pin_stands_before_the_history(page: Page) -> None:
    writes(page, "暗号")
    sees(page, "写4个好记的数字")
    writes(page, "2580")
    sees(page, "再写一遍")
    writes(page, "2580")
    sees(page, "暗号设好了")
    page.get_by_role("button", name="收起").click()
    page.get_by_role("link", name="返回").click()
    pin = page.get_by_label("暗号", exact=True)
    expect(pin).to_be_visible()
    assert "往后每周" not in page.content()
    picture(page, "9-locked")
    assert barriers(page) == []
    pin.fill("0000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("暗号不对")).to_be_visible()
    pin.fill("2580")
    page.keyboard.press("Enter")
    sees(page, "往后每周发你3条")


def test_a_browser_that_can_only_ask_hears_everything(phone: BrowserContext, house: House) -> None:
    page = phone.new_page()
    page.add_init_script("delete window.EventSource")
    page.goto(house.url)
    sees(page, "我是家音")
    presses(page, "同意")
    sees(page, "最小的孩子多大了")
    presses(page, "先跳过")
    sees(page, "可以这样开口")


def test_the_page_survives_a_restart_of_the_house(browser: Browser, tmp_path: Path) -> None:
    house = House(tmp_path, OPEN)
    with house.open(), new_phone(browser) as phone:
        page = phone.new_page()
        page.goto(house.url)
        sees(page, "我是家音")
        house.kill()
        presses(page, "同意")
        house.start()
        house.ready()
        sees(page, "最小的孩子多大了")
        expect(page.get_by_text("连不上，正在重连…")).to_be_hidden(timeout=PATIENCE)
        assert len(rows(house.database, "SELECT id FROM person")) == 1
