"""The bot tried out, with any profile on any day, without writing anything."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.simulator.trying import TryPage


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [TryPage(doors)]
