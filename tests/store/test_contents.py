"""Content and factories as they stand in the database."""

from __future__ import annotations

from bot.store import contents, factories
from bot.store.database import Database
from tests.store.rows import HOUR, NOW


async def test_content_is_replaced_whole(database: Database) -> None:
    async with database.writing() as connection:
        assert await contents.version(connection) is None
        assert await contents.files_version(connection) is None
        old = [{"kind": "tip", "id": "a", "record": {"text": "旧"}}, {"kind": "tip", "id": "b", "record": {}}]
        await contents.replace_all(connection, old)
        await contents.renew(connection, "1", NOW, "files 1")
        assert await contents.version(connection) == "1"
        await contents.replace_all(connection, [{"kind": "tip", "id": "a", "record": {"text": "新"}}])
        await contents.renew(connection, "2", NOW + HOUR)
        assert await contents.version(connection) == "2"
        assert await contents.files_version(connection) == "files 1"
        assert [(row.id, row.record) for row in await contents.all_records(connection)] == [("a", {"text": "新"})]
        await contents.replace_all(connection, [])
        assert list(await contents.all_records(connection)) == []


async def test_one_record_is_published_or_taken_away(database: Database) -> None:
    async with database.writing() as connection:
        await contents.put(connection, [{"kind": "tip", "id": id, "record": {"text": "旧"}} for id in "ab"])
        await contents.put(connection, [{"kind": "tip", "id": "a", "record": {"text": "新"}}])
        await contents.drop(connection, [("tip", "b"), ("tip", "unknown")])
        assert [(row.id, row.record) for row in await contents.all_records(connection)] == [("a", {"text": "新"})]


async def test_only_the_listed_factories_are_open(database: Database) -> None:
    async with database.writing() as connection:
        assert await factories.open_codes(connection) == frozenset()
        await factories.open_only(connection, {"GFDG01": "东莞金地", "GFDG02": "惠州"}, NOW)
        assert await factories.open_codes(connection) == {"GFDG01", "GFDG02"}
        await factories.open_only(connection, {"GFDG02": "惠州"}, NOW)
        assert await factories.open_codes(connection) == {"GFDG02"}
        await factories.open_only(connection, {}, NOW)
        assert await factories.open_codes(connection) == frozenset()
