"""Facts from a table: two or three columns pasted from a spreadsheet, a CSV file, or an XLSX file."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Final

from bot.services.factories.sheet import Line, Wrong
from dialogs.factory_facts import KEYS, NO, POLICE_CHECK, YES

LARGEST_FILE: Final = 1024 * 1024
LARGEST_UNPACKED: Final = 8 * 1024 * 1024
MOST_ROWS: Final = 200
_MACROS: Final = "vbaProject.bin"
_DAY: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?")


class Unreadable(StrEnum):
    """Why a table was not read at all."""

    EMPTY = "empty"
    LARGE = "large"
    KIND = "kind"
    MACROS = "macros"
    BROKEN = "broken"
    ROWS = "rows"


@dataclass(frozen=True)
class Row:
    """A row of the table by its number, with the line it stands for, or why it is refused."""

    number: int
    words: Sequence[str]
    line: Line | None = None
    wrong: Wrong | None = None


Labels = Mapping[str, str]  # what a fact is called in the console → its key
Table = Sequence[Sequence[str]]


def rows_of(table: Table, labels: Labels, yes: Iterable[str], no: Iterable[str]) -> Sequence[Row] | Unreadable:
    """The rows that say something. Names of facts are those of the console, or the keys themselves."""
    if len(table) > MOST_ROWS:
        return Unreadable.ROWS
    names = {_plain(label): key for label, key in labels.items()} | {key: key for key in KEYS}
    answers = {_plain(word): YES for word in (*yes, YES)} | {_plain(word): NO for word in (*no, NO)}
    rows: list[Row] = []
    seen: set[str] = set()
    for number, cells in enumerate(table, start=1):
        words = [cell.strip() for cell in (*cells, "", "", "")][:3]
        if not any(words):
            continue
        key = names.get(_plain(words[0]))
        if key is None:
            if number > 1:  # the first row names the columns
                rows.append(Row(number, words, wrong=Wrong.KEY))
            continue
        if key in seen:
            rows.append(Row(number, words, wrong=Wrong.TWICE))
            continue
        seen.add(key)
        rows.append(Row(number, words, _line(key, words, answers)))
    return rows or Unreadable.EMPTY


def pasted(words: str) -> Table:
    """Columns are parted by tabs, as spreadsheets copy them; a cell with a line break stands in quotes."""
    return _table(csv.reader(io.StringIO(words.strip("\n")), delimiter="\t"))


def uploaded(name: str, data: bytes) -> Table | Unreadable:
    """The first sheet of a file; by what is in it, whatever its name says."""
    if not data:
        return Unreadable.EMPTY
    if len(data) > LARGEST_FILE:
        return Unreadable.LARGE
    if data[:2] == b"PK":
        return _workbook(data)
    if not name.lower().endswith((".csv", ".txt")):
        return Unreadable.KIND
    words = _decoded(data)
    if words is None:
        return Unreadable.BROKEN
    delimiter = "\t" if "\t" in words.partition("\n")[0] else ","
    return _table(csv.reader(io.StringIO(words, newline=""), delimiter=delimiter))


def _workbook(data: bytes) -> Table | Unreadable:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                return Unreadable.LARGE
        if any(name.endswith(_MACROS) for name in names):
            return Unreadable.MACROS
        if "xl/workbook.xml" not in names:
            return Unreadable.KIND
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=3, values_only=True)
        return [[_cell(value) for value in row] for row in cells]
    except Exception:  # whatever a damaged or hostile file does to its reader, it is only a damaged file
        return Unreadable.BROKEN


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _decoded(data: bytes) -> str | None:
    marks = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marks else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _table(lines: Iterable[Sequence[str]]) -> Table:
    try:
        return [list(cells[:3]) for cells in islice(lines, MOST_ROWS + 1)]
    except csv.Error:
        return []


def _line(key: str, words: Sequence[str], answers: Mapping[str, str]) -> Line:
    said = words[1].removeprefix("'")  # spreadsheets keep that sign before what must not become a formula
    if key == POLICE_CHECK:
        said = answers.get(_plain(said), said)
    found = _DAY.match(words[2])
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else words[2]
    return Line(key, said, day)


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).strip(":").lower()
