"""The page can be read, heard and used by everybody: axe, large letters, large buttons, the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.rendering.message import Button, Message
from tests.web.browser.conftest import ARGUMENTS, CHROMIUM
from tests.web.browser.site import Site, arrive, picture, write

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SCHEMES = ["light", "dark"]
FONT_SIZES = """() => [...document.querySelectorAll('body *')]
  .filter(node => node.offsetParent && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
  .map(node => [node.textContent.trim().slice(0, 20), parseFloat(getComputedStyle(node).fontSize)])
  .filter(([text, size]) => size < 17)"""
AGREEMENT = Button("同意", "s:5:agree"), Button("不同意", "s:5:refuse"), Button("看全文", "s:5:full")
IN_ENGLISH = Button("I agree", "s:6:agree"), Button("I don't agree", "s:6:refuse"), Button("Full text", "s:6:full")
BEYOND_THE_GLASS = """() => [...document.querySelectorAll('#app *')]
  .filter(node => node.offsetParent && !node.closest('.unseen') && node.getBoundingClientRect().right > innerWidth + 1)
  .map(node => node.outerHTML.slice(0, 80))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('button, textarea, input, a.chip')]
  .filter(node => node.offsetParent && node.getBoundingClientRect().height < 44)
  .map(node => node.textContent || node.id)"""


@pytest.fixture(params=SCHEMES)
def shown(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    scheme: Literal["light", "dark"] = request.param
    with browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=scheme, reduced_motion="reduce"
    ) as one:
        yield one.new_page()


def barriers(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


def test_the_chat_has_no_barriers(shown: Page, site: Site) -> None:
    arrive(shown, site)
    assert barriers(shown) == []
    shown.get_by_role("button", name="6–9岁").click()
    expect(shown.get_by_text("你上什么班？")).to_be_visible()
    write(shown, "今日贴士")
    expect(shown.get_by_role("button", name="换一条")).to_be_visible()
    write(shown, "他说不想活了")
    expect(shown.get_by_role("link", name="打 12356")).to_be_visible()
    assert barriers(shown) == []
    write(shown, "求助电话")
    expect(shown.get_by_role("link", name="12333")).to_be_visible()
    write(shown, "提醒我")
    expect(shown.get_by_role("link", name="记进手机日历")).to_be_visible()
    assert barriers(shown) == []
    assert shown.evaluate(FONT_SIZES) == []
    assert shown.evaluate(SMALL_TARGETS) == []


def test_coming_back_to_missed_reminders_has_no_barriers(shown: Page, site: Site) -> None:
    arrive(shown, site)
    shown.goto("about:blank")
    site.room.say(site.she, Message("晚上8点半了，给老二打个电话吧。", (Button("打了", "o:21:called"),)), "call")
    shown.goto(site.url)
    expect(shown.get_by_role("status").filter(has_text="有1个提醒")).to_be_visible()
    assert barriers(shown) == []
    assert shown.evaluate(FONT_SIZES) == []
    assert shown.evaluate(SMALL_TARGETS) == []
    shown.get_by_role("button", name="去看").focus()
    shown.keyboard.press("Enter")
    expect(shown.locator(".bubble:focus")).to_contain_text("家音说：晚上8点半了")
    assert barriers(shown) == []


@pytest.mark.parametrize("width", [320, 360, 740])
@pytest.mark.parametrize("choices", [AGREEMENT, IN_ENGLISH])
def test_no_is_as_large_as_yes(page: Page, site: Site, width: int, choices: tuple[Button, ...]) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    arrive(page, site)
    site.room.say(site.she, Message("我会记下你选的、写的。同意吗？", choices))
    boxes = [page.get_by_role("button", name=choice.label, exact=True).bounding_box() for choice in choices]
    sizes = {(round(box["width"]), round(box["height"])) for box in boxes if box}
    assert len(sizes) == 1
    assert page.evaluate(BEYOND_THE_GLASS) == []


@pytest.fixture(scope="module")
def large(browser: Browser) -> Iterator[Browser]:
    """The browser of somebody who has set its letters to twice their size."""
    twice = [*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    started = browser.browser_type.launch(executable_path=CHROMIUM, args=twice)
    yield started
    started.close()


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 740), (740, 360)])
def test_letters_twice_as_large_fit(large: Browser, site: Site, width: int, height: int) -> None:
    page = large.new_page(viewport={"width": width, "height": height})
    page.goto(site.url)
    expect(page.get_by_text("孩子多大了？")).to_have_count(1)
    page.goto("about:blank")
    site.room.say(site.she, Message("晚上8点半了，给老二打个电话吧。", IN_ENGLISH), "call")
    page.goto(site.url)
    expect(page.get_by_role("button", name="去看")).to_be_visible()
    assert page.evaluate(BEYOND_THE_GLASS) == []
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 36
    assert page.get_by_role("log").evaluate("log => log.clientHeight") >= 90
    picture(page, f"large-letters-{width}x{height}")
    for name in ("换人用", "换手机"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.get_by_role("dialog").get_by_role("button", name="关上").click()
    page.get_by_role("button", name="去看").click()
    expect(page.locator(".bubble:focus")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["换人用", "换手机"])
def test_the_sheets_have_no_barriers(shown: Page, site: Site, name: str) -> None:
    arrive(shown, site)
    shown.get_by_role("button", name=name).click()
    expect(shown.get_by_role("dialog")).to_be_visible()
    assert barriers(shown) == []
    assert shown.evaluate(FONT_SIZES) == []
    assert shown.evaluate(SMALL_TARGETS) == []


def test_the_lock_has_no_barriers(shown: Page, site: Site) -> None:
    arrive(shown, site)
    site.room.pins[site.she] = "2580"
    site.room.clock.move(minutes=31)
    shown.reload()
    expect(shown.get_by_label("暗号", exact=True)).to_be_visible()
    assert barriers(shown) == []


def test_the_calm_page_has_no_barriers(shown: Page, site: Site) -> None:
    shown.goto(site.url + "/calm")
    assert barriers(shown) == []
    assert shown.evaluate(FONT_SIZES) == []


def test_a_dark_night_in_the_dormitory_is_not_lit_up(browser: Browser, site: Site) -> None:
    with browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme="dark", device_scale_factor=2
    ) as night:
        page = night.new_page()
        arrive(page, site)
        write(page, "今日贴士")
        expect(page.get_by_role("button", name="换一条")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(26, 22, 19)"
        picture(page, "night-390")


def test_nothing_moves_for_those_who_want_it_still(browser: Browser, site: Site) -> None:
    moving = "getComputedStyle(document.querySelector('.turn.fresh')).animationName"
    for wish, name in (("reduce", "none"), ("no-preference", "rise")):
        with browser.new_context(reduced_motion="reduce" if wish == "reduce" else "no-preference") as one:
            page = one.new_page()
            arrive(page, site)
            write(page, "在吗")
            expect(page.get_by_text("我没听懂")).to_be_visible()
            assert page.evaluate(moving) == name


def test_the_keyboard_alone_is_enough(page: Page, site: Site) -> None:
    arrive(page, site)
    page.get_by_role("button", name="换手机").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("旧手机上的码")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#phone')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="换手机")).to_be_focused()
    reached = []
    for _ in range(11):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert reached[:6] == ["to-calm", "log", "0–3岁", "3–6岁", "6–9岁", "跳过"]
    assert reached[6:11] == ["菜单", "今日贴士", "求助电话", "box", "发送"]
    page.get_by_role("button", name="3–6岁").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("你上什么班？")).to_be_visible()


def test_a_screen_reader_hears_who_speaks(page: Page, site: Site) -> None:
    arrive(page, site)
    write(page, "在吗")
    log = page.get_by_role("log", name="聊天")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-busy", "false")
    expect(log.locator(".hers .bubble").first).to_contain_text("家音说：")
    expect(log.locator(".mine .bubble")).to_have_text("我说：在吗")
