"""A tip from the trainer's phone to a parent's."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from bot.services.staff.rights import Role
from tests.console.browser.office import Office, is_told, opens, parent_of
from tests.e2e.pages import sees, writes
from tests.process.books import opened

WORDS = "今晚打电话，先问孩子：“课间跟谁跳皮筋了？”听他讲完，再说你今天的一件小事。"
FORBIDDEN = "您必须马上打电话，不打孩子一辈子就完了。"
REACHES_PARENTS = 5.0  # seconds from publishing until a parent who asks gets it


def test_a_trainer_writes_a_tip_a_reviewer_publishes_it_and_a_parent_receives_it(office: Office) -> None:
    with (
        parent_of(office) as parent,
        office.colleague("写贴士的王老师", Role.TRAINER) as trainer,
        office.colleague("看贴士的李审核", Role.REVIEWER) as reviewer,
    ):
        has_read_every_tip(office)
        she_writes(trainer)
        opens(reviewer, "/review")
        place = reviewer.get_by_role("link", name=re.compile("跳皮筋")).get_attribute("href")
        assert place
        opens(reviewer, place.removeprefix("/console"))
        reviewer.get_by_role("button", name="发布", exact=True).first.click()
        is_told(reviewer, "已发布，家长从现在起能收到")
        asks_until_it_comes(parent)
        sees(parent, WORDS)


def has_read_every_tip(office: Office) -> None:
    """As if everybody had read all there was, so that whatever is new is what comes next."""
    with opened(office.house.database) as books:
        books.execute(
            "INSERT OR IGNORE INTO tip_seen (person_id, tip, seen_at, times, kept)"
            " SELECT person.id, content.id, '2026-01-01 00:00:00.000000', 1, 0"
            " FROM person, content WHERE content.kind = 'tip'"
        )


def she_writes(page: Page) -> None:
    """On her phone; the checks speak while she types, and she hands it in when they are content."""
    opens(page, "/tip/list")
    page.get_by_role("link", name="新写一条贴士").click()
    page.get_by_label(re.compile("^话题")).select_option(label="打电话")
    page.get_by_role("checkbox", name="6到9岁").check()
    words = page.get_by_label(re.compile("^正文"))
    words.press_sequentially(FORBIDDEN, delay=5)
    is_told(page, "必须改")
    words.fill(WORDS)
    page.get_by_label(re.compile("^内容来源")).fill("老师的经验")
    page.get_by_label(re.compile("^最晚哪天再看")).fill(f"{datetime.now(UTC) + timedelta(days=300):%Y-%m-%d}")
    expect(page.locator("#cn-checked").get_by_text("没有要改的，可以送审")).to_be_visible()
    expect(page.locator("#cn-preview").get_by_text(WORDS).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="存好并送审").click()
    is_told(page, "已送审，等审核员看")


def asks_until_it_comes(parent: Page) -> None:
    """She asks again and again, for no longer than it may take."""
    until = time.monotonic() + REACHES_PARENTS
    bubbles = parent.locator(".hers .bubble")
    while time.monotonic() < until and not bubbles.filter(has_text=WORDS).count():
        before = bubbles.count()
        writes(parent, "今日贴士")
        expect(bubbles.nth(before)).to_be_visible()
