"""The ways around: what stands at the bottom of a phone, the page with everything, and where one is."""

from __future__ import annotations

import re

import pytest

from bot.services.staff.rights import Role
from tests.console.desk import Desk

BAR = re.compile(r'<nav class="bar".*?</nav>', re.S)
PLACE = re.compile(r'href="([^"]+)"( aria-current="page")?')


async def _bar(desk: Desk, path: str, *roles: Role) -> list[tuple[str, bool]]:
    visitor = await desk.as_(*roles)
    (found,) = BAR.findall((await visitor.opens(path)).text)
    return [(place.removeprefix("/console"), bool(here)) for place, here in PLACE.findall(found)]


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.TRAINER, ["/day", "/questions", "/tip/list", "/more"]),
        (Role.REVIEWER, ["/day", "/review", "/counts", "/more"]),
        (Role.DUTY_OFFICER, ["/cases", "/people/list", "/more"]),
        (Role.FACTORY_CONTACT, ["/factory-counts", "/more"]),
    ],
)
async def test_the_bar_of_a_phone_holds_what_her_day_is_made_of(desk: Desk, role: Role, places: list[str]) -> None:
    assert [place for place, _ in await _bar(desk, "/more", role)] == places


async def test_the_bar_marks_the_one_place_where_she_is(desk: Desk) -> None:
    assert await _bar(desk, "/questions", Role.TRAINER) == [
        ("/day", False),
        ("/questions", True),
        ("/tip/list", False),
        ("/more", False),
    ]


async def test_whatever_has_no_place_in_the_bar_is_found_under_more(desk: Desk) -> None:
    assert (await _bar(desk, "/announcements", Role.REVIEWER))[-1] == ("/more", True)


async def test_a_factory_contact_finds_no_door_that_is_closed_to_her(desk: Desk) -> None:
    contact = await desk.as_(Role.FACTORY_CONTACT, factory="GFDG01")
    page = (await contact.opens("/more")).text
    found = set(re.findall(r'href="(/console/[^"]*)"', page)) - {"/console/"}
    linked = {place for place in found if "/static" not in place}
    for place in linked:
        assert (await contact.opens(place.removeprefix("/console"))).status_code < 400, place
    assert "/console/factory-counts" in linked


async def test_pages_say_of_themselves_that_they_are_chinese(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    page = (await trainer.opens("/tip/list")).text
    assert '<html lang="zh-Hans"' in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1


async def test_a_form_that_lay_open_too_long_is_refused_in_words(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    refused = await trainer.http.post("/console/announcements/new", data={"words": "明天下午两点"})
    assert refused.status_code == 403
    assert "刷新页面，再发一次" in refused.text
    assert "text/html" in refused.headers["content-type"]
    assert refused.headers["x-frame-options"] == "SAMEORIGIN"
