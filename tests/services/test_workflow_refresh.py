"""What was published reaches every running process, and nothing that is typed takes one of them down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from bot.assembly import Jiayin
from bot.i18n import Words
from bot.services.content.loading import load_files
from bot.services.escalation import Escalation
from bot.services.semantic.meaning import Meaning
from bot.services.staff.rights import Role
from bot.settings import Settings
from bot.store import contents
from bot.store.database import Database
from tests.content import shelf
from tests.fakes import World
from tests.services.newsroom import Newsroom

TIP = ("tip", "tip-new")
TYPED = "今天先问他：<b>吃了啥</b> & {这样} {0} {evil} %s [a](tg://x) `x` \\n。"


def process(database: Database) -> Jiayin:
    """Another running Jiayin over the same database."""
    world = World(database)
    given: dict[str, Any] = {"_env_file": None, "secret_key": SecretStr("k" * 32)}
    parts = (world.setting, world.streams, world.sender, world.receiver, world.planner, world.housekeeping)
    return Jiayin(Settings(**given), database, Words(), *parts, Escalation(database, world.setting), None)


@pytest.fixture
async def room(database: Database) -> Newsroom:
    room = Newsroom(database)
    await load_files(database, room.clock())
    room.li = await room.person("李老师", Role.TRAINER)
    room.wang = await room.person("王老师", Role.REVIEWER)
    return room


async def test_a_published_tip_is_on_the_shelf_of_another_process(room: Newsroom) -> None:
    one, other = process(room.database), process(room.database)
    await room.handed_in(*TIP, shelf.tip(id="tip-new", text="今天打电话，先问他吃了啥。"))
    await one.refresh_content()
    before = one.setting.shelf.library
    await one.workflow.publish(room.wang, *TIP)
    for running in (one, other):
        await running.refresh_content()
        assert running.setting.shelf.library.tips["tip-new"].text == "今天打电话，先问他吃了啥。"
    assert one.setting.shelf.library is not before
    taken_up = one.setting.shelf.library
    await one.refresh_content()
    assert one.setting.shelf.library is taken_up


async def test_what_is_due_is_published_for_all_processes(room: Newsroom) -> None:
    one, other = process(room.database), process(room.database)
    await room.handed_in(*TIP, shelf.tip(id="tip-new", text="今天打电话，先问他吃了啥。"))
    now = one.setting.clock()
    await one.workflow.publish(room.wang, *TIP, at=now + timedelta(hours=1))
    room.clock.now += timedelta(hours=1)
    assert await one.workflow.turn(room.clock()) == 1
    await other.refresh_content()
    assert "tip-new" in other.setting.shelf.library.tips


async def test_a_broken_record_does_not_take_the_library_down(room: Newsroom) -> None:
    running = process(room.database)
    async with room.database.writing() as connection:
        await contents.put(connection, [{"kind": "tip", "id": "broken", "record": {"id": "broken", "text": 5}}])
        await contents.renew(connection, "broken", room.clock())
    await running.refresh_content()
    assert "broken" not in running.setting.shelf.library.tips
    assert len(running.setting.shelf.library.tips) > 300
    await running.tick()
    assert await room.workflow.remarks_on("tip", "x", shelf.tip(id="x", text="今天先问他吃了啥，再听他说。")) == []


async def test_where_no_library_can_be_made_the_old_one_stays_and_it_is_said_once(room: Newsroom) -> None:
    running = process(room.database)
    running.meaning = _Broken()
    old = running.setting.shelf.library
    async with room.database.writing() as connection:
        await contents.renew(connection, "another", room.clock())
    with structlog.testing.capture_logs() as logs:
        await running.refresh_content()
        await running.refresh_content()
    assert running.setting.shelf.library is old
    assert [entry["event"] for entry in logs] == ["content_refused"]
    assert logs[0]["id"]


class _Broken(Meaning):
    """A model whose vectors do not fit."""

    def __init__(self) -> None:
        """Nothing is read."""

    def over(self, *_content: object) -> object:  # type: ignore[override]
        raise RuntimeError("the vectors do not fit")


async def test_nothing_that_a_trainer_types_breaks_a_message(room: Newsroom) -> None:
    await room.workflow.save(room.li, *TIP, shelf.tip(id="tip-new", text=TYPED + "\0\u202e"), number=None)
    record = await room.workflow.record(*TIP)
    assert [one for one in room.workflow.remarks("tip", record) if one.must]
    async with room.database.writing() as connection:
        await contents.put(connection, [{"kind": "tip", "id": "tip-new", "record": record}])
        await contents.renew(connection, "typed", room.clock())
    running = process(room.database)
    await running.refresh_content()
    library = running.setting.shelf.library
    world = World(room.database)
    world.setting.shelf.library = replace(library, tips={"tip-new": library.tips["tip-new"]})
    await world.joins("小红")
    await world.says("小红", "贴士")
    world.sees("小红", TYPED)
