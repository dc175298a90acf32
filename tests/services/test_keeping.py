"""Wishes that a backup must not undo: what is noted of them, and what is done again before anything is sent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.assembly import prepare
from bot.services.errors import CannotStart
from bot.services.keeping.journal import Journal, JournalFile
from bot.services.keeping.replaying import Replayed, replay
from bot.store import erasures, outbox, records, schema
from bot.store.database import Database
from bot.store.erasures import Entry, Wish
from bot.store.outbox import Letter, Rank, Status
from bot.store.schema import SchemaState
from bot.store.tables import address, announcement, erasure, profile, schedule
from bot.store.tables import outbox as outbox_table
from dialogs.calendar.bands import Band
from dialogs.effects import Consent, Purpose, RemoveChild, SaveChild, StartTimer
from dialogs.facts import MOST_CHILDREN, Child
from tests.fakes import World, instant


async def _noted(world: World) -> list[tuple[str, str]]:
    """Who wished what, by the code, in the order of the times."""
    async with world.database.reading() as connection:
        return [(one.code, one.wish) for one in sorted(await erasures.everything(connection))]


async def _code(world: World, who: str) -> str:
    return (await world.facts(who)).code


async def _replayed(world: World, *entries: Entry, taken: str = "2026-11-23T03:00") -> Replayed:
    """As after a restore of a backup of that time, at this moment."""
    return await replay(world.database, entries, instant(taken), world.setting.scene(frozenset()))


async def test_every_way_of_being_forgotten_is_noted_by_the_code_alone(world: World) -> None:
    codes = []
    for who in ("mama", "ayi", "jie", "mei"):
        await world.joins(who)
        codes.append(await _code(world, who))
    await world.says("mama", "删除我的资料", "删除")
    await world.office.erase(codes[1])
    await world.says("jie", "退出")
    await world.later(days=31)
    await world.says("mei", "你好")
    await world.housekeeping.tidy()
    await world.later(days=370)
    await world.housekeeping.tidy()
    noted = await _noted(world)
    erased = [code for code, wish in noted if wish is Wish.ERASED]
    assert (sorted(erased[:2]), erased[2:]) == (sorted(codes[:2]), codes[2:])
    assert noted.count((codes[2], Wish.LEFT)) == 1
    assert set(erasure.c.keys()) == {"code", "kind", "at"}


async def test_leaving_and_coming_back_are_both_noted_and_an_ordinary_change_is_not(world: World) -> None:
    await world.joins("mama")
    await world.changes("mama", tips_a_week=2)
    assert await _noted(world) == []
    code = await _code(world, "mama")
    await world.says("mama", "退出")
    await world.later(minutes=1)
    await world.says("mama", "开始")
    assert await _noted(world) == [(code, Wish.LEFT), (code, Wish.BACK)]


async def test_a_consent_taken_back_is_noted_and_one_given_for_the_first_time_is_not(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", Consent(Purpose.PASS_ON, True))
    assert await _noted(world) == []
    await world.given("mama", Consent(Purpose.SERVICE, False), Consent(Purpose.PASS_ON, False))
    code = await _code(world, "mama")
    assert sorted(await _noted(world)) == [(code, Wish.PRIVATE), (code, Wish.REFUSED)]


async def test_what_was_erased_of_a_child_stays_erased(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", RemoveChild(1))
    (noted,) = await _noted(world)
    assert noted[1] is Wish.CHILD_1
    await world.given(
        "mama",
        SaveChild(
            Child(1, Band.FROM_6),
        ),
    )
    async with world.database.writing() as connection:
        entries = await erasures.everything(connection)
    await _replayed(world, *entries)
    assert (await world.facts("mama")).children == ()


def test_every_child_that_may_be_told_of_can_be_forgotten() -> None:
    assert sorted(erasures.CHILDREN) == list(range(1, MOST_CHILDREN + 1))


async def test_what_was_rolled_back_is_not_noted(world: World) -> None:
    await world.joins("mama")
    await world.office.erase(await _code(world, "mama"))
    (wished,) = await _noted(world)
    await world.joins("ayi")
    with pytest.raises(RuntimeError):
        await _erased_and_then_broken(world, await world.person("ayi") or 0)
    assert await _noted(world) == [wished]
    assert await world.person("ayi") is not None


async def _erased_and_then_broken(world: World, person_id: int) -> None:
    async with world.database.writing() as connection:
        await records.erase(connection, person_id, world.clock())
        raise RuntimeError


async def test_after_a_restore_who_was_forgotten_is_forgotten_and_who_left_has_left(world: World) -> None:
    codes = {}
    for who in ("mama", "ayi", "jie", "mei"):
        await world.joins(who)
        codes[who] = await _code(world, who)
    said = world.clock() - timedelta(hours=1)
    replayed = await _replayed(
        world,
        Entry(said, codes["mama"], Wish.ERASED),
        Entry(said, codes["ayi"], Wish.LEFT),
        Entry(said, codes["jie"], Wish.REFUSED),
        Entry(said, codes["jie"], Wish.PRIVATE),
        Entry(said, "NEVERKNOWN", Wish.ERASED),
    )
    assert (replayed.forgotten, replayed.quiet) == (1, 3)
    assert await world.person("mama") is None
    assert await world.rows(address, external_id="mama") == []
    assert (await world.facts("ayi")).profile.stopped
    assert not (await world.facts("jie")).agreed
    assert not (await world.facts("jie")).may_pass_on
    assert (await world.facts("mei")).agreed
    assert ("NEVERKNOWN", Wish.ERASED) in await _noted(world)  # for the next restore


async def test_the_last_wish_since_the_backup_stands_and_one_from_before_is_in_the_backup(world: World) -> None:
    for who in ("mama", "ayi"):
        await world.joins(who)
    async with world.database.writing() as connection:
        await connection.execute(profile.update().values(stopped=True))
    mama, ayi = await _code(world, "mama"), await _code(world, "ayi")
    early, late = instant("2026-11-23T08:00"), instant("2026-11-23T09:00")
    long_ago = instant("2026-11-01T09:00")
    await _replayed(world, Entry(early, mama, Wish.LEFT), Entry(late, mama, Wish.BACK), Entry(long_ago, ayi, Wish.BACK))
    assert not (await world.facts("mama")).profile.stopped
    assert (await world.facts("ayi")).profile.stopped  # as the backup has it


async def test_after_a_restore_nothing_goes_out_late_or_twice(world: World) -> None:
    """The backup is of 3 in the night; the reminder of 9 went out since, from the database that was lost."""
    await world.joins("mama")
    await world.has_reminder("mama", "09:00", days="MO")
    async with world.database.writing() as connection:
        found = (await world.rows(address, external_id="mama"))[0]
        past = instant("2026-11-23T09:00")
        await connection.execute(schedule.update().values(next_at=past))
        for ref, rank, due in (
            ("reply", Rank.REPLY, past),
            ("tip", Rank.PUSH, past),
            ("tomorrow", Rank.PUSH, instant("2026-11-24T09:00")),
        ):
            letter = Letter(ref, found.id, found.person_id, "tip", rank, due, body={"text": ref})
            await outbox.write(connection, [letter], past)
        alert = Letter("alert", found.id, None, "alert", Rank.REPLY, past, body={"text": "alert"})
        await outbox.write(connection, [alert], past)
    assert (await _replayed(world)).unsent == 2
    rows = {row.ref: (row.status, row.reason) for row in await world.rows(outbox_table)}
    assert rows["reply"] == rows["tip"] == (Status.SKIPPED, "restored")
    assert rows["tomorrow"][0] == rows["alert"][0] == Status.WAITING
    world.forget("mama")
    await world.tick()
    assert [message.text for message in world.messages("mama")] == ["alert"]
    (mine,) = await world.rows(schedule, kind="call")
    assert mine.next_at == instant("2026-11-30T09:00")


async def test_a_danger_that_waits_for_its_moment_still_comes_up_after_a_restore(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", StartTimer("ask_back", "child_self_harm:P0:", instant("2026-11-23T09:00")))
    await _replayed(world)
    assert len(await world.rows(schedule, kind="timer")) == 1


async def test_an_announcement_whose_time_came_since_the_backup_waits_for_somebody_to_decide(world: World) -> None:
    past = instant("2026-11-23T09:00")
    row = {
        "words": "停电通知",
        "factory": "",
        "band": "",
        "shift": "",
        "status": "planned",
        "recipients": 1,
        "made_by": 1,
        "made_name": "a",
        "made_at": past,
        "second_name": "",
        "send_at": past,
        "recalled_name": "",
    }
    async with world.database.writing() as connection:
        await connection.execute(announcement.insert(), row)
    await _replayed(world)
    (found,) = await world.rows(announcement)
    assert (found.status, found.recalled_name) == ("recalled", "restored")


async def test_after_a_restore_a_page_that_knows_later_messages_sees_the_next_one(world: World) -> None:
    await world.joins("mama")
    await world.says("mama", "你好")
    (before,) = await world.rows(address, external_id="mama")
    await _replayed(world)
    (after,) = await world.rows(address, external_id="mama")
    assert after.position > before.position + 100_000


async def test_the_journal_lies_in_a_file_as_well_each_wish_once(world: World, tmp_path: Path) -> None:
    path = tmp_path / "kept" / "erasures.jsonl"
    journal = Journal(world.database, world.clock, path, timedelta(days=90))
    await world.joins("mama")
    await world.joins("ayi")
    await world.says("mama", "退出")
    assert await journal.catch_up() == 1
    assert await journal.catch_up() == 0
    await world.says("ayi", "删除我的资料", "删除")
    other = Journal(world.database, world.clock, path, timedelta(days=90))  # another process, or the next one
    assert await other.catch_up() == 1
    assert await journal.catch_up() == 0
    written = JournalFile(path).read()
    assert [(one.code, one.wish) for one in sorted(written)] == await _noted(world)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "ayi" not in path.read_text("utf-8")


async def test_many_wishes_of_one_moment_all_come_into_the_file(database: Database, tmp_path: Path) -> None:
    now = instant("2026-11-23T10:00")
    entries = [Entry(now, f"C{number:04}", Wish.ERASED) for number in range(2345)]
    async with database.writing() as connection:
        await erasures.keep(connection, entries)
    journal = Journal(database, lambda: now, tmp_path / "erasures.jsonl", timedelta(days=90))
    assert await journal.catch_up() == len(entries)
    assert sorted(JournalFile(tmp_path / "erasures.jsonl").read()) == entries


async def test_a_wish_that_was_committed_late_is_not_overlooked(database: Database, tmp_path: Path) -> None:
    now = instant("2026-11-23T10:00")
    journal = Journal(database, lambda: now, tmp_path / "erasures.jsonl", timedelta(days=90))
    for minutes, code in ((0, "FIRST"), (-5, "LATE")):
        async with database.writing() as connection:
            await erasures.keep(connection, [Entry(now + timedelta(minutes=minutes), code, Wish.ERASED)])
        assert await journal.catch_up() == 1


async def test_the_journal_goes_when_no_backup_can_be_as_old(database: Database, tmp_path: Path) -> None:
    now = instant("2026-11-23T10:00")
    path = tmp_path / "erasures.jsonl"
    journal = Journal(database, lambda: now, path, timedelta(days=90))
    old, young = Entry(now - timedelta(days=91), "OLD", Wish.ERASED), Entry(now, "YOUNG", Wish.LEFT)
    async with database.writing() as connection:
        await erasures.keep(connection, [old, young])
    await journal.catch_up()
    await journal.prune()
    assert JournalFile(path).read() == [young]
    assert path.stat().st_mode & 0o777 == 0o600
    async with database.reading() as connection:
        assert await erasures.everything(connection) == [young]
    assert await journal.catch_up() == 0


def test_a_line_that_a_power_cut_tore_spoils_no_other(tmp_path: Path) -> None:
    file = JournalFile(tmp_path / "erasures.jsonl")
    now = instant("2026-11-23T10:00")
    entries = [Entry(now, "A", Wish.ERASED), Entry(now, "B", Wish.LEFT)]
    file.append(entries[:1])
    with file.path.open("ab") as torn:
        torn.write(b'{"at": "2026-11-')
    file.append(entries[1:])
    assert file.read() == entries


async def test_a_journal_that_cannot_be_written_stops_nothing(world: World, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    await world.joins("mama")
    await world.says("mama", "退出")
    assert await Journal(world.database, world.clock, blocked / "erasures.jsonl", timedelta(days=90)).catch_up() == 0


async def test_nobody_starts_on_a_restore_that_was_not_finished(bare_database: Database) -> None:
    await schema.upgrade(bare_database)
    await schema.upgrade_closed(bare_database, schema.head_version())
    with pytest.raises(CannotStart, match="jiayin restore"):
        await prepare(bare_database)
    await schema.reopen(bare_database)
    assert await schema.state(bare_database) is SchemaState.CURRENT
