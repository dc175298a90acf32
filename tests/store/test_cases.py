"""Safeguarding cases: opened once, raised when it gets worse, closed by a person."""

from __future__ import annotations

from bot.store import case_work, cases, records
from bot.store.cases import Opening
from bot.store.database import Database
from bot.store.tables import case_note, safeguarding_case
from tests.store.rows import DAY, HOUR, NOW, all_of, known


async def test_a_case_is_opened_with_its_words_and_a_number_of_its_day(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        (opened,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P1", "烫着了")], NOW)
        case = await case_work.one(connection, opened.number, staff_abuse=True)
        notes = await case_work.notes(connection, opened.case_id)
        wheres = await case_work.channels(connection, mama.person_id)
    assert opened.new
    assert opened.number.startswith("J261123-")
    assert case is not None
    assert (case.trigger, case.level, case.opened_at, case.closed_at) == ("accident", "P1", NOW, None)
    assert [(note.about, note.words) for note in notes] == [("opened", "烫着了")]
    assert [where.channel for where in wheres] == ["fake"]
    assert case.code


async def test_while_a_case_is_open_new_words_are_added_to_it(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        first = Opening(mama.person_id, "physical_abuse", "P1", "老人打孩子")
        same = Opening(mama.person_id, "accident", "P2", "")
        one, other = await cases.open_cases(connection, [first, same], NOW)
        (row,) = await all_of(connection, safeguarding_case)
        notes = await all_of(connection, case_note)
    assert one.number == other.number
    assert (other.new, other.level) == (False, "P1")
    assert (row.trigger, row.level) == ("physical_abuse", "P1")
    assert [(note.about, note.words) for note in notes] == [("opened", "老人打孩子"), ("again:accident", "accident")]


async def test_when_it_gets_worse_the_case_is_raised_and_counts_as_news(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P2", "")], NOW)
        (worse,) = await cases.open_cases(connection, [Opening(mama.person_id, "missing_child", "P0", "")], NOW)
        (row,) = await all_of(connection, safeguarding_case)
    assert (worse.new, worse.level) == (True, "P0")
    assert (row.level, row.trigger) == ("P0", "missing_child")


async def test_after_she_wrote_that_it_is_over_new_danger_is_news_again(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        (first,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P1", "")], NOW)
        await cases.set_clear(connection, [mama.person_id], NOW + HOUR)
        (row,) = await all_of(connection, safeguarding_case)
        assert (row.clear_at, row.closed_at) == (NOW + HOUR, None)
        (again,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P1", "")], NOW + DAY)
        (row,) = await all_of(connection, safeguarding_case)
    assert (again.number, again.new) == (first.number, True)
    assert row.clear_at is None


async def test_a_closed_case_stays_closed_and_the_next_danger_opens_another(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        (first,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P1", "")], NOW)
        assert await case_work.close(connection, first.number, "孩子没事了", NOW + HOUR)
        assert not await case_work.close(connection, first.number, "again", NOW + DAY)
        assert not await case_work.close(connection, "J000000-XXXX", "", NOW)
        (second,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P2", "")], NOW + DAY)
        assert second.number != first.number
        assert [row.number for row in await case_work.listed(connection)] == [second.number]
        everything = await case_work.listed(connection, closed=True)
    assert [row.number for row in everything] == [second.number, first.number]  # open ones first
    assert everything[1].closing_note == "孩子没事了"


async def test_the_gravest_cases_are_listed_first(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba, nai = await known(connection, "mama", "baba", "nai")
        openings = [
            Opening(mama.person_id, "accident", "P2", ""),
            Opening(baba.person_id, "missing_child", "P0", ""),
            Opening(nai.person_id, "accident", "P1", ""),
        ]
        await cases.open_cases(connection, openings, NOW)
        assert [row.level for row in await case_work.listed(connection)] == ["P0", "P1", "P2"]


async def test_what_she_answers_is_noted_in_her_open_case_and_nowhere_else(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        (opened,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P1", "")], NOW)
        await cases.note(connection, mama.person_id, ("safe", "not_safe"), NOW)
        await cases.note(connection, baba.person_id, ("safe", "safe"), NOW)
        await case_work.close(connection, opened.number, "", NOW)
        await cases.note(connection, mama.person_id, ("safe", "safe"), NOW)
        notes = await all_of(connection, case_note)
    assert [(note.about, note.words) for note in notes[1:]] == [("safe", "not_safe")]


async def test_a_case_outlives_the_person_who_has_herself_erased(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        (opened,) = await cases.open_cases(connection, [Opening(mama.person_id, "accident", "P1", "烫着了")], NOW)
        await records.erase(connection, mama.person_id, NOW)
        case = await case_work.one(connection, opened.number, staff_abuse=True)
        notes = await case_work.notes(connection, opened.case_id)
        assert await case_work.one(connection, "J000000-XXXX", staff_abuse=True) is None
    assert case is not None
    assert (case.person_id, case.code) == (None, None)
    assert [note.words for note in notes] == ["烫着了"]


async def test_contacts_are_forgotten_after_a_case_is_closed_and_the_rest_much_later(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        for one in (mama, baba):
            await cases.open_cases(connection, [Opening(one.person_id, "accident", "P1", "")], NOW)
            await cases.note(connection, one.person_id, ("contact", "138"), NOW)
        hers = next(row for row in await case_work.listed(connection) if row.person_id == mama.person_id)
        await case_work.close(connection, hers.number, "", NOW)
        assert await cases.blank_contacts(connection, NOW, 100) == 0
        assert await cases.blank_contacts(connection, NOW + DAY, 100) == 1
        assert await cases.blank_contacts(connection, NOW + DAY, 100) == 0
        contacts = await all_of(connection, case_note, about="contact")
        assert sorted(note.words for note in contacts) == ["", "138"]
        assert await cases.drop_closed(connection, NOW, 100) == 0
        assert await cases.drop_closed(connection, NOW + DAY, 100) == 1
        assert [row.person_id for row in await case_work.listed(connection, closed=True)] == [baba.person_id]
        assert {note.about for note in await all_of(connection, case_note)} == {"opened", "contact"}
