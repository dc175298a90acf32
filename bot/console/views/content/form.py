"""Between what a trainer types and the record that is kept: nobody ever sees the form in which it is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from starlette_admin.i18n import gettext

from bot.console.views.content.fields import Choice, Choices, Day, Field, Group, Lines, Several, Weeks
from bot.console.views.content.schema import SCHEMA, UNASKED
from bot.services.workflow.summary import cleaned

LONGEST: Final = 5000  # characters in one field; the longest text of the library has 200
MOST_OF_A_LIST: Final = 12
_NUMBER: Final = re.compile(r"\d+")
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})

Form = Mapping[str, Sequence[str]]


@dataclass
class Filled:
    """A record as it was typed; errors: by the name of the field, what to do about it."""

    record: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)


def form_from(pairs: Iterable[tuple[str, object]]) -> dict[str, list[str]]:
    """What a form or a script has sent, cleaned of signs that nobody can see."""
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        if isinstance(value, str):
            form.setdefault(str(name), []).append(cleaned(value))
    return form


# -- from the record to the form -------------------------------------------------------------------------------------


def form_of(kind: str, record: Mapping[str, Any]) -> dict[str, list[str]]:
    """The record as its form shows it."""
    form: dict[str, list[str]] = {}
    for asked in SCHEMA[kind]:
        for name, words in _written(asked, record.get(asked.name), asked.name):
            form.setdefault(name, []).append(words)
    return form


def _written(asked: Field, value: Any, path: str) -> Iterator[tuple[str, str]]:
    match asked:
        case Group():
            for inner in asked.fields:
                yield from _written(inner, (value or {}).get(inner.name), f"{path}.{inner.name}")
        case Several():
            yield from _written_list(asked, value or (), path)
        case Choices():
            yield from ((path, str(one)) for one in value or ())
        case Lines():
            yield path, "\n".join(str(one) for one in value or ())
        case Weeks():
            yield path, " ".join(str(one) for one in value or ())
        case Choice():
            yield path, _word_of(asked, value)
        case _:
            yield path, "" if value is None else str(value).strip()


def _written_list(asked: Several, value: Sequence[Any], path: str) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(value):
        yield from _written(asked.each, item, f"{path}.{number}")
        if asked.right and item.get(asked.right):
            yield f"{path}-{asked.right}", str(number)


def _word_of(asked: Choice, value: Any) -> str:
    if value is None:
        return asked.default
    if asked.values is None:
        return str(value)
    return next((word for word, known in asked.values.items() if known == value), asked.default)


# -- from the form to the record -------------------------------------------------------------------------------------


def record_of(kind: str, form: Form, base: Mapping[str, Any]) -> Filled:
    """The record that was typed. base: the record that it began from; what nobody is asked for stays as it is there."""
    filled = Filled({**UNASKED.get(kind, {}), **base})
    for asked in SCHEMA[kind]:
        value = _read(asked, form, asked.name, base.get(asked.name), filled.errors)
        _put(filled.record, asked, value, base)
    return filled


def _put(record: dict[str, Any], asked: Field, value: Any, base: Mapping[str, Any]) -> None:
    """An empty value stays what it was where it was empty before, and is left out where there was none."""
    before = base.get(asked.name)
    if value in _EMPTY and value is not False:
        if asked.name in base:
            record[asked.name] = before if before in _EMPTY and before is not False else _nothing(value)
        return
    if (
        asked.name not in base
        and isinstance(asked, Choice)
        and not asked.needed
        and _word_of(asked, None) == (_word_of(asked, value))
    ):
        return
    record[asked.name] = value


def _nothing(value: Any) -> Any:
    return value if value is not None else None


def _read(asked: Field, form: Form, path: str, before: Any, errors: dict[str, str]) -> Any:
    match asked:
        case Group():
            return _read_group(asked, form, path, before, errors)
        case Several():
            return _read_list(asked, form, path, before, errors)
        case Choices():
            found = list(dict.fromkeys(form.get(path, ())))[:100]
            return before if isinstance(before, list) and set(before) == set(found) else found
        case Choice():
            word = first(form, path)
            return word if asked.values is None else asked.values.get(word)
    return _read_words(asked, first(form, path), path, before, errors)


def _read_words(asked: Field, words: str, path: str, before: Any, errors: dict[str, str]) -> Any:
    if len(words) > LONGEST and not isinstance(asked, Lines):
        errors[path] = gettext("That is far too long: at most %(most)s characters. Please shorten it.") % {
            "most": LONGEST
        }
    match asked:
        case Lines():
            return [line.strip() for line in words.split("\n") if line.strip()]
        case Weeks():
            return _weeks(words, path, errors)
        case Day():
            return _day(words, path, before, errors)
    return words.strip()


def _weeks(words: str, path: str, errors: dict[str, str]) -> list[int]:
    numbers = [int(number) for number in _NUMBER.findall(unicodedata.normalize("NFKC", words))[:60]]
    if (words.strip() and not numbers) or any(not 1 <= number <= 53 for number in numbers):
        errors[path] = gettext("Please write numbers from 1 to 53, with a space between them.")
        return []
    return list(dict.fromkeys(numbers))


def _day(words: str, path: str, before: Any, errors: dict[str, str]) -> Any:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        errors[path] = gettext("That is no day; choose one in the calendar.")
        return before


def _read_group(asked: Group, form: Form, path: str, before: Any, errors: dict[str, str]) -> Any:
    if asked.unless and not first(form, f"{path}.{asked.unless}"):
        return None
    base = before if isinstance(before, Mapping) else {}
    record = dict(base)
    for inner in asked.fields:
        value = _read(inner, form, f"{path}.{inner.name}", base.get(inner.name), errors)
        record[inner.name] = "" if value is None else value
    return record


def _read_list(asked: Several, form: Form, path: str, before: Any, errors: dict[str, str]) -> list[Any]:
    # Each begins from nothing: what stood at this place before may have been moved.
    items = [_read(asked.each, form, f"{path}.{number}", None, errors) for number in places(form, path)]
    if asked.right:
        chosen = first(form, f"{path}-{asked.right}")
        items = [{**item, asked.right: str(number) == chosen} for number, item in enumerate(items)]
    return items


def first(form: Form, name: str) -> str:
    """The words of a field that has one value."""
    return next(iter(form.get(name, ())), "")


def places(form: Form, path: str) -> list[int]:
    """The numbers of the things in a list, in order; at most twelve are looked at."""
    pattern = re.compile(rf"{re.escape(path)}\.(\d{{1,3}})(?:[.-]|$)")
    found = {int(match[1]) for name in form if (match := pattern.match(name))}
    return sorted(found)[:MOST_OF_A_LIST]


# -- adding, taking away and moving ----------------------------------------------------------------------------------


def changed(form: Form, deed: str) -> dict[str, list[str]]:
    """The form after a button of a list: `add:lessons.0.screens`, `remove:lessons.0.screens:2`, `up:…`, `down:…`."""
    how, _colon, rest = deed.partition(":")
    path, _colon, number = rest.partition(":")
    order: list[int | None] = [*places(form, path)]
    place = int(number) if number.isdecimal() and len(number) < 4 and int(number) in order else None
    if how == "add":
        order.append(None)
    elif place is not None:
        at = order.index(place)
        if how == "remove":
            del order[at]
        else:
            other = max(0, min(len(order) - 1, at + (-1 if how == "up" else 1)))
            order[at], order[other] = order[other], order[at]
    return _in_order(form, path, order)


def _in_order(form: Form, path: str, order: Sequence[int | None]) -> dict[str, list[str]]:
    kept = {name: list(words) for name, words in form.items() if not re.match(rf"{re.escape(path)}\.\d", name)}
    for number, old in enumerate(order):
        if old is None:
            kept[f"{path}.{number}"] = [""]
            continue
        inside = re.compile(rf"{re.escape(path)}\.{old}(?=[.-]|$)")
        for name, words in form.items():
            if match := inside.match(name):
                kept[f"{path}.{number}{name[match.end() :]}"] = list(words)
    return kept
