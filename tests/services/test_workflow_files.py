"""The files are the first edition; what people write in the console is never lost to them."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import Any

import pytest

from bot.i18n import Words
from bot.services.content.files import Placed, read_content
from bot.services.content.loading import library_of, load_files, read_library, take_in, usable
from bot.services.workflow.items import Status
from bot.store import contents
from bot.store.database import Database
from tests.content import shelf
from tests.fakes import instant, real_library
from tests.services.newsroom import HOTLINES, Newsroom

NOW, LATER = instant("2026-11-23T10:00"), instant("2026-11-24T10:00")
TIP = ("tip", "call-first-name")
LINES = tuple(("hotline", one["id"], one) for one in HOTLINES)


@pytest.fixture
async def room(database: Database) -> Newsroom:
    return await Newsroom(database).opened()


async def test_what_comes_with_the_files_is_published_at_once(room: Newsroom) -> None:
    item = await room.item(*TIP)
    assert (item.status, item.number, item.published_number, item.came_from) == (Status.PUBLISHED, 1, 1, "files")
    (revision,) = await room.workflow.revisions(*TIP)
    assert (revision.act, revision.by_name) == ("came", "家音")
    assert await room.workflow.steps(*TIP) == []


async def test_a_new_edition_changes_what_nobody_has_touched(room: Newsroom) -> None:
    await room.files(*LINES, (*TIP, shelf.tip(text="新版的话。")), ("tip", "tip-two", shelf.tip(id="tip-two")))
    item = await room.item(*TIP)
    assert (item.status, item.number, item.published_number) == (Status.PUBLISHED, 2, 2)
    assert (await room.published(*TIP))["text"] == "新版的话。"
    assert await room.published("tip", "tip-two") is not None
    assert (await room.item("hotline", "110")).number == 1


async def test_a_new_edition_stands_beside_the_words_of_a_trainer(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    await room.handed_in(*TIP, {**old, "text": "李老师改过的话。"})
    await room.workflow.publish(room.wang, *TIP)
    await room.files(*LINES, (*TIP, shelf.tip(text="新版的话。")))
    assert (await room.published(*TIP))["text"] == "李老师改过的话。"
    assert (await room.workflow.record(*TIP))["text"] == "李老师改过的话。"
    newest = (await room.workflow.revisions(*TIP))[0]
    assert (newest.number, newest.act, newest.record["text"]) == (3, "came", "新版的话。")
    item = await room.workflow.save(room.li, *TIP, {**old, "text": "再改。"}, number=2)
    assert item.number == 4
    taken = await room.workflow.restore(room.li, *TIP, 3)
    assert (await room.workflow.record(*TIP))["text"] == "新版的话。"
    assert taken.number == 5


async def test_a_draft_of_a_trainer_is_not_lost_to_a_new_edition(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    await room.workflow.save(room.li, *TIP, {**old, "text": "还没写完。"}, number=1)
    await room.files(*LINES, (*TIP, shelf.tip(text="新版的话。")))
    assert await room.status(*TIP) is Status.DRAFT
    assert (await room.workflow.record(*TIP))["text"] == "还没写完。"
    assert await room.published(*TIP) == old
    await room.files(*LINES, (*TIP, shelf.tip(text="新版的话。")), ("tip", "tip-two", shelf.tip(id="tip-two")))
    assert len(await room.workflow.revisions(*TIP)) == 3


async def test_what_left_the_files_is_retired_unless_somebody_touched_it(room: Newsroom) -> None:
    old = await room.workflow.record(*TIP)
    await room.workflow.save(room.li, "tip", "tip-new", shelf.tip(id="tip-new"), number=None)
    await room.workflow.save(room.li, *TIP, {**old, "text": "李老师改过的话。"}, number=1)
    await room.files(LINES[0])
    assert await room.status("hotline", "12345") is Status.RETIRED
    assert await room.published("hotline", "12345") is None
    assert await room.published(*TIP) == old
    assert await room.status("tip", "tip-new") is Status.DRAFT
    await room.files(*LINES)
    assert await room.status("hotline", "12345") is Status.PUBLISHED
    assert await room.published("hotline", "12345") is not None


async def test_what_people_retired_does_not_come_back_with_the_files(room: Newsroom) -> None:
    await room.workflow.retire(room.wang, *TIP)
    await room.files(*LINES, (*TIP, shelf.tip(text="新版的话。")))
    assert await room.status(*TIP) is Status.RETIRED
    assert await room.published(*TIP) is None


async def test_the_same_edition_is_taken_in_once_even_by_two_processes(database: Database) -> None:
    placed = [Placed("tip", f"tip-{number}", shelf.tip(id=f"tip-{number}"), "f", 1) for number in range(40)]
    placed = [Placed(one.kind, one.id, {**one.record, "review_due": "2027-11-01"}, "f", 1) for one in placed]
    await asyncio.gather(*(take_in(database, placed, NOW) for _process in range(3)))
    room = Newsroom(database)
    assert [one.number for one in await room.workflow.revisions("tip", "tip-0")] == [1]
    version = await room.version()
    await take_in(database, placed, LATER)
    assert await room.version() == version


async def test_a_database_of_an_older_jiayin_is_taken_over(database: Database) -> None:
    old = [
        {"kind": kind, "id": id, "record": {**shelf.tip(id=id), "review_due": ""}} for kind, id in [TIP, ("tip", "x")]
    ]
    async with database.writing() as connection:
        await contents.replace_all(connection, old)
        await contents.renew(connection, "of before", NOW)
    room = await Newsroom(database).opened()
    assert (await room.item(*TIP)).number == 1
    assert await room.status("tip", "x") is Status.RETIRED
    assert (await room.workflow.record("tip", "x"))["id"] == "x"
    assert await room.published("tip", "x") is None


async def test_all_our_content_is_taken_in_well_under_a_second_and_gives_the_same_library(database: Database) -> None:
    good, _findings = usable(read_content().records)
    start = perf_counter()
    await take_in(database, good, NOW)
    assert perf_counter() - start < 3  # 0.2 s on an idle machine
    library, files = await read_library(database, Words()), real_library()
    assert library.version == files.version
    assert (library.tips, library.faqs, library.danger_replies) == (files.tips, files.faqs, files.danger_replies)
    count, _findings = await load_files(database, LATER)
    assert count == len(good)


def test_a_record_that_no_library_can_be_made_of_is_left_out_alone() -> None:
    good = {**shelf.tip(), "review_due": "2027-11-01"}
    broken: tuple[Any, ...] = (
        {**good, "id": "b", "bands": ["0-99"]},
        {"id": "c"},
        [],
        {**good, "id": "d", "together": "?"},
    )
    rows = [("tip", good), *(("tip", record) for record in broken), ("weekly", {"id": "w", "weeks": ["x"]})]
    library = library_of(rows, "1", Words())
    assert set(library.tips) == {"call-first-name"}
