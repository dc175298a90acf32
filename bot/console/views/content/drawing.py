"""The fields of a form with what was typed into them, ready for a page to draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.console.views.content.fields import Area, Choice, Choices, Field, Group, Line, Several
from bot.console.views.content.form import Form, first, places
from bot.console.views.content.schema import SCHEMA
from dialogs.library import Library


@dataclass(frozen=True)
class Option:
    """A value to choose, as it is called, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Drawn:
    """One field. shape: the name of its kind; number: in a list, from 0, else -1; right: the field that marks it."""

    field: Field
    name: str
    shape: str
    words: str = ""
    error: str = ""
    options: tuple[Option, ...] = ()
    children: tuple[Drawn, ...] = ()
    number: int = -1
    right: str = ""
    is_right: bool = False

    @property
    def id(self) -> str:
        """Of its element in the page."""
        return f"f-{self.name.replace('.', '-')}"

    @property
    def limit(self) -> int | None:
        return self.field.limit if isinstance(self.field, Line) else None

    @property
    def good(self) -> int | None:
        return self.field.good if isinstance(self.field, Area) else None

    @property
    def together(self) -> str:
        return self.field.together if isinstance(self.field, Area) else ""

    @property
    def is_full(self) -> bool:
        return isinstance(self.field, Several) and len(self.children) >= self.field.most

    @property
    def is_free(self) -> bool:
        """Whether there may be more or fewer of them."""
        return isinstance(self.field, Several) and self.field.least != self.field.most


@dataclass(frozen=True)
class Pen:
    """What drawing needs: the form as it was typed, what is wrong in it, and the library for the choices."""

    form: Form
    errors: Mapping[str, str]
    library: Library

    def draw(self, kind: str) -> list[Drawn]:
        return [self._drawn(field, field.name) for field in SCHEMA[kind]]

    def _drawn(self, field: Field, name: str, number: int = -1) -> Drawn:
        shape = type(field).__name__.lower()
        words, error = first(self.form, name), self.errors.get(name, "")
        options = tuple(self._options(field, name)) if isinstance(field, Choice | Choices) else ()
        children = tuple(self._children(field, name))
        return Drawn(field, name, shape, words, error, options, children, number)

    def _options(self, field: Choice | Choices, name: str) -> Iterator[Option]:
        known = dict(field.options(self.library))
        chosen = self.form.get(name, ())
        # What was written elsewhere stays as it is, although nobody here knows its name.
        known |= {value: value for value in chosen if value and value not in known}
        yield from (Option(value, str(label), value in chosen) for value, label in known.items())

    def _children(self, field: Field, name: str) -> Iterator[Drawn]:
        if isinstance(field, Group):
            yield from (self._drawn(inner, f"{name}.{inner.name}") for inner in field.fields)
        elif isinstance(field, Several):
            found = places(self.form, name)
            wanted = found or range(field.least)
            for number in wanted:
                yield self._one_of(field, name, number)

    def _one_of(self, field: Several, name: str, number: int) -> Drawn:
        drawn = self._drawn(field.each, f"{name}.{number}", number)
        if not field.right:
            return drawn
        mark = f"{name}-{field.right}"
        marked = first(self.form, mark) == str(number)
        return Drawn(**{**vars(drawn), "right": mark, "is_right": marked})


def label_of(kind: str, path: str) -> str:
    """What a field is called, with the numbers of what it stands in: `lessons.0.screens.2`, or a part of it."""
    labels: list[str] = []
    fields: tuple[Field, ...] = SCHEMA[kind]
    each: Field | None = None
    for step in path.replace("-", ".").split("."):
        if step.isdecimal() and each is not None:
            labels[-1:] = [f"{each.label} {int(step) + 1}"]
            fields = each.fields if isinstance(each, Group) else ()
            each = None
            continue
        found = next((field for field in fields if field.name == step), None)
        if found is None:
            break
        labels.append(str(found.label))
        each = found.each if isinstance(found, Several) else None
        fields = found.fields if isinstance(found, Group) else ()
    return " · ".join(labels) or path
