"""People, found by their code."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.people.listed import PeopleList
from bot.console.views.people.person import PersonPage


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [PeopleList(doors), PersonPage(doors)]
