"""INSERT … ON CONFLICT for both databases: the one statement SQLAlchemy keeps apart by dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Rows = Sequence[Mapping[str, Any]]
_MOST_ROWS = 500  # SQLite allows 32,766 bound values in a statement


def _insert(connection: AsyncConnection, table: Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


async def insert_missing(connection: AsyncConnection, table: Table, rows: Rows, returning: Sequence[str]) -> list[Any]:
    """Insert the rows that are not there yet; the `returning` columns of those that were inserted."""
    inserted: list[Any] = []
    for start in range(0, len(rows), _MOST_ROWS):
        statement = _insert(connection, table).values(list(rows[start : start + _MOST_ROWS])).on_conflict_do_nothing()
        result = await connection.execute(statement.returning(*(table.c[name] for name in returning)))
        inserted.extend(result.all())
    return inserted


async def upsert(
    connection: AsyncConnection, table: Table, rows: Rows, key: Sequence[str], *, keep: Sequence[str] = ()
) -> None:
    """Insert rows, or overwrite all columns but `keep` where `key` exists; in key order, so that locks agree."""
    if not rows:
        return
    statement = _insert(connection, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in (*key, *keep)}
    statement = (
        statement.on_conflict_do_update(index_elements=list(key), set_=changed)
        if changed
        else statement.on_conflict_do_nothing(index_elements=list(key))
    )
    await connection.execute(statement, sorted(rows, key=lambda row: tuple(row[name] for name in key)))


async def add_to(connection: AsyncConnection, table: Table, rows: Rows, key: Sequence[str], column: str) -> None:
    """Insert rows, or add their `column` to what stands there already; in key order, so that locks agree."""
    if not rows:
        return
    statement = _insert(connection, table)
    summed = table.c[column] + statement.excluded[column]
    statement = statement.on_conflict_do_update(index_elements=list(key), set_={column: summed})
    await connection.execute(statement, sorted(rows, key=lambda row: tuple(row[name] for name in key)))
