"""Reads CSV in the encodings and with the separators that programs in China write."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from bot.services.sheets.cells import read_cell
from bot.services.sheets.sheet import HEADER_WITHIN, MOST_COLUMNS, Refused, Sheet, head_of, no_header, sheet_from
from dialogs.text import _

_SEPARATORS: Final = ",\t;，|"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ue000-\uf8ff\ufffd]")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(kind: str, content: bytes) -> Sheet:
    """Raises Refused."""
    words = decoded(content)
    heads = {mark: head_of(kind, _lines(words, mark, HEADER_WITHIN)) for mark in _SEPARATORS}
    known = {mark: head.known for mark, head in heads.items() if head is not None}
    if not known:
        raise Refused(no_header(kind))
    return sheet_from(kind, _lines(words, max(known, key=known.__getitem__)))


def decoded(content: bytes) -> str:
    """The words in whichever encoding they were written. Raises Refused."""
    for encoding in _encodings(content):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(words):
            return words
    raise Refused(
        _(
            "The letters of this file cannot be read. Open it in your spreadsheet program, save it as .xlsx "
            "or as CSV in UTF-8, then choose that one."
        )
    )


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (encoding,)
    # Without a mark UTF-16 is known by the zeros of its commas and line breaks.
    even, odd = content[0:4000:2].count(0), content[1:4000:2].count(0)
    if max(even, odd) > 2:
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    return ("utf-8", "gb18030")


def _lines(words: str, separator: str, limit: int | None = None) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    try:
        for number, line in enumerate(reader, start=1):
            yield [read_cell(cell) for cell in line[:MOST_COLUMNS]]
            if number == limit:
                return
    except csv.Error as error:
        raise Refused(
            _(
                "The file cannot be read near line {line}: perhaps a quotation mark was never closed. "
                "Save it as .xlsx, then choose that one."
            )(line=reader.line_num)
        ) from error
