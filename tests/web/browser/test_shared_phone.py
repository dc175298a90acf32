"""The phone lies on a shared table: putting away, locks, several people, a new phone."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.channels.web.door import Unlocking
from bot.rendering.message import Message
from dialogs.engine.events import Said
from tests.web.browser.site import Site, arrive, picture, write


def test_one_tap_puts_a_plain_calendar_in_front(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "今日贴士")
    expect(page.get_by_role("button", name="有用", exact=True)).to_be_visible()
    page.get_by_role("button", name="收起").click()
    page.wait_for_url("**/calm")
    assert page.title() == "日历"
    expect(page.locator("[aria-current=date]")).to_have_count(1)
    month = page.get_by_role("heading").inner_text()
    page.get_by_role("button", name="下个月").click()
    expect(page.get_by_role("heading")).not_to_have_text(month)
    page.get_by_role("button", name="上个月").click()
    expect(page.get_by_role("heading")).to_have_text(month)
    picture(page, "calm-360")


def test_back_in_the_browser_does_not_show_what_was_put_away(page: Page, site: Site) -> None:
    arrive(page, site)
    page.get_by_role("button", name="收起").click()
    page.wait_for_url("**/calm")
    page.go_back()
    assert page.url == "about:blank"


def test_the_small_link_leads_back_without_her_own_words(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "悄悄话")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    page.get_by_label("写给家音").fill("没写完的话")
    page.get_by_role("button", name="收起").click()
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_text("我没听懂")).to_be_visible()
    expect(page.get_by_text("悄悄话")).to_have_count(0)
    expect(page.get_by_label("写给家音")).to_have_value("")


def test_a_pin_stands_before_the_history(page: Page, site: Site) -> None:
    arrive(page, site)
    site.room.pins[site.she] = "2580"
    page.get_by_role("button", name="收起").click()
    page.get_by_role("link", name="返回").click()
    pin = page.get_by_label("暗号", exact=True)
    expect(pin).to_be_focused()
    assert "孩子多大了" not in page.content()
    picture(page, "locked-360")
    page.keyboard.press("Escape")
    pin.fill("0000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("暗号不对")).to_be_visible()
    pin.fill("2580")
    page.keyboard.press("Enter")
    expect(page.get_by_text("孩子多大了？")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("写给家音")).to_be_focused()


def test_a_lock_that_was_tried_too_often_says_so_and_afterwards_who_should_know_it(page: Page, site: Site) -> None:
    arrive(page, site)
    site.room.pins[site.she] = "2580"
    site.room.outcome = Unlocking.CLOSED
    page.get_by_role("button", name="收起").click()
    page.get_by_role("link", name="返回").click()
    pin = page.get_by_label("暗号", exact=True)
    pin.fill("2580")
    page.keyboard.press("Enter")
    expect(page.get_by_text("过一个小时再来")).to_be_visible()
    site.room.outcome = Unlocking.OPEN_AFTER_TRIES
    pin.fill("2580")
    page.keyboard.press("Enter")
    expect(page.get_by_text("这里有人输错过好几次暗号")).to_be_visible()
    expect(page.get_by_text("孩子多大了？")).to_be_visible()


def test_the_lock_falls_while_she_writes_and_her_words_wait_behind_it(page: Page, site: Site) -> None:
    arrive(page, site)
    site.room.pins[site.she] = "2580"
    site.room.clock.move(minutes=31)
    write(page, "等一下再说")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert "孩子多大了" not in page.content()
    page.get_by_label("暗号", exact=True).fill("2580")
    page.keyboard.press("Enter")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    assert site.room.heard[-1].event == Said("等一下再说")


def test_two_people_share_the_phone(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "我是她")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    page.get_by_role("button", name="换人用").click()
    picture(page, "people-360")
    page.get_by_role("button", name="加一位").click()
    expect(page.get_by_text("我没听懂")).to_have_count(0)
    expect(page.get_by_text("我是她")).to_have_count(0)
    write(page, "我是他")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    page.get_by_role("button", name="换人用").click()
    expect(page.get_by_role("button", name="第2位")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="第1位").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("我是他")).to_have_count(0)
    assert len(site.room.people) == 2


def test_a_second_tab_notices_that_somebody_else_took_over(page: Page, phone: BrowserContext, site: Site) -> None:
    arrive(page, site)
    other = phone.new_page()
    arrive(other, site)
    other.get_by_role("button", name="换人用").click()
    other.get_by_role("button", name="加一位").click()
    expect(other.get_by_role("dialog")).to_have_count(0)
    site.room.say(site.room.people[0], Message("只给第一位"))
    write(page, "我是第一位")
    expect(page.locator(".mine")).to_have_count(0)
    expect(page.get_by_text("只给第一位")).to_have_count(0)
    assert [inbound.event for inbound in site.room.heard] == [Said("/start"), Said("/start")]


def test_a_code_from_the_old_phone_goes_on_where_she_was(page: Page, browser: Browser, site: Site) -> None:
    arrive(page, site)
    write(page, "今日贴士")
    expect(page.get_by_role("button", name="有用", exact=True)).to_be_visible()
    site.room.codes["ABC234"] = site.she
    with browser.new_context() as new_phone:
        new = new_phone.new_page()
        arrive(new, site)
        new.get_by_role("button", name="换手机").click()
        new.get_by_label("旧手机上的码").fill("wrong1")
        new.keyboard.press("Enter")
        expect(new.get_by_text("这个码不对")).to_be_visible()
        new.get_by_label("旧手机上的码").fill("abc 234")
        new.keyboard.press("Enter")
        expect(new.get_by_role("button", name="有用", exact=True)).to_be_visible()
        expect(new.get_by_role("dialog")).to_have_count(0)
