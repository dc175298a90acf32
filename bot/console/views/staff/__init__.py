"""Accounts, sessions, requests for access, and the log of who saw what."""

from __future__ import annotations

from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.views.staff.accounts import AccountsPage
from bot.console.views.staff.audit_log import AuditLogPage
from bot.console.views.staff.me import MePage
from bot.console.views.staff.proving import ProvePage
from bot.console.views.staff.requests import RequestsPage
from bot.console.views.staff.second_factor import SecondFactorPage


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    kinds = (AccountsPage, RequestsPage, AuditLogPage, MePage, SecondFactorPage, ProvePage)
    return [kind(doors) for kind in kinds]
