"""Content out to spreadsheets and back in, with a preview of what would change."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette_admin.i18n import gettext, ngettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route
from starlette_admin.views import BaseView

from bot.console.doors import Doors
from bot.console.page import Page, signed
from bot.services.sheets.columns import COLUMNS, EXPORTED, IMPORTED
from bot.services.sheets.exports import As, Which
from bot.services.sheets.imports import Job, Stage
from bot.services.sheets.planning import Change, Fate, Plan, Planned
from bot.services.sheets.reading import LARGEST
from bot.services.sheets.sheet import MOST_ROWS
from bot.services.sheets.vocabulary import vocabulary
from bot.services.sheets.writing import to_csv
from bot.services.staff.rights import Right
from bot.services.workflow.difference import How, Part, difference
from dialogs.text import Text

AT_A_TIME: Final = 50
_SHORT: Final = 30
_LONG: Final = 1000
_MEDIA: Final = {
    As.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    As.CSV: "text/csv; charset=utf-8",
}
_TABS: Final = (
    (Fate.NEW, _("New")),
    (Fate.CHANGED, _("Changed")),
    (Fate.REFUSED, _("Refused")),
)
_STAGES: Final = {
    Stage.READING: _("Reading the file …"),
    Stage.CHECKING: _("Checking the rows …"),
    Stage.SAVING: _("Taking the rows in …"),
}


@dataclass(frozen=True)
class _Tab:
    name: str
    label: str
    count: int
    chosen: bool


class SheetsPage(Page):
    """Choose a kind, take a sheet out, bring one in."""

    menu_label = _("Spreadsheets")
    icon = "fa-solid fa-table"
    path = "/sheets"
    needed = frozenset({Right.WRITE})

    @route("")
    async def index(self, request: Request) -> Response:
        return self._index(request)

    @route("/export")
    async def export(self, request: Request) -> Response:
        asked = request.query_params
        kind = _one_of(asked.get("kind", ""), EXPORTED)
        try:
            which, form = Which(asked.get("which", "all")), As(asked.get("as", "xlsx"))
        except ValueError as error:
            raise HTTPException(404) from error
        written = await self.doors.sheets.exports.export(signed(request), kind, which, form)
        return _download(written.name, written.content, _MEDIA[form])

    @route("/import", methods=["POST"])
    async def take(self, request: Request) -> Response:
        """From the form or from its script, which asks for JSON and shows how far the upload is."""
        async with request.form() as form:
            kind = _one_of(str(form.get("kind", "")), IMPORTED)
            name, content = await _uploaded(form)
        if wrong := _wrong(name, content):
            if _for_script(request):
                return JSONResponse({"wrong": wrong}, status_code=400)
            return self._index(request, kind=kind, wrong=wrong)
        job = await self.doors.sheets.imports.take(signed(request), kind, name, content)
        to = self.here(f"/plan/{job.key}")
        return JSONResponse({"to": to}) if _for_script(request) else RedirectResponse(to, status_code=303)

    @route("/plan/{key}")
    async def plan(self, request: Request) -> Response:
        job = await self._job(request)
        if job is None:
            told = gettext("That sheet is no longer here: it is kept for half an hour. Please choose it again.")
            return self.back(request, told, wrong=True)
        if job.stage is Stage.REFUSED and job.refusal is not None:
            return self._index(request, kind=job.about.kind, wrong=self._say(job.refusal))
        if job.plan is None or job.working:
            values = {"job": job, "words": str(_STAGES.get(job.stage, "")), "percent": _percent(job)}
            return self.show(request, "sheets/progress.html", values)
        return self.show(request, "sheets/plan.html", self._planned(request, job, job.plan))

    @route("/plan/{key}/state")
    async def state(self, request: Request) -> Response:
        job = await self._job(request)
        if job is None:
            return JSONResponse({"working": False})
        words = str(_STAGES.get(job.stage, ""))
        return JSONResponse({"working": job.working, "words": words, "percent": _percent(job)})

    @route("/plan/{key}/go", methods=["POST"])
    async def go(self, request: Request) -> Response:
        async with request.form() as form:
            submit = form.get("submit") == "on"
        key = request.path_params["key"]
        await self.doors.sheets.imports.carry_out(signed(request), key, submit=submit)
        return RedirectResponse(self.here(f"/plan/{key}"), status_code=303)

    @route("/plan/{key}/refused.csv")
    async def refused(self, request: Request) -> Response:
        """The rows that did not go, as they were, with the reason in a last column; to be mended and taken in again."""
        job = await self._job(request)
        if job is None or job.plan is None:
            raise HTTPException(404)
        plan, known = job.plan, vocabulary()
        reason, headers = known.headers["reason"][0], plan.sheet.headers
        rows = [[*_filled(row, len(headers)), self._reasons(row)] for row in plan.of(Fate.REFUSED)]
        content = to_csv([*headers, reason], rows)
        return _download(f"{known.kinds[plan.kind]}-{reason}.csv", content, _MEDIA[As.CSV])

    async def _job(self, request: Request) -> Job | None:
        return await self.doors.sheets.imports.job(signed(request), request.path_params["key"])

    def _index(self, request: Request, *, kind: str = "", wrong: str = "") -> Response:
        known = vocabulary()
        values = {
            "exported": [(name, known.kinds[name]) for name in EXPORTED],
            "imported": [(name, known.kinds[name]) for name in IMPORTED],
            "kind": kind or _known_kind(request.query_params.get("kind", "")),
            "wrong": wrong,
            "most_rows": MOST_ROWS,
            "most_bytes": LARGEST,
        }
        return self.show(request, "sheets/index.html", values, status=400 if wrong else 200)

    def _planned(self, request: Request, job: Job, plan: Plan) -> Mapping[str, Any]:
        counts = plan.counts()
        fate = _chosen(request.query_params.get("tab", ""), counts)
        rows = plan.of(fate)
        page = _page(request.query_params.get("page", ""), len(rows))
        going = counts[Fate.NEW] + counts[Fate.CHANGED]
        return {
            "job": job,
            "done": job.stage is Stage.DONE,
            "kind": vocabulary().kinds[plan.kind],
            "summary": _summary(job, counts),
            "tabs": [_Tab(each.value, str(label), counts[each], each is fate) for each, label in _TABS],
            "fate": fate.value,
            "rows": [self._shown(row) for row in rows[(page - 1) * AT_A_TIME : page * AT_A_TIME]],
            "page_number": page,
            "pages": _pages(len(rows)),
            "going": going,
            "button": ngettext("Take in %(num)d row", "Take in %(num)d rows", going) % {"num": going},
            "refused": counts[Fate.REFUSED],
            "unknown": "、".join(plan.sheet.unknown),
        }

    def _shown(self, row: Planned) -> Mapping[str, Any]:
        return {
            "number": row.row.number,
            "id": row.id,
            "title": row.title,
            "changes": [(change, _parts(change)) for change in row.changes],
            "troubles": [(trouble.header, self._say(trouble.words)) for trouble in row.troubles],
        }

    def _reasons(self, row: Planned) -> str:
        return "\n".join(
            f"{trouble.header}：{self._say(trouble.words)}" if trouble.header else self._say(trouble.words)
            for trouble in row.troubles
        )

    def _say(self, words: Text) -> str:
        return self.doors.words.say(words, "zh_Hans")


def _parts(change: Change) -> Sequence[Part]:
    """What goes and comes inside a text; nothing for labels, and for what takes long to compare."""
    if not _SHORT < len(change.old) + len(change.new) <= _LONG or not change.old or not change.new:
        return ()
    found = difference({"words": change.old}, {"words": change.new})
    return found[0].parts if found and any(part.how is How.SAME for part in found[0].parts) else ()


async def _uploaded(form: FormData) -> tuple[str, bytes]:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        return "", b""
    return file.filename or "", await file.read(LARGEST + 1)


def _wrong(name: str, content: bytes) -> str:
    if not name:
        return gettext("Choose a file first.")
    if len(content) > LARGEST:
        return gettext("The file is larger than %(most)s MB. Please split it.") % {"most": LARGEST // 1024 // 1024}
    return ""


def _for_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _one_of(kind: str, kinds: Sequence[str]) -> str:
    if kind not in kinds:
        raise HTTPException(404)
    return kind


def _known_kind(kind: str) -> str:
    return kind if kind in COLUMNS else EXPORTED[0]


def _percent(job: Job) -> int:
    """Of the whole way: reading is a tenth of it, as nobody knows how long it takes."""
    if job.stage is Stage.READING:
        return 5
    return 10 + 90 * job.done // max(job.total, 1)


def _chosen(wanted: str, counts: Mapping[Fate, int]) -> Fate:
    """The tab that was asked for, or the first that has something."""
    fates = [fate for fate, _label in _TABS]
    if wanted in fates:
        return Fate(wanted)
    return next((fate for fate in fates if counts[fate]), Fate.NEW)


def _page(wanted: str, count: int) -> int:
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    return min(max(number, 1), _pages(count))


def _pages(count: int) -> int:
    return max(1, -(-count // AT_A_TIME))


def _summary(job: Job, counts: Mapping[Fate, int]) -> str:
    values = {
        "new": counts[Fate.NEW],
        "changed": counts[Fate.CHANGED],
        "same": counts[Fate.SAME],
        "refused": counts[Fate.REFUSED],
    }
    if job.stage is not Stage.DONE:
        words = _("New: %(new)s. Changed: %(changed)s. The same as before: %(same)s. Refused: %(refused)s.")
    elif job.submitted:
        words = _("Taken in and handed to review: %(new)s new, %(changed)s changed. Left out: %(refused)s.")
    else:
        words = _("Taken in as drafts: %(new)s new, %(changed)s changed. Left out: %(refused)s.")
    return str(words) % values


def _filled(row: Planned, count: int) -> list[str]:
    cells = row.row.cells[:count]
    return [*cells, *[""] * (count - len(cells))]


def _download(name: str, content: bytes, media: str) -> Response:
    plain = unicodedata.normalize("NFKC", name)
    disposition = f"attachment; filename*=utf-8''{quote(plain)}"
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})


def views(doors: Doors) -> list[BaseView]:
    """The pages of this matter, in the order of the menu."""
    return [SheetsPage(doors)]
