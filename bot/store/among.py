"""`column IN (…)` as a statement that stays the same however many values there are: prepared once, then only asked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Dialect, String, Text, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine


class Many(TypeDecorator[Iterable[Any]]):
    """Numbers or words in one value: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, *, words: bool) -> None:
        super().__init__()
        self.words = words

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(Text() if self.words else BigInteger()))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        values = sorted(set(value or ()))
        return values if dialect.name == "postgresql" else json.dumps(values)


class _Among(FunctionElement[Any]):
    type = NullType()  # a Boolean is compared with 1 on SQLite, which then looks at every row
    inherit_cache = True
    name = "among"


@compiles(_Among)
def _any_of_array(element: Any, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **options)} = ANY ({compiler.process(values, **options)})"


@compiles(_Among, "sqlite")
def _in_json(element: Any, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    all_values = f"json_each({compiler.process(values, **options)})"
    return f"{compiler.process(column, **options)} IN (SELECT value FROM {all_values})"  # noqa: S608  # nosec B608 - bound values


def among(column: Column[Any], name: str = "ids") -> ColumnElement[bool]:
    """Whether the column is among the values given under that name at execution."""
    return _Among(column, bindparam(name, type_=Many(words=isinstance(column.type, String))))
