"""A file is read as what it is, in every encoding that trainers save in; what could do harm is not opened."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import Words
from bot.services.sheets.reading import LARGEST, read_sheet
from bot.services.sheets.sheet import MOST_ROWS, Refused, Sheet
from tests.services.sheet_files import HEADERS, ROW, csv_text, repacked, xlsx

WORKBOOK = xlsx(HEADERS, ROW)


def why(name: str, content: bytes, kind: str = "tip") -> str:
    """In Chinese, why a file is refused."""
    with pytest.raises(Refused) as refused:
        read_sheet(kind, name, content)
    return Words().say(refused.value.words, "zh_Hans")


def cell(sheet: Sheet, field: str, row: int = 0) -> str:
    place = next(at for at, column in sheet.columns.items() if column.field == field)
    return sheet.rows[row].cells[place]


def test_a_workbook_is_read_with_the_row_numbers_of_excel() -> None:
    sheet = read_sheet("tip", "贴士.xlsx", xlsx(HEADERS, ROW, ("", "", "", "", "", ""), ROW))
    assert [row.number for row in sheet.rows] == [2, 4]
    assert cell(sheet, "text") == ROW[4]


def test_the_sheet_with_the_headers_is_found_behind_another_one_and_below_a_title() -> None:
    before = (["东莞工厂的贴士", "", ""], ["", "", ""])
    sheet = read_sheet("tip", "a.xlsx", xlsx(HEADERS, ROW, before=before, title="贴士"))
    assert [row.number for row in sheet.rows] == [4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_the_encodings_and_with_the_separators_of_all_programs(encoding: str, separator: str) -> None:
    content = csv_text(HEADERS, ROW, separator=separator).encode(encoding)
    sheet = read_sheet("tip", "贴士.csv", content)
    assert sheet.headers == HEADERS
    assert sheet.rows[0].cells == ROW


def test_quotes_and_line_breaks_stay_in_their_cell() -> None:
    content = '编号,问题,别的问法,回答\r\nlying,"他说""没有""",不说实话\r\n"嘴硬,说谎","一、问；\n二、谢"\r\n'
    broken = '编号,问题,别的问法,回答\r\nlying,"他说""没有""","不说实话\n嘴硬,说谎","一、问；\n二、谢"\r\n'
    sheet = read_sheet("faq", "a.csv", broken.encode())
    assert sheet.rows[0].cells == ("lying", '他说"没有"', "不说实话\n嘴硬,说谎", "一、问；\n二、谢")
    assert len(read_sheet("faq", "a.csv", content.encode()).rows) == 2


def test_headers_are_known_by_other_words_in_any_order_and_strange_columns_are_named() -> None:
    headers = ("Source", "内容（必填）", " 岁数 ", "topic", "心情", "不行的原因")
    sheet = read_sheet("tip", "a.xlsx", xlsx(headers, ("书", "多听他说", "3-6", "feelings", "好", "太长")))
    assert {column.field for column in sheet.columns.values()} == {"source", "text", "bands", "topic"}
    assert sheet.unknown == ("心情",)


def test_numbers_days_and_ticks_are_read_as_people_see_them() -> None:
    row = (12.0, datetime.combine(date(2027, 11, 1), time()), True, date(2027, 1, 2), 1.5)
    sheet = read_sheet("hotline", "a.xlsx", xlsx(("号码", "试打日期", "要加区号", "下次复查", "名称"), row))
    assert sheet.rows[0].cells == ("12", "2027-11-01", "true", "2027-01-02", "1.5")


def test_what_cannot_be_seen_is_left_out() -> None:
    sheet = read_sheet("tip", "a.csv", "编号,正文\r\na,\u202e先\u200b听\ufeff他说\u2066\r\n".encode())
    assert cell(sheet, "text") == "先听他说"


def test_a_file_with_macros_is_refused_under_any_name() -> None:
    macro = repacked(WORKBOOK, xl__vbaProject_bin=b"Sub AutoOpen()")
    assert "宏" in why("贴士.xlsx", macro)
    assert "宏" in why("贴士.XLSM", WORKBOOK)


def test_a_file_that_would_unpack_to_hundreds_of_megabytes_is_refused_without_unpacking_it() -> None:
    bomb = repacked(WORKBOOK, xl__worksheets__sheet1_xml=b"<x>" + b"0" * (51 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert "太大" in why("a.xlsx", bomb)
    dense = repacked(WORKBOOK, xl__media__a_xml=b"0" * (9 * 1024 * 1024))
    assert "太大" in why("a.xlsx", dense)


def test_a_size_that_lies_is_found_out() -> None:
    lying = bytearray(repacked(WORKBOOK, xl__worksheets__sheet1_xml=b"<x>" + b"0" * 100_000))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = lying.find(mark)
        while at >= 0:
            lying[at + place : at + place + 4] = (10).to_bytes(4, "little")
            at = lying.find(mark, at + 4)
    assert "坏了" in why("a.xlsx", bytes(lying))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_that_multiplies_is_never_resolved(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    words = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><w>&l9;</w>'
    content = repacked(WORKBOOK, xl__workbook_xml=words.encode(encoding))
    assert why("a.xlsx", content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "图片"),
        ("a.csv", b"\xff\xd8\xff\xe0" + b"\0" * 50, "图片"),
        ("a.xlsx", b"%PDF-1.7 ...", "PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.csv", b"", "空的"),
        ("a.csv", b" \r\n", "空的"),
        ("a.csv", b"a" * (LARGEST + 1), "8 MB"),
        ("a.csv", bytes(range(1, 256)) * 4, "读不出来"),
        ("a.csv", "编号,正文\r\na,先听他说".encode()[:-1], "读不出来"),
        ("a.csv", '编号,正文\r\n"a,'.encode() + b"x" * 200_000, "引号"),
        ("a.xlsx", WORKBOOK[:900], "坏了"),
        ("a.csv", "姓名,电话\r\n张三,1\r\n".encode(), "年龄段"),
        ("a.csv", "编号,正文,内容\r\na,b,c\r\n".encode(), "两列"),
    ],
)
def test_a_file_that_is_no_sheet_of_ours_is_refused_with_the_reason(name: str, content: bytes, said: str) -> None:
    assert said in why(name, content)


@pytest.mark.parametrize(("part", "said"), [("content.xml", ".ods"), ("word/document.xml", "不是表格")])
def test_other_packed_files_are_refused(part: str, said: str) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(part, "<a/>")
    assert said in why("a.xlsx", written.getvalue())


def test_five_thousand_rows_are_read_and_not_one_more() -> None:
    rows = [HEADERS, *[ROW] * MOST_ROWS]
    assert len(read_sheet("tip", "a.csv", csv_text(*rows).encode()).rows) == MOST_ROWS
    assert "5000" in why("a.csv", csv_text(*rows, ROW).encode())
    assert "5000" in why("a.xlsx", xlsx(*rows, ROW))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_never_anything_else(data: st.DataObject) -> None:
    damaged = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Refused):
        assert read_sheet("tip", "a.xlsx", bytes(damaged)).columns


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_refused(content: bytes) -> None:
    with suppress(Refused):
        assert read_sheet("tip", "a.csv", content).columns
