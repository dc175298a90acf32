"""What is written to be sent, what its buttons were about, and what is forgotten of it."""

from __future__ import annotations

from bot.store import outbox
from bot.store.database import Database
from bot.store.outbox import Rank, Status
from bot.store.tables import outbox as table
from bot.store.tables import pressed
from tests.store.rows import DAY, HOUR, MINUTE, NOW, all_of, claim, known, letter, sent, waits, where, write


async def test_letters_are_kept_in_the_order_in_which_they_were_said(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await write(connection, letter("a", mama), letter("b", baba), letter("c", mama))
        assert [row.ref for row in await all_of(connection, table)] == ["a", "b", "c"]


async def test_a_push_is_planned_once_however_often_it_is_due(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("a", mama, Rank.PUSH, dedupe="tip:1:20:00"))
        await write(
            connection,
            letter("b", mama, Rank.PUSH, dedupe="tip:1:20:00"),
            letter("c", mama, Rank.PUSH, dedupe="tip:1:21:00"),
        )
        assert [row.ref for row in await all_of(connection, table)] == ["a", "c"]


async def test_a_button_knows_what_its_card_was_about(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("a", mama, kind="call", subject="2", occurrence="2026-11-25T20:00"))
        found = await outbox.carried(connection, ["a", "forged"])
    assert list(found) == ["a"]
    assert (found["a"].person_id, found["a"].kind) == (mama.person_id, "call")
    assert (found["a"].subject, found["a"].occurrence) == ("2", "2026-11-25T20:00")


async def test_a_button_is_pressed_once_and_each_verb_counts_for_itself(database: Database) -> None:
    async with database.writing() as connection:
        assert await outbox.press(connection, [("a", "keep"), ("a", "keep"), ("a", "tried")], NOW) == {
            ("a", "keep"),
            ("a", "tried"),
        }
        assert await outbox.press(connection, [("a", "keep"), ("b", "keep")], NOW + HOUR) == {("b", "keep")}
        assert await outbox.press(connection, [], NOW) == set()


async def test_a_stream_shows_what_was_sent_in_the_order_of_its_positions(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await write(connection, letter("a", mama), letter("b", mama), letter("x", baba))
        await sent(connection, await claim(connection))
        await write(connection, letter("c", mama), letter("later", mama, due_at=NOW + DAY))
        await sent(connection, await claim(connection))
        rows = await outbox.stream(connection, where("mama"), 0, 50)
        assert [(row.position, row.body["text"]) for row in rows] == [(1, "a"), (2, "b"), (3, "c")]
        assert [row.body["text"] for row in await outbox.stream(connection, where("mama"), 1, 1)] == ["b"]
        assert await outbox.stream(connection, where("nobody"), 0, 50) == []


async def test_what_was_sent_in_another_order_than_written_has_the_position_of_its_sending(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("first", mama), letter("second", mama))
        first, second = await claim(connection)
        await waits(connection, first, NOW + MINUTE)
        await sent(connection, [second])
        await sent(connection, await claim(connection, NOW + MINUTE), NOW + MINUTE)
        rows = await outbox.stream(connection, where("mama"), 0, 50)
        assert [row.body["text"] for row in rows] == ["second", "first"]


async def test_after_a_week_the_words_are_gone_and_the_facts_of_sending_stay(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await write(
            connection,
            letter("old", mama, subject="s", due_at=NOW - 8 * DAY),
            letter("new", baba),
            letter("waits", mama),
        )
        rows = {row.ref: row for row in await claim(connection)}
        await sent(connection, [rows["old"]], NOW - 8 * DAY)
        await sent(connection, [rows["new"]], NOW)
        assert await outbox.blank(connection, NOW - 7 * DAY, 100) == 1
        assert await outbox.blank(connection, NOW - 7 * DAY, 100) == 0
        kept = {row.ref: row for row in await all_of(connection, table)}
    assert kept["old"].body is None
    assert (kept["old"].status, kept["old"].subject, kept["old"].sent_at) == (Status.SENT, "s", NOW - 8 * DAY)
    assert kept["new"].body == {"text": "new"}
    assert kept["waits"].body == {"text": "waits"}


async def test_words_that_never_went_out_are_blanked_as_well(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, letter("a", mama, verbs=(("打了", "called"),)))
        await connection.execute(table.update().values(status=Status.FAILED))
        assert await outbox.blank(connection, NOW + DAY, 100) == 1
        (row,) = await all_of(connection, table)
    assert (row.body, row.verbs) == (None, None)


async def test_deliveries_that_are_over_are_forgotten_in_steps_and_waiting_ones_never(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await write(connection, *(letter(f"l{number}", mama) for number in range(5)), letter("waits", mama))
        await connection.execute(table.update().where(table.c.ref != "waits").values(status=Status.SENT))
        assert await outbox.prune(connection, NOW + DAY, 3) == 3
        assert await outbox.prune(connection, NOW + DAY, 3) == 2
        assert [row.ref for row in await all_of(connection, table)] == ["waits"]


async def test_presses_are_forgotten_after_their_time(database: Database) -> None:
    async with database.writing() as connection:
        await outbox.press(connection, [("a", "keep")], NOW)
        await outbox.press(connection, [("b", "keep")], NOW + DAY)
        assert await outbox.prune_presses(connection, NOW + HOUR, 100) == 1
        assert await outbox.prune_presses(connection, NOW + HOUR, 100) == 0
        assert [row.ref for row in await all_of(connection, pressed)] == ["b"]


async def test_what_she_leaves_out_today_is_not_sent_although_it_was_planned(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        calls = {"kind": "call", "subject": "1"}
        await write(
            connection,
            letter("hers", mama, Rank.PUSH, **calls),
            letter("other", mama, Rank.PUSH, kind="call", subject="2"),
            letter("tomorrow", mama, Rank.PUSH, due_at=NOW + DAY, **calls),
            letter("his", baba, Rank.PUSH, **calls),
        )
        await outbox.leave_out(connection, [(mama.person_id, "1", NOW + HOUR)], ("call", "later"))
        await outbox.leave_out(connection, [], ("call",))
        skipped = await all_of(connection, table, status=Status.SKIPPED)
    assert [row.ref for row in skipped] == ["hers"]
