"""Sheets as they come from the programmes on trainers' computers, brought in through the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bot.services.staff.rights import Role
from tests.console.browser.office import Office, is_told, opens
from tests.services.sheet_files import HEADERS, csv_text

# Three rows typed into a text file and turned into a workbook by LibreOffice 7.4 itself:
# soffice --headless --infilter='CSV:44,34,76' --convert-to xlsx tips.csv
LIBREOFFICE = Path(__file__).resolve().parents[1] / "data" / "libreoffice.xlsx"
ROWS = (
    ("", "小贴士", "打电话", "6到9岁", "今晚打电话，先问孩子：“今天风大不大？”听他说完，再问穿了啥。", "老师的经验"),
    ("", "小贴士", "没有这个话题", "6到9岁", "今天问孩子一句：“晚饭谁做的？”", "老师的经验"),
)
OLD_EXCEL = FilePayload(name="贴士.csv", mimeType="text/csv", buffer=csv_text(HEADERS, *ROWS).encode("gbk"))


@pytest.mark.parametrize(
    ("file", "good", "refused"),
    [(LIBREOFFICE, "放学路上看见啥了", "第4行"), (OLD_EXCEL, "今天风大不大", "第3行")],
    ids=["a workbook of LibreOffice", "a text of an old Excel in GBK"],
)
def test_a_trainer_sees_what_a_sheet_would_change_and_one_bad_row_spoils_no_other(
    office: Office, file: Path | FilePayload, good: str, refused: str
) -> None:
    with office.colleague(f"{refused}的王老师", Role.TRAINER) as trainer:
        opens(trainer, "/sheets")
        trainer.locator("#sheets-file").set_input_files(file)
        trainer.get_by_role("button", name="看看会改什么").click()
        expect(trainer.get_by_role("heading", level=1, name="会改什么")).to_be_visible()
        is_told(trainer, good)
        trainer.get_by_role("link", name=re.compile("^不行的")).click()
        row = trainer.get_by_role("article").filter(has_text=refused)
        expect(row).to_contain_text("没有这个话题")
        with trainer.expect_download() as download:
            trainer.get_by_role("link", name="下载不行的行和原因").click()
        assert "没有这个话题" in download.value.path().read_text("utf-8-sig")
        takes_in(trainer)
    with office.colleague(f"{refused}的李审核", Role.REVIEWER) as reviewer:
        opens(reviewer, "/review")
        expect(reviewer.get_by_role("link", name=re.compile(good))).to_be_visible()


def takes_in(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^导入")).click()
    expect(page.get_by_role("heading", level=1, name="表格已导入")).to_be_visible()
    is_told(page, "已导入并送审")


def test_a_picture_that_calls_itself_a_sheet_is_refused_beside_the_field(office: Office) -> None:
    with office.colleague("传错文件的王老师", Role.TRAINER) as trainer:
        opens(trainer, "/sheets")
        picture = FilePayload(name="贴士.xlsx", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + b"\0" * 400)
        trainer.locator("#sheets-file").set_input_files(picture)
        trainer.get_by_role("button", name="看看会改什么").click()
        expect(trainer.locator("#sheets-wrong")).not_to_be_empty()
        expect(trainer.get_by_role("button", name="看看会改什么")).to_be_enabled()
