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
from tests.faults.telegram import Telegram
from tests.faults.town import Town

PEOPLE: Final = 600
TALKING: Final = 20
CUTS: Final = 5
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
    in_doubt: Counter[tuple[int, str]] = Counter()
    await begun(town, processes, telegram)
    talk = asyncio.create_task(Callers(processes).all_say(town.talkers))
    for part in (1, 2):
        await telegram.heard(PEOPLE * part // 3)
        await server.restarts()
        in_doubt += await being_sent(town)
    await talk
    await nothing_was_lost(town, processes, telegram, in_doubt)


async def test_nothing_is_lost_when_connections_are_cut_again_and_again(
    server: Postgres, town: Town, processes: Fleet, telegram: Telegram
) -> None:
    in_doubt: Counter[tuple[int, str]] = Counter()
    await begun(town, processes, telegram)
    talk = asyncio.create_task(Callers(processes).all_say(town.talkers))
    for cut in range(CUTS):
        await telegram.heard(PEOPLE * (cut + 1) // (CUTS + 1))
        assert await server.cuts_connections() > 0
        in_doubt += await being_sent(town)
    await talk
    await nothing_was_lost(town, processes, telegram, in_doubt)


async def begun(town: Town, processes: Fleet, telegram: Telegram) -> None:
    """Two processes that have begun to tell everybody something."""
    await town.settle(PEOPLE, TALKING)
    await telegram.takes(0.05)
    await processes.start(2)
    await town.announce("周六下午两点，大食堂有亲子课")


async def being_sent(town: Town) -> Counter[tuple[int, str]]:
    return Counter((row.chat, row.words) for row in await town.rows() if row.status == Status.SENDING)


async def nothing_was_lost(
    town: Town, processes: Fleet, telegram: Telegram, in_doubt: Counter[tuple[int, str]]
) -> None:
    """The same processes go on; everybody got everything, and twice only what was on its way when it happened."""
    in_doubt += await being_sent(town)
    await town.leases_run_out()
    await town.all_done(WITHIN)
    rows, calls = await town.rows(), await telegram.look()
    assert {row.chat for row in rows if row.kind == "announcement"} == set(town.chats)
    assert {row.status for row in rows} == {Status.SENT}
    assert {row.sent_as for row in rows} <= {one.number for one in calls if one.read}
    assert len(calls) - len(rows) <= in_doubt.total()
    for chat in town.talkers:
        assert await towns_heard(telegram, chat) == list(TOWNS)
    await processes.all_stop()
    assert "Traceback" not in processes.said
