"""Telegram misbehaves in every way we know: what the parent finally reads, and that nobody else waits for it."""

from __future__ import annotations

from typing import Final

from bot.store.outbox import Status
from tests.faults.fleet import Fleet
from tests.faults.telegram import PATIENCE, Telegram
from tests.faults.town import Town
from tests.telegram import faults
from tests.telegram.faults import Fault

ONCE, TWICE = ("先说的", "后说的"), ("先说的", "先说的", "后说的")

# What happens to the first call for a person, and what she has read in the end. Our time-out is 10 seconds.
TROUBLE: Final[tuple[tuple[Fault, tuple[str, ...]], ...]] = (
    (faults.out_of_order(), ONCE),
    (faults.html_page(502), ONCE),
    (faults.html_page(200), ONCE),
    (faults.cut_before(), ONCE),
    (faults.cut_after(), TWICE),
    (faults.cut_in_the_middle(), TWICE),
    (faults.silent(13), ONCE),
    (faults.slow(13), TWICE),
)
SILENT: Final = 6  # the place of the one who has to wait longest
WELL: Final = 20  # people whose messages nothing happens to
RETRY_AFTER: Final = 7  # longer than any process sleeps that nobody wakes


async def test_whatever_telegram_does_everything_is_read_in_order_and_twice_only_where_nobody_could_know(
    town: Town, processes: Fleet, telegram: Telegram
) -> None:
    await town.settle(len(TROUBLE) + WELL)
    for chat, (fault, _read) in zip(town.chats, TROUBLE, strict=False):
        await telegram.fails(chat, fault)
    await processes.open("", "")
    await town.write(town.chats, *ONCE)
    await town.all_done(2 * PATIENCE)
    read = {chat: tuple(await telegram.read_by(chat)) for chat in town.chats}
    assert list(read.values()) == [*(read for _fault, read in TROUBLE), *[ONCE] * WELL]
    rows = await town.rows()
    assert {row.status for row in rows} == {Status.SENT}
    troubled = town.chats[: len(TROUBLE)]
    assert {row.chat: row.attempts for row in rows if row.attempts > 1} == dict.fromkeys(troubled, 2)
    tried_again = max(one.number for one in telegram.calls if (one.chat, one.words) == (troubled[SILENT], ONCE[0]))
    assert all(one.number < tried_again for one in telegram.calls if one.chat not in troubled)
    await processes.all_stop()


async def test_when_telegram_asks_one_process_to_wait_all_of_them_wait(
    town: Town, processes: Fleet, telegram: Telegram
) -> None:
    await town.settle(1 + WELL)
    impatient, others = town.chats[0], town.chats[1:]
    await telegram.fails(impatient, faults.flood(RETRY_AFTER))
    await processes.open("", "")
    await town.write([impatient], ONCE[0])
    await telegram.heard(1)
    await town.noted(impatient, "retry")
    await town.write(others, ONCE[0])
    await town.all_done()
    asked, *later = await telegram.look()
    assert min(one.at for one in later) >= asked.at + RETRY_AFTER
    assert set((await telegram.times_read()).values()) == {1}
    assert {one.chat for one in later} == set(town.chats)
