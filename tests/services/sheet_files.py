"""Files as trainers upload them, made where they are needed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

HEADERS = ("编号", "类型", "话题", "年龄段", "正文", "来源")
ROW = ("", "小贴士", "打电话", "6到9岁", "今晚先问一句：“今天跟谁玩了？”等他说完。", "老师的经验")


def xlsx(*rows: Sequence[Any], before: Iterable[Sequence[Any]] = (), title: str = "") -> bytes:
    """A workbook whose rows stand in its only sheet; with `title`, in a second sheet behind another one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append(["培训签到表", "", ""])
        sheet = book.create_sheet(title)
    for row in (*before, *rows):
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv_text(*rows: Sequence[str], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same workbook with parts put in or replaced; `__` in a name stands for / and `_` for a dot."""
    wanted = {name.replace("__", "/").replace("_", "."): new for name, new in parts.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in wanted:
                new.writestr(part.filename, old.read(part))
        for name, words in wanted.items():
            new.writestr(name, words)
    return written.getvalue()
