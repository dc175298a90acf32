"""Processes are killed again and again while everybody is told something: nobody misses it.

JIAYIN_TEST_BROADCAST and JIAYIN_TEST_KILLS make it larger than every day's.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Final

from bot.store.outbox import Status
from tests.faults.fleet import Fleet
from tests.faults.telegram import Telegram
from tests.faults.town import Town, in_doubt, read_again

PEOPLE: Final = int(os.environ.get("JIAYIN_TEST_BROADCAST", "2000"))
KILLS: Final = int(os.environ.get("JIAYIN_TEST_KILLS", "12"))
PROCESSES: Final = ("plan,receive", "send", "send")
TALKING: Final = 20  # people who are also written to one message after another
WITHIN: Final = 120 + PEOPLE / 20  # seconds for all of it, on the slowest machine


async def test_nobody_misses_an_announcement_though_processes_are_killed_again_and_again(
    town: Town, processes: Fleet, telegram: Telegram, record_property: Callable[[str, object], None]
) -> None:
    await town.settle(PEOPLE, TALKING)
    await telegram.takes(0.05)
    await processes.open(*PROCESSES)
    await town.announce("周六下午两点，大食堂有亲子课")
    under_way: Counter[int] = Counter()
    for kills in (range(KILLS // 2), range(KILLS // 2, KILLS)):
        async with processes.tended():
            for kill in kills:
                await telegram.heard(PEOPLE * (2 * kill + 1) // (2 * KILLS + 2), WITHIN)
                await processes.kill_one()
                under_way += await town.being_sent()
                await town.write(town.talkers, f"第{kill + 1}句")
        await processes.all_stop()
        await town.leases_run_out()
        await processes.all_start()
    await town.all_done(WITHIN)
    rows, read = await town.rows(), await telegram.times_read()
    again, doubted = read_again(rows, read), in_doubt(rows)
    account = {"under way": under_way.total(), "in doubt": doubted.total(), "read again": again.total()}
    record_property("broadcast", {"people": PEOPLE, "kills": KILLS, **account})

    assert {row.chat for row in rows if row.kind == "announcement"} == set(town.chats)
    assert [row for row in rows if not read[row.chat, row.words]] == []
    assert {row.status for row in rows} == {Status.SENT}
    assert again <= doubted <= under_way
    assert doubted, "no kill hit anything"
    for chat in town.talkers:
        assert list(dict.fromkeys(await telegram.read_by(chat))) == [f"第{kill + 1}句" for kill in range(KILLS)]
    assert processes.ended == []
    await processes.all_stop()
