"""Writes records into a spreadsheet that can be edited and taken in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from bot.services.sheets.cells import clean, guarded, looks_like_a_formula, marked
from bot.services.sheets.columns import COLUMNS, Column, Record
from bot.services.sheets.forms import Labels
from bot.services.sheets.vocabulary import vocabulary

_LONGEST_LIST: Final = 255  # what a list of choices may have in an XLSX file
_SPARE_ROWS: Final = 1000
_HEADER_COLOUR, _FIXED_COLOUR = "FFF3E3D7", "FFE6E6E6"


def rows_of(kind: str, records: Iterable[Record]) -> Iterator[list[str]]:
    """The words of each row; a course gives one row for each of its texts."""
    if kind == "course":
        for record in records:
            yield from _course(record)
        return
    for record in records:
        yield [clean(column.written(record)) for column in COLUMNS[kind]]


def _course(record: Record) -> Iterator[list[str]]:
    said, id = vocabulary().lesson, str(record["id"])
    yield [id, said["title"], clean(record["title"])]
    yield [id, said["about"], clean(record["about"])]
    for number, lesson in enumerate(record["lessons"], start=1):
        place = said["lesson"].format(number=number)
        yield from ([id, f"{place} {part}", clean(words)] for part, words in _lesson(lesson))


def _lesson(lesson: Record) -> Iterator[tuple[str, str]]:
    said = vocabulary().lesson
    yield said["title"], lesson["title"]
    yield from ((said["screen"].format(number=n), words) for n, words in enumerate(lesson["screens"], start=1))
    yield from ((said[part], lesson[part]) for part in ("practice", "check_in"))
    yield from ((said[how], words) for how, words in lesson["replies"].items())
    for n, question in enumerate(lesson["quiz"], start=1):
        place = said["question"].format(number=n)
        yield place, question["question"]
        for each, option in enumerate(question["options"], start=1):
            yield f"{place} {said['option'].format(number=each)}", option["text"]
            yield f"{place} {said['why'].format(number=each)}", option["why"]


def to_csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """With the mark by which spreadsheet programs know UTF-8; what begins like a formula is kept from being one."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(headers)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def csv_of(kind: str, records: Iterable[Record]) -> bytes:
    return to_csv([column.header for column in COLUMNS[kind]], rows_of(kind, records))


def xlsx_of(kind: str, records: Iterable[Record]) -> bytes:
    """Every cell holds text; the header row stays in sight, and labels are offered where they may be chosen."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    columns, known = COLUMNS[kind], vocabulary()
    book = Workbook(write_only=True)
    sheet = book.create_sheet(known.kinds[kind])
    sheet.freeze_panes = "B2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.append([_head(sheet, column) for column in columns])
    count = 0
    for row in rows_of(kind, records):
        sheet.append([_cell(sheet, words) for words in row])
        count += 1
    _offer_labels(sheet, columns, count + _SPARE_ROWS)
    _write_notes(book.create_sheet(known.notes), columns)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _head(sheet: Any, column: Column) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = WriteOnlyCell(sheet, column.header)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=_FIXED_COLOUR if column.fixed else _HEADER_COLOUR)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Any, words: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not words:
        return None
    cell = WriteOnlyCell(sheet, marked(words))
    cell.data_type = "s"  # whatever it looks like
    cell.number_format = "@"
    cell.alignment = _top()
    cell.quotePrefix = looks_like_a_formula(words)
    return cell


@cache
def _top() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", wrap_text=True)


def _offer_labels(sheet: Any, columns: Sequence[Column], last: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, column in enumerate(columns, start=1):
        listed = ",".join(column.form.choices())
        if column.fixed or not listed or len(listed) > _LONGEST_LIST:
            continue
        # Where several may stand in one cell, the list only helps: other words are not refused by the program.
        offered = DataValidation("list", formula1=f'"{listed}"', showErrorMessage=not isinstance(column.form, Labels))
        offered.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last + 1}")
        sheet.data_validations.append(offered)


def _write_notes(sheet: Any, columns: Sequence[Column]) -> None:
    """What may be chosen in which column, for programs that show no lists."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    for column in columns:
        if choices := column.form.choices():
            sheet.append([_cell(sheet, column.header), _cell(sheet, "、".join(choices))])
