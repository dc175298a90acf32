"""She talks with Jiayin on an old phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.rendering.message import Button, Message
from dialogs.engine.events import Pressed, Said
from tests.web.browser.site import Site, arrive, picture, write

WIDTHS = [(320, 568), (360, 740), (390, 844), (740, 360), (1280, 800)]


def test_a_link_from_the_poster_opens_the_chat(page: Page, site: Site) -> None:
    arrive(page, site, "/join/GFDG01")
    assert site.room.heard[0].event == Said("/start GFDG01")
    assert page.url == site.url + "/"
    picture(page, "welcome-360")


def test_the_other_form_of_the_link_does_the_same(page: Page, site: Site) -> None:
    arrive(page, site, "/?join=GFDG01")
    assert site.room.heard[0].event == Said("/start GFDG01")


def test_she_presses_an_answer_and_the_next_question_comes(page: Page, site: Site) -> None:
    arrive(page, site)
    page.get_by_role("button", name="6–9岁").click()
    expect(page.get_by_text("你上什么班？")).to_be_visible()
    expect(page.get_by_role("button", name="3–6岁")).to_be_disabled()
    expect(page.get_by_role("button", name="白班")).to_be_enabled()
    assert site.room.heard[-1].event == Pressed("s:1:6")


def test_enter_sends_and_shift_enter_begins_a_line(page: Page, site: Site) -> None:
    arrive(page, site)
    box = page.get_by_label("写给家音")
    before = box.bounding_box()
    box.press_sequentially("第一行")
    page.keyboard.press("Shift+Enter")
    box.press_sequentially("第二行")
    after = box.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    page.keyboard.press("Enter")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    assert site.room.heard[-1].event == Said("第一行\n第二行")
    expect(box).to_have_value("")


def test_an_empty_box_sends_nothing(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "  ")
    page.get_by_role("button", name="发送").click()
    page.get_by_role("button", name="菜单").click()
    expect(page.get_by_text("我没听懂")).to_be_visible()
    assert [inbound.event for inbound in site.room.heard] == [Said("/start"), Said("菜单")]


@pytest.mark.parametrize("word", ["菜单", "今日贴士", "求助电话"])
def test_the_quick_row_says_its_words_for_her(page: Page, site: Site, word: str) -> None:
    arrive(page, site)
    page.get_by_role("navigation", name="常用").get_by_role("button", name=word).click()
    expect(page.locator(".mine .bubble")).to_contain_text(word)
    expect(page.locator(".hers").nth(2)).to_be_visible()
    assert site.room.heard[-1].event == Said(word)


def test_a_tip_can_be_rated_long_after(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "今日贴士")
    expect(page.get_by_role("button", name="有用", exact=True)).to_be_visible()
    write(page, "随便说说")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    page.get_by_role("button", name="有用", exact=True).click()
    expect(page.get_by_text("谢谢，记下了。")).to_be_visible()
    assert site.room.heard[-1].event == Pressed("o:7:up")
    expect(page.get_by_role("button", name="换一条")).to_be_enabled()


def test_a_tip_in_between_leaves_the_open_question_open(page: Page, site: Site) -> None:
    arrive(page, site)
    site.room.say(site.she, Message("一条小贴士", (Button("有用", "o:8:up"),)))
    expect(page.get_by_text("一条小贴士")).to_be_visible()
    expect(page.get_by_role("button", name="6–9岁")).to_be_enabled()


def test_words_about_something_else_leave_the_question_pressable(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "随便说说")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    page.get_by_role("button", name="6–9岁").click()
    expect(page.get_by_text("你上什么班？")).to_be_visible()


def test_a_reminder_arrives_by_itself(page: Page, site: Site) -> None:
    arrive(page, site)
    site.room.say(site.she, Message("晚上8点了，给家里打个电话。"))
    expect(page.get_by_text("晚上8点了")).to_be_visible(timeout=2000)


def test_numbers_can_be_tapped_to_call(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "他说不想活了")
    text = page.locator(".bubble", has_text="先别骂他")
    expect(text.get_by_role("link")).to_have_text(["0856120", "12356"])
    expect(text.get_by_role("link").first).to_have_attribute("href", "tel:0856120")
    expect(page.get_by_role("link", name="打 12356")).to_have_attribute("href", "tel:12356")
    picture(page, "danger-360")


def test_a_long_list_of_numbers_is_not_doubled(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "求助电话")
    links = page.locator(".hers").last.get_by_role("link")
    expect(links).to_have_count(6)
    expect(links.last).to_have_attribute("href", "tel:01082951332")


def test_what_is_in_confidence_folds_away_when_the_talk_goes_on(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "他说不想活了")
    expect(page.get_by_text("孩子现在安全吗")).to_be_visible()
    expect(page.get_by_text("先别骂他")).to_be_visible()
    write(page, "随便说说")
    expect(page.get_by_text("我没听懂")).to_be_visible()
    expect(page.get_by_text("先别骂他")).to_have_count(0)
    assert "不想活" not in page.content()
    expect(page.get_by_text("(已收起，点开看)")).to_have_count(3)
    picture(page, "folded-360")
    page.get_by_text("(已收起，点开看)").nth(1).click()
    expect(page.get_by_text("先别骂他")).to_be_visible()
    page.get_by_role("button", name="收起这条").click()
    expect(page.get_by_text("先别骂他")).to_have_count(0)


def test_what_is_in_confidence_is_folded_when_the_page_opens_again(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "他说不想活了")
    expect(page.get_by_text("孩子现在安全吗")).to_be_visible()
    page.reload()
    expect(page.get_by_text("(已收起，点开看)")).to_have_count(3)
    assert "不想活" not in page.content()


def test_a_calendar_entry_is_saved_as_a_file(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "提醒我")
    with page.expect_download() as download:
        page.get_by_role("link", name="记进手机日历").click()
    assert download.value.suggested_filename == "给家里打电话.ics"


def test_her_own_words_stay_in_this_tab_only(page: Page, phone: BrowserContext, site: Site) -> None:
    arrive(page, site)
    write(page, "今日贴士")
    expect(page.get_by_role("button", name="有用", exact=True)).to_be_visible()
    page.reload()
    said = page.locator(".mine .bubble, .hers .bubble")
    expect(said).to_have_count(4)
    expect(said.nth(2)).to_contain_text("今日贴士")
    other = phone.new_page()
    other.goto(site.url)
    expect(other.get_by_role("button", name="有用", exact=True)).to_be_visible()
    expect(other.locator(".mine")).to_have_count(0)
    assert other.evaluate("Object.keys(localStorage)") == ["jiayin.seen"]
    assert re.fullmatch(r'\{"[0-9a-f]{12}":[0-9]+\}', other.evaluate("localStorage['jiayin.seen']"))
    assert len(site.room.people) == 1


def test_words_are_shown_as_words_whatever_they_look_like(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "<img src=x onerror=alert(1)>")
    site.room.say(site.she, Message("<b>粗</b>"))
    expect(page.get_by_text("<b>粗</b>")).to_be_visible()
    expect(page.get_by_text("<img src=x")).to_be_visible()


def test_the_title_never_tells(page: Page, site: Site) -> None:
    arrive(page, site)
    site.room.say(site.she, Message("晚上8点了"))
    expect(page.get_by_text("晚上8点了")).to_be_visible()
    assert page.title() == "家音"


def test_while_she_reads_above_new_messages_do_not_jump(page: Page, site: Site) -> None:
    arrive(page, site)
    for number in range(12):
        site.room.say(site.she, Message(f"第{number}条\n第二行\n第三行"))
    expect(page.get_by_text("第11条")).to_have_count(1)
    page.locator("#log").evaluate("log => { log.scrollTop = 0; }")
    site.room.say(site.she, Message("最新的一条"))
    page.get_by_role("button", name="有新消息").click()
    expect(page.get_by_text("最新的一条")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_nothing_is_cut_off_on_any_phone(page: Page, site: Site, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    arrive(page, site)
    write(page, "一个很长的网址https://example.org/" + "a" * 200)
    expect(page.get_by_text("我没听懂")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.getElementById('log').scrollWidth <= document.getElementById('log').clientWidth")
    for name in ("收起", "换人用", "换手机", "发送"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    picture(page, f"chat-{width}x{height}")
