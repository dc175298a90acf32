"""She listens to a tip in the chat, with a finger or with keys."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Route, expect

from bot.rendering.message import Message, Voice
from bot.services.voices.sound import recorded
from tests.sounds import tone
from tests.web.browser.site import Site, arrive, picture

SPOKEN = Message("培训老师念给你听：", voice=Voice("tip", "nose"))
PLAYER = "培训老师念的录音，点一下听"


def said(page: Page, site: Site) -> Locator:
    """A recording has reached her; its player."""
    arrive(page, site)
    site.room.say(site.she, SPOKEN, "voice")
    player = page.get_by_label(PLAYER).last
    expect(player).to_be_visible()
    return player


def test_she_plays_it_with_a_key_and_it_fits_her_phone(page: Page, site: Site) -> None:
    content = recorded(tone(3)).content
    asked: list[str] = []

    def give(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=content, content_type="audio/mpeg")

    page.route("**/voice/**", give)
    player = said(page, site)
    assert asked == []  # nothing is loaded at her cost before she wants it
    picture(page, "voice-360")
    player.focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.1")
    assert asked[0] == f"{site.url}/voice/tip/nose"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_of_two_only_one_speaks_and_none_behind_a_page_put_away(page: Page, site: Site) -> None:
    content = recorded(tone(8)).content
    page.route("**/voice/**", lambda route: route.fulfill(body=content, content_type="audio/mpeg"))
    said(page, site)
    site.room.say(site.she, SPOKEN, "voice")
    expect(page.get_by_label(PLAYER)).to_have_count(2)
    playing = "() => [...document.querySelectorAll('audio')].map((one) => !one.paused)"
    page.evaluate("() => document.querySelectorAll('audio')[0].play()")
    page.evaluate("() => document.querySelectorAll('audio')[1].play()")
    assert page.evaluate(playing) == [False, True]
    first = page.evaluate_handle("() => document.querySelectorAll('audio')[1]")
    page.get_by_role("button", name="换人用").click()
    page.get_by_role("button", name="加一位").click()
    expect(page.get_by_label(PLAYER)).to_have_count(0)
    assert first.evaluate("(one) => one.paused")


def test_a_recording_that_is_gone_says_so_and_the_words_stay(page: Page, site: Site) -> None:
    page.route("**/voice/**", lambda route: route.fulfill(status=404, body="{}"))
    player = said(page, site)
    player.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("这段录音放不出来")).to_be_visible()
    expect(page.get_by_text("培训老师念给你听")).to_be_visible()
