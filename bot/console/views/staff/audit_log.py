"""The log of the console: who saw and changed what, when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.deeds import DEEDS, KINDS, sentence
from bot.console.numbers import number_in
from bot.console.page import Page, signed
from bot.services.staff.audit import Looked
from bot.services.staff.rights import Right

_PAGE: Final = 50


@dataclass(frozen=True)
class _Asked:
    """What was chosen above the list. wrong: what is wrong with the day."""

    looked: Looked
    number: int
    wrong: str


class AuditLogPage(Page):
    """Only read; nothing of it is ever changed."""

    menu_label = _("Log")
    path = "/audit-log"
    needed = frozenset({Right.AUDIT})

    @route("")
    async def index(self, request: Request) -> Response:
        chosen = {name: request.query_params.get(name, "").strip() for name in ("who", "act", "kind", "subject", "day")}
        asked = self._asked(chosen, request.query_params.get("page", ""))
        rows, total = await self.doors.audit.page(signed(request), asked.looked, (asked.number - 1) * _PAGE, _PAGE)
        last = max(1, ceil(total / _PAGE))
        values = {
            "entries": [(row, sentence(row)) for row in rows],
            "total": total,
            "number": asked.number,
            "last": last,
            "before": self._way(chosen, asked.number - 1) if asked.number > 1 else "",
            "after": self._way(chosen, asked.number + 1) if asked.number < last else "",
            "chosen": chosen,
            "wrong": asked.wrong,
            "staff": await self.doors.accounts.everybody(),
            "acts": DEEDS,
            "kinds": KINDS,
        }
        return self.show(request, "staff/audit_log.html", values)

    def _asked(self, chosen: Mapping[str, str], page: str) -> _Asked:
        between, wrong = None, ""
        if chosen["day"]:
            try:
                between = self._day(date.fromisoformat(chosen["day"]))
            except (ValueError, OverflowError):
                wrong = gettext("That is no day; choose one in the calendar.")
        looked = Looked(
            account_id=number_in(chosen["who"]),
            acts=frozenset({chosen["act"]}) if chosen["act"] else frozenset(),
            subject_kind=chosen["kind"],
            subject=chosen["subject"],
            between=between,
        )
        return _Asked(looked, max(1, number_in(page) or 1), wrong)

    def _day(self, day: date) -> tuple[datetime, datetime]:
        """Raises OverflowError for days that no calendar of ours reaches."""
        midnights = (datetime.combine(one, time(), self.doors.zone) for one in (day, day + timedelta(days=1)))
        first, after = (midnight.astimezone(UTC) for midnight in midnights)
        return first, after

    def _way(self, chosen: Mapping[str, str], page: int) -> str:
        return f"{self.here()}?{urlencode({**{k: v for k, v in chosen.items() if v}, 'page': page})}"
