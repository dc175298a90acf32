"""Questions are asked, shared out, answered once, and forgotten; recordings go before them."""

from __future__ import annotations

from bot.store import questions
from bot.store.database import Database
from bot.store.questions import Answer, Which
from bot.store.tables import question
from tests.store.rows import DAY, HOUR, NOW, all_of, known


async def test_a_question_is_answered_once(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        ask = {"person_id": mama.person_id, "words": "娃不接电话", "file": "", "asked_at": NOW}
        await questions.ask(connection, [ask, ask])
        first, second = await questions.listed(connection)
        answered = await questions.answer(connection, first.id, Answer("晚饭后再打", "王老师", NOW + HOUR))
        assert answered is not None
        assert (answered.person_id, answered.words) == (mama.person_id, "娃不接电话")
        assert await questions.answer(connection, first.id, Answer("another", "", NOW)) is None
        assert await questions.answer(connection, 999, Answer("unknown", "", NOW)) is None
        assert [row.id for row in await questions.listed(connection)] == [second.id]
        assert [row.answer for row in await questions.listed(connection, answered=True)] == ["晚饭后再打", None]
        assert await questions.drop_answered(connection, NOW + DAY, 100) == 1
        assert await questions.drop_answered(connection, NOW + DAY, 100) == 0
        assert [row.id for row in await all_of(connection, question)] == [second.id]
        assert await questions.drop_unanswered(connection, NOW, 100) == 0
        assert await questions.drop_unanswered(connection, NOW + HOUR, 100) == 1


async def test_the_parts_of_the_inbox_hold_what_they_say(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        asked = {"person_id": mama.person_id, "words": "娃不接电话", "file": "", "asked_at": NOW}
        await questions.ask(connection, [asked, {**asked, "words": "voice", "file": "AgAD"}])
        group = await questions.ask_for_nobody(connection, "暑假能来厂里吗", NOW)
        first, voice, _group = await questions.listed(connection)
        assert await questions.change(connection, first.id, {"assigned_to": 7})
        parts = [Which(part, 7) for part in ("all", "mine", "group", "voice", "spam", "answered")]
        assert await questions.counts(connection, parts) == {
            "all": 3,
            "mine": 1,
            "group": 1,
            "voice": 1,
            "spam": 0,
            "answered": 0,
        }
        await questions.change(connection, first.id, {"spam_at": NOW})
        await questions.answer(connection, group, Answer("可以", "王老师", NOW))
        assert [row.id for row in await questions.part(connection, Which("spam"))] == [first.id]
        assert [row.id for row in await questions.part(connection, Which("answered"))] == [group]
        assert [row.id for row in await questions.part(connection, Which("voice"))] == [voice.id]
        assert [row.id for row in await questions.part(connection, Which())] == [voice.id]
        assert not await questions.change(connection, group, {"spam_at": NOW})


async def test_a_recording_is_given_up_with_the_answer_or_when_its_time_is_over(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        asked = {"person_id": mama.person_id, "words": "voice", "file": "AgAD", "asked_at": NOW}
        await questions.ask(connection, [asked, asked, {**asked, "file": ""}])
        first, second, third = await questions.listed(connection)
        await questions.answer(connection, first.id, Answer("好", "王老师", NOW))
        rows = {row.id: row for row in await all_of(connection, question)}
        assert (rows[first.id].file, rows[first.id].file_deleted) == ("", True)
        assert (rows[second.id].file, rows[second.id].file_deleted) == ("AgAD", False)
        assert await questions.blank_files(connection, NOW, 100) == 0
        assert await questions.blank_files(connection, NOW + HOUR, 100) == 1
        rows = {row.id: row for row in await all_of(connection, question)}
        assert (rows[second.id].file, rows[second.id].file_deleted) == ("", True)
        assert not rows[third.id].file_deleted


async def test_those_that_were_answered_at_one_stroke_are_known_as_such(database: Database) -> None:
    async with database.writing() as connection:
        numbers = [await questions.ask_for_nobody(connection, words, NOW) for words in "一二三"]
        for number, at in zip(numbers, (NOW, NOW, NOW + DAY), strict=True):
            await questions.answer(connection, number, Answer("好", "王老师", at))
        together = await questions.answered_together(connection, numbers[0])
        assert [row.id for row in together] == [numbers[1]]
        assert await questions.answered_together(connection, numbers[2]) == []


async def test_an_answer_at_hand_is_kept_changed_and_taken_away(database: Database) -> None:
    row = {"title": "先谢", "words": "谢谢你愿意说。", "made_name": "王老师", "made_at": NOW}
    async with database.writing() as connection:
        number = await questions.keep_canned(connection, row, None)
        assert await questions.keep_canned(connection, {**row, "title": "道谢"}, number) == number
        assert await questions.keep_canned(connection, row, 999) is None
        assert [one.title for one in await questions.canned(connection)] == ["道谢"]
        assert await questions.drop_canned(connection, number or 0)
        assert not await questions.drop_canned(connection, number or 0)
