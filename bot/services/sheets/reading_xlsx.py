"""Reads XLSX without running, unpacking or believing more than is needed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from defusedxml.ElementTree import ParseError

from bot.services.sheets.cells import words_of
from bot.services.sheets.sheet import HEADER_WITHIN, MOST_COLUMNS, Refused, Sheet, head_of, no_header, sheet_from
from dialogs.text import Text, _

LARGEST_UNPACKED: Final = 50 * 1024 * 1024
_MOST_PARTS: Final = 1000
_SUSPICIOUS: Final = 1024 * 1024
_MOST_DENSE: Final = 200  # times; letters of a real sheet shrink to a tenth or a thirtieth
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MOST_SHEETS: Final = 30
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, NotImplementedError, RuntimeError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, AssertionError),
)


def read_xlsx(kind: str, content: bytes) -> Sheet:
    """The first sheet with the most known headers. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check(parts)
        return _read(kind, content)
    except Refused:
        raise
    except _DAMAGED as error:
        raise Refused(
            _("The file is damaged and cannot be opened. Open it in your spreadsheet program, and save it anew.")
        ) from error


def _check(parts: zipfile.ZipFile) -> None:
    """What is inside, before anything of it is unpacked."""
    if (wrong := _wrong(parts)) is not None:
        raise Refused(wrong)
    for part in parts.infolist():
        if part.filename.endswith((".xml", ".rels")) and _ENTITY.search(parts.read(part)):
            raise Refused(_("The file holds something that a spreadsheet never holds, and is not opened."))


def _wrong(parts: zipfile.ZipFile) -> Text | None:
    found = parts.infolist()
    names = {part.filename.casefold() for part in found}
    if any(part.flag_bits & 1 for part in found):
        return _("The file is locked with a password. Take the password away, save it, and try again.")
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in names):
        return _("Files with macros are not taken, they can do harm. Save it as .xlsx, then choose that one.")
    whole = sum(part.file_size for part in found)
    if len(found) > _MOST_PARTS or whole > LARGEST_UNPACKED or any(map(_is_too_dense, found)):
        return _("Unpacked, this file would be far too large. Copy the rows into a new sheet, and choose that one.")
    if "content.xml" in names:
        return _("This is an .ods file. Open it, save it as .xlsx, then choose that one.")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        return _("This is not a spreadsheet. Choose a file that ends in .xlsx or .csv.")
    return None


def _is_too_dense(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SUSPICIOUS and part.file_size > _MOST_DENSE * max(part.compress_size, 1)


def _read(kind: str, content: bytes) -> Sheet:
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl does not use defusedxml; install it before files are read")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        best, most = None, 0
        for sheet in book.worksheets[:_MOST_SHEETS]:
            head = head_of(kind, _lines(sheet, HEADER_WITHIN))
            if head is not None and head.known > most:
                best, most = sheet, head.known
        if best is None:
            raise Refused(no_header(kind))
        return sheet_from(kind, _lines(best))
    finally:
        book.close()


def _lines(sheet: Any, limit: int | None = None) -> Iterator[list[str]]:
    # What a sheet says of its own size is often wrong, and here only of use to deceive.
    sheet.reset_dimensions()
    for line in sheet.iter_rows(max_row=limit, max_col=MOST_COLUMNS, values_only=True):
        yield [words_of(value) for value in line]
