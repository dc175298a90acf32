"""How a database goes about what it is asked: the plans of the statements that some work consists of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

_EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


async def plans(connection: AsyncConnection, work: Callable[[], Awaitable[Any]]) -> list[str]:
    """The plan of every statement that the work sends, one text for each; the work is done."""
    told: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        told.append((statement, parameters))

    inner = connection.sync_connection
    event.listen(inner, "before_cursor_execute", listen)
    try:
        await work()
    finally:
        event.remove(inner, "before_cursor_execute", listen)
    found = []
    for statement, parameters in told:
        given = tuple(parameters[0]) if isinstance(parameters, list) else tuple(parameters)
        rows = await connection.exec_driver_sql(_EXPLAIN[connection.dialect.name] + statement, given)
        found.append("\n".join((statement, *(str(row[-1]) for row in rows))))
    return found
