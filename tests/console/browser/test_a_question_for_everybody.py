"""A question that nobody could answer becomes one that is answered at once."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from bot.services.staff.rights import Role
from tests.console.browser.office import Office, is_told, opens, parent_of
from tests.e2e.pages import sees, writes

ASKED = "厂门口修鞋摊几点收摊"
ANSWER = "晚上8点收摊。可以下班顺路去。"
OTHER_WORDS = "请问一下厂门口那个修鞋摊几点收摊呀"
REACHES_PARENTS = 5.0  # seconds from publishing until a parent who asks gets it


def test_an_answer_reaches_the_mother_and_then_everybody_who_asks_in_other_words(office: Office) -> None:
    with (
        parent_of(office) as mother,
        office.colleague("回答的王老师", Role.TRAINER) as trainer,
        office.colleague("看问答的李审核", Role.REVIEWER) as reviewer,
    ):
        writes(mother, "找老师")
        sees(mother, "老师会看")
        writes(mother, ASKED)
        sees(mother, "交给老师了")
        she_answers(trainer)
        assert ASKED in sees(mother, ANSWER).inner_text()
        place = keeps_it_for_everybody(trainer)
        opens(reviewer, place)
        reviewer.get_by_role("button", name="发布", exact=True).first.click()
        is_told(reviewer, "已发布，家长从现在起能收到")
        published = time.monotonic()
        with parent_of(office) as next_mother:
            while time.monotonic() < published + REACHES_PARENTS:
                next_mother.wait_for_timeout(100)
            writes(next_mother, OTHER_WORDS)
            sees(next_mother, ANSWER)


def she_answers(page: Page) -> None:
    opens(page, "/questions")
    page.get_by_role("link", name=re.compile(ASKED)).click()
    page.get_by_role("textbox", name="你的回答").fill(ANSWER)
    expect(page.locator("#preview")).to_contain_text(ANSWER)
    page.get_by_role("button", name="发送").click()
    is_told(page, "回答的王老师已回答")


def keeps_it_for_everybody(page: Page) -> str:
    """One tap keeps it, another shows that it would be found; the path of the draft, handed in."""
    page.get_by_role("button", name="存成新的问答").click()
    is_told(page, "这样问，马上就能得到这条回答")
    page.get_by_role("link", name="到内容里打开").click()
    page.get_by_role("button", name="送审").click()
    is_told(page, "已送审，等审核员看")
    return page.url.split("/console")[1]
