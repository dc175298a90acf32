"""The duty roster of the coming two weeks, and where alerts reach whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext, ngettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.numbers import number_in
from bot.console.page import Page, signed
from bot.services.cases.roster import Shifts
from bot.services.staff.rights import Right
from dialogs.text import Moment, Verbatim

MOST_RANKS = 5


class RosterPage(Page):
    """Who is called, from when to when."""

    menu_label = _("Duty roster")
    icon = "fa-solid fa-calendar-days"
    path = "/roster"
    needed = frozenset({Right.ROSTER})

    @route("")
    async def index(self, request: Request) -> Response:
        return await self._show(request)

    async def _show(self, request: Request, wrong: Mapping[str, str] | None = None, typed: Any = None) -> Response:
        who = signed(request)
        telegram, email = await self.doors.rota.contact(who)
        plan = await self.doors.rota.plan(who)
        today = plan.days[0].date
        values = {
            "plan": plan,
            "gaps": [(self._say(gap.starts, today), self._say(gap.ends, today)) for gap in plan.gaps],
            "contact": {"telegram": telegram, "email": email},
            "is_officer": who.may(Right.CASES),
            "day_words": self._day_words,
            "clock_words": self._clock_words,
            "ranks": range(MOST_RANKS),
            "wrong": wrong or {},
            "typed": typed or {},
            "chosen_days": typed.getlist("day") if isinstance(typed, FormData) else [],
        }
        return self.show(request, "cases/roster.html", values, status=400 if wrong else 200)

    def _say(self, at: Any, today: date) -> str:
        return self.doors.words.say_moment(Moment(at, today), "zh_Hans")

    def _day_words(self, day: date) -> str:
        return self.doors.words.say(Verbatim("{day}", (("day", day),)), "zh_Hans")

    def _clock_words(self, at: Any) -> str:
        return f"{at:%H:%M}"

    @route("/add", methods=["POST"])
    async def add(self, request: Request) -> Response:
        form = await request.form()
        shifts, wrong = _shifts(form)
        if shifts is None or not await self.doors.rota.add(signed(request), shifts):
            wrong = wrong or {"officer": gettext("Please choose a duty officer.")}
            return await self._show(request, wrong, form)
        count = len(shifts.days)
        told = ngettext("%(n)s shift was added.", "%(n)s shifts were added.", count) % {"n": count}
        return self.back(request, told)

    @route("/remove", methods=["POST"])
    async def remove(self, request: Request) -> Response:
        form = await request.form()
        which = number_in(form.get("shift", ""))
        done = which is not None and await self.doors.rota.remove(signed(request), which)
        told = gettext("The shift is off the roster.") if done else gettext("That shift was gone already.")
        return self.back(request, told, wrong=not done)

    @route("/acknowledge", methods=["POST"])
    async def acknowledge(self, request: Request) -> Response:
        count = await self.doors.rota.acknowledge(signed(request))
        told = ngettext("Thank you: %(n)s shift is yours.", "Thank you: %(n)s shifts are yours.", count) % {"n": count}
        return self.back(request, told)

    @route("/contact", methods=["POST"])
    async def contact(self, request: Request) -> Response:
        form = await request.form()
        telegram, email = str(form.get("telegram", "")).strip(), str(form.get("email", "")).strip()
        wrong = await self.doors.rota.set_contact(signed(request), telegram, email)
        if wrong:
            why = {
                "telegram": gettext("This must be the number of your chat, digits only."),
                "email": gettext("This is no e-mail address; one looks like li@example.org."),
            }
            return await self._show(request, {name: why[name] for name in wrong}, form)
        return self.back(request, gettext("Kept. Please send yourself a test."))

    @route("/test", methods=["POST"])
    async def test(self, request: Request) -> Response:
        ways = await self.doors.rota.test(signed(request))
        if not ways:
            told = gettext("There is no way to you yet: fill in one, or ask who runs the machine to set it up.")
            return self.back(request, told, wrong=True)
        return self.back(
            request, gettext("The test is on its way. If nothing comes within a minute, it does not work.")
        )


def _shifts(form: FormData) -> tuple[Shifts | None, dict[str, str]]:
    """The shifts of a form, or what is wrong in which field."""
    wrong: dict[str, str] = {}
    officer, rank = number_in(form.get("officer", "")), number_in(form.get("rank", "0"))
    if officer is None:
        wrong["officer"] = gettext("Please choose a duty officer.")
    days = _days(form)
    if not days:
        wrong["days"] = gettext("Please choose at least one day.")
    start, end = _clock(form.get("start")), _clock(form.get("end"))
    if start is None or end is None:
        wrong["times"] = gettext("Please give both times, such as 08:00 and 20:00.")
    if wrong or officer is None or start is None or end is None:
        return None, wrong
    place = rank if rank is not None and rank < MOST_RANKS else 0
    return Shifts(officer, days, start, end, place), wrong


def _days(form: FormData) -> tuple[date, ...]:
    try:
        return tuple(date.fromisoformat(str(day)) for day in form.getlist("day"))
    except ValueError:
        return ()


def _clock(given: Any) -> time | None:
    try:
        return time.fromisoformat(str(given)).replace(tzinfo=None)
    except ValueError:
        return None
