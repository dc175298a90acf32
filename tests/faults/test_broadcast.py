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
from tests.faults.town import Town

PEOPLE: Final = int(os.environ.get("JIAYIN_TEST_BROADCAST", "2000"))
KILLS: Final = int(os.environ.get("JIAYIN_TEST_KILLS", "12"))
PROCESSES: Final = 3
TALKING: Final = 20  # people who are also written to one message after another
WITHIN: Final = 120 + PEOPLE / 20  # seconds for all of it, on the slowest machine


async def test_nobody_misses_an_announcement_though_processes_are_killed_again_and_again(
    town: Town, processes: Fleet, telegram: Telegram, record_property: Callable[[str, object], None]
) -> None:
    await town.settle(PEOPLE, TALKING)
    await telegram.takes(0.05)
    await processes.start(PROCESSES)
    await town.announce("周六下午两点，大食堂有亲子课")
    in_doubt: set[int] = set()
    for kills in (range(KILLS // 2), range(KILLS // 2, KILLS)):
        async with processes.tended():
            for kill in kills:
                await telegram.heard(PEOPLE * (2 * kill + 1) // (2 * KILLS + 2), WITHIN)
                await processes.kill_one()
                await town.write(town.talkers, f"第{kill + 1}句")
        in_doubt |= await all_go_on(town, processes)
    await town.all_done(WITHIN)
    rows, read = await town.rows(), await telegram.times_read()
    again = Counter({what: times - 1 for what, times in read.items() if times > 1})
    account = {"people": PEOPLE, "kills": KILLS, "in doubt": len(in_doubt), "read again": again.total()}
    record_property("broadcast", account)

    assert {row.chat for row in rows if row.kind == "announcement"} == set(town.chats)
    assert [row for row in rows if not read[row.chat, row.words]] == []
    assert {row.status for row in rows} == {Status.SENT}
    assert again <= Counter((row.chat, row.words) for row in rows if row.id in in_doubt)
    assert [row for row in rows if read[row.chat, row.words] > row.attempts] == []
    for chat in town.talkers:
        said = [words for words in await telegram.read_by(chat) if "句" in words]
        assert list(dict.fromkeys(said)) == [f"第{kill + 1}句" for kill in range(KILLS)]
    assert processes.ended == []
    assert "Traceback" not in processes.said


async def all_go_on(town: Town, processes: Fleet) -> set[int]:
    """Everybody ends and begins anew, the leases of the dead run out; the rows of which nobody knows what became."""
    await processes.all_stop()
    in_doubt = {row.id for row in await town.rows() if row.status == Status.SENDING}
    await town.leases_run_out()
    await processes.all_start()
    return in_doubt
