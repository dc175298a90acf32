"""Whoever runs Jiayin can look every setting up, and finds none that does nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.tree import ROOT, tree_of

SETTINGS = ROOT / "bot" / "settings.py"
MANUAL = ROOT / "docs" / "operations.md"
EXAMPLE = ROOT / ".env.example"
COMPOSE = ROOT / "docker-compose.yml"
GROWN = ROOT / "docker-compose.grown.yml"
IMAGE = ROOT / "Dockerfile"
PREFIX = "JIAYIN_"
MENTION = re.compile(rf"\b{PREFIX}[A-Z0-9_]+\b")


def _fields() -> set[str]:
    """The environment names of the fields of `Settings`."""
    if not SETTINGS.exists():
        return set()
    classes = [node for node in tree_of(SETTINGS).body if isinstance(node, ast.ClassDef) and node.name == "Settings"]
    return {
        PREFIX + field.target.id.upper()
        for settings in classes
        for field in settings.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.target.id != "model_config"
    }


def test_the_settings_are_read() -> None:
    assert len(_fields()) > 1 or not SETTINGS.exists()


def test_every_setting_stands_in_the_manual() -> None:
    assert _fields() - _mentioned(MANUAL) == set()


def test_every_setting_stands_in_the_example() -> None:
    assert _fields() - _mentioned(EXAMPLE) == set()


def test_no_file_promises_a_setting_that_is_not_read() -> None:
    read = _fields() | {f"{name}_FILE" for name in _fields()}
    promised = set().union(*(_mentioned(path) for path in (EXAMPLE, MANUAL, COMPOSE, GROWN, IMAGE)))
    assert not read or promised - read == set()


def _mentioned(path: Path) -> set[str]:
    return set(MENTION.findall(path.read_text(encoding="utf-8"))) if path.exists() else set()
