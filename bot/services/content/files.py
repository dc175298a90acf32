"""Reads the content files: every record with its file and line, and what could not be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bot.i18n import LOCALES
from dialogs.records import KINDS

_FOLDERS = {"tip": "tips", "starter": "starters", "faq": "faqs", "course": "courses"}
_FILES = {
    "other_matter": "other_matters",
    "hotline": "hotlines",
    "safeguarding": "safeguarding",
    "season": "seasons",
    "area": "areas",
    "weekly": "weekly",
    "wall_card": "wall_card",
    "festival": "festivals",
}
_LINE, _LINES = "__line__", "__lines__"
_RECORD = re.compile(r"^(?:- |[A-Za-z]\w*:)", re.MULTILINE)
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
    """Something about a content file: an error must be put right, the rest is advice."""

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
    """Remembers at which line each mapping and each of its fields begins, and which fields stand there twice."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.twice: list[tuple[int, str]] = []


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    record: dict[str, Any] = loader.construct_mapping(node, deep=True)  # type: ignore[assignment]
    lines: dict[str, int] = {}
    for key, _value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in lines:
            loader.twice.append((line, name))
        lines[name] = line
    record[_LINE], record[_LINES] = node.start_mark.line + 1, lines
    return record


def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    """A day that does not exist stays text, so that only its record is complained about."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def edition(folder: Path = LOCALES) -> str:
    """A digest of every byte of the content files, and of what says which records are whole."""
    digest = hashlib.sha256()
    judged_by = sorted(Path(__file__).parent.glob("shape*.py"))
    for path in (*judged_by, *sorted(folder.glob("*/content/**/*.yaml"))):
        digest.update(f"{path.name}\x00".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_content(folder: Path = LOCALES) -> Read:
    """All content under `folder`, by language; a file that is no YAML is a finding, the rest is read."""
    records: list[Placed] = []
    findings: list[Finding] = []
    for language in sorted(path.name for path in folder.iterdir() if (path / "content").is_dir()):
        content = folder / language / "content"
        paths = list(_paths(content))
        for kind, path in paths:
            read = _read_file(kind, path, language, path.relative_to(folder).as_posix())
            records.extend(read.records)
            findings.extend(read.findings)
        findings.extend(_unread(content, {path for _kind, path in paths}, folder))
    return Read(tuple(records), tuple(findings))


def _paths(content: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        if kind in _FOLDERS:
            yield from ((kind, path) for path in sorted((content / _FOLDERS[kind]).glob("*.yaml")))
        else:
            path = content / f"{_FILES.get(kind, 'notices')}.yaml"
            if path.exists():
                yield kind, path


def _unread(content: Path, read: set[Path], folder: Path) -> Iterator[Finding]:
    """Files that somebody meant to be content, under a name or in a place where nobody looks."""
    for path in sorted(content.rglob("*")):
        if path.is_file() and path not in read and not path.name.startswith("."):
            problem = "is not read: content stands in the known folders, in files that end in .yaml"
            yield Finding(path.relative_to(folder).as_posix(), 1, "", problem)


def _read_file(kind: str, path: Path, language: str, name: str) -> Read:
    try:
        words = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return Read((), (Finding(name, 1, "", f"is not written in UTF-8: {error.reason}"),))
    data, findings, whole = _parsed(words, name)
    if not whole:
        return _piecewise(kind, words, language, name, findings)
    read = _records(kind, data, language, name)
    return Read(read.records, (*findings, *read.findings))


def _parsed(words: str, name: str) -> tuple[Any, list[Finding], bool]:
    """What the words hold, what is wrong with them, and whether they could be read at all."""
    loader = _Loader(words)
    try:
        data = loader.get_single_data()
    except (yaml.YAMLError, ValueError) as error:
        return None, [Finding(name, _line(error), "", f"cannot be read as YAML: {_brief(error)}")], False
    finally:
        loader.dispose()
    return data, [Finding(name, line, "", f"has {key} a second time in one record") for line, key in loader.twice], True


def _line(error: Exception) -> int:
    """Where the slip is; for a quotation mark that was never closed, where it was opened."""
    opened = "quoted" in str(getattr(error, "context", ""))
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    return mark.line + 1 if mark else 1


def _brief(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _piecewise(kind: str, words: str, language: str, name: str, problems: list[Finding]) -> Read:
    """A slip of the pen costs one record, not the file: each is read by itself, on the line where it stands."""
    records: list[Placed] = []
    findings: list[Finding] = []
    starts = [match.start() for match in _RECORD.finditer(words)]
    for start, end in pairwise([*starts, len(words)]):
        data, wrong, whole = _parsed("\n" * words.count("\n", 0, start) + words[start:end], name)
        read = _records(kind, data, language, name) if whole else Read((), ())
        records.extend(read.records)
        findings.extend((*wrong, *read.findings))
    return Read(tuple(records), tuple(findings or problems))


def _records(kind: str, data: Any, language: str, name: str) -> Read:
    return _notices(data, language, name) if kind == "notice" else _list(kind, data, name)


def _notices(data: Any, language: str, name: str) -> Read:
    if not isinstance(data, dict):
        return Read((), (Finding(name, 1, "", "must be a mapping of notice names to texts"),))
    lines = data[_LINES]
    return Read(
        tuple(
            Placed("notice", f"{language}:{key}", _notice(language, key, text), name, lines.get(key, 1))
            for key, text in _without_lines(data).items()
        ),
        (),
    )


def _notice(language: str, key: str, text: Any) -> dict[str, Any]:
    return {"language": language, "key": key, "text": text.strip() if isinstance(text, str) else text}


def _list(kind: str, data: Any, name: str) -> Read:
    if not isinstance(data, list):
        return Read((), (Finding(name, 1, "", "must be a list of records, each beginning with “- ”"),))
    records: list[Placed] = []
    findings: list[Finding] = []
    for item in data:
        if not isinstance(item, dict):
            findings.append(Finding(name, 1, "", f"is not a record: {str(item)[:40]}"))
            continue
        records.append(Placed(kind, _identity(kind, item), _without_lines(item), name, item[_LINE]))
    return Read(tuple(records), tuple(findings))


def _identity(kind: str, item: dict[str, Any]) -> str:
    identity = str(item.get(_IDS.get(kind, "id"), ""))
    return f"{item.get('code')}:{identity}" if kind == "area" else identity


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_lines(inner) for key, inner in value.items() if key not in (_LINE, _LINES)}
    return [_without_lines(inner) for inner in value] if isinstance(value, list) else value
