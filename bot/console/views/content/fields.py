"""What a form of content is made of: one value for each kind of field, from a line of words to a list of lessons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.library import Library

Options = Callable[[Library], Mapping[str, str]]


@dataclass(frozen=True)
class Field:
    """Something that is asked for. `name` is its place in the record; `hint` says in one line what belongs there."""

    name: str
    label: str
    hint: str = ""
    needed: bool = False


@dataclass(frozen=True)
class Line(Field):
    """A few words. limit: most characters without spaces; None: no limit of its own."""

    limit: int | None = None


@dataclass(frozen=True)
class Area(Line):
    """Some sentences. good: up to here it is read easily. together: counted with the others of that name."""

    good: int | None = None
    together: str = ""


@dataclass(frozen=True)
class Hidden(Field):
    """Something nobody types, such as the id of a lesson."""


@dataclass(frozen=True)
class Lines(Field):
    """A list of short texts, one on each line."""


@dataclass(frozen=True)
class Weeks(Field):
    """Whole numbers, with anything between them."""


@dataclass(frozen=True)
class Day(Field):
    """A day of the calendar."""


@dataclass(frozen=True)
class Choices(Field):
    """Any number of known values, as large boxes to tick."""

    options: Options = lambda _library: {}


@dataclass(frozen=True)
class Choice(Field):
    """One of several known values; `values` tells what a word of the form is in the record, where that is no text."""

    options: Options = lambda _library: {}
    values: Mapping[str, Any] | None = None
    default: str = ""


@dataclass(frozen=True)
class Group(Field):
    """Fields within a field; gone as a whole where `unless` is empty."""

    fields: tuple[Field, ...] = ()
    unless: str = ""


@dataclass(frozen=True)
class Several(Field):
    """A list of like things, each with a number; `each` has no fields of its own where they are plain texts.

    right: which of them is the right one is asked for once, and kept in each under this name.
    """

    each: Field = Field("", "")
    least: int = 1
    most: int = 1
    right: str = ""


def fixed(**labels: str) -> Options:
    """Options that do not depend on the library."""
    return lambda _library: labels
