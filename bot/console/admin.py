"""Puts the console together: its pages, its language, who may come in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from starlette.middleware import Middleware
from starlette_admin import BaseAdmin, DropDown, I18nConfig
from starlette_admin.i18n import TimezoneConfig
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.views import BaseView

from bot.console import texts
from bot.console.doors import Doors
from bot.console.first import First
from bot.console.gate import proven_paths
from bot.console.menu import at_hand, menu
from bot.console.moments import local_words
from bot.console.more import More
from bot.console.page import PATH
from bot.console.protection import Protection
from bot.console.signing_in import SigningIn
from bot.console.stale import Stale
from bot.console.views import (
    cases,
    content,
    counts,
    day,
    factories,
    people,
    questions,
    sheets,
    simulator,
    staff,
    voice,
)

HERE: Final = Path(__file__).parent
TITLE: Final = "家音"
LANGUAGE: Final = "zh-Hans"  # what pages say of themselves to browsers and screen readers


def console(doors: Doors, pages: Sequence[BaseView] = ()) -> BaseAdmin:
    """The console over these services, with all its pages or with these; mount it on an application."""
    texts.install()
    views = pages or _views(doors)
    admin = BaseAdmin(
        title=TITLE,
        base_url=PATH,
        route_name="console",
        templates_dir=str(HERE / "templates"),
        favicon_url="data:,",
        static_dir=str(HERE / "static"),
        index_view=First(doors),
        auth_provider=SigningIn(doors, proven_paths(views)),
        secret_key=doors.settings.signing_key().hex(),
        i18n_config=I18nConfig(default_locale="zh", language_cookie_name=None, language_header_name=None),
        timezone_config=TimezoneConfig(str(doors.zone), timezone_cookie_name=None, use_user_locale_timezone=False),
        middlewares=[
            Middleware(Protection, secure=doors.settings.public_url.startswith("https://")),
            Middleware(Stale),
        ],
    )
    admin.templates.env.filters["local"] = local_words(doors)
    admin.templates.env.globals.update(menu=menu, at_hand=at_hand, get_locale=lambda: LANGUAGE)
    for view in (*views, More(doors)):
        admin.add_view(view)
    return admin


def _views(doors: Doors) -> list[BaseView]:
    """The menu, from what is needed every day to what is needed seldom."""
    groups = (
        (_("Protection"), "fa-solid fa-hand-holding-heart", cases.views(doors)),
        (_("Content"), "fa-solid fa-book-open", [*content.views(doors), *voice.views(doors), *sheets.views(doors)]),
        (_("Parents"), "fa-solid fa-people-roof", [*people.views(doors), *simulator.views(doors)]),
        (_("Factories"), "fa-solid fa-industry", factories.views(doors)),
        (_("The house"), "fa-solid fa-key", staff.views(doors)),
    )
    menus = [DropDown(label, [*found], icon=icon, always_open=False) for label, icon, found in groups if found]
    return [*day.views(doors), *questions.views(doors), *menus, *counts.views(doors)]
