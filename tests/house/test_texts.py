"""Every sentence that Jiayin says can be translated, and has been."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from tests.house.tree import PRODUCT, ROOT, modules, name_of, tree_of

CATALOGUES = ROOT / "locales"
CONSOLE = ROOT / "bot" / "console"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "_n": (1, 2)}
LITERALS = {"_": 1, "_n": 2}
MessageId = str | tuple[str, ...]


def test_a_marked_text_is_written_out_where_it_is_said() -> None:
    assert [place for path in modules(*PRODUCT) for place in _unreadable_texts(path)] == []


def _unreadable_texts(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Call(func=ast.Name(id="_" | "_n" as mark), args=args):
                literals = args[: LITERALS[mark]]
                if len(literals) < LITERALS[mark] or not all(_is_literal(argument) for argument in literals):
                    yield f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"


def _is_literal(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


def test_a_text_with_a_hole_or_a_joint_is_noticed() -> None:
    calls = {'_("At {at}.")': True, '_(f"At {at}.")': False, '_("At " + at)': False, '_n("a", b, 2)': False}
    judged = {call: _is_readable(call) for call in calls}
    assert judged == calls


def _is_readable(call: str) -> bool:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return all(_is_literal(argument) for argument in node.args[: LITERALS[node.func.id]])


def _said() -> dict[MessageId, set[str]]:
    """Every msgid of the code, with the modules that say it."""
    said: dict[MessageId, set[str]] = {}
    for path in modules(*PRODUCT):
        if CONSOLE in path.parents:
            continue  # it has a catalogue of its own
        for _line, msgid, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            said.setdefault(msgid, set()).add(name_of(path))
    return said


def _catalogues() -> dict[str, Catalog]:
    return {path.parts[-3]: _read(path) for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/jiayin.po"))}


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def test_chinese_has_a_catalogue_once_something_is_said() -> None:
    assert not _said() or "zh_Hans" in _catalogues()


def test_every_sentence_of_the_code_is_said_in_chinese() -> None:
    chinese = _catalogues().get("zh_Hans", Catalog())
    assert {str(msgid): places for msgid, places in _said().items() if not _is_translated(chinese, msgid)} == {}


def _is_translated(catalogue: Catalog, msgid: MessageId) -> bool:
    message = catalogue.get(msgid if isinstance(msgid, str) else msgid[0])
    return message is not None and message.id == msgid and all(_forms(message))


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or [""])


def test_no_translation_is_a_guess() -> None:
    assert [str(message.id) for message in _messages() if message.fuzzy] == []


def test_no_catalogue_keeps_what_nobody_says_any_more() -> None:
    said = _said()
    assert [str(message.id) for message in _messages() if message.id not in said] == []


def test_a_translation_fills_in_the_same_values() -> None:
    wrong = {
        str(message.id): forms
        for message in _messages()
        for forms in [_forms(message)]
        if any(form and _values(form) != _values_of(message.id) for form in forms)
    }
    assert wrong == {}


def _messages() -> list[Message]:
    return [message for catalogue in _catalogues().values() for message in catalogue if message.id]


def _values_of(msgid: MessageId | list[str]) -> set[str]:
    forms = (msgid,) if isinstance(msgid, str) else msgid
    return set().union(*(_values(form) for form in forms))


def _values(text: str) -> set[str]:
    return {name for _before, name, _format, _conversion in Formatter().parse(text) if name is not None}


def test_values_in_a_text_are_found_by_name() -> None:
    assert _values("{child} is {age} on {day}.") == {"child", "age", "day"}
    assert _values("At 19:30.") == set()


def test_every_value_in_a_text_has_a_name() -> None:
    nameless = {str(msgid) for msgid in _said() if any(not name.isidentifier() for name in _values_of(msgid))}
    assert nameless == set()
