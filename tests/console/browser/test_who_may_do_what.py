"""Doors that stay shut, forms that come from elsewhere, two who write at once, and a line that is cut."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.services.staff.rights import Role
from tests.console.browser.office import COMPUTER, EVERYTHING, Office, is_told, menu, opens
from tests.process.books import rows

MINE = "今晚打电话，先问孩子：“今天谁坐你旁边？”听他讲完再挂。"
HERS = "今晚打电话，先问孩子：“今天体育课玩了啥？”听他讲完再挂。"
OPEN_TO_ALL = ("/console/", "/me", "/more", "/prove", "/second-factor")


def test_a_factory_contact_opens_nothing_of_the_menu_but_the_rounded_counts(office: Office) -> None:
    with office.colleague("什么都能看的", *EVERYTHING, size=COMPUTER) as page:
        ways = menu(page)
    with office.colleague("赵厂方", Role.FACTORY_CONTACT, factory="GFDG01", factory_employed=True) as contact:
        closed = {way: status_of(contact, way) for way in ways if not way.endswith(OPEN_TO_ALL)}
        assert len(closed) > 20
        assert closed == dict.fromkeys(closed, 403)
        is_told(contact, "你的角色打不开这一页")
        opens(contact, "/")
        expect(contact).to_have_url(re.compile("/factory-counts"))
        assert {"/console/questions", "/console/cases"}.isdisjoint(menu(contact))


def status_of(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer
    return answer.status


def test_a_form_on_a_page_of_somebody_else_changes_nothing(office: Office, robot_page: str) -> None:
    """The browser leaves her cookie out; and with it, the token would still be missing."""
    with office.colleague("上当的王老师", Role.TRAINER, Role.REVIEWER) as trainer:
        opens(trainer, "/review")
        address = f"{office.house.url}/console/review/small-team"
        assert trainer.request.post(address, form={"on": "yes"}).status == 403
        trainer.goto(robot_page)
        trainer.set_content(
            f'<form method="post" action="{address}"><input name="on" value="yes"><button>领奖</button></form>'
        )
        with trainer.expect_navigation():
            trainer.get_by_role("button", name="领奖").click()
        opens(trainer, "/review")
        is_told(trainer, "现在关着")


@pytest.fixture
def robot_page(office: Office) -> str:
    """A page of another origin: the same machine under another name."""
    return office.house.url.replace("127.0.0.1", "localhost") + "/health/ready"


def a_tip(office: Office, place: int) -> str:
    """The path of one of the tips that came with the house."""
    found = rows(office.house.database, "SELECT id FROM content_item WHERE kind = 'tip' ORDER BY id")
    return f"/content/tip/{found[place]['id']}"


def test_two_trainers_write_the_same_tip_and_neither_loses_a_word(office: Office) -> None:
    place = a_tip(office, 5)
    with (
        office.colleague("先存的王老师", Role.TRAINER) as first,
        office.colleague("后存的刘老师", Role.TRAINER) as second,
    ):
        for page, words in ((first, HERS), (second, MINE)):
            opens(page, f"{place}/edit")
            words_of(page).fill(words)
        first.get_by_role("button", name="存草稿").click()
        is_told(first, "草稿存好了")
        second.get_by_role("button", name="存草稿").click()
        is_told(second, "先存的王老师也存了一版")
        expect(second.get_by_text(MINE).first).to_be_visible()
        expect(second.get_by_text(HERS).first).to_be_visible()
        second.get_by_role("button", name="合起来改").click()
        expect(words_of(second)).to_have_value(MINE)
        is_told(second, HERS)
        second.get_by_role("button", name="存草稿").click()
        is_told(second, "草稿存好了")
        expect(second.get_by_text(MINE).first).to_be_visible()
        assert HERS in second.content()


def words_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^正文"))


def test_words_typed_without_a_line_are_kept_and_arrive_when_it_is_back(office: Office) -> None:
    place = a_tip(office, 8)
    with office.colleague("没信号的王老师", Role.TRAINER) as trainer:
        opens(trainer, f"{place}/edit")
        trainer.context.set_offline(True)
        words_of(trainer).fill(MINE)
        is_told(trainer, "断网了，写的都在这台手机上")
        trainer.get_by_role("button", name="存草稿").click()
        expect(words_of(trainer)).to_have_value(MINE)
        trainer.close(run_before_unload=False)
        trainer.context.set_offline(False)
        again = trainer.context.new_page()
        opens(again, f"{place}/edit")
        again.get_by_role("button", name="接着用").click()
        expect(words_of(again)).to_have_value(MINE)
        is_told(again, "已存草稿，还没送审")
