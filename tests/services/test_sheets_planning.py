"""Each row of a sheet is new, changed, the same or refused, and none of them spoils another."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.i18n import Words
from bot.services.content.files import read_content
from bot.services.sheets.columns import COLUMNS, EXPORTED, IMPORTED
from bot.services.sheets.planning import Around, Fate, Plan, Standing, Trouble, plan_of
from bot.services.sheets.reading import read_sheet
from bot.services.sheets.writing import csv_of, xlsx_of
from dialogs.text import Verbatim

FRESH = {"author": "王老师", "review_due": "2027-11-23"}
TIP: dict[str, Any] = {
    "id": "call-first",
    "kind": "tip",
    "topic": "call_home",
    "bands": ["6-9", "9-12"],
    "text": "先问一句：“今天跟谁玩了？”",
    "elder": "“晚上我打来。”",
    "seasons": [],
    "shifts": ["night"],
    "together": "any",
    "source": "老师的经验",
    "author": "家音内容组",
    "reviewed_by": "李审核",
    "review_due": "2027-11-01",
}
OTHER = {**TIP, "id": "call-second", "text": "挂电话前说好下回哪天打。"}


@cache
def library() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The records of the real content, as the database keeps them."""
    found: dict[str, dict[str, Any]] = {}
    for placed in read_content().records:
        found.setdefault(placed.kind, {})[placed.id] = json.loads(json.dumps(placed.record, default=str))
    return found


def around(*records: Mapping[str, Any], **elsewhere: str) -> Around:
    standing = {str(record.get("id") or record["trigger"]): Standing(3, record) for record in records}
    return Around(standing, {id.replace("_", "-"): kind for id, kind in elsewhere.items()}, FRESH)


def planned(kind: str, rows: Sequence[Sequence[str]], there: Around, banned: str = "\0") -> Plan:
    """The plan of a sheet of these rows, the first of them its headers; records with `banned` words are refused."""
    content = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()

    def check(_kind: str, record: Mapping[str, Any]) -> list[Trouble]:
        return [Trouble("正文", Verbatim("这样写不行"))] if banned in str(record) else []

    return plan_of(kind, read_sheet(kind, "a.csv", content), there, check)


def fates(plan: Plan) -> list[Fate]:
    return [row.fate for row in plan.rows]


def reasons(plan: Plan) -> list[tuple[int, str, str]]:
    words = Words()
    return [
        (row.row.number, trouble.header, words.say(trouble.words, "zh_Hans"))
        for row in plan.rows
        for trouble in row.troubles
    ]


@pytest.mark.parametrize("kind", IMPORTED)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_the_whole_library_taken_out_and_brought_in_again_changes_nothing(kind: str, name: str) -> None:
    records = library()[kind]
    content = (xlsx_of if name.endswith("xlsx") else csv_of)(kind, records.values())
    plan = plan_of(kind, read_sheet(kind, name, content), around(*records.values()), lambda _kind, _record: ())
    assert len(plan.rows) == len(records)
    assert [(row.id, row.changes, reasons(plan)) for row in plan.rows if row.fate is not Fate.SAME] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="=+-@'\t\r\n\"，,;；＝ 先听{}<_x000D>#N/A", max_size=12), min_size=1, max_size=6))
def test_whatever_is_written_comes_back_the_same(texts: list[str]) -> None:
    records = [{**TIP, "id": f"t-{n}", "text": f"{words}。", "elder": words} for n, words in enumerate(texts)]
    for name, write in (("a.xlsx", xlsx_of), ("a.csv", csv_of)):
        sheet = read_sheet("tip", name, write("tip", records))
        plan = plan_of("tip", sheet, around(*records), lambda _kind, _record: ())
        assert set(fates(plan)) == {Fate.SAME}


def test_no_cell_of_what_is_taken_out_can_run() -> None:
    dangerous = {**TIP, "text": '=HYPERLINK("http://x")', "elder": "@SUM(1)", "source": "-2+3", "author": "+1"}
    csv = csv_of("tip", [dangerous]).decode("utf-8-sig")
    assert "'=HYPERLINK" in csv
    assert "'@SUM" in csv
    book = load_workbook(io.BytesIO(xlsx_of("tip", [dangerous])))
    assert {cell.data_type for row in book.worksheets[0].iter_rows(min_row=2) for cell in row if cell.value} == {"s"}


def test_a_sheet_keeps_its_headers_in_sight_and_offers_the_labels() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_of("tip", [TIP]))).worksheets[0]
    assert sheet.freeze_panes == "B2"
    offered = {str(each.sqref)[0]: each for each in sheet.data_validations.dataValidation}
    assert "打电话" in str(offered["C"].formula1)
    assert offered["C"].showErrorMessage
    assert not offered["D"].showErrorMessage  # several bands stand in one cell


def test_a_course_is_written_out_text_by_text() -> None:
    courses = library()["course"].values()
    words = csv_of("course", courses).decode("utf-8-sig")
    assert "第1课 第2屏" in words
    assert all(lesson["practice"] in words for course in courses for lesson in course["lessons"])
    assert "course" in EXPORTED
    assert "course" not in IMPORTED


def test_only_what_changed_is_shown_and_the_rest_is_kept() -> None:
    rows = [["编号", "正文", "年龄段", "审核人"], ["call-first", "先听他说完。", "9-12；6~9岁", "李审核"]]
    plan = planned("tip", rows, around(TIP))
    assert [(change.header, change.old, change.new) for change in plan.rows[0].changes] == [
        ("正文", TIP["text"], "先听他说完。")
    ]
    assert plan.rows[0].record == {**TIP, "text": "先听他说完。"}
    assert plan.rows[0].began == 3


def test_labels_are_understood_as_people_write_them() -> None:
    headers = ["编号", "话题", "年龄段", "班次", "季节", "在身边", "下次复查", "正文", "来源"]
    row = [
        "",
        "心情",
        "3-6 岁、6至9岁/2026-09-12\n12月15日",
        "夜班,白班",
        "春节",
        "都可以",
        "2027年3月5日",
        "抱抱他。",
        "书",
    ]
    record = planned("tip", [headers, row], around()).rows[0].record
    assert record["topic"] == "feelings"
    assert record["bands"] == ["3-6", "6-9", "9-12", "12-15"]
    assert (record["shifts"], record["seasons"], record["together"]) == (["night", "day"], ["spring_festival"], "any")
    assert record["review_due"] == "2027-03-05"
    assert record["author"] == "王老师"


def test_all_ages_are_every_age_and_all_shifts_are_no_condition() -> None:
    rows = [["编号", "年龄段", "班次", "正文"], ["", "全部", "不限", "抱抱他。"]]
    record = planned("tip", rows, around()).rows[0].record
    assert len(record["bands"]) == 6
    assert not record.get("shifts")


def test_wordings_stand_one_below_the_other_and_only_those_that_come_or_go_are_shown() -> None:
    faq = {"id": "lying", "question": "孩子撒谎怎么办？", "variants": ["骗我", "说谎"], "answer": "先谢他。"}
    rows = [["编号", "别的问法"], ["lying", "骗我\n\n不说实话\n骗我"]]
    row = planned("faq", rows, around(faq)).rows[0]
    assert row.record["variants"] == ["骗我", "不说实话"]
    assert [(change.old, change.new) for change in row.changes] == [("说谎", "不说实话")]


def test_weeks_are_numbers_lists_or_spans() -> None:
    text = {"id": "w", "weeks": [2], "text": "打个电话。"}
    rows = [["编号", "第几周"], ["w", "第3周、6-8"]]
    assert planned("weekly", rows, around(text)).rows[0].record["weeks"] == [3, 6, 7, 8]
    assert "1到53" in reasons(planned("weekly", [["编号", "第几周"], ["w", "54"]], around(text)))[0][2]


def test_one_bad_row_spoils_no_other_and_says_where_and_why() -> None:
    rows = [
        ["编号", "话题", "正文", "下次复查"],
        ["call-first", "乱写", "先听他说。", "明年"],
        ["call-second", "打电话", "说好下回哪天打。", "2027-11-01"],
        ["", "打电话", "坏话坏话", ""],
    ]
    plan = planned("tip", rows, around(TIP, OTHER), banned="坏话")
    assert fates(plan) == [Fate.REFUSED, Fate.CHANGED, Fate.REFUSED]
    assert [(number, header) for number, header, _words in reasons(plan)] == [(2, "话题"), (2, "下次复查"), (4, "正文")]
    assert "可以写：打电话、孩子的心情" in reasons(plan)[0][2]


def test_two_rows_with_one_id_are_both_refused_and_name_each_other() -> None:
    rows = [["编号", "正文"], ["call-first", "一。"], ["call-second", "二。"], ["Call-First", "三。"]]
    plan = planned("tip", rows, around(TIP, OTHER))
    assert fates(plan) == [Fate.REFUSED, Fate.CHANGED, Fate.REFUSED]
    assert ["第4行" in reasons(plan)[0][2], "第2行" in reasons(plan)[1][2]] == [True, True]


def test_an_id_of_another_kind_or_in_capitals_with_blanks_is_refused() -> None:
    rows = [["编号", "正文"], ["lying", "一。"], ["我的贴士", "二。"]]
    plan = planned("tip", rows, around(lying="faq"))
    assert "常见问题" in reasons(plan)[0][2]
    assert "小写字母" in reasons(plan)[1][2]


def test_a_row_without_an_id_is_known_by_its_words_so_that_nothing_comes_twice() -> None:
    rows = [
        ["话题", "正文", "来源"],
        ["心情", TIP["text"], "书"],
        ["心情", "新的一句。", ""],
        ["心情", "新的一句。", ""],
    ]
    plan = planned("tip", rows, around(TIP))
    assert fates(plan) == [Fate.CHANGED, Fate.REFUSED, Fate.REFUSED]
    assert plan.rows[0].id == "call-first"


def test_rows_that_are_missing_change_nothing_and_an_empty_cell_empties() -> None:
    plan = planned("tip", [["编号", "给老人的话", "班次"], ["call-first", "", ""]], around(TIP, OTHER))
    assert [row.id for row in plan.rows] == ["call-first"]
    assert (plan.rows[0].record["elder"], plan.rows[0].record["shifts"]) == ("", [])


def test_who_reviewed_it_is_not_for_a_sheet_to_say() -> None:
    plan = planned("tip", [["编号", "审核人"], ["call-first", "我自己"]], around(TIP))
    assert "后台" in reasons(plan)[0][2]
    new = planned("tip", [["正文", "话题", "审核人"], ["新的。", "心情", "我自己"]], around())
    assert "reviewed_by" not in new.rows[0].record


def test_of_danger_replies_only_the_words_are_taken() -> None:
    reply = library()["safeguarding"]["child_self_harm"]
    headers = ["编号", "等级", "马上回的话"]
    rows = [
        headers,
        ["孩子想伤自己", "P0", "先别骂他，陪着他。打{120}。"],
        ["no_carer", "P0", "先找大人。"],
        ["新的", "P0", "一"],
    ]
    plan = planned("safeguarding", rows, around(reply, library()["safeguarding"]["no_carer"]))
    assert plan.rows[0].fate is Fate.CHANGED
    assert plan.rows[0].id == "child_self_harm"
    assert plan.rows[1].fate is (
        Fate.CHANGED if library()["safeguarding"]["no_carer"]["level"] == "P0" else Fate.REFUSED
    )
    assert plan.rows[2].fate is Fate.REFUSED


def test_a_cell_where_a_formula_failed_and_a_cell_that_is_endless_are_refused() -> None:
    rows = [["编号", "正文", "来源"], ["call-first", "#REF!", "书"], ["call-second", "长" * 4001, "书"]]
    plan = planned("tip", rows, around(TIP, OTHER))
    assert ["公式" in reasons(plan)[0][2], "4000" in reasons(plan)[1][2]] == [True, True]


def test_every_column_has_words_of_its_own() -> None:
    for kind, columns in COLUMNS.items():
        headers = [column.header for column in columns]
        assert len(set(headers)) == len(headers), kind
