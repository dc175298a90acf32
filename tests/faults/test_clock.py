"""The clock on the wall jumps an hour ahead and back: nobody is reminded twice, too late, or in her sleep."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.store.outbox import Status
from tests.faults.fleet import Fleet
from tests.faults.telegram import Telegram, becomes
from tests.faults.town import Town

ZONE: Final = ZoneInfo("Asia/Shanghai")
TONIGHT: Final = datetime.combine(datetime.now(ZONE), time(19, 50), ZONE)
HOUR: Final = timedelta(hours=1)
CALL: Final = "给孩子打个电话吧"
LESSON: Final = "周六下午两点，大食堂有亲子课"


class Machine:
    """Whose clock shows what the test says, and runs on from there."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "wrong-by.txt"
        self.shows(TONIGHT)

    def shows(self, moment: datetime) -> None:
        self._wrong_by = moment - datetime.now(UTC)
        # Whoever reads it meanwhile finds the old or the new, never half of it.
        draft = self.file.with_suffix(".new")
        draft.write_text(str(self._wrong_by.total_seconds()), "utf-8")
        draft.rename(self.file)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self._wrong_by


async def test_nobody_is_reminded_twice_or_in_her_sleep_though_the_clock_jumps(
    town: Town, processes: Fleet, telegram: Telegram, tmp_path: Path
) -> None:
    machine = Machine(tmp_path)
    await town.settle(30)
    early, on_time = town.chats[:10], town.chats[10:]
    await town.are_reminded(on_time, tonight(20, 0))
    for _ in range(2):
        house = processes.house("plan,send", JIAYIN_TIMEZONE=str(ZONE))
        house.before = (sys.executable, "-m", "tests.faults.jumping", str(machine.file))
    await processes.all_start()

    machine.shows(machine.now + HOUR)  # 20:50: late, and within its grace
    await all_have_read(telegram, on_time, CALL)
    machine.shows(machine.now - HOUR)  # 19:50 again: what comes due now must not wait for an hour
    await town.are_reminded(early, tonight(19, 45))
    await all_have_read(telegram, early, CALL)

    machine.shows(TONIGHT + timedelta(minutes=195))  # 23:05, after 20:00 came once more: everybody sleeps
    await town.are_reminded(town.chats, tonight(20, 5), number=2)
    await town.announce(LESSON, machine.now)
    await are_left(town, "call", "too late")
    await are_left(town, "announcement", "waits for a better moment")
    machine.shows(machine.now - HOUR)
    assert await told(telegram) == {CALL: len(town.chats)}
    machine.shows(TONIGHT + timedelta(hours=12, minutes=10))  # the morning after
    await town.all_done()
    assert await told(telegram) == {CALL: len(town.chats), LESSON: len(town.chats)}
    assert {row.status for row in await town.rows() if row.reason != "too late"} == {Status.SENT}
    await processes.all_stop()


def tonight(hour: int, minute: int) -> datetime:
    return datetime.combine(TONIGHT.date(), time(hour, minute), ZONE)


async def all_have_read(telegram: Telegram, chats: list[int], words: str) -> None:
    async def all_of_them_have_read_it() -> bool:
        return set(chats) <= {one.chat for one in await telegram.look() if words in one.words}

    await becomes(all_of_them_have_read_it)


async def are_left(town: Town, kind: str, reason: str) -> None:
    """Wait until everybody has a message of this kind that does not go now, for this reason."""

    async def everybody_has_one() -> bool:
        left = {row.chat for row in await town.rows() if (row.kind, row.reason) == (kind, reason)}
        return left == set(town.chats)

    await becomes(everybody_has_one)


async def told(telegram: Telegram) -> Counter[str]:
    """How often each was read, by anybody."""
    return Counter(words for one in await telegram.look() for words in (CALL, LESSON) if words in one.words)
