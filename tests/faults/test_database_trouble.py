"""PostgreSQL falls over, drops everybody or is full: what was written stays, and the rest comes as soon as it can."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from bot.store.outbox import Status
from tests.faults.callers import TOWNS, Callers, towns_heard
from tests.faults.fleet import Fleet, fleet
from tests.faults.postgres import Postgres
from tests.faults.telegram import Telegram, becomes
from tests.faults.town import Town, in_doubt

PEOPLE: Final = 600
TALKING: Final = 20
CUTS: Final = 5
FULL: Final = "65536"  # bytes
WITHIN: Final = 120.0


@pytest.fixture
async def town(server: Postgres) -> AsyncIterator[Town]:
    """A town on a server of its own."""
    found = Town(server.url)
    yield found
    await found.database.close()


@pytest.fixture
async def processes(server: Postgres, telegram: Telegram, tmp_path: Path) -> AsyncIterator[Fleet]:
    async with fleet(tmp_path, server.url, telegram) as found:
        yield found


async def test_nothing_is_lost_when_the_server_crashes_in_the_middle(
    server: Postgres, town: Town, processes: Fleet, telegram: Telegram
) -> None:
    under_way: Counter[int] = Counter()
    await begun(town, processes, telegram)
    talk = asyncio.create_task(Callers(processes).all_say(town.talkers))
    for part in (1, 2):
        await telegram.heard(PEOPLE * part // 3)
        await server.restarts()
        under_way += await town.being_sent()
    await talk
    await nothing_was_lost(town, processes, telegram, under_way)


async def test_nothing_is_lost_when_connections_are_cut_again_and_again(
    server: Postgres, town: Town, processes: Fleet, telegram: Telegram
) -> None:
    under_way: Counter[int] = Counter()
    await begun(town, processes, telegram)
    talk = asyncio.create_task(Callers(processes).all_say(town.talkers))
    for cut in range(CUTS):
        await telegram.heard(PEOPLE * (cut + 1) // (CUTS + 1))
        assert await server.cuts_connections() > 0
        under_way += await town.being_sent()
    await talk
    await nothing_was_lost(town, processes, telegram, under_way)


async def begun(town: Town, processes: Fleet, telegram: Telegram) -> None:
    """Two processes that have begun to tell everybody something."""
    await town.settle(PEOPLE, TALKING)
    await telegram.takes(0.05)
    await processes.open("", "")
    await town.announce("周六下午两点，大食堂有亲子课")


async def nothing_was_lost(town: Town, processes: Fleet, telegram: Telegram, under_way: Counter[int]) -> None:
    """The same processes go on; everybody got everything, and twice only what was on its way when it happened."""
    under_way += await town.leases_run_out()
    await town.all_done(WITHIN)
    rows, calls = await town.rows(), await telegram.look()
    assert {row.chat for row in rows if row.kind == "announcement"} == set(town.chats)
    assert {row.status for row in rows} == {Status.SENT}
    assert {row.sent_as for row in rows} <= {one.number for one in calls if one.read}
    assert in_doubt(rows) <= under_way
    assert len(calls) - len(rows) <= in_doubt(rows).total()
    for chat in town.talkers:
        assert await towns_heard(telegram, chat) == list(TOWNS)
    await processes.all_stop()


async def test_what_cannot_be_kept_while_the_database_is_full_comes_when_there_is_room(
    server: Postgres, town: Town, processes: Fleet, telegram: Telegram
) -> None:
    """A limit on the size of files stands for the end of the disk. Here as there the server cannot write its log and
    gives up; it is started once more when there is room.
    """
    await begun(town, processes, telegram)
    await telegram.heard(PEOPLE // 3)
    server.limits_files(FULL)
    talk = asyncio.create_task((callers := Callers(processes)).all_say(town.talkers))

    async def somebody_was_refused() -> bool:
        return callers.refused > 0

    await becomes(somebody_was_refused)
    assert [house.answers("/health/live") for house in processes.houses] == [200, 200]
    await server.restarts()  # without the limit
    under_way = await town.being_sent()
    await talk
    await nothing_was_lost(town, processes, telegram, under_way)
