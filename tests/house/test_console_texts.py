"""Every sentence of the console, in its modules and its pages, is said in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from tests.house.tree import ROOT

CONSOLE = ROOT / "bot" / "console"
CATALOGUE = ROOT / "locales" / "zh_Hans" / "LC_MESSAGES" / "console.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "_n": (1, 2), "gettext": None, "ngettext": (1, 2)}
VALUE = re.compile(r"%\((\w+)\)[sd]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
METHODS = {".py": "python", ".html": "jinja2"}


def _said() -> set[str]:
    found: set[str] = set()
    for path in CONSOLE.rglob("*"):
        if method := METHODS.get(path.suffix):
            for _line, msgid, _comments, _context in extract_from_file(method, path, keywords=KEYWORDS):
                found.add(msgid if isinstance(msgid, str) else msgid[0])
    return found


def _catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans", abort_invalid=True)


def _messages() -> Iterator[tuple[str, Message, tuple[str, ...]]]:
    for message in _catalogue():
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
            yield key, message, forms


def test_the_console_says_something() -> None:
    assert len(_said()) > 10


def test_every_sentence_of_the_console_is_said_in_chinese() -> None:
    translated = {key for key, _message, forms in _messages() if all(forms)}
    assert sorted(_said() - translated) == []


def test_the_catalogue_of_the_console_keeps_no_leftovers() -> None:
    said = _said()
    assert sorted(key for key, _message, _forms in _messages() if key not in said) == []


def test_no_translation_of_the_console_is_a_guess() -> None:
    assert [key for key, message, _forms in _messages() if message.fuzzy] == []


def test_a_translation_of_the_console_fills_in_the_same_values() -> None:
    wrong = {key: form for key, _m, forms in _messages() for form in forms if _values(form) != _values(key)}
    assert wrong == {}


def _values(text: str) -> set[str]:
    return set(VALUE.findall(text))


def test_pages_hold_no_chinese_beside_the_catalogue() -> None:
    """Only the name of the house stands in a page itself."""
    spoken = {
        path.name: CHINESE.findall(path.read_text(encoding="utf-8").replace("家音", ""))
        for path in CONSOLE.rglob("*.html")
    }
    assert {name: found for name, found in spoken.items() if found} == {}
