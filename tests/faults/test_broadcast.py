"""Processes are killed again and again while everybody is told something: nobody misses it.

JIAYIN_TEST_BROADCAST and JIAYIN_TEST_KILLS make it larger than every day's.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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
    killer = Killer(town, processes, telegram)
    for kills in (range(KILLS // 2), range(KILLS // 2, KILLS)):
        await killer.kills(kills)
        await processes.all_stop()
        await town.leases_run_out()
        await processes.all_start()
    await town.all_done(WITHIN)
    rows, read = await town.rows(), await telegram.times_read()
    again, doubted = read_again(rows, read), in_doubt(rows)
    account = {"under way": killer.under_way.total(), "in doubt": doubted.total(), "read again": again.total()}
    record_property("broadcast", {"people": PEOPLE, "kills": KILLS, **account})
    assert {row.chat for row in rows if row.kind == "announcement"} == set(town.chats)
    assert [row for row in rows if not read[row.chat, row.words]] == []
    assert {row.status for row in rows} == {Status.SENT}
    assert again <= doubted <= killer.under_way
    assert doubted, "no kill hit anything"
    for chat in town.talkers:
        assert list(dict.fromkeys(await telegram.read_by(chat))) == [f"第{kill + 1}句" for kill in range(KILLS)]
    assert processes.ended == []
    await processes.all_stop()


@dataclass
class Killer:
    """Kills as the broadcast goes on; `under_way`, how often each row was on its way at such a moment."""

    town: Town
    processes: Fleet
    telegram: Telegram
    under_way: Counter[int] = field(default_factory=Counter)

    async def kills(self, numbers: Iterable[int]) -> None:
        """These of KILLS; whoever is gone comes back at once, and talkers are written to after each."""
        async with self.processes.tended():
            for kill in numbers:
                await self.telegram.heard(PEOPLE * (2 * kill + 1) // (2 * KILLS + 2), WITHIN)
                await self.processes.kill_one()
                self.under_way += await self.town.being_sent()
                await self.town.write(self.town.talkers, f"第{kill + 1}句")
