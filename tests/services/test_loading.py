"""Content gets from the files into the database and out of it as the library."""

from __future__ import annotations

from bot.i18n import Words
from bot.services.content.files import Placed
from bot.services.content.loading import load_files, read_library, usable
from bot.store import contents
from bot.store.database import Database
from tests.fakes import instant, real_library

NOW, LATER = instant("2026-11-23T10:00"), instant("2026-11-24T10:00")


async def test_the_library_from_the_database_is_the_one_from_the_files(database: Database) -> None:
    count, findings = await load_files(database, NOW)
    library = await read_library(database, Words())
    files = real_library()
    assert findings == []
    assert count > 200
    assert library.version == files.version
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
