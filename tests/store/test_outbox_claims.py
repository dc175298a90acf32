"""How the work of sending is divided, and in which order it is done."""

from __future__ import annotations

import asyncio

from bot.store import outbox_claims, outbox_results, records
from bot.store.database import Database
from bot.store.outbox import Rank, Status
from bot.store.outbox_results import Sent, Unsent
from bot.store.tables import address, outbox
from tests.store.rows import HOUR, MINUTE, NOW, all_of, claim, claimed, known, letter, sent, waits, write


async def test_danger_goes_before_replies_and_replies_before_pushes(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(
            connection,
            letter("tip", mama, Rank.PUSH),
            letter("reply 1", mama),
            letter("danger 1", mama, Rank.DANGER),
            letter("reply 2", mama),
            letter("danger 2", mama, Rank.DANGER),
        )
        assert await claimed(connection) == ["danger 1", "danger 2", "reply 1", "reply 2", "tip"]


async def test_whoever_is_in_danger_is_served_before_those_who_have_waited_longer(database: Database) -> None:
    async with database.writing() as connection:
        first, second, third = await known(connection, "a", "b", "c")
        await write(
            connection,
            letter("tip", first, Rank.PUSH, due_at=NOW - HOUR),
            letter("late reply", second, due_at=NOW),
            letter("early reply", first, due_at=NOW - MINUTE),
            letter("danger", third, Rank.DANGER, due_at=NOW),
        )
        assert await claimed(connection, limit=1) == ["danger"]
        assert await claimed(connection, limit=1) == ["early reply", "tip"]
        assert await claimed(connection, limit=1) == ["late reply"]
        assert await claimed(connection, limit=1) == []


async def test_what_is_not_due_yet_waits(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("later", mama, due_at=NOW + MINUTE))
        assert not await outbox_claims.anything_due(connection, NOW, ("fake:bot",))
        assert await claimed(connection) == []
        assert await outbox_claims.anything_due(connection, NOW + MINUTE, ("fake:bot",))
        assert await claimed(connection, NOW + MINUTE) == ["later"]


async def test_messages_of_channels_that_do_not_run_here_are_left_to_others(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("a", mama))
        assert not await outbox_claims.anything_due(connection, NOW, ("web:bot",))
        assert not await outbox_claims.anything_due(connection, NOW, ())


async def test_a_leased_address_is_left_alone_until_it_is_given_back(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("a", mama))
        rows = await claim(connection, name="one")
        await write(connection, letter("b", mama))
        assert not await outbox_claims.anything_due(connection, NOW, ("fake:bot",))
        assert await claimed(connection, name="two") == []
        await sent(connection, rows, name="two")  # not the one who leased it
        assert await claimed(connection, name="two") == []
        await sent(connection, rows, name="one")
        assert await claimed(connection, name="two") == ["b"]


async def test_after_a_crash_the_lease_runs_out_and_the_row_shows_that_nobody_knows(
    database: Database,
) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("a", mama))
        assert [row.attempts for row in await claim(connection)] == [0]
        assert await claim(connection, NOW + MINUTE / 2, name="two") == []
        assert [row.attempts for row in await claim(connection, NOW + MINUTE, name="two")] == [-1]
        assert [row.attempts for row in await claim(connection, NOW + 2 * MINUTE, name="three")] == [-2]


async def test_a_row_in_retry_holds_back_what_came_after_it_in_its_own_rank_only(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("reply 1", mama), letter("reply 2", mama), letter("tip", mama, Rank.PUSH))
        first, second, tip = await claim(connection)
        await waits(connection, first, NOW + HOUR)
        for row in (second, tip):
            await outbox_results.mark_unsent(connection, [Unsent(row.id, Status.WAITING, "behind", NOW, tried=False)])
        await write(connection, letter("danger", mama, Rank.DANGER))
        assert await claimed(connection) == ["danger", "tip"]
        await write(connection, letter("reply 3", mama))
        later = NOW + HOUR
        assert await claimed(connection, later) == ["danger", "reply 1", "reply 2", "reply 3", "tip"]


async def test_an_address_whose_only_message_is_held_back_stays_free_for_danger(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("reply 1", mama))
        (first,) = await claim(connection)
        await waits(connection, first, NOW + HOUR)
        await write(connection, letter("reply 2", mama))
        assert await claimed(connection) == []
        assert not await outbox_claims.anything_due(connection, NOW, ("fake:bot",))
        await write(connection, letter("danger", mama, Rank.DANGER))
        assert await claimed(connection, name="two") == ["danger"]


async def test_a_reply_that_a_channel_held_back_before_its_first_call_keeps_its_place(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("reply 1", mama))
        (first,) = await claim(connection)
        held = Unsent(first.id, Status.WAITING, "the channel asked us to wait", NOW + MINUTE, tried=False)
        await outbox_results.mark_unsent(connection, [held])
        await outbox_results.release(connection, [mama.id], "one")
        await write(connection, letter("reply 2", mama))
        assert await claimed(connection) == []
        rows = await claim(connection, NOW + MINUTE)
        assert [(row.ref, row.attempts) for row in rows] == [("reply 1", 0), ("reply 2", 0)]


async def test_a_push_that_waits_for_a_better_moment_holds_no_other_push_back(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("tip", mama, Rank.PUSH, due_at=NOW + HOUR), letter("call", mama, Rank.PUSH))
        assert await claimed(connection) == ["call"]


async def test_words_of_a_push_are_kept_with_what_its_buttons_are_about(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("tip", mama, Rank.PUSH))
        (row,) = await claim(connection)
        words = letter("tip", mama, Rank.PUSH, body={"text": "抱抱"}, subject="hug", verbs=(("收藏", "keep"),))
        await outbox_claims.composed(connection, [(row.id, words)])
        await outbox_claims.composed(connection, [])
        (kept,) = await all_of(connection, outbox)
    assert (kept.body, kept.subject, kept.verbs) == ({"text": "抱抱"}, "hug", [["收藏", "keep"]])


async def test_what_is_over_cannot_be_put_back(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("a", mama))
        (row,) = await claim(connection)
        await sent(connection, [row])
        await waits(connection, row, NOW)
        assert [one.status for one in await all_of(connection, outbox)] == [Status.SENT]


async def test_somebody_who_was_forgotten_during_the_call_does_not_disturb_the_others(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await write(connection, letter("a", mama), letter("b", baba))
        rows = await claim(connection)
        await records.erase(connection, mama.person_id, NOW)
        await connection.execute(address.delete().where(address.c.id == mama.id))
        await outbox_results.mark_sent(connection, [Sent(row.id, row.address_id, None, NOW) for row in rows])
        await outbox_results.mark_sent(connection, [])
        assert [(row.ref, row.status, row.position) for row in await all_of(connection, outbox)] == [
            ("b", Status.SENT, 1)
        ]


async def test_two_senders_at_once_divide_the_work(database: Database) -> None:
    async with database.writing() as connection:
        people = await known(connection, *(f"p{number}" for number in range(12)))
        await write(connection, *(letter(f"l{one.id}", one) for one in people))

    async def work(name: str) -> list[str]:
        done: list[str] = []
        for _round in range(8):
            async with database.writing() as connection:
                rows = await claim(connection, name=name, limit=3)
                await asyncio.sleep(0.01)
                await sent(connection, rows, name=name)
            done.extend(row.ref for row in rows)
        return done

    one, other = await asyncio.gather(work("one"), work("two"))
    assert sorted(one + other) == sorted(f"l{person.id}" for person in people)
