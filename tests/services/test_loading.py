"""Content gets from the files into the database and out of it as the library."""

from __future__ import annotations

from pathlib import Path

from bot.i18n import Words
from bot.services.content.files import Placed, edition
from bot.services.content.loading import load_changed_files, load_files, read_library, usable
from bot.store import contents
from bot.store.database import Database
from bot.store.tables import content
from tests.fakes import instant, real_library

NOW, LATER = instant("2026-11-23T10:00"), instant("2026-11-24T10:00")


async def test_the_library_from_the_database_is_the_one_from_the_files(database: Database) -> None:
    count, findings = await load_files(database, NOW)
    library = await read_library(database, Words())
    files = real_library()
    assert findings == []
    assert count > 200
    assert (library.tips, library.faqs, library.hotlines) == (files.tips, files.faqs, files.hotlines)
    assert library.danger_replies == files.danger_replies
    assert set(library.seasons) == set(files.seasons)


async def test_content_that_has_not_changed_is_not_written_again(database: Database) -> None:
    await load_files(database, NOW)
    async with database.writing() as connection:
        await contents.replace_all(connection, [])
    await load_files(database, LATER)
    async with database.reading() as connection:
        assert list(await contents.all_records(connection)) == []


def test_a_record_that_cannot_be_used_is_named_and_the_others_are() -> None:
    season = {"name": "spring", "from": "03-01", "to": "05-31"}
    records = [
        Placed("season", "spring", season, "seasons.yaml", 1),
        Placed("season", "spring", season, "seasons.yaml", 5),
        Placed("hotline", "x", {"id": "x"}, "hotlines.yaml", 9),
    ]
    good, findings = usable(records)
    assert [str(finding).partition(": ")[0] for finding in findings] == ["seasons.yaml:5", "hotlines.yaml:9"]
    assert [one.line for one in good] == [1]


async def test_files_that_did_not_change_are_not_read_again(database: Database) -> None:
    await load_changed_files(database, NOW)
    async with database.writing() as connection:
        await connection.execute(content.delete())
    await load_changed_files(database, LATER)
    async with database.reading() as connection:
        assert list(await contents.all_records(connection)) == []


def test_an_edition_is_told_by_every_byte(tmp_path: Path) -> None:
    file = tmp_path / "zh_Hans" / "content" / "tips" / "a.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("- id: a\n", encoding="utf-8")
    first = edition(tmp_path)
    assert edition(tmp_path) == first
    file.write_text("- id: b\n", encoding="utf-8")
    assert edition(tmp_path) != first
