"""What changed between two wordings, field by field, and within a text sign by sign."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from bot.services.workflow.items import Record

# Shorter pieces that stayed between two changes are read as part of one change.
_SHORTEST = 3
_ABSENT = object()


class How(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Part:
    how: How
    words: str


@dataclass(frozen=True)
class FieldDifference:
    """field: the path to it, such as ("lessons", "0", "title")."""

    path: tuple[str, ...]
    old: str
    new: str
    parts: tuple[Part, ...]

    @property
    def field(self) -> str:
        return ".".join(self.path)


def difference(old: Record, new: Record) -> Sequence[FieldDifference]:
    """Only the fields that changed, in the order in which they stand."""
    return tuple(_compared(dict(old), dict(new), ()))


def _compared(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[FieldDifference]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from _compared(old.get(name, _ABSENT), new.get(name, _ABSENT), (*path, str(name)))
    elif _is_deep(old) and _is_deep(new) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _compared(one, other, (*path, str(number)))
    elif (was := _said(old)) != (now := _said(new)):
        yield FieldDifference(path, was, now, tuple(_parts(old, new)))


def _is_deep(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _said(value: Any) -> str:
    """A value as it is read; nothing is the same as an empty text."""
    if value is _ABSENT or value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_said(item) for item in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _parts(old: Any, new: Any) -> Iterator[Part]:
    if isinstance(old, list) and isinstance(new, list):
        yield from _of_lists([_said(item) for item in old], [_said(item) for item in new])
    else:
        yield from _of_texts(_said(old), _said(new))


def _of_lists(old: list[str], new: list[str]) -> Iterator[Part]:
    """Lines as a whole: in a list of wordings, one is added, taken away or changed."""
    for how, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield Part(How.SAME, "\n".join(old[first:last]))
            continue
        if first < last:
            yield Part(How.GONE, "\n".join(old[first:last]))
        if start < end:
            yield Part(How.NEW, "\n".join(new[start:end]))


def _of_texts(old: str, new: str) -> Iterator[Part]:
    gone = added = ""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for n, (how, first, last, start, end) in enumerate(steps):
        inside = 0 < n < len(steps) - 1
        if how == "equal" and not (inside and last - first < _SHORTEST):
            yield from _change(gone, added)
            gone = added = ""
            yield Part(How.SAME, old[first:last])
        else:
            gone, added = gone + old[first:last], added + new[start:end]
    yield from _change(gone, added)


def _change(gone: str, added: str) -> Iterator[Part]:
    if gone:
        yield Part(How.GONE, gone)
    if added:
        yield Part(How.NEW, added)
