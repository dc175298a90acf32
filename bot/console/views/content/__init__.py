"""Content: lists, forms, revisions, checks while typing, previews, review."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.content.editing import Editing
from bot.console.views.content.item import ItemPage
from bot.console.views.content.lists import lists
from bot.console.views.content.review import Review


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [Review(doors), *lists(doors), ItemPage(doors), Editing(doors)]
