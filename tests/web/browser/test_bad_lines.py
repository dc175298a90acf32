"""The dormitory's network is bad, and nothing she says is lost or doubled."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Route, expect

from bot.rendering.message import Message
from dialogs.engine.events import Said
from tests.web.browser.script import jiayin
from tests.web.browser.site import Site, arrive, picture, serving, write
from tests.web.room import Room, silent

OFFLINE = "连不上，正在重连…"


def said(site: Site) -> list[str]:
    return [inbound.event.text for inbound in site.room.heard[1:] if isinstance(inbound.event, Said)]


def test_words_written_in_the_lift_arrive_once_the_line_is_back(page: Page, phone: BrowserContext, site: Site) -> None:
    arrive(page, site)
    phone.set_offline(True)
    write(page, "我在电梯里")
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    expect(page.get_by_text("还没发出去")).to_be_visible()
    picture(page, "offline-360")
    phone.set_offline(False)
    expect(page.get_by_text("我没听懂")).to_be_visible()
    expect(page.get_by_text(OFFLINE)).to_be_hidden()
    expect(page.get_by_text("还没发出去")).to_be_hidden()
    assert said(site) == ["我在电梯里"]


def test_unsent_words_survive_a_reload(page: Page, phone: BrowserContext, site: Site) -> None:
    arrive(page, site)
    site.room.is_down = True
    write(page, "先记着")
    page.get_by_label("写给家音").fill("还没写完")
    expect(page.get_by_text("还没发出去")).to_be_visible()
    page.reload()
    expect(page.get_by_label("写给家音")).to_have_value("还没写完")
    expect(page.locator(".mine .bubble")).to_contain_text("先记着")
    site.room.is_down = False
    expect(page.get_by_text("我没听懂")).to_be_visible(timeout=10_000)
    assert said(site) == ["先记着"]


def test_when_the_answer_is_lost_the_message_is_not_doubled(page: Page, site: Site) -> None:
    arrive(page, site)
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    page.route("**/web/send", lose_first)
    write(page, "只说一遍")
    expect(page.get_by_text("我没听懂")).to_have_count(1)
    expect(page.get_by_text("还没发出去")).to_be_hidden()
    assert len(lost) == 1
    assert said(site) == ["只说一遍"]


def test_several_messages_written_offline_come_in_their_order(page: Page, phone: BrowserContext, site: Site) -> None:
    arrive(page, site)
    phone.set_offline(True)
    for text in ("一", "二", "三"):
        write(page, text)
    phone.set_offline(False)
    expect(page.get_by_text("我没听懂")).to_have_count(3)
    assert said(site) == ["一", "二", "三"]


def test_a_restart_of_the_house_is_hardly_noticed(phone: BrowserContext) -> None:
    room = Room(jiayin)
    page = phone.new_page()
    with serving(room) as port:
        arrive(page, Site(room, f"http://127.0.0.1:{port}"))
    room.say(room.people[0], Message("重启的时候说的"))
    with serving(room, port):
        expect(page.get_by_text("重启的时候说的")).to_be_visible(timeout=15_000)
        expect(page.get_by_text(OFFLINE)).to_be_hidden()
        write(page, "还在吗")
        expect(page.get_by_text("我没听懂")).to_be_visible()


def test_a_browser_without_event_streams_hears_by_asking(page: Page, site: Site) -> None:
    page.add_init_script("delete window.EventSource")
    arrive(page, site)
    site.room.say(site.she, Message("晚上8点了"))
    expect(page.get_by_text("晚上8点了")).to_be_visible(timeout=8000)


def test_where_streams_are_cut_she_hears_by_asking(page: Page, site: Site) -> None:
    page.route("**/web/stream*", lambda route: route.abort())
    arrive(page, site)
    site.room.say(site.she, Message("晚上8点了"))
    expect(page.get_by_text("晚上8点了")).to_be_visible(timeout=12_000)
    write(page, "听到了")
    expect(page.get_by_text("我没听懂")).to_be_visible()


def test_whoever_types_too_fast_keeps_her_words(page: Page, site: Site) -> None:
    arrive(page, site)
    for _ in range(20):
        page.get_by_role("button", name="菜单").click()
    expect(page.get_by_text("我没听懂")).to_have_count(20)
    write(page, "第二十一句")
    expect(page.get_by_text("发得有点快")).to_be_visible()
    expect(page.get_by_label("写给家音")).to_have_value("第二十一句")
    expect(page.locator(".mine")).to_have_count(20)
    picture(page, "too-fast-360")
    site.room.clock.move(seconds=10)
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("我没听懂")).to_have_count(21)
    expect(page.get_by_text("发得有点快")).to_be_hidden()


def test_a_story_without_end_stays_in_the_box(page: Page, site: Site) -> None:
    arrive(page, site)
    story = "孩" * 20_001
    write(page, story)
    expect(page.get_by_text("这段话太长了")).to_be_visible()
    expect(page.get_by_label("写给家音")).to_have_value(story)
    assert said(site) == []


def test_a_browser_that_keeps_no_cookies_is_told_so(page: Page, site: Site) -> None:
    def forget(route: Route) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/web/hello", forget)
    arrive(page, site)
    page.context.clear_cookies()
    write(page, "在吗")
    expect(page.get_by_text("浏览器没记住你")).to_be_visible()


def test_when_too_many_come_at_once_she_is_asked_to_wait_and_let_in_later(page: Page, site: Site) -> None:
    full: list[str] = []

    def crowd(route: Route) -> None:
        if not full:
            full.append(route.request.url)
            route.fulfill(status=429, json={"error": "crowded"})
        else:
            route.continue_()

    page.clock.install()
    page.route("**/web/hello", crowd)
    page.goto(site.url)
    expect(page.get_by_text("这会儿新来的人太多了")).to_be_visible()
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("孩子多大了？")).to_be_visible()
    expect(page.get_by_text("这会儿新来的人太多了")).to_be_hidden()


def test_a_slow_start_begins_by_itself(page: Page, site: Site) -> None:
    broken: list[str] = []

    def break_twice(route: Route) -> None:
        if len(broken) < 2:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/web/hello", break_twice)
    page.goto(site.url)
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    expect(page.get_by_text("孩子多大了？")).to_be_visible(timeout=8000)
    expect(page.get_by_text(OFFLINE)).to_be_hidden()


def test_forgotten_tabs_leave_a_line_for_sending(page: Page, site: Site) -> None:
    arrive(page, site)
    statuses = page.evaluate(
        """async () => {
          const found = [];
          for (let tab = 0; tab < 4; tab++) found.push((await fetch("/web/stream")).status);
          return found;
        }"""
    )
    assert statuses == [200, 200, 200, 429]
    write(page, "还能发吗")
    expect(page.get_by_text("我没听懂")).to_be_visible()


def test_a_first_answer_that_takes_its_time_is_waited_for(page: Page, site: Site) -> None:
    site.room.answers = silent
    page.goto(site.url)
    expect(page.get_by_role("log")).to_have_text("正在打开…")
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    site.room.say(site.she, Message("你好，我是家音。"))
    expect(page.get_by_text("你好，我是家音。")).to_be_visible()
    expect(page.get_by_text("正在打开…")).to_have_count(0)
