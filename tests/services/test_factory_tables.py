"""Facts come out of the tables that trainers have, and out of nothing that only looks like one."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from bot.services.factories.importing import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    Row,
    Table,
    Unreadable,
    pasted,
    rows_of,
    uploaded,
)
from bot.services.factories.sheet import Line, Wrong

LABELS = {"地点": "cfs_place", "收费": "cfs_fee", "查过": "cfs_police_check", "培训日期": "training_date"}
HEADER = "项目,内容,有效期到\n"


def read(table: Table | Unreadable) -> list[Row]:
    assert not isinstance(table, Unreadable)
    rows = rows_of(table, LABELS, ["查过了"], ["还没做"])
    assert not isinstance(rows, Unreadable)
    return list(rows)


def lines(table: Table | Unreadable) -> list[Line | None]:
    return [row.line for row in read(table)]


def workbook(*rows: tuple[str | float | date | None, ...]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def packed(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def test_cells_copied_from_a_spreadsheet_are_read() -> None:
    words = '项目\t内容\t有效期到\n地点：\t"3号楼\n一楼"\t\n'
    words += "培训日期\t12月6日 周日\t2026/12/6\n查过\t查过了\t2027年1月5日\n\n"
    assert lines(pasted(words)) == [
        Line("cfs_place", "3号楼\n一楼", ""),
        Line("training_date", "12月6日 周日", "2026-12-06"),
        Line("cfs_police_check", "yes", "2027-01-05"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_files_are_read_in_the_encodings_that_offices_write(encoding: str) -> None:
    data = f"{HEADER}地点,“3号楼”，一楼,\n收费,不要钱,\n".encode(encoding)
    assert lines(uploaded("facts.CSV", data)) == [Line("cfs_place", "“3号楼”，一楼"), Line("cfs_fee", "不要钱")]


def test_a_workbook_is_read_whatever_its_cells_are() -> None:
    data = workbook(
        ("项目", "内容", "有效期到"),
        ("地点", "3号楼", datetime.fromisoformat("2026-12-31")),
        ("收费", 5.0, None),
        ("cfs_police_check", "还没做", date(2026, 12, 1)),
    )
    assert lines(uploaded("实情.xlsx", data)) == [
        Line("cfs_place", "3号楼", "2026-12-31"),
        Line("cfs_fee", "5", ""),
        Line("cfs_police_check", "no", "2026-12-01"),
    ]


def test_a_bad_row_says_why_and_spoils_no_other() -> None:
    rows = read(pasted("项目\t内容\n没有的\tx\n地点\t一楼\n地点\t二楼\n收费\t不要钱"))
    assert [(row.number, row.wrong) for row in rows] == [(2, Wrong.KEY), (3, None), (4, Wrong.TWICE), (5, None)]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"", Unreadable.EMPTY),
        ("a.csv", b"x" * (LARGEST_FILE + 1), Unreadable.LARGE),
        ("a.doc", b"\xd0\xcf\x11\xe0", Unreadable.KIND),
        ("a.csv", b"\x81\xff\xff\xfe", Unreadable.BROKEN),
        ("a.xlsx", b"PK\x03\x04damaged", Unreadable.BROKEN),
        ("a.xlsx", packed(hello=b"x"), Unreadable.KIND),
        ("a.xlsm", packed(xl__vbaProject__bin=b"x", **{"xl/vbaProject.bin": b"x"}), Unreadable.MACROS),
        ("a.xlsx", packed(**{"xl/workbook.xml": b"0" * (LARGEST_UNPACKED + 1)}), Unreadable.LARGE),
        ("a.xlsx", packed(**{"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), Unreadable.BROKEN),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(name: str, data: bytes, why: Unreadable) -> None:
    assert uploaded(name, data) is why


def test_a_table_that_is_too_long_or_says_nothing_is_refused() -> None:
    assert rows_of(pasted("地点\tx\n" * 300), LABELS, (), ()) is Unreadable.ROWS
    assert rows_of(pasted("hello"), LABELS, (), ()) is Unreadable.EMPTY
    assert rows_of(pasted(""), LABELS, (), ()) is Unreadable.EMPTY
