"""Two do the same at once: both plan, or one begins to send what another has not ended."""

from __future__ import annotations

import asyncio
import signal
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.store.outbox import Status
from tests.faults.fleet import Fleet
from tests.faults.telegram import Telegram, becomes
from tests.faults.town import Town
from tests.process.afternoon import afternoon
from tests.telegram import faults

PEOPLE: Final = 400
SLOW: Final = 9.0  # seconds until an answer comes, before our time-out ends
WORDS: Final = ("第一句", "第二句", "第三句")


async def test_everybody_is_reminded_and_told_once_when_two_plan_at_once(
    town: Town, processes: Fleet, telegram: Telegram
) -> None:
    await town.settle(PEOPLE)
    local = datetime.now(ZoneInfo(afternoon())).replace(second=0, microsecond=0)
    await processes.open("plan", "plan", "send")
    for minutes in (3, 2, 1):
        await town.are_reminded(town.chats, local - timedelta(minutes=minutes), number=minutes)
    await town.announce("周六下午两点，大食堂有亲子课")

    async def all_is_planned() -> bool:
        return len(await town.rows()) == 4 * PEOPLE

    await becomes(all_is_planned)
    await town.all_done()
    rows = await town.rows()
    assert {row.status for row in rows} == {Status.SENT}
    assert {row.attempts for row in rows} == {1}
    assert [one.chat for one in await telegram.look() if not one.read] == []
    assert sorted(one.chat for one in telegram.calls) == sorted(4 * town.chats)
    due = await town.asked("SELECT count(*) AS left FROM schedule WHERE next_at < now()")
    assert [row.left for row in due] == [0]
    await processes.all_stop()


async def test_who_comes_back_to_a_send_that_another_has_taken_over_spoils_nothing(
    town: Town, processes: Fleet, telegram: Telegram
) -> None:
    await town.settle(0, 1)
    (mother,) = town.talkers
    await telegram.fails(mother, faults.slow(SLOW))
    slow, quick = await processes.open("send", "send")
    quick.signal(signal.SIGSTOP)
    await town.write([mother], WORDS[0])
    await telegram.heard(1)
    slow.signal(signal.SIGSTOP)
    await town.leases_run_out()
    quick.signal(signal.SIGCONT)
    await telegram.heard(2)
    slow.signal(signal.SIGCONT)
    await town.all_done()
    await town.write([mother], *WORDS[1:])
    await town.all_done()
    assert await asyncio.to_thread(slow.stop) == 0  # after it has written down what it heard at last
    assert await telegram.read_by(mother) == [WORDS[0], *WORDS]
    rows = await town.rows()
    assert [(row.words, row.status, row.attempts) for row in rows] == [
        (WORDS[0], Status.SENT, 2),
        (WORDS[1], Status.SENT, 1),
        (WORDS[2], Status.SENT, 1),
    ]
    first, second, third = (row.position for row in rows)
    assert first < second < third
    await processes.all_stop()
