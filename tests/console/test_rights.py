"""Every way into the console, for everybody: strangers are sent to the door, the factory's people stay outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import Mount, Route
from starlette_admin.base import BaseAdmin
from starlette_admin.views import BaseModelView, BaseView, CustomView, DropDown

from bot.console.admin import console
from bot.console.page import ListPage, Page
from bot.services.staff.rights import Right, Role, rights_of
from tests.console.desk import Desk, Visitor

# Open to those who are not signed in, each with a secret of its own or with nothing to see.
OPEN = {"login", "login-code", "welcome", "static", "acknowledge"}
# Nothing else is for whoever is employed by a factory: words of the library, and rounded counts.
BEFORE_THE_WALL = {Right.WRITE, Right.PUBLISH, Right.SIGN, Right.FACTORY_COUNTS}


@pytest.fixture
def admin(desk: Desk) -> BaseAdmin:
    return console(desk.doors)


def ways(admin: BaseAdmin) -> Iterator[tuple[str, str, str]]:
    """Each way by name, method and a path that leads there."""
    for one in admin.routes:
        if isinstance(one, Route) and not getattr(one.endpoint, "_login_not_required", False):
            for method in sorted((one.methods or set()) - {"HEAD"}):
                yield one.name, method, re.sub(r"\{[^}]*\}", "1", one.path)
        else:
            assert isinstance(one, (Mount, Route))


def pages(views: list[BaseView]) -> Iterator[BaseView]:
    for view in views:
        if isinstance(view, DropDown):
            yield from pages(list(view.views))
        else:
            yield view


async def test_a_stranger_reaches_nothing(desk: Desk, admin: BaseAdmin) -> None:
    stranger = desk.stranger()
    found = [way for way in ways(admin) if way[0] not in OPEN]
    assert len(found) > 20
    for name, method, path in found:
        assert await leads_to_the_door(stranger, method, path), f"{method} {path} ({name})"


async def leads_to_the_door(visitor: Visitor, method: str, path: str) -> bool:
    """Also with a right token, which everybody gets."""
    response = await visitor.sends(path, {}) if method == "POST" else await visitor.http.get(f"/console{path}")
    return response.status_code == 303 and response.headers["location"].startswith("/console/login?")


def test_every_page_is_of_one_of_the_two_guarded_kinds(admin: BaseAdmin) -> None:
    unguarded = [view for view in pages(admin._views) if not isinstance(view, (Page, ListPage))]
    assert unguarded == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("factory_employed", [False, True], ids=["ours", "the factory's"])
async def test_each_role_opens_the_pages_that_its_rights_open(
    desk: Desk, admin: BaseAdmin, role: Role, factory_employed: bool
) -> None:
    visitor = await desk.as_(role, factory_employed=factory_employed, factory="GFDG01")
    rights = rights_of([role], factory_employed=factory_employed)
    opened_by: dict[str, list[frozenset[Right]]] = {}  # some pages share one address; one of them answers there
    for view in pages(admin._views):
        assert isinstance(view, (Page, ListPage))
        opened_by.setdefault(_path(view), []).append(view.needed)
    for path, wanted in opened_by.items():
        response = await visitor.opens(path)
        refused = all(needed and not needed & rights for needed in wanted)
        assert (response.status_code == 403) == refused, f"{role} at {path}: {response.status_code}"


async def test_whoever_is_employed_by_a_factory_never_comes_near_people(desk: Desk, admin: BaseAdmin) -> None:
    """Also with every role at once: the wall is not a matter of roles."""
    visitor = await desk.as_(*Role, name="厂里的人", factory_employed=True, factory="GFDG01")
    for view in pages(admin._views):
        assert isinstance(view, (Page, ListPage))
        if view.needed and not view.needed & BEFORE_THE_WALL:
            assert (await visitor.opens(_path(view))).status_code == 403, _path(view)


async def test_nothing_is_sent_without_its_token(desk: Desk, admin: BaseAdmin) -> None:
    visitor = await desk.as_(*(role for role in Role if role is not Role.FACTORY_CONTACT), name="全能")
    for name, method, path in ways(admin):
        if method == "POST":
            response = await visitor.http.post(f"/console{path}", data={"name": "x"})
            assert response.status_code == 403, f"{path} ({name})"
            assert "CSRF" in response.text


async def test_a_token_of_another_browser_is_refused(desk: Desk) -> None:
    one, other = await desk.as_(Role.TRAINER, name="甲"), await desk.as_(Role.TRAINER, name="乙")
    await one.opens("/me")
    await other.opens("/me")
    token = one.http.cookies["starlette_admin_csrftoken"]
    response = await other.http.post("/console/logout", data={"csrftoken": token})
    assert response.status_code == 403


def _path(view: Any) -> str:
    if isinstance(view, BaseModelView):
        return f"/{view.key}/list"
    assert isinstance(view, CustomView)
    return view.path
