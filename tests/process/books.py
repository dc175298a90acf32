"""What the database holds, read from outside, and days that go by in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Date

from bot.store.columns import Instant
from bot.store.tables import metadata

_WAIT = 20.0
_HAS_MINUTE = "occurrence LIKE '____-__-__T__:__'"


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """The database file; what is done with it is one transaction."""
    with closing(sqlite3.connect(database, timeout=_WAIT, isolation_level="IMMEDIATE")) as connection, connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(database: Path, query: str, *values: object) -> list[dict[str, Any]]:
    with opened(database) as connection:
        return [dict(row) for row in connection.execute(query, values)]


def factories_open(database: Path) -> None:
    """As if the list of every factory had been done, and somebody had pressed the button."""
    with opened(database) as connection:
        connection.execute("UPDATE factory SET opened_at = '2026-01-01 00:00:00.000000'")


def days_pass(database: Path, days: int = 1) -> None:
    """Everything that is written down happened, or will happen, so many days earlier; clock times stay as they are."""
    with opened(database) as connection:
        was, minute = _HAS_MINUTE, _minute(days)
        connection.execute(f"UPDATE outbox SET dedupe = replace(dedupe, occurrence, {minute}) WHERE {was}")  # noqa: S608
        for name in ("outbox", "call"):
            connection.execute(f"UPDATE {name} SET occurrence = {minute} WHERE {was}")  # noqa: S608
        for table in metadata.sorted_tables:
            for column in table.columns:
                if (earlier := _earlier(column.name, column.type, days)) is not None:
                    connection.execute(f"UPDATE {table.name} SET {column.name} = {earlier}")  # noqa: S608


def _minute(days: int) -> str:
    return f"strftime('%Y-%m-%dT%H:%M', occurrence, '-{days} days')"


def _earlier(name: str, kind: object, days: int) -> str | None:
    if isinstance(kind, Instant):
        return f"strftime('%Y-%m-%d %H:%M:%f', {name}, '-{days} days') || '000'"
    return f"date({name}, '-{days} days')" if isinstance(kind, Date) else None
