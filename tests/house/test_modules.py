"""Every module can be read in one sitting and says first what it is for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import CODE, PRODUCT, ROOT, modules, name_of, texts, tree_of

LINES = 300
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "base", "manager", "misc"}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Joined here, so that this file does not break its own law.
REGISTRIES = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|anaconda|crates)\.(?:org|com|io)\b"
    r"|\b(?:mirrors?|deb|security|ftp)\.[\w.-]*(?:debian|ubuntu|aliyun|tuna|edu)\b",
    re.IGNORECASE,
)
ADDRESSED_INSTALL = re.compile(r"^\s*--(?:index-url|extra-index-url|find-links|trusted-host)", re.MULTILINE)


def test_the_house_is_there_to_be_judged() -> None:
    assert len(modules(*PRODUCT)) > 1


def test_a_module_can_be_read_in_one_sitting() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*PRODUCT)}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_a_module_opens_with_a_sentence_about_itself() -> None:
    silent = [name_of(path) for path in modules(*CODE) if (tree := tree_of(path)).body and not ast.get_docstring(tree)]
    assert silent == []


def test_that_sentence_ends_like_a_sentence() -> None:
    openings = {name_of(path): ast.get_docstring(tree_of(path)) or "" for path in modules(*PRODUCT)}
    unfinished = {
        name for name, words in openings.items() if words and words.split("\n\n")[0].rstrip()[-1] not in ".?!:"
    }
    assert unfinished == set()


def test_nothing_is_replaced_behind_the_back_of_a_test() -> None:
    assert [name for path in modules(*CODE) for name in _patches(path)] == []


def _patches(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import(names=names) if any(name.name.startswith("unittest") for name in names):
                yield f"{name_of(path)}:{node.lineno} imports unittest"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in {"unittest", "mock"}:
                yield f"{name_of(path)}:{node.lineno} imports {module}"
            case ast.Attribute(attr="setattr" | "setitem", value=ast.Name(id="monkeypatch")):
                yield f"{name_of(path)}:{node.lineno} patches"


def test_no_test_is_left_out() -> None:
    assert [name for path in modules("tests") for name in _left_out(path)] == []


def _left_out(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Attribute(attr="skip" | "skipif" | "xfail" | "importorskip", value=value) if (
                "pytest" in ast.unparse(value)
            ):
                yield f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"


def test_names_say_something() -> None:
    assert [name for path in modules(*CODE) for name in _empty_names(path)] == []


def _empty_names(path: Path) -> Iterator[str]:
    if _says_nothing(path.stem):
        yield name_of(path)
    for node in ast.walk(tree_of(path)):
        if isinstance(node, DEFINITIONS) and not node.name.startswith("test_") and _says_nothing(node.name):
            yield f"{name_of(path)}:{node.lineno} {node.name}"


def _says_nothing(name: str) -> bool:
    parts = {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}
    return bool(parts & EMPTY_WORDS)


def test_the_judge_of_names_knows_an_empty_one() -> None:
    assert [name for name in ("TipManager", "time_utils", "BASE", "rebase", "Person") if _says_nothing(name)] == [
        "TipManager",
        "time_utils",
        "BASE",
    ]


def test_the_folder_of_migrations_does_not_hide_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_no_file_says_where_packages_come_from() -> None:
    found = [name for name, words in texts() if REGISTRIES.search(words) or ADDRESSED_INSTALL.search(words)]
    assert found == []


def test_the_judge_of_addresses_knows_one() -> None:
    assert REGISTRIES.search("https://" + "files.pythonhosted" + ".org/packages")
    assert ADDRESSED_INSTALL.search("--index" + "-url x") is not None
    assert not REGISTRIES.search("https://www.12348.gov.cn, api.telegram.org")
