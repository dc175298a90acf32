"""The ways around the console: the menu, and the few places that a thumb reaches, both by rights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request
from starlette_admin import DropDown
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.views import BaseModelView, BaseView, CustomView

from bot.console.ways import PATH

# What stands at the bottom of a phone: path, what it is called there, its picture. First what a day is made of.
_DAILY: Final = (
    ("/day", _("Today"), "fa-solid fa-sun"),
    ("/cases", _("Cases"), "fa-solid fa-hand-holding-heart"),
    ("/questions", _("Questions"), "fa-solid fa-circle-question"),
    ("/review", _("Review"), "fa-solid fa-book-open"),
    ("/tip/list", _("Content"), "fa-solid fa-book-open"),
)
# Then, for those whose day has less of it, what they use besides.
_BESIDES: Final = (
    ("/factory-counts", _("How many take part"), "fa-solid fa-people-group"),
    ("/people/list", _("Parents by code"), "fa-solid fa-person"),
    ("/accounts", _("Accounts"), "fa-solid fa-key"),
    ("/factories", _("Factories"), "fa-solid fa-industry"),
    ("/counts", _("Counts"), "fa-solid fa-chart-column"),
)
_AT_HAND: Final = 3  # and one more that leads to everything else


@dataclass(frozen=True)
class Place:
    """One line of the menu; `path` is whole, `here` where it is the page that is shown or one below it."""

    label: str
    icon: str
    path: str
    here: bool


@dataclass(frozen=True)
class Group:
    """Places that belong together."""

    label: str
    icon: str
    places: tuple[Place, ...]

    @property
    def here(self) -> bool:
        return any(place.here for place in self.places)


def menu(request: Request, views: Sequence[BaseView]) -> list[Place | Group]:
    """What she may open, in the order of the console; groups that hold nothing for her are left out."""
    found: list[Place | Group] = []
    for view in views:
        if isinstance(view, DropDown):
            found += _grouped(view, tuple(_places(request, view.views)))
        else:
            found += _places(request, [view])
    return found


def _grouped(group: DropDown, places: tuple[Place, ...]) -> list[Place | Group]:
    """One place alone needs no group around it."""
    if len(places) > 1:
        return [Group(str(group.menu_label), group.icon or "", places)]
    return [replace(place, icon=group.icon or place.icon) for place in places]


def at_hand(entries: Iterable[Place | Group]) -> list[Place]:
    """The nearest of these places, for the bottom of a phone."""
    open_to_her = {place.path.removeprefix(PATH): place for entry in entries for place in _each(entry)}
    if "/review" in open_to_her:  # whoever publishes begins with what waits for her; one place of content is enough
        open_to_her.pop("/tip/list", None)
    daily, besides = (
        [
            Place(str(label), icon, f"{PATH}{path}", open_to_her[path].here)
            for path, label, icon in those
            if path in open_to_her
        ]
        for those in (_DAILY, _BESIDES)
    )
    return [*daily, *besides[: max(0, _AT_HAND - len(daily))]]


def _each(entry: Place | Group) -> tuple[Place, ...]:
    return entry.places if isinstance(entry, Group) else (entry,)


def _places(request: Request, views: Iterable[BaseView]) -> Iterator[Place]:
    for view in views:
        if isinstance(view, CustomView) and view.add_to_menu:
            path = f"{PATH}{view.path}"
        elif isinstance(view, BaseModelView):
            path = f"{PATH}/{view.key}/list"
        else:
            continue
        if view.is_accessible(request):
            yield Place(str(view.menu_label), view.icon or "", path, view.is_active(request))
