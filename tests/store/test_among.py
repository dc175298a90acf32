"""Questions about many values at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from bot.store.among import among
from bot.store.database import Database
from bot.store.tables import address, person
from tests.store.rows import known


@pytest.mark.parametrize("count", [0, 1, 3, 700])
async def test_it_finds_just_those_asked_for_however_many_they_are(database: Database, count: int) -> None:
    names = [f'p{number} "小芳"' for number in range(count)]
    async with database.writing() as connection:
        await known(connection, "somebody", *names)
        query = select(address.c.person_id, address.c.external_id).where(among(address.c.external_id, "names"))
        rows = (await connection.execute(query, {"names": [*names, "nobody"]})).all()
        assert {row.external_id for row in rows} == set(names)
        ids = [row.person_id for row in rows]
        found = await connection.execute(select(person.c.id).where(among(person.c.id)), {"ids": iter([*ids, *ids, -1])})
        assert sorted(found.scalars()) == sorted(ids)


async def test_sqlite_finds_them_by_an_index(sqlite_database: Database) -> None:
    query = select(person.c.code).where(among(person.c.id))
    async with sqlite_database.reading() as connection:
        asked = str(query.compile(dialect=connection.dialect)).replace("?", "'[1]'")
        plan = (await connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))).all()
    assert "SEARCH person USING INTEGER PRIMARY KEY" in plan[0].detail
