"""What is read and taken along of a case: her words, the mandatory report, the whole record."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.moments import wall
from bot.console.page import PATH, Page, signed
from bot.console.views.cases import words
from bot.services.cases.desk import Done
from bot.services.cases.files import Case, NoReason
from bot.services.cases.reporting import AUTHORITIES, SITUATIONS, Report, advice
from bot.services.staff.rights import Right

LONGEST = 200
CASES = f"{PATH}/cases"


class CasePapersPage(Page):
    """Every opening of these is written down with its reason."""

    menu_label = _("Record")
    path = "/cases/record"
    add_to_menu = False
    needed = frozenset({Right.CASES})
    needs_proof = True

    @route("/{number}")
    async def record(self, request: Request) -> Response:
        """Her words, for whoever gave a reason lately; everybody else is asked for one."""
        case = await self.doors.cases.read_words(signed(request), _number(request))
        values = {"cases": CASES, "case": case, "number": _number(request), "words": words, "wrong": "", "typed": ""}
        return self.show(request, "cases/words.html", values)

    @route("/{number}/reason", methods=["POST"])
    async def reason(self, request: Request) -> Response:
        form = await request.form()
        chosen, written = str(form.get("reason", "")), str(form.get("written", "")).strip()[:LONGEST]
        reason = chosen if chosen in words.REASONS else written
        number = _number(request)
        if not reason:
            wrong = gettext("Please choose a reason, or write one.")
            values = {"cases": CASES, "case": None, "number": number, "words": words, "wrong": wrong, "typed": written}
            return self.show(request, "cases/words.html", values, status=400)
        if not await self.doors.cases.give_reason(signed(request), number, reason):
            raise HTTPException(404)
        return self.back(request, to=self.here(f"/{number}"))

    @route("/{number}/print")
    async def printed(self, request: Request) -> Response:
        """The record as one page to read and print."""
        case = await self._exported(request, "page")
        if case is None:
            return self.back(request, to=self.here(f"/{_number(request)}"))
        return self.show(request, "cases/print.html", {"cases": CASES, "case": case, "row": case.row, "words": words})

    @route("/{number}/json")
    async def download(self, request: Request) -> Response:
        """The record as a file."""
        case = await self._exported(request, "json")
        if case is None:
            return self.back(request, to=self.here(f"/{_number(request)}"))
        content = json.dumps(_record(case), ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": f'attachment; filename="{case.row.number}.json"'}
        return Response(content, media_type="application/json", headers=headers)

    async def _exported(self, request: Request, way: str) -> Case | None:
        return await self.doors.cases.export(signed(request), _number(request), way)

    @route("/{number}/report")
    async def report(self, request: Request) -> Response:
        """The nine situations as questions; what is ticked says whether and to whom."""
        chosen = [key for key in request.query_params.getlist("is") if key in SITUATIONS]
        return await self._report(request, chosen)

    async def _report(self, request: Request, chosen: list[str], wrong: str = "", typed: Any = None) -> Response:
        try:
            case = await self.doors.cases.open(signed(request), _number(request))
        except NoReason:
            return self.back(request, to=self.here(f"/{_number(request)}"))
        if case is None:
            raise HTTPException(404)
        values = {
            "cases": CASES,
            "row": case.row,
            "words": words,
            "situations": SITUATIONS,
            "authorities": AUTHORITIES,
            "chosen": chosen,
            "asked": bool(chosen) or "asked" in request.query_params,
            "advice": advice(chosen),
            "numbers": await self.doors.cases.numbers(case),
            "now": wall(self.doors.clock(), self.doors.zone).strftime("%Y-%m-%dT%H:%M"),
            "operator": self.doors.settings.operator_name,
            "wrong": wrong,
            "typed": typed or {},
        }
        return self.show(request, "cases/report.html", values, status=400 if wrong else 200)

    @route("/{number}/reported", methods=["POST"])
    async def reported(self, request: Request) -> Response:
        form = await request.form()
        given = {name: str(form.get(name, "")).strip()[:LONGEST] for name in ("authority", "whom", "at", "receipt")}
        chosen = [str(key) for key in form.getlist("is") if key in SITUATIONS]
        if given["authority"] not in AUTHORITIES or not given["whom"] or not _is_moment(given["at"]):
            wrong = gettext("Please say to whom it was reported, who took it, and when.")
            return await self._report(request, chosen, wrong, given)
        report = Report(given["authority"], given["whom"], given["at"], given["receipt"], tuple(chosen))
        done = await self.doors.case_desk.report(signed(request), _number(request), report)
        if done is not Done.DONE:
            raise HTTPException(404)
        return self.back(request, gettext("The report is in the record."), to=f"{CASES}/file/{_number(request)}")


def _number(request: Request) -> str:
    return str(request.path_params["number"])


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _record(case: Case) -> dict[str, Any]:
    """Everything that is kept of a case, as plain values."""
    row = case.row
    moments = ("opened_at", "alerted_at", "heard_at", "clear_at", "taken_at", "closed_at")
    return {
        "number": row.number,
        "level": row.level,
        "trigger": row.trigger,
        **{name: _plain(getattr(row, name)) for name in moments},
        "taken_by": row.taken_name,
        "outcome": row.outcome,
        "closing_note": row.closing_note,
        "checklist": row.checklist or {},
        "reports": row.reports or [],
        "notes": [
            {"at": _plain(note.at), "about": note.about, "words": note.words, "name": note.name} for note in case.notes
        ],
        "follow_ups": [
            {"after": one.after, "due_at": _plain(one.due_at), "done_at": _plain(one.done_at), "words": one.words}
            for one in case.follow_ups
        ],
        "alerts": [
            {"round": one.round, "way": one.way, "sent_at": _plain(one.sent_at), "taken": one.acknowledged_name}
            for one in case.alerts
        ],
    }


def _plain(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
