"""An update is known again by its key, and by nothing else."""

from __future__ import annotations

from bot.store import inbound
from bot.store.database import Database
from bot.store.inbound import update_key
from bot.store.tables import inbound as table
from tests.store.rows import DAY, NOW, all_of

ONE, TWO = update_key("telegram", "bot", "1"), update_key("telegram", "bot", "2")


async def test_an_update_is_new_once(database: Database) -> None:
    async with database.writing() as connection:
        assert await inbound.keep_new(connection, [ONE, ONE], NOW) == {ONE}
        assert await inbound.keep_new(connection, [ONE, TWO], NOW) == {TWO}
        other = update_key("telegram", "another bot", "1")
        assert await inbound.keep_new(connection, [other, update_key("web", "bot", "1")], NOW) != set()
        assert await inbound.keep_new(connection, [], NOW) == set()


async def test_a_failed_update_is_not_taken_again(database: Database) -> None:
    async with database.writing() as connection:
        await inbound.keep_failed(connection, ONE, NOW)
        await inbound.keep_failed(connection, ONE, NOW)
        assert await inbound.keep_new(connection, [ONE], NOW) == set()
        assert [row.status for row in await all_of(connection, table)] == [inbound.FAILED]


async def test_what_is_kept_of_a_key_does_not_say_who_wrote(database: Database) -> None:
    key = update_key("web", "web", "token-of-mama:" + "x" * 500)
    async with database.writing() as connection:
        await inbound.keep_new(connection, [key], NOW)
        (row,) = await all_of(connection, table)
    assert "mama" not in row.key
    assert len(row.key) == 32
    assert key != update_key("web", "web", "token-of-mama:" + "x" * 499 + "y")


async def test_many_keys_fit_into_one_batch(database: Database) -> None:
    keys = [update_key("telegram", "bot", str(number)) for number in range(1200)]
    async with database.writing() as connection:
        assert await inbound.keep_new(connection, keys, NOW) == set(keys)


async def test_old_keys_are_forgotten_in_steps(database: Database) -> None:
    async with database.writing() as connection:
        await inbound.keep_new(connection, [update_key("telegram", "bot", str(n)) for n in range(5)], NOW)
        await inbound.keep_new(connection, [update_key("telegram", "bot", "new")], NOW + DAY)
        assert [await inbound.prune(connection, NOW + DAY, 3) for _step in range(3)] == [3, 2, 0]
        assert len(await all_of(connection, table)) == 1
