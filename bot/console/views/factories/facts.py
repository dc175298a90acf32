"""The sheet of a factory's facts, by hand or from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext, ngettext
from starlette_admin.routing import route

from bot.console.page import signed
from bot.console.views.factories.found import PageOfFactory
from bot.console.views.factories.words import GROUPS, LABELS, NO_WORDS, UNREADABLE, WRONG, YES_WORDS
from bot.services.factories.importing import LARGEST_FILE, Row, Table, Unreadable, pasted, rows_of, uploaded
from bot.services.factories.register import Factory
from bot.services.factories.sheet import Kept, Line, Wrong
from dialogs.factory_facts import KEYS, FactoryFact

NOTHING = FactoryFact("")


class FactPages(PageOfFactory):
    """The form of the sheet, and its import."""

    @route("/{code}/facts", name="factory-facts")
    async def facts(self, request: Request) -> Response:
        factory = await self.factory(request)
        kept = await self.doors.sheet.of(factory.code)
        typed = {key: Line(key, one.fact.value, _day(one.fact.until)) for key, one in kept.items()}
        return self._sheet(request, factory, kept, typed)

    def _sheet(
        self,
        request: Request,
        factory: Factory,
        kept: Mapping[str, Kept],
        typed: Mapping[str, Line],
        wrong: Mapping[str, Wrong] | None = None,
    ) -> Response:
        values = {
            "factory": factory,
            "groups": GROUPS,
            "kept": kept,
            "typed": typed,
            "wrong": {key: WRONG[found] for key, found in (wrong or {}).items()},
            "changed": {key for key, found in (wrong or {}).items() if found is Wrong.CHANGED},
            "today": self.doors.sheet.today,
        }
        return self.show(request, "factories/facts.html", values, status=422 if wrong else 200)

    @route("/{code}/facts", methods=["POST"], name="factory-facts-save")
    async def save(self, request: Request) -> Response:
        factory, form = await self.factory(request), await request.form()
        lines = [_typed(form, key) for key in KEYS]
        saved = await self.doors.sheet.write(signed(request), factory.code, lines, _seen(form))
        if saved.wrong:
            kept = await self.doors.sheet.of(factory.code)
            return self._sheet(request, factory, kept, {line.key: line for line in lines}, saved.wrong)
        return self._saved(request, factory, len(saved.changed))

    def _saved(self, request: Request, factory: Factory, changed: int) -> Response:
        words = gettext("Nothing was different, so nothing was changed.")
        if changed:
            told = ngettext(
                "%(n)s fact changed; answers say it now.", "%(n)s facts changed; answers say it now.", changed
            )
            words = told % {"n": changed}
        return self.back(request, words, to=self.here(f"/{factory.code}/facts"))

    @route("/{code}/import", name="factory-import")
    async def table(self, request: Request) -> Response:
        return self.show(request, "factories/import.html", {"factory": await self.factory(request), "words": ""})

    @route("/{code}/import", methods=["POST"], name="factory-import-read")
    async def read(self, request: Request) -> Response:
        """What the table would change; with `sure`, it is changed, and rows that are refused are left out."""
        factory = await self.factory(request)
        async with request.form(max_files=1) as form:
            table = await _table(form)
        rows = table if isinstance(table, Unreadable) else _rows(table)
        if isinstance(rows, Unreadable):
            values = {"factory": factory, "words": str(form.get("words", "")), "wrong": UNREADABLE[rows]}
            return self.show(request, "factories/import.html", values, status=422)
        kept = await self.doors.sheet.of(factory.code)
        lines = {row.line.key: row.line for row in rows if row.line is not None}
        wrong = self.doors.sheet.refused(lines.values(), kept)
        good = [line for key, line in lines.items() if key not in wrong]
        if form.get("sure") == "yes":
            seen = {key: one.fact for key, one in kept.items()}
            saved = await self.doors.sheet.write(signed(request), factory.code, good, seen)
            return self._saved(request, factory, len(saved.changed))
        return self._preview(request, factory, rows, wrong, kept)

    def _preview(
        self,
        request: Request,
        factory: Factory,
        rows: Sequence[Row],
        wrong: Mapping[str, Wrong],
        kept: Mapping[str, Kept],
    ) -> Response:
        judged = self.doors.sheet.judged
        shown = [_shown(row, wrong, kept, judged(row.line) if row.line else None) for row in rows]
        values = {
            "factory": factory,
            "rows": shown,
            "labels": LABELS,
            "words": "\n".join("\t".join(_one_line(cell) for cell in row.words) for row in rows),
            "count": sum(row["state"] in ("new", "changed") for row in shown),
        }
        return self.show(request, "factories/preview.html", values)


def _typed(form: FormData, key: str) -> Line:
    return Line(key, str(form.get(key, "")), str(form.get(f"{key}-until", "")))


def _seen(form: FormData) -> dict[str, FactoryFact]:
    """What the page showed when she opened it."""
    found: dict[str, FactoryFact] = {}
    for key in KEYS:
        if words := str(form.get(f"{key}-was", "")):
            until = str(form.get(f"{key}-was-until", ""))
            try:
                found[key] = FactoryFact(words, date.fromisoformat(until) if until else None)
            except ValueError:
                found[key] = FactoryFact(words)
    return found


async def _table(form: FormData) -> Table | Unreadable:
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        return uploaded(file.filename, await file.read(LARGEST_FILE + 1))
    return pasted(str(form.get("words", ""))[:LARGEST_FILE])


def _rows(table: Table) -> Sequence[Row] | Unreadable:
    labels = {str(label): key for key, label in LABELS.items()}
    return rows_of(table, labels, (str(YES_WORDS), *_words("yes, y")), (str(NO_WORDS), *_words("no, n")))


def _words(few: str) -> list[str]:
    return few.split(", ")


def _shown(
    row: Row, wrong: Mapping[str, Wrong], kept: Mapping[str, Kept], meant: FactoryFact | Wrong | None
) -> dict[str, Any]:
    """A row of the preview: new, changed, same or refused."""
    key = row.line.key if row.line else ""
    why = row.wrong or wrong.get(key)
    before = kept[key].fact if key in kept else None
    return {
        "number": row.number,
        "words": row.words,
        "key": key,
        "state": "refused" if why else _state(meant, before),
        "why": WRONG[why] if why else "",
        "before": before,
    }


def _state(meant: FactoryFact | Wrong | None, before: FactoryFact | None) -> str:
    if meant == (before or NOTHING):
        return "same"
    return "changed" if before else "new"


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _day(until: date | None) -> str:
    return until.isoformat() if until else ""
