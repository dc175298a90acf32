"""What may stand in a cell of each column, written and read back: words, lines, labels, days, weeks, yes or no."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bot.services.sheets.vocabulary import heard, vocabulary
from dialogs.records import WEEKS
from dialogs.text import Text, _

_BETWEEN = re.compile(r"[、，,;；/|\n]+")
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D*|(\d{4})(\d\d)(\d\d)")
_TURNED_INTO_A_DAY = re.compile(r"\d{4}-0?(\d{1,2})-0?(\d{1,2})(?:T.*)?|(\d{1,2})月(\d{1,2})日")
_WEEK = re.compile(r"\D{0,3}?(\d{1,2})\D{0,3}?(?:[-—–~到至]\D{0,3}?(\d{1,2}))?\D{0,3}")
_ERROR_OF_A_FORMULA = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!)")
LONGEST = 4000


class Unreadable(Exception):
    """What stands in a cell cannot be taken; `words` tell the trainer what to write instead."""

    def __init__(self, words: Text) -> None:
        super().__init__(words)
        self.words = words


class Form(ABC):
    """How one kind of value is written into a cell and read from it. `nothing`: the value of an empty cell."""

    nothing: ClassVar[Any] = ""

    def read(self, words: str) -> Any:
        """The value. Raises Unreadable."""
        if _ERROR_OF_A_FORMULA.fullmatch(words):
            raise Unreadable(_("A formula failed in this cell ({words}). Write the words themselves.")(words=words))
        if len(words) > LONGEST:
            raise Unreadable(_("This cell has more than {most} characters. Make it shorter.")(most=LONGEST))
        return self._read(words) if words else self.nothing

    @abstractmethod
    def _read(self, words: str) -> Any: ...

    @abstractmethod
    def write(self, value: Any) -> str: ...

    def same(self, one: Any, other: Any) -> bool:
        return bool(one == other)

    def choices(self) -> Sequence[str]:
        """What is offered in the cell; empty where anything may be written."""
        return ()


class Words(Form):
    """One text."""

    def _read(self, words: str) -> str:
        return words

    def write(self, value: Any) -> str:
        return "" if value is None else str(value)


class Code(Words):
    """An id or a number to call: spreadsheets like to turn 12 into 12.0."""

    def _read(self, words: str) -> str:
        return re.sub(r"^(\d+)\.0$", r"\1", words)


class Lines(Form):
    """Several texts, each on a line of its own."""

    nothing: ClassVar[Any] = []

    def read(self, words: str) -> Any:
        # Sixty ways to ask a question are longer than any one text may be.
        return list(dict.fromkeys(super(Lines, self).read(line) for line in words.split("\n") if line.strip()))

    def _read(self, words: str) -> str:
        return words.strip()

    def write(self, value: Any) -> str:
        return "\n".join(value or ())


class YesNo(Form):
    nothing: ClassVar[Any] = False

    def _read(self, words: str) -> bool:
        known = vocabulary()
        if heard(words) in {heard(word) for word in known.yes}:
            return True
        if heard(words) in {heard(word) for word in known.no}:
            return False
        yes, no = known.yes[0], known.no[0]
        raise Unreadable(_("“{words}” is not clear. Write {yes} or {no}.")(words=words[:20], yes=yes, no=no))

    def write(self, value: Any) -> str:
        return (vocabulary().yes if value else vocabulary().no)[0]

    def choices(self) -> Sequence[str]:
        return (vocabulary().yes[0], vocabulary().no[0])


class Day(Form):
    nothing: ClassVar[Any] = None

    def _read(self, words: str) -> str:
        found = _DAY.fullmatch(words)
        try:
            year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
            return date(year, month, day).isoformat()
        except ValueError as error:
            raise Unreadable(_("“{words}” is no day. Write it like 2027-11-01.")(words=words[:20])) from error

    def write(self, value: Any) -> str:
        return "" if value is None else str(value)


class Weeks(Form):
    """Numbers of weeks, each from 1 to 53: 2、6、10, or 1-4."""

    nothing: ClassVar[Any] = []

    def _read(self, words: str) -> list[int]:
        weeks: list[int] = []
        for part in _BETWEEN.split(words):
            found = _WEEK.fullmatch(part.strip())
            last = int(found[2] or found[1]) if found else 0
            wanted = range(int(found[1]), last + 1) if found else range(0)
            if not wanted or not WEEKS.issuperset(wanted):
                wrong = part.strip()[:20]
                raise Unreadable(_("“{words}” is no week. Write numbers from 1 to 53, such as 2、6.")(words=wrong))
            weeks.extend(wanted)
        return list(dict.fromkeys(weeks))

    def write(self, value: Any) -> str:
        return "、".join(str(week) for week in value or ())


@dataclass(frozen=True)
class Label(Form):
    """One of the words that the vocabulary knows for a field. `values`: where ours are no plain names."""

    field: str
    values: Mapping[str, Any] | None = None

    def _read(self, words: str) -> Any:
        return self._value(self._name(words))

    def write(self, value: Any) -> str:
        for name, said in self._labels().items():
            if self._value(name) == value:
                return said[0]
        return "" if value is None else str(value)

    def choices(self) -> Sequence[str]:
        return tuple(said[0] for said in self._labels().values())

    def _value(self, name: str) -> Any:
        return name if self.values is None else self.values[name]

    def _labels(self) -> Mapping[str, tuple[str, ...]]:
        return vocabulary().labels[self.field]

    def _name(self, words: str) -> str:
        wanted = {heard(words), heard(_band_of_day(words))}
        for name, said in self._labels().items():
            if wanted & {heard(name), *map(heard, said)}:
                return name
        known = "、".join(self.choices())
        raise Unreadable(_("“{words}” is not known here. You can write: {known}.")(words=words[:20], known=known))


@dataclass(frozen=True)
class Labels(Label):
    """Several of these words. `whole`: “all” means each of them; elsewhere it means that there is no condition."""

    nothing: ClassVar[Any] = []
    whole: bool = False

    def _read(self, words: str) -> Any:
        if heard(words) in {heard(word) for word in vocabulary().all}:
            return list(self._labels()) if self.whole else []
        if not self.whole and heard(words) in {heard(word) for word in vocabulary().none}:
            return []
        parts = [part for part in _BETWEEN.split(words) if part.strip()]
        return list(dict.fromkeys(self._name(part) for part in parts))

    def write(self, value: Any) -> str:
        return "、".join(self._written(value or ()))

    def _written(self, names: Sequence[str]) -> Iterator[str]:
        yield from (said[0] for name, said in self._labels().items() if name in names)
        yield from (name for name in names if name not in self._labels())

    def same(self, one: Any, other: Any) -> bool:
        return set(one or ()) == set(other or ())


@dataclass(frozen=True)
class Ids(Labels):
    """Ids of other content, as they are."""

    field: str = ""

    def _read(self, words: str) -> list[str]:
        return [part.strip() for part in _BETWEEN.split(words) if part.strip()]

    def write(self, value: Any) -> str:
        return "、".join(value or ())

    def choices(self) -> Sequence[str]:
        return ()


def _band_of_day(words: str) -> str:
    """A spreadsheet that opens 3-6 as text makes the sixth of March of it."""
    found = _TURNED_INTO_A_DAY.fullmatch(words.strip())
    return "-".join(part for part in found.groups() if part) if found else words
