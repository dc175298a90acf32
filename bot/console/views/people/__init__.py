"""People, found by their code."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return []
