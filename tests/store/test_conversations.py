"""Where each person stands, and what stands last on her screen."""

from __future__ import annotations

from typing import Any

from bot.store import conversations
from bot.store.conversations import Moved
from bot.store.database import Database
from bot.store.outbox import Rank
from bot.store.tables import conversation, outbox
from tests.store.rows import HOUR, NOW, all_of, known, letter, write


def state(turn: int, **more: Any) -> dict[str, Any]:
    return {"frames": [], "turn": turn, "asked": 0, "misses": 0, **more}


async def test_a_conversation_is_read_as_it_was_saved(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await write(connection, letter("card", mama, kind="tip", subject="tip-1", verbs=(("收藏", "keep"),)))
        moved = [Moved(mama.person_id, state(1), 0, "card"), Moved(baba.person_id, state(1), 0, None)]
        assert await conversations.save(connection, moved, NOW) == []
    async with database.reading() as connection:
        found = await conversations.read(connection, [mama.person_id, baba.person_id])
    assert found[mama.person_id].state == state(1)
    assert found[mama.person_id].moved_at == NOW
    shown = found[mama.person_id].shown
    assert shown is not None
    assert (shown.kind, shown.subject, shown.verbs) == ("tip", "tip-1", (("收藏", "keep"),))
    assert found[baba.person_id].shown is None


async def test_a_turn_on_an_older_state_is_refused_and_nothing_is_saved(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba, nai = await known(connection, "mama", "baba", "nai")
        first = [Moved(one.person_id, state(1), 0, None) for one in (mama, baba, nai)]
        await conversations.save(connection, first, NOW)
        await conversations.save(connection, [Moved(mama.person_id, state(2, asked=2), 1, None)], NOW)
        second = [Moved(one.person_id, state(2), 1, None) for one in (mama, baba)]
        again = [*second, Moved(nai.person_id, state(1, asked=1), 0, None)]
        assert await conversations.save(connection, again, NOW + HOUR) == [mama.person_id, nai.person_id]
        rows = {row.person_id: row for row in await all_of(connection, conversation)}
    assert rows[mama.person_id].state == state(2, asked=2)
    assert rows[nai.person_id].state == state(1)
    assert (rows[baba.person_id].turn, rows[baba.person_id].moved_at) == (2, NOW + HOUR)


async def test_a_card_whose_words_were_blanked_is_no_longer_answered_by_number(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("card", mama, Rank.PUSH, verbs=(("打了", "called"),)))
        await conversations.save(connection, [Moved(mama.person_id, state(1), 0, None)], NOW)
        await conversations.show(connection, [(mama.person_id, "card")])
        assert (await conversations.read(connection, [mama.person_id]))[mama.person_id].shown is not None
        await connection.execute(outbox.update().values(verbs=None))
        assert (await conversations.read(connection, [mama.person_id]))[mama.person_id].shown is None
