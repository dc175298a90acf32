"""The facts of factories: read for the people of a batch, and written by the sheet of the console."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import factory_fact
from bot.store.upsert import upsert
from dialogs.factory_facts import KEYS, FactoryFact, FactoryFacts


async def known_of(connection: AsyncConnection, codes: Iterable[str]) -> Mapping[str, FactoryFacts]:
    """What is true of these factories, by the key of the table: one statement, and none without a factory.

    Read in the transaction of every batch and kept nowhere, so that a change holds from the next turn on, everywhere.
    """
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    query = select(factory_fact.c.factory, factory_fact.c.key, factory_fact.c.value, factory_fact.c.until).where(
        factory_fact.c.factory.in_(wanted), factory_fact.c.key.in_(KEYS)
    )
    facts: dict[str, dict[str, FactoryFact]] = {}
    for row in await connection.execute(query):
        facts.setdefault(row.factory, {})[row.key] = FactoryFact(row.value, row.until)
    return facts


async def rows_of(connection: AsyncConnection, code: str) -> Sequence[Any]:
    """The sheet of one factory, with who wrote what and when."""
    return (await connection.execute(select(factory_fact).where(factory_fact.c.factory == code))).all()


async def save(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    await upsert(connection, factory_fact, rows, ("factory", "key"))


async def drop(connection: AsyncConnection, code: str, keys: Sequence[str]) -> None:
    await connection.execute(delete(factory_fact).where(factory_fact.c.factory == code, factory_fact.c.key.in_(keys)))
