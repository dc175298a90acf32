"""Reads the content files: every record with its file and line, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.i18n import LOCALES
from dialogs.records import KINDS

_FOLDERS = {"tip": "tips", "starter": "starters", "faq": "faqs"}
_FILES = {"hotline": "hotlines", "safeguarding": "safeguarding", "season": "seasons", "area": "areas"}
_IDS = {"safeguarding": "trigger", "season": "name", "area": "name"}


@dataclass(frozen=True)
class Placed:
    """A record and where it stands."""

    kind: str
    id: str
    record: dict[str, Any]
    file: str
    line: int


@dataclass(frozen=True)
class Finding:
    """Something about a content file that somebody should look at; an error keeps the record out."""

    file: str
    line: int
    id: str
    problem: str
    error: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.id + ': ' if self.id else ''}{self.problem}"


@dataclass(frozen=True)
class Read:
    """What the content folder held."""

    records: tuple[Placed, ...]
    findings: tuple[Finding, ...]


class _Loader(yaml.CSafeLoader):
    """Remembers the line at which each record of a list begins."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    record: dict[str, Any] = loader.construct_mapping(node, deep=True)  # type: ignore[assignment]
    record["__line__"] = node.start_mark.line + 1
    return record


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_content(folder: Path = LOCALES) -> Read:
    """All content under `folder`, by language; a file that is no YAML is a finding, the rest is read."""
    records: list[Placed] = []
    findings: list[Finding] = []
    for language in sorted(path.name for path in folder.iterdir() if (path / "content").is_dir()):
        for kind, path in _paths(folder / language / "content"):
            read = _read_file(kind, path, language, str(path.relative_to(folder)))
            records.extend(read.records)
            findings.extend(read.findings)
    return Read(tuple(records), tuple(findings))


def _paths(content: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        if kind in _FOLDERS:
            yield from ((kind, path) for path in sorted((content / _FOLDERS[kind]).glob("*.yaml")))
        else:
            path = content / f"{_FILES.get(kind, 'notices')}.yaml"
            if path.exists():
                yield kind, path


def _read_file(kind: str, path: Path, language: str, name: str) -> Read:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - derives from CSafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        return Read((), (Finding(name, mark.line + 1 if mark else 1, "", f"cannot be read as YAML: {_brief(error)}"),))
    if kind == "notice":
        return _notices(data, language, name)
    return _list(kind, data, name)


def _brief(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _notices(data: Any, language: str, name: str) -> Read:
    if not isinstance(data, dict):
        return Read((), (Finding(name, 1, "", "must be a mapping of notice names to texts"),))
    data.pop("__line__", None)
    return Read(
        tuple(
            Placed(
                "notice", f"{language}:{key}", {"language": language, "key": key, "text": str(text).strip()}, name, 1
            )
            for key, text in data.items()
        ),
        (),
    )


def _list(kind: str, data: Any, name: str) -> Read:
    if not isinstance(data, list):
        return Read((), (Finding(name, 1, "", "must be a list of records, each beginning with “- ”"),))
    records: list[Placed] = []
    findings: list[Finding] = []
    for item in data:
        if not isinstance(item, dict):
            findings.append(Finding(name, 1, "", f"is not a record: {str(item)[:40]}"))
            continue
        line = item.pop("__line__", 1)
        records.append(Placed(kind, _identity(kind, item), _without_lines(item), name, line))
    return Read(tuple(records), tuple(findings))


def _identity(kind: str, item: dict[str, Any]) -> str:
    identity = str(item.get(_IDS.get(kind, "id"), ""))
    return f"{item.get('code')}:{identity}" if kind == "area" else identity


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_lines(inner) for key, inner in value.items() if key != "__line__"}
    return [_without_lines(inner) for inner in value] if isinstance(value, list) else value
