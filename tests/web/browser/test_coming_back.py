"""She was away: what came meanwhile is shown first, and stays until she has seen it."""

from __future__ import annotations

import json
from typing import cast

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from bot.rendering.message import Button, Message
from tests.web.browser.site import Site, arrive, picture, write

REMINDER = "晚上8点半了，给老二打个电话吧。\n开头可以问：“今天跟谁玩了？”"
CALLED = (Button("打了", "o:21:called"), Button("等会儿", "o:21:later"), Button("今天打不了", "o:21:cannot"))
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
  document.dispatchEvent(new Event("visibilitychange"));
}"""

HAS_READ = """() => {
  const [place] = Object.values(JSON.parse(localStorage["jiayin.seen"] || "{}"));
  return place === document.querySelectorAll(".turn").length;
}"""


def remind(site: Site, text: str = REMINDER, kind: str = "call") -> None:
    site.room.say(site.she, Message(text, CALLED), kind)


def tell(site: Site, count: int) -> None:
    """So many tips that they fill several screens."""
    for number in range(1, count + 1):
        site.room.say(site.she, Message(f"第{number}条贴士。\n先听他说完。\n再说你的。"), "tip")


def strip(page: Page) -> Locator:
    return page.get_by_text("你不在的时候")


def divider(page: Page) -> Locator:
    return page.get_by_role("separator", name="新消息")


def place(page: Page) -> int:
    """How far this phone knows that she has read."""
    (only,) = cast(dict[str, int], json.loads(page.evaluate("localStorage['jiayin.seen']"))).values()
    return only


def arrive_and_read(page: Page, site: Site) -> None:
    """She stays until the phone knows that she has read what stands there: that takes it a moment."""
    arrive(page, site)
    page.wait_for_function(HAS_READ)


def leave(page: Page) -> None:
    page.goto("about:blank")


def roll(page: Page, pixels: int) -> None:
    page.get_by_role("log").hover()
    page.mouse.wheel(0, pixels)


def test_a_reminder_that_came_while_the_page_was_closed_is_told_first(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    remind(site)
    tell(site, 9)
    page.goto(site.url)
    expect(strip(page)).to_have_text("你不在的时候，有1个提醒")
    expect(page.get_by_text("第9条贴士")).to_be_in_viewport()
    expect(page.get_by_text("晚上8点半了")).not_to_be_in_viewport()
    picture(page, "missed-360")
    page.get_by_role("button", name="去看").click()
    reminder = page.locator(".bubble", has_text="晚上8点半了")
    expect(reminder).to_be_in_viewport()
    expect(reminder).to_be_focused()
    expect(divider(page)).to_be_in_viewport()
    expect(strip(page)).to_have_count(0)
    expect(page.get_by_role("button", name="去看")).to_have_count(0)
    picture(page, "missed-found-360")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="打了")).to_be_focused()


def test_what_she_has_seen_is_not_told_again(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    remind(site)
    page.goto(site.url)
    page.get_by_role("button", name="去看").click()
    page.reload()
    expect(page.get_by_text("晚上8点半了")).to_be_visible()
    expect(strip(page)).to_have_count(0)
    expect(divider(page)).to_have_count(0)


def test_what_she_has_not_looked_at_is_told_again_next_time(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    remind(site)
    tell(site, 9)
    for _ in range(2):
        page.goto(site.url)
        expect(strip(page)).to_have_text("你不在的时候，有1个提醒")
        assert place(page) == 2
        leave(page)


def test_rolling_to_the_reminder_is_seeing_it_and_nothing_jumps(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    remind(site)
    tell(site, 6)
    page.goto(site.url)
    expect(strip(page)).to_be_visible()
    roll(page, -700)
    reminder = page.locator(".turn", has_text="晚上8点半了")
    expect(reminder).to_be_in_viewport()
    before = reminder.bounding_box()
    expect(strip(page)).to_have_count(0)
    assert reminder.bounding_box() == before


def test_two_reminders_far_apart_are_shown_one_after_the_other(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    remind(site, "晚上8点了，给老大打个电话。")
    tell(site, 9)
    remind(site, "等会儿到了：给老二打个电话。", "later")
    tell(site, 9)
    page.goto(site.url)
    expect(strip(page)).to_have_text("你不在的时候，有2个提醒")
    page.get_by_role("button", name="去看").click()
    expect(page.locator(".bubble", has_text="给老大打")).to_be_focused()
    expect(strip(page)).to_have_text("你不在的时候，有1个提醒")
    page.get_by_role("button", name="去看").click()
    expect(page.locator(".bubble", has_text="给老二打")).to_be_focused()
    expect(strip(page)).to_have_count(0)


def test_other_new_messages_stand_below_a_line_until_she_goes_on(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    site.room.say(site.she, Message("老师回答了：可以先陪他玩。"), "answer")
    page.goto(site.url)
    expect(divider(page)).to_be_visible()
    expect(strip(page)).to_have_count(0)
    line, answer = divider(page).bounding_box(), page.locator(".turn").last.bounding_box()
    assert line
    assert answer
    assert line["y"] < answer["y"]
    picture(page, "new-360")
    write(page, "谢谢")
    expect(divider(page)).to_have_count(0)
    expect(page.get_by_text("我没听懂")).to_be_visible()
    page.reload()
    expect(page.get_by_text("老师回答了")).to_be_visible()
    expect(divider(page)).to_have_count(0)


def test_a_reminder_behind_another_app_was_missed_too(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    page.evaluate(HIDE, True)
    remind(site)
    expect(page.get_by_text("晚上8点半了")).to_have_count(1)
    expect(strip(page)).to_have_count(0)
    page.evaluate(HIDE, False)
    expect(strip(page)).to_have_text("你不在的时候，有1个提醒")
    expect(divider(page)).to_be_visible()
    page.get_by_role("button", name="打了").click()
    expect(strip(page)).to_have_count(0)
    expect(divider(page)).to_have_count(0)


def test_a_reminder_that_comes_before_her_eyes_is_not_missed(page: Page, site: Site) -> None:
    arrive(page, site)
    remind(site)
    expect(page.get_by_text("晚上8点半了")).to_be_visible()
    page.reload()
    expect(page.get_by_text("晚上8点半了")).to_be_visible()
    expect(strip(page)).to_have_count(0)
    expect(divider(page)).to_have_count(0)


def test_a_phone_that_knows_nothing_of_her_calls_nothing_missed(page: Page, phone: BrowserContext, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    remind(site)
    other = phone.new_page()
    other.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('none'); }})")
    other.goto(site.url)
    expect(other.get_by_text("晚上8点半了")).to_be_visible()
    expect(strip(other)).to_have_count(0)
    expect(divider(other)).to_have_count(0)


@pytest.mark.parametrize("stored", ["null", "7", "[]", '"x"', "{", '{"x": {}}'])
def test_what_others_left_in_the_phones_memory_does_no_harm(page: Page, site: Site, stored: str) -> None:
    arrive(page, site)
    page.evaluate("stored => { localStorage['jiayin.seen'] = stored; }", stored)
    page.reload()
    expect(page.get_by_text("孩子多大了？")).to_be_visible()
    write(page, "在吗")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    page.wait_for_function("() => Object.values(JSON.parse(localStorage['jiayin.seen'])).includes(3)")


def test_each_one_who_uses_the_phone_has_a_place_of_her_own(page: Page, site: Site) -> None:
    arrive(page, site)
    page.get_by_role("button", name="换人用").click()
    page.get_by_role("button", name="加一位").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    site.room.say(site.room.people[0], Message(REMINDER, CALLED), "call")
    expect(page.get_by_text("孩子多大了？")).to_be_visible()
    expect(strip(page)).to_have_count(0)
    page.get_by_role("button", name="换人用").click()
    page.get_by_role("button", name="第1位").click()
    expect(strip(page)).to_be_visible()


def test_behind_a_pin_nothing_tells_of_reminders(page: Page, site: Site) -> None:
    arrive_and_read(page, site)
    leave(page)
    remind(site)
    site.room.pins[site.she] = "2580"
    site.room.clock.move(minutes=31)
    page.goto(site.url)
    pin = page.get_by_label("暗号", exact=True)
    expect(pin).to_be_focused()
    assert "你不在的时候，有1" not in page.locator("#app").inner_text()
    pin.fill("2580")
    page.keyboard.press("Enter")
    expect(strip(page)).to_be_visible()
    expect(page.get_by_label("写给家音")).to_be_focused()


def test_a_history_that_was_forgotten_begins_anew_on_the_open_page(page: Page, site: Site) -> None:
    arrive(page, site)
    tell(site, 5)
    expect(page.get_by_text("第5条贴士")).to_be_visible()
    site.room.forget(site.she)
    write(page, "在吗")
    expect(page.get_by_text("我没听懂")).to_be_visible(timeout=8000)
    expect(page.get_by_text("第5条贴士")).to_have_count(0)
    write(page, "还在吗")
    expect(page.get_by_text("我没听懂")).to_have_count(2)
    assert place(page) == 2


def test_a_long_history_opens_at_its_end_without_a_jump(page: Page, site: Site) -> None:
    arrive(page, site)
    tell(site, 150)
    leave(page)
    page.add_init_script(
        """window.jumps = [];
        new PerformanceObserver(list => list.getEntries().forEach(one => window.jumps.push(one.value)))
          .observe({type: "layout-shift", buffered: true});"""
    )
    page.goto(site.url)
    expect(page.get_by_text("第150条贴士")).to_be_in_viewport(ratio=1)
    expect(page.locator(".hers")).to_have_count(100)
    page.wait_for_timeout(300)
    assert sum(cast(list[float], page.evaluate("window.jumps"))) < 0.01
