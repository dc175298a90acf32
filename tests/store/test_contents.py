"""Content and factories as they stand in the database."""

from __future__ import annotations

from bot.store import contents, factories
from bot.store.database import Database
from tests.store.rows import HOUR, NOW


async def test_content_is_replaced_whole(database: Database) -> None:
    async with database.writing() as connection:
        assert await contents.version(connection) is None
        old = [{"kind": "tip", "id": "a", "record": {"text": "旧"}}, {"kind": "tip", "id": "b", "record": {}}]
        await contents.replace_all(connection, old, "1", NOW)
        assert await contents.version(connection) == "1"
        await contents.replace_all(connection, [{"kind": "tip", "id": "a", "record": {"text": "新"}}], "2", NOW + HOUR)
        assert await contents.version(connection) == "2"
        assert [(row.id, row.record) for row in await contents.all_records(connection)] == [("a", {"text": "新"})]
        await contents.replace_all(connection, [], "3", NOW)
        assert list(await contents.all_records(connection)) == []


async def test_listed_factories_begin_as_a_trial_and_nothing_that_was_changed_since_is_undone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await factories.keep(connection, {"GFDG01": "东莞金地", "GFDG02": "惠州"})
        assert await factories.open_codes(connection) == frozenset()
        await factories.open_one(connection, "GFDG01", NOW)
        await factories.rename(connection, "GFDG01", "金地一厂")
        await factories.keep(connection, {"GFDG01": "东莞金地"})
        assert await factories.open_codes(connection) == {"GFDG01"}
        assert [(row.code, row.name) for row in await factories.everyone(connection)] == [
            ("GFDG01", "金地一厂"),
            ("GFDG02", "惠州"),
        ]
