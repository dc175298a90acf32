"""The two kinds of pages: our own, and lists with forms; each guarded by the right it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from starlette.convertors import register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.flash import flash, get_flashed_messages
from starlette_admin.views import BaseModelView, CustomView

from bot.console.doors import Doors
from bot.console.numbers import RowNumber
from bot.console.ways import PATH, PROVE, by_way_of, wanted_way
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right

register_url_convertor("row", RowNumber())  # before any page names its addresses

__all__ = ["PATH", "ListPage", "Page", "signed"]


def signed(request: Request) -> Signed:
    """Who asks. Raises HTTPException 403 where nobody is signed in: no page can be reached then."""
    found = getattr(request.state, "signed", None)
    if not isinstance(found, Signed):
        raise HTTPException(403)
    return found


def _may(request: Request, needed: frozenset[Right]) -> bool:
    found = getattr(request.state, "signed", None)
    return isinstance(found, Signed) and (not needed or bool(found.rights & needed))


class Page(CustomView):
    """A page of our own. `needed`: one of these rights opens it; none means everybody who is signed in.

    `needs_proof`: only somebody who gave her password (and code) lately sees it; others give them first.
    """

    needed: ClassVar[frozenset[Right]] = frozenset()
    needs_proof: ClassVar[bool] = False

    def __init__(self, doors: Doors) -> None:
        # Every page would be called “index” else, and a link to the first page would lead to the last of them.
        super().__init__(route_name=self.route_name or f"page{self.path.replace('/', '-')}")
        self.doors = doors

    def is_accessible(self, request: Request) -> bool:
        return _may(request, self.needed)

    def is_active(self, request: Request) -> bool:
        path = request.scope["path"].removeprefix(request.scope["root_path"])
        return bool(path == self.path or path.startswith(f"{self.path}/"))

    def show(self, request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
        """The template in the layout of the console, with what was to be told since the last page."""
        if self.templates is None:
            raise RuntimeError("a page is shown only after it was added to the console")
        context = {
            "title": self.title(request),
            "page": self,
            "signed": signed(request),
            "flashed_messages": get_flashed_messages(request),
            **values,
        }
        return self.templates.TemplateResponse(request, template, context, status_code=status)

    def proof_first(self, request: Request) -> Response | None:
        """Where one part of a page wants a fresh proof: the way to it and back; None where she has given it."""
        if signed(request).has_proof(self.doors.clock()):
            return None
        return RedirectResponse(by_way_of(PROVE, wanted_way(request)), status_code=303)

    def here(self, path: str = "") -> str:
        """The address of this page, or of one below it."""
        return f"{PATH}{self.path}{path}"

    def back(self, request: Request, told: str = "", *, to: str = "", wrong: bool = False) -> Response:
        """After something was done: to a page that may be loaded again, with a word about what was done."""
        if told:
            flash(request, told, category="error" if wrong else "success")
        return RedirectResponse(to or self.here(), status_code=303)


class ListPage(BaseModelView):
    """A list with search, filters and forms over one of our services.

    Rows are handed over as mappings or values with attributes; each has the attribute that `pk_attr` names.
    Spreadsheets have pages of their own, with a preview, so the framework's import and export are off.
    """

    needed: ClassVar[frozenset[Right]] = frozenset()
    needs_proof: ClassVar[bool] = False
    needed_to_change: ClassVar[frozenset[Right]] = frozenset()  # none: nobody changes anything here
    pk_attr = "id"
    exporters: Sequence[Any] = ()
    importers: Sequence[Any] = ()
    page_size = 50
    page_size_options: Sequence[int] = (25, 50, 100)
    column_visibility = False

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        super().__init__()

    def is_accessible(self, request: Request) -> bool:
        return _may(request, self.needed)

    def can_create(self, request: Request) -> bool:
        return bool(self.needed_to_change) and _may(request, self.needed_to_change)

    def can_edit(self, request: Request) -> bool:
        return bool(self.needed_to_change) and _may(request, self.needed_to_change)

    def can_delete(self, request: Request) -> bool:
        return False

    def can_export(self, request: Request) -> bool:
        return False

    def can_import(self, request: Request) -> bool:
        return False
