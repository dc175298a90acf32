"""Language-free text: what is to be said, before anybody chose the language to say it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True)
class Phone:
    """A number to call, whole: the home area code stands before it where the line is local."""

    number: str
    area_code: str = ""

    @property
    def dialled(self) -> str:
        return self.area_code + self.number


@dataclass(frozen=True)
class Moment:
    """A local date and clock time to be said in words, seen from `today` (tomorrow, Wednesday, 25 November …)."""

    at: datetime
    today: date


@dataclass(frozen=True)
class Translated:
    """A sentence of the interface: an English msgid with named, typed values."""

    msgid: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str | None = None
    count: int = 1

    def __call__(self, **values: Value) -> Translated:
        """The same sentence with its values filled in: `_("At {at}.")(at=time(20, 0))`."""
        return Translated(self.msgid, (*self.values, *values.items()), self.plural, self.count)


@dataclass(frozen=True)
class Verbatim:
    """Words that a trainer or the person wrote, given back as they are; `values` fill placeholders such as {110}."""

    words: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Listed:
    """Several texts said as one enumeration (Monday, Wednesday and Friday; first child, second child)."""

    items: tuple[Text, ...]


Text = Translated | Verbatim | Listed
Value = str | int | date | time | datetime | Moment | Phone | Translated | Verbatim | Listed


def _(msgid: str) -> Translated:
    """Mark a sentence for translation; the argument is a literal, whole English sentence."""
    return Translated(msgid)


def _n(singular: str, plural: str, count: int) -> Translated:
    """Mark a sentence whose form depends on `count`, which is also its value {count}."""
    return Translated(singular, (("count", count),), plural, count)
