"""The words that stand in spreadsheets: headers and labels, as trainers write them, beside our own names for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from bot.i18n import LOCALES

_PATH: Final = LOCALES / "zh_Hans" / "sheets.yaml"
_SILENT = re.compile(r"[\s_*:：.\-—–~～'\"“”]+|[(\[【].*?[)\]】]")

Spoken = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Vocabulary:
    """Our name → what trainers call it; the first of several words is the one that we write."""

    kinds: Mapping[str, str]
    headers: Spoken
    labels: Mapping[str, Spoken]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    all: tuple[str, ...]
    none: tuple[str, ...]
    notes: str
    lesson: Mapping[str, str]

    def header(self, field: str) -> str:
        return self.headers[field][0]


@cache
def vocabulary() -> Vocabulary:
    """Read once in a process."""
    read: dict[str, Any] = yaml.load(_PATH.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Vocabulary(
        kinds=read["kinds"],
        headers=_spoken(read["headers"]),
        labels={field: _spoken(labels) for field, labels in read["labels"].items()},
        yes=tuple(read["answers"]["yes"]),
        no=tuple(read["answers"]["no"]),
        all=tuple(read["all"]),
        none=tuple(read["none"]),
        notes=read["notes"][0],
        lesson=read["lesson"],
    )


def _spoken(words: Mapping[str, list[str]]) -> Spoken:
    return {name: tuple(said) for name, said in words.items()}


def heard(words: str) -> str:
    """A header or label without what people write differently: width, case, spaces, marks, remarks in brackets."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return _SILENT.sub("", plain)
