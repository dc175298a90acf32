"""The schema changes under a version that goes on running: it notices nothing, and the next sends what it wrote."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import text

from bot.store import schema
from bot.store.outbox import Status
from tests.faults.fleet import Fleet
from tests.faults.old_version import OldVersion, schema_of_the_version_before
from tests.faults.telegram import Telegram, becomes
from tests.faults.town import Town

PEOPLE: Final = 30
MORE: Final = 40  # messages that show that the traffic goes on


async def test_the_version_before_goes_on_while_the_schema_changes_and_the_next_sends_what_it_wrote(
    town: Town, processes: Fleet, telegram: Telegram
) -> None:
    await schema_of_the_version_before(town.database)
    await town.settle(0, PEOPLE)
    old = OldVersion(town.database, town.talkers)
    house = processes.house()
    async with running(old):
        await more_is_written(old)
        async with somebody_reading(town):
            upgrading = asyncio.create_task(asyncio.to_thread(house.jiayin, "db", "upgrade"))
            await gave_way(town)
            await more_is_written(old)
        ended = await upgrading
        assert ended.code == 0, ended.said
        assert await schema.differences(town.database) == []
        await more_is_written(old)
    await becomes(old.claims)  # the last one is killed in the middle of a send
    await town.leases_run_out()
    await processes.all_start()
    await town.all_done()
    assert await all_is_read_once(town, telegram, old)
    await processes.all_stop()


async def all_is_read_once(town: Town, telegram: Telegram, old: OldVersion) -> bool:
    """Whether whatever it wrote and did not send was sent by the next, in order."""
    rows = await town.rows()
    assert [(row.chat, row.words) for row in rows] == old.wrote
    assert {row.status for row in rows} == {Status.SENT}
    ours = [(row.chat, row.words) for row in rows if row.sent_as]
    assert len(ours) == len(rows) - len(old.sent) > 0
    read = {chat: await telegram.read_by(chat) for chat in town.talkers}
    return read == {chat: [words for who, words in ours if who == chat] for chat in town.talkers}


@asynccontextmanager
async def running(old: OldVersion) -> AsyncIterator[None]:
    """Meanwhile it writes and sends; the first error that it meets is raised."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(old.writes()), group.create_task(old.sends())]
        yield
        for task in tasks:
            task.cancel()


async def more_is_written(old: OldVersion) -> None:
    before = len(old.wrote)

    async def it_has_gone_on() -> bool:
        return len(old.wrote) >= before + MORE

    await becomes(it_has_gone_on)


@asynccontextmanager
async def somebody_reading(town: Town) -> AsyncIterator[None]:
    """A long look at the outbox, such as a backup takes; no table can change before it ends."""
    async with town.database.reading() as connection:
        await connection.execute(text("SELECT count(*) FROM outbox"))
        await connection.execute(text("SELECT count(*) FROM address"))
        yield


async def gave_way(town: Town) -> None:
    """Wait until the upgrade has wanted the tables, and has given them up to whoever waited behind it."""
    waits = "SELECT count(*) AS waits FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted"

    async def it_waits() -> bool:
        return bool((await town.asked(waits))[0].waits)

    async def it_waits_no_more() -> bool:
        return not await it_waits()

    await becomes(it_waits)
    await becomes(it_waits_no_more)
