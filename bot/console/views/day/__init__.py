"""The day page: announcements, words for a group, a question somebody asked in a group."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.day.announcing import Announcing
from bot.console.views.day.copying import Copying
from bot.console.views.day.today import Today


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [Today(doors), Announcing(doors), Copying(doors)]
