"""Safeguarding cases and the duty roster."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.cases.file import CaseFilePage
from bot.console.views.cases.links import AckPage
from bot.console.views.cases.listed import CasesPage
from bot.console.views.cases.papers import CasePapersPage
from bot.console.views.cases.roster import RosterPage


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [CasesPage(doors), CaseFilePage(doors), CasePapersPage(doors), RosterPage(doors), AckPage(doors)]
