"""Links of the console lead where they say."""

from __future__ import annotations

import re

from bot.services.staff.rights import Role
from tests.console.desk import Desk

FIRST_PAGE = "http://desk/console/"


async def test_who_may_not_see_a_page_is_led_back_to_the_first_one(desk: Desk) -> None:
    contact = await desk.as_(Role.FACTORY_CONTACT, factory="GFDG01")
    response = await contact.http.get("/console/questions")
    assert response.status_code == 403
    assert f'href="{FIRST_PAGE}"' in response.text
    assert (await contact.http.get(FIRST_PAGE)).headers["location"].endswith("/console/factory-counts")


async def test_the_button_above_the_list_leads_to_an_empty_form(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    listed = await trainer.opens("/tip/list")
    (new,) = re.findall(r'href="(\S+/new/edit)"', listed.text)
    assert "新写一条贴士" in (await trainer.http.get(new)).text


async def test_my_account_leads_to_connecting_a_phone(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    (way,) = re.findall(r'href="(\S+/second-factor)"', (await trainer.opens("/me")).text)
    assert (await trainer.http.get(way)).status_code == 200
