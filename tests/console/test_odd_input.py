"""What nobody types by hand: numbers that no database holds, signs that it refuses, lengths that are none."""

from __future__ import annotations

import pytest

from bot.services.staff.rights import Role
from bot.store.tables import announcement
from tests.console.desk import Desk

HUGE = "9" * 30
ALL = tuple(role for role in Role if role is not Role.FACTORY_CONTACT)


@pytest.mark.parametrize("path", ["/questions/{}", "/announcements/{}", "/accounts/{}", "/questions/{}/sound"])
async def test_an_address_with_a_number_that_cannot_be_leads_nowhere(desk: Desk, path: str) -> None:
    visitor = await desk.as_(*ALL)
    assert (await visitor.opens(path.format(HUGE))).status_code == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/roster/remove", {"shift": HUGE}),
        ("/roster/add", {"officer": HUGE, "day": "2026-11-24", "start": "08:00", "end": "20:00"}),
        ("/canned-answers/keep", {"number": HUGE, "title": "问好", "words": "您好。"}),
        ("/questions/1/assign", {"account": HUGE}),
        ("/try/begin", {"shift": "day_long", "rotation": "9" * 5000, "at": "2026-11-24T10:00"}),
    ],
)
async def test_a_field_with_such_a_number_breaks_nothing(desk: Desk, path: str, form: dict[str, str]) -> None:
    assert (await (await desk.as_(*ALL)).sends(path, form)).status_code < 500


async def test_a_case_takes_no_such_number_either(desk: Desk) -> None:
    visitor = await desk.as_(*ALL)
    for deed, form in (("hand", {"officer": HUGE}), ("follow", {"follow_up": HUGE, "found": "x"})):
        assert (await visitor.sends(f"/cases/file/J1/{deed}", form)).status_code == 404


async def test_a_sign_that_no_database_keeps_is_left_out_of_a_form(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    await trainer.sends("/announcements/new", {"words": "周日\0讲课。"})
    assert [row.words for row in await desk.world.rows(announcement)] == ["周日讲课。"]


async def test_nor_does_it_come_in_by_the_form_that_carries_files(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    await trainer.sends("/announcements/new", {"words": "周日\0讲课。"}, files={"more": (None, "1\x002")})
    assert [row.words for row in await desk.world.rows(announcement)] == ["周日讲课。"]


@pytest.mark.parametrize("path", ["/person/AB%00CD", "/copy?q=%00"])
async def test_nor_is_it_in_an_address(desk: Desk, path: str) -> None:
    assert (await (await desk.as_(Role.TRAINER)).opens(path)).status_code == 400


async def test_a_length_that_is_no_number_is_refused(desk: Desk) -> None:
    response = await desk.stranger().http.get("/console/login", headers={"content-length": "many"})
    assert response.status_code == 413


async def test_an_announcement_to_a_few_of_one_age_says_not_how_many(desk: Desk) -> None:
    """Whose child is of that age could be told from the number."""
    await desk.world.joins("mei", factory="GF1", band="6-9")
    trainer = await desk.as_(Role.TRAINER)
    for band in ("6-9", "3-6"):
        response = await trainer.sends("/announcements/new", {"words": "周日讲课。", "band": band})
        path = response.headers["location"].removeprefix("/console")
        assert "少于10人" in await trainer.reads(path)
        assert "没有人" not in await trainer.reads(path)
        await trainer.sends(f"{path}/send", {})
        await desk.ticks()
        assert "已发1人" not in await trainer.reads(path)
    assert "少于10人" in await trainer.reads("/announcements")
