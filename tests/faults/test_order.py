"""Two processes receive at the same time: every person is answered in the order in which she was heard."""

from __future__ import annotations

from tests.faults.callers import TOWNS, Callers, towns_heard
from tests.faults.fleet import Fleet
from tests.faults.telegram import Telegram
from tests.faults.town import Town

TALKING = 24


async def test_everybody_is_answered_in_order_whichever_process_hears_her(
    town: Town, processes: Fleet, telegram: Telegram
) -> None:
    await town.settle(0, TALKING)
    await telegram.takes(0.1)
    await processes.open("", "")
    await Callers(processes).all_say(town.talkers)
    await town.all_done()
    for chat in town.talkers:
        assert await towns_heard(telegram, chat) == list(TOWNS)
        assert len(await telegram.read_by(chat)) == 2 * len(TOWNS)
    assert await in_the_order_of_the_books(town, telegram)


async def test_what_comes_in_the_same_moment_is_answered_once_each_and_in_one_order(
    town: Town, processes: Fleet, telegram: Telegram
) -> None:
    words = ("老家", "菜单", "热线", "今日贴士", "设置", "老家")
    await town.settle(0, TALKING)
    await telegram.takes(0.1)
    await processes.open("", "")
    await Callers(processes).all_say_at_once(town.talkers, *words)
    await town.all_done()
    accepted = await town.asked("SELECT count(*) AS updates FROM inbound WHERE status = 'taken'")
    assert [row.updates for row in accepted] == [TALKING * len(words)]
    turns = await town.asked("SELECT turn FROM conversation")
    assert [row.turn for row in turns] == [len(words)] * TALKING
    assert await in_the_order_of_the_books(town, telegram)


async def in_the_order_of_the_books(town: Town, telegram: Telegram) -> bool:
    """Whether everybody read what was written to her once, in the order in which it was decided."""
    rows, calls = await town.rows(), await telegram.look()
    decided = {chat: [row.sent_as for row in rows if row.chat == chat] for chat in town.talkers}
    return decided == {chat: [one.number for one in calls if one.chat == chat] for chat in town.talkers}
