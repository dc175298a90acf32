"""Content on the desk: a small shelf of it, and the forms that trainers send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from bot.console.views.content.form import form_of
from bot.i18n import Words
from bot.services.content.files import read_content
from bot.services.content.loading import load_files, read_library
from tests.console.desk import Desk

TIP = {
    "kind": "tip",
    "topic": "call_home",
    "bands": ["6-9"],
    "text": "今晚打电话，先问孩子：“今天课间跟谁玩？”他说完了，你再说你的一件小事。",
    "together": "away",
    "source": "家音内容指南",
    "author": "王老师",
    "review_due": "2027-11-01",
}


async def stocked(desk: Desk) -> Desk:
    """The content of the files in the database, and on the shelf as every process reads it."""
    await load_files(desk.world.database, desk.world.clock())
    await taken_up(desk)
    return desk


async def taken_up(desk: Desk) -> None:
    """What a tick of every process does with content that has changed."""
    desk.world.setting.shelf.library = await read_library(desk.world.database, words())


@cache
def words() -> Words:
    return Words()


@cache
def of_files(kind: str, id: str) -> Mapping[str, Any]:
    return next(one.record for one in read_content().records if (one.kind, one.id) == (kind, id))


def typed(kind: str, record: Mapping[str, Any], **changed: str | Sequence[str]) -> dict[str, list[str]]:
    """The form of a record, with some fields typed anew."""
    form = form_of(kind, record)
    for name, value in changed.items():
        form[name] = [value] if isinstance(value, str) else list(value)
    return form


def pairs(form: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """As the script of the page sends it."""
    return [[name, value] for name, values in form.items() for value in values]
