"""A trainer takes a sheet out, changes it, and sees what would happen before she brings it in."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from openpyxl import load_workbook

from bot.services.content.loading import load_files
from bot.services.staff.rights import Role
from bot.store.database import Database
from tests.console.desk import Desk, Visitor, said
from tests.services.sheet_files import HEADERS, csv_text, repacked, xlsx

GOOD = (
    "listen-tonight",
    "小贴士",
    "打电话",
    "6到9岁",
    "今晚先听他说。问一句：“今天跟谁玩了？”等他说完。",
    "老师的经验",
)
BAD = ("bad-one", "小贴士", "乱写", "6到9岁", "先听他说完。", "老师的经验")


@pytest.fixture
def sheet_desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, data_dir=tmp_path / "data")


async def uploads(visitor: Visitor, name: str, content: bytes, kind: str = "tip", **headers: str) -> Response:
    """As the page sends it: its token in a header, so that the file is read once."""
    await visitor.opens("/sheets")
    token = visitor.http.cookies["starlette_admin_csrftoken"]
    files, given = {"file": (name, content)}, {"X-CSRFToken": token, **headers}
    return await visitor.http.post("/console/sheets/import", data={"kind": kind}, files=files, headers=given)


async def brings(visitor: Visitor, name: str, content: bytes, kind: str = "tip") -> str:
    """The address of the plan of an uploaded file, once it is there."""
    response = await uploads(visitor, name, content, kind)
    assert response.status_code == 303, said(response)
    return await settled(visitor, response.headers["location"].removeprefix("/console"))


async def settled(visitor: Visitor, path: str) -> str:
    for _ in range(400):
        if not (await visitor.opens(f"{path}/state")).json()["working"]:
            return path
        await asyncio.sleep(0.05)
    raise AssertionError("it never ends")


async def test_a_gbk_csv_is_looked_at_and_taken_in_and_goes_to_review(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    path = await brings(trainer, "贴士.csv", csv_text(HEADERS, GOOD, BAD).encode("gbk"))
    page = await trainer.reads(path)
    assert "新的1条，改了的0条，没变的0条，不行的1条" in page
    assert "导入1条" in page
    assert await sheet_desk.doors.workflow.find("tip", "listen-tonight") is None
    response = await trainer.sends(f"{path}/go", {"submit": "on"})
    assert response.status_code == 303
    page = await trainer.reads(await settled(trainer, path))
    assert "已导入并送审：新的1条" in page
    item = await sheet_desk.doors.workflow.find("tip", "listen-tonight")
    assert item is not None
    assert item.status == "in_review"


async def test_the_row_that_is_refused_is_named_with_its_reason_and_can_be_mended(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    path = await brings(trainer, "贴士.csv", csv_text(HEADERS, GOOD, BAD).encode("utf-16"))
    page = await trainer.reads(f"{path}?tab=refused")
    assert "第3行" in page
    assert "不认得“乱写”" in page
    response = await trainer.opens(f"{path}/refused.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == [*HEADERS, "原因"]
    assert rows[1][:6] == list(BAD)
    assert rows[1][6].startswith("话题：不认得")
    mended = response.content.decode("utf-8-sig").replace("乱写", "安全").encode("utf-8-sig")
    assert "新的1条" in await trainer.reads(await brings(trainer, "再来.csv", mended))


async def test_what_is_taken_out_and_brought_in_again_changes_nothing(sheet_desk: Desk) -> None:
    await load_files(sheet_desk.world.database, sheet_desk.world.clock())
    trainer = await sheet_desk.as_(Role.TRAINER)
    for form in ("xlsx", "csv"):
        exported = await trainer.opens(f"/sheets/export?kind=faq&which=published&as={form}")
        assert "attachment" in exported.headers["content-disposition"]
        page = await trainer.reads(await brings(trainer, f"a.{form}", exported.content, "faq"))
        assert "新的0条，改了的0条" in page
        assert "不行的0条" in page
        assert "没有要导入的" in page


async def test_a_changed_text_shows_what_goes_and_what_comes(sheet_desk: Desk) -> None:
    await load_files(sheet_desk.world.database, sheet_desk.world.clock())
    trainer = await sheet_desk.as_(Role.TRAINER)
    exported = await trainer.opens("/sheets/export?kind=hotline&which=all&as=xlsx")
    book = load_workbook(io.BytesIO(exported.content))
    sheet = book.worksheets[0]
    assert sheet["C2"].value
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "12345")
    row[6].value = "工作日9点到17点"
    written = io.BytesIO()
    book.save(written)
    path = await brings(trainer, "a.xlsx", written.getvalue(), "hotline")
    response = await trainer.opens(f"{path}?tab=changed")
    assert "<ins class=" in response.text
    assert "工作日9点到17点" in said(response)
    assert "改了的1条" in said(response)


async def test_an_empty_sheet_to_fill_in_has_the_headers_and_nothing_else(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    response = await trainer.opens("/sheets/export?kind=tip&which=empty&as=csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0][:5] == ["编号", "类型", "话题", "年龄段", "正文"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsm", xlsx(HEADERS, GOOD), "宏"),
        ("a.xlsx", repacked(xlsx(HEADERS, GOOD), xl__vbaProject_bin=b"x"), "宏"),
        ("a.xlsx", repacked(xlsx(HEADERS, GOOD), xl__media__x_xml=b"0" * (60 * 1024 * 1024)), "太大"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
        ("a.csv", b"a" * (9 * 1024 * 1024), "8 MB"),
        ("a.csv", "姓名,年纪\r\n张三,3\r\n".encode(), "表头"),
    ],
)
async def test_a_wrong_file_is_refused_beside_the_field(
    sheet_desk: Desk, name: str, content: bytes, reason: str
) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    response = await uploads(trainer, name, content)
    if response.status_code == 303:
        path = await settled(trainer, response.headers["location"].removeprefix("/console"))
        response = await trainer.opens(path)
    assert response.status_code == 400
    found = re.search(r'id="sheets-wrong" role="alert">([^<]*)<', response.text)
    assert found is not None
    assert reason in found[1]


async def test_a_form_without_a_file_says_what_to_do(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    response = await trainer.sends("/sheets/import", {"kind": "starter"})
    assert response.status_code == 400
    assert "请先选一个文件" in said(response)
    assert '<option value="starter" selected>' in response.text


async def test_the_script_of_the_page_is_answered_in_json(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)

    async def sends(content: bytes) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = (await uploads(trainer, "a.csv", content, Accept="application/json")).json()
        return answer

    assert (await sends(csv_text(HEADERS, GOOD).encode()))["to"].startswith("/console/sheets/plan/")
    assert "8 MB" in (await sends(b"a" * (8 * 1024 * 1024 + 1)))["wrong"]


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.FACTORY_CONTACT, Role.ADMINISTRATOR])
async def test_who_does_not_write_content_sees_no_sheet(sheet_desk: Desk, role: Role) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER, name="trainer")
    path = await brings(trainer, "a.csv", csv_text(HEADERS, GOOD).encode())
    other = await sheet_desk.as_(role)
    for address in ("/sheets", "/sheets/export?kind=tip", path, f"{path}/state", f"{path}/refused.csv"):
        assert (await other.opens(address)).status_code == 403, address
    for address in ("/sheets/import", f"{path}/go"):
        assert (await other.sends(address, {"kind": "tip"})).status_code == 403, address


async def test_another_trainer_does_not_see_my_sheet(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER, name="one")
    path = await brings(trainer, "a.csv", csv_text(HEADERS, GOOD).encode())
    other = await sheet_desk.as_(Role.TRAINER, name="two")
    assert "不在了" in await other.reads(path)
    await other.sends(f"{path}/go", {"submit": "on"})
    assert await sheet_desk.doors.workflow.find("tip", "listen-tonight") is None


async def test_a_course_is_not_taken_in_and_a_strange_kind_is_nowhere(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    for kind in ("course", "notice", "../x"):
        assert (await uploads(trainer, "a.csv", b"x", kind)).status_code == 404
    assert (await trainer.opens("/sheets/export?kind=notice")).status_code == 404
    assert (await trainer.opens("/sheets/export?kind=tip&as=exe")).status_code == 404


async def test_words_of_a_sheet_never_become_part_of_the_page(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    rows = (("编号", "正文", "<b>怪列</b>"), ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>{eta}", "x"))
    path = await brings(trainer, "<i>a</i>.csv", csv_text(*rows).encode())
    response = await trainer.opens(f"{path}?tab=refused")
    for harmful in ("<script>alert", "<img src=x", "<b>怪列", "<i>a"):
        assert harmful not in response.text


async def test_long_plans_are_shown_fifty_rows_at_a_time(sheet_desk: Desk) -> None:
    trainer = await sheet_desk.as_(Role.TRAINER)
    rows = [
        (f"tip-{n}", *GOOD[1:4], f"先听他说第{'一二三四五六七八九十'[n % 10]}件{'花草树木山石田土'[n // 10]}。", "书")
        for n in range(60)
    ]
    path = await brings(trainer, "a.csv", csv_text(HEADERS, *rows).encode())
    first, second = await trainer.reads(path), await trainer.reads(f"{path}?tab=new&page=2")
    assert ("第1页，共2页" in first, "第51行" in first, "第52行" in first) == (True, True, False)
    assert "第61行" in second
    assert "第2页，共2页" in await trainer.reads(f"{path}?tab=new&page=99999")
