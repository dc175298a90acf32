"""`column IN (these ids)` with one bound value however many there are: a long list costs more than what it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Dialect, String, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Ids(TypeDecorator[Iterable[int]]):
    """Many numbers in one value: an array on PostgreSQL, a JSON list on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        kind: Any = ARRAY(BigInteger) if dialect.name == "postgresql" else String()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


class _Among(FunctionElement[bool]):
    inherit_cache = True
    name = "among"
    type = Boolean()
    _is_implicitly_boolean = True  # else SQLite would be asked whether it is 1, and look at every row for that


def among(column: Any, name: str) -> _Among:
    """Whether the column is one of the numbers that are given as `name`."""
    return _Among(column, bindparam(name, type_=Ids()))


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **kwargs: Any) -> str:
    column, ids = (compiler.process(one, **kwargs) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - a column and the name of a value


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **kwargs: Any) -> str:
    column, ids = (compiler.process(one, **kwargs) for one in element.clauses)
    return f"{column} = ANY ({ids})"
