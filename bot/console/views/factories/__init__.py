"""Factories: their facts, what is left to do before they open, their posters."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.factories.pages import FactoryPages
from bot.console.views.factories.rehearsals import RehearsalPage


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [FactoryPages(doors), RehearsalPage(doors)]
