"""The console's own words in Chinese, beside those that the framework brings."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from starlette_admin import i18n

from bot.i18n import LOCALES

DOMAIN = "console"
_LANGUAGES = {"zh": "zh_Hans"}  # what the framework calls a language, and what we do


@cache
def install() -> None:
    """Put our sentences into the framework's catalogues, once in a process; ours win where both have one."""
    for theirs, ours in _LANGUAGES.items():
        with (LOCALES / ours / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
            catalogue = read_po(file, locale=ours)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        found = i18n.translations[theirs]
        if isinstance(found, Translations):
            found.merge(Translations(fp=compiled))
