"""INSERT … ON CONFLICT for both databases: the one statement SQLAlchemy keeps apart by dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Rows = Sequence[Mapping[str, Any]]


@cache
def _insert(dialect: str, table: Table) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


@cache
def _missing(dialect: str, table: Table, returning: tuple[str, ...]) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing().returning(*(table.c[name] for name in returning))


async def insert_missing(connection: AsyncConnection, table: Table, rows: Rows, returning: Sequence[str]) -> list[Any]:
    """Insert the rows that are not there yet; the `returning` columns of those that were inserted."""
    if not rows:
        return []
    statement = _missing(connection.dialect.name, table, tuple(returning))
    # Rows given beside the statement, not in it: so it is compiled once and not for every number of them.
    return list((await connection.execute(statement, list(rows))).all())


@cache
def _overwrite(dialect: str, table: Table, key: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    statement = _insert(dialect, table)
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=list(key))
    values = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=list(key), set_=values)


async def upsert(
    connection: AsyncConnection, table: Table, rows: Rows, key: Sequence[str], *, keep: Sequence[str] = ()
) -> None:
    """Insert rows, or overwrite all columns but `keep` where `key` exists; in key order, so that locks agree."""
    if not rows:
        return
    changed = tuple(name for name in rows[0] if name not in (*key, *keep))
    statement = _overwrite(connection.dialect.name, table, tuple(key), changed)
    await connection.execute(statement, sorted(rows, key=lambda row: tuple(row[name] for name in key)))


async def add_to(connection: AsyncConnection, table: Table, rows: Rows, key: Sequence[str], column: str) -> None:
    """Insert rows, or add their `column` to what stands there already; in key order, so that locks agree."""
    if not rows:
        return
    statement = _insert(connection.dialect.name, table)
    summed = table.c[column] + statement.excluded[column]
    statement = statement.on_conflict_do_update(index_elements=list(key), set_={column: summed})
    await connection.execute(statement, sorted(rows, key=lambda row: tuple(row[name] for name in key)))
