"""Counts: how many came, stayed, tried, called; and the little of it that an employer may see."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import timedelta
from io import StringIO
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext, ngettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route
from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.page import Page, signed
from bot.services.counts.counts import STATES, Weekly
from bot.services.counts.funnel import Stage
from bot.services.staff.audit import Deed
from bot.services.staff.rights import Right
from dialogs.calendar.shifts import Shift
from dialogs.labels import SHIFTS

LANGUAGE: Final = "zh_Hans"
WEEKS: Final = (4, 12, 26)

# The charts, each of a few measures that belong together.
CHARTS: Final = (
    (_("People"), ("joined", "left")),
    (_("Tips"), ("tips_sent", "tips_tried", "tips_kept")),
    (_("Reminders and calls"), ("reminders", "calls")),
    (_("How the calls went"), ("calls_happy", "calls_so_so", "calls_missed")),
    (_("Questions to trainers"), ("questions", "answers")),
)
NAMES: Final = {
    "joined": _("Joined"),
    "left": _("Left"),
    "tips_sent": _("Tips sent"),
    "tips_tried": _("Tried"),
    "tips_kept": _("Kept for later"),
    "reminders": _("Reminders sent"),
    "calls": _("Called"),
    "calls_happy": _("Talked well"),
    "calls_so_so": _("So-so"),
    "calls_missed": _("No real talk"),
    "questions": _("Asked"),
    "answers": _("Answered"),
    "active": _("Active within two weeks"),
    "quiet": _("Quiet"),
    "paused": _("Paused"),
    "came": _("Scanned the code and wrote"),
    "agreed": _("Agreed"),
    "first_tip": _("First tip"),
    "first_reminder": _("First reminder to call"),
    "day_2": _("Wrote again on day 2"),
    "day_7": _("Wrote again on day 7"),
}
QUESTIONS: Final = {
    "AskAgreement": _("at the question whether she agrees"),
    "AskBand": _("at the question how old the child is"),
}


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [Dashboard(doors), EmployersCounts(doors)]


class Dashboard(Page):
    """By week and factory, a table beside each chart; people who only try the bot out are not counted."""

    needed = frozenset({Right.COUNTS})
    menu_label = _("Counts")
    icon = "fa-solid fa-chart-column"
    path = "/counts"
    route_name = "counts"

    @route("")
    async def index(self, request: Request) -> Response:
        factory, weeks = await self._asked(request)
        found = await self.doors.counts.weekly(factory, weeks=weeks)
        values = {
            "factory": factory,
            "weeks": weeks,
            "choices": WEEKS,
            "factories": await self.doors.counts.factories(),
            "days": [_day(monday) for monday in found.mondays],
            "charts": [_chart(title, names, found) for title, names in CHARTS],
            "states": [(NAMES[state], number) for state, number in (await self.doors.counts.states(factory)).items()],
            "waiting": _waited(await self.doors.counts.waiting(factory)),
            "stages": [_stage(one) for one in await self.doors.counts.funnel(factory)],
        }
        return self.show(request, "counts/dashboard.html", values)

    @route("/export.csv", name="counts-export")
    async def export(self, request: Request) -> Response:
        """All tables as one CSV that Excel opens."""
        factory, weeks = await self._asked(request)
        found = await self.doors.counts.weekly(factory, weeks=weeks)
        written = StringIO()
        writer = csv.writer(written)
        writer.writerow([gettext("Week from"), *(str(NAMES[name]) for _title, names in CHARTS for name in names)])
        for number, monday in enumerate(found.mondays):
            row = [found.numbers[name][number] for _title, names in CHARTS for name in names]
            writer.writerow([monday.isoformat(), *row])
        await self.doors.audit.note(signed(request), Deed("exported", "counts", factory))
        headers = {"Content-Disposition": 'attachment; filename="jiayin-counts.csv"'}
        return Response("\ufeff" + written.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)

    async def _asked(self, request: Request) -> tuple[str, int]:
        factory = request.query_params.get("factory", "")
        weeks = request.query_params.get("weeks", "")
        known = await self.doors.counts.factories()
        return factory if factory in known else "", int(weeks) if weeks in map(str, WEEKS) else 12


class EmployersCounts(Page):
    """For the contact of a factory: one table a month, rounded, small numbers hidden, never a week's change."""

    needed = frozenset({Right.FACTORY_COUNTS})
    menu_label = _("How many take part")
    icon = "fa-solid fa-people-group"
    path = "/factory-counts"
    route_name = "factory-counts"

    @route("")
    async def index(self, request: Request) -> Response:
        factory = signed(request).factory
        if not factory:
            return self.show(request, "counts/no_factory.html", {})
        month, table = await self.doors.counts.for_employer(factory)
        shifts = {shift.value: self.doors.words.say(SHIFTS[shift], LANGUAGE) for shift in Shift}
        values = {
            "name": (await self.doors.counts.factories()).get(factory, factory),
            "month": gettext("%(year)s-%(month)s") % {"year": month.year, "month": month.month},
            "table": table,
            "shifts": {**shifts, "": gettext("Not said")},
            "states": {state: NAMES[state] for state in STATES},
        }
        return self.show(request, "counts/employer.html", values)


def _day(day: Any) -> str:
    return gettext("%(month)s/%(day)s") % {"month": day.month, "day": day.day}


def _chart(title: Any, names: Sequence[str], found: Weekly) -> dict[str, Any]:
    return {"title": title, "lines": [(NAMES[name], found.numbers[name]) for name in names], "id": names[0]}


def _stage(one: Stage) -> tuple[Any, int, list[tuple[Any, int]]]:
    other = gettext("at another question")
    return NAMES[one.name], one.people, [(QUESTIONS.get(name, other), number) for name, number in one.lost.items()]


def _waited(waiting: Sequence[timedelta]) -> str:
    """How many questions wait, and how long the oldest has, in words."""
    if not waiting:
        return gettext("No question waits for an answer.")
    hours = int(waiting[0].total_seconds() // 3600)
    long = (
        ngettext("%(num)s day", "%(num)s days", hours // 24) % {"num": hours // 24}
        if hours >= 24
        else ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    )
    words = ngettext(
        "%(num)s question waits for an answer, for %(long)s.",
        "%(num)s questions wait for an answer, the oldest for %(long)s.",
        len(waiting),
    )
    return words % {"num": len(waiting), "long": long}
