"""Where each person stands, and what stands last on her screen."""

from __future__ import annotations

from typing import Any

from bot.store import conversations
from bot.store.conversations import Moved, Stored
from bot.store.database import Database
from bot.store.tables import conversation
from dialogs.facts import Shown
from tests.store.rows import HOUR, NOW, all_of, known


def state(turn: int, **more: Any) -> dict[str, Any]:
    return {"frames": [], "turn": turn, "asked": 0, "misses": 0, **more}


TIP = Shown("ref", "tip", "tip-1", "2026-11-23T10:00", (("收藏", "keep"), ("换一条", "another")))
CALL = Shown("other", "call", "1", "2026-11-25T20:00", (("打了", "called"),))


async def test_a_conversation_is_read_as_it_was_saved(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        moved = [Moved(mama.person_id, state(1), 0, (TIP, CALL)), Moved(baba.person_id, state(1), 0, ())]
        assert await conversations.save(connection, moved, NOW) == []
    async with database.reading() as connection:
        found = await conversations.read(connection, [mama.person_id, baba.person_id])
    assert found[mama.person_id] == Stored(state(1), (TIP, CALL), NOW)
    assert found[baba.person_id].shown == ()


async def test_a_turn_on_an_older_state_is_refused_and_nothing_is_saved(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba, nai = await known(connection, "mama", "baba", "nai")
        first = [Moved(one.person_id, state(1), 0, ()) for one in (mama, baba, nai)]
        await conversations.save(connection, first, NOW)
        await conversations.save(connection, [Moved(mama.person_id, state(2, asked=2), 1, ())], NOW)
        second = [Moved(one.person_id, state(2), 1, ()) for one in (mama, baba)]
        again = [*second, Moved(nai.person_id, state(1, asked=1), 0, ())]
        assert await conversations.save(connection, again, NOW + HOUR) == [mama.person_id, nai.person_id]
        rows = {row.person_id: row for row in await all_of(connection, conversation)}
    assert rows[mama.person_id].state == state(2, asked=2)
    assert rows[nai.person_id].state == state(1)
    assert (rows[baba.person_id].turn, rows[baba.person_id].moved_at) == (2, NOW + HOUR)


async def test_a_push_that_reached_her_takes_the_place_of_the_cards_before_it(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        moved = [Moved(one.person_id, state(1), 0, (TIP,)) for one in (mama, baba)]
        await conversations.save(connection, moved, NOW)
        await conversations.show(connection, [(mama.person_id, CALL)])
        await conversations.show(connection, [])
        found = await conversations.read(connection, [mama.person_id, baba.person_id])
    assert found[mama.person_id].shown == (CALL,)
    assert found[baba.person_id].shown == (TIP,)


async def test_a_question_that_was_opened_later_is_known_to_be_open_and_let_go_in_time(database: Database) -> None:
    lying_open = [["ask_wish", {"words": "hers"}]]
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await conversations.save(connection, [Moved(mama.person_id, state(1), 0, ())], NOW)
        await conversations.save(connection, [Moved(mama.person_id, state(3, frames=lying_open), 1, ())], NOW)
        (row,) = await all_of(connection, conversation)
        assert (row.turn, row.open) == (3, True)
        assert await conversations.let_go(connection, NOW + HOUR, 10) == 1
        (row,) = await all_of(connection, conversation)
    assert (row.state["frames"], row.open) == ([], False)
