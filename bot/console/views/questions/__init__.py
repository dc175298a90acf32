"""The inbox of questions that wait for a trainer."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.questions.canned import CannedPage
from bot.console.views.questions.group import GroupPage
from bot.console.views.questions.library import IntoLibrary
from bot.console.views.questions.listing import Listing


class Questions(Listing, IntoLibrary):
    """All that stands below /questions."""


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [Questions(doors), GroupPage(doors), CannedPage(doors)]
