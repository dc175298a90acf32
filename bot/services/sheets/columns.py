"""The columns of each kind's spreadsheet, between a record and the words of its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bot.services.sheets.forms import Code, Day, Form, Ids, Label, Labels, Lines, Weeks, Words, YesNo
from bot.services.sheets.vocabulary import heard, vocabulary

Record = Mapping[str, Any]
IMPORTED: Final = ("tip", "starter", "faq", "hotline", "weekly", "safeguarding")
EXPORTED: Final = (*IMPORTED[:-1], "course", "safeguarding")
_ID_FIELDS: Final = {"safeguarding": "trigger"}
_MAIN: Final = {
    "tip": "text",
    "starter": "opener",
    "faq": "question",
    "hotline": "number",
    "weekly": "text",
    "safeguarding": "reply",
}
_TOGETHER: Final = {"false": False, "true": True, "any": "any"}


@dataclass(frozen=True)
class Column:
    """One field of a record. fixed: written for reading only, changed in the console or not at all; width: letters."""

    field: str
    form: Form
    fixed: bool = False
    width: int = 14

    @property
    def header(self) -> str:
        return vocabulary().header(self.field)

    def value(self, record: Record) -> Any:
        outer, _dot, inner = self.field.partition(".")
        found = record.get(outer)
        return (found or {}).get(inner) if inner else found

    def written(self, record: Record) -> str:
        """The words of the cell; a field that the record lacks is an empty cell."""
        value = self.value(record)
        return "" if value is None else self.form.write(value)

    def put(self, record: dict[str, Any], value: Any) -> None:
        """Into the record; a field that is empty and was never there stays away."""
        outer, _dot, inner = self.field.partition(".")
        if not inner:
            if value != self.form.nothing or outer in record:
                record[outer] = value
            return
        within = {**(record.get(outer) or {}), inner: value}
        record[outer] = within if any(within.values()) else None


_AROUND = (
    Column("author", Words()),
    Column("reviewed_by", Words(), fixed=True),
    Column("review_due", Day()),
)
_SOURCE = (Column("source", Words(), width=24), *_AROUND)
_TEXT, _LINES = 44, 30

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "tip": (
        Column("id", Code(), width=22),
        Column("kind", Label("kind"), width=10),
        Column("topic", Label("topic")),
        Column("bands", Labels("bands", whole=True), width=18),
        Column("text", Words(), width=_TEXT),
        Column("basic_phone", Words(), width=_TEXT),
        Column("elder", Words(), width=_LINES),
        Column("share", Words(), width=_LINES),
        Column("shifts", Labels("shifts"), width=10),
        Column("seasons", Labels("seasons")),
        Column("occasions", Labels("occasions")),
        Column("together", Label("together", _TOGETHER)),
        *_SOURCE,
    ),
    "starter": (
        Column("id", Code(), width=22),
        Column("bands", Labels("bands", whole=True), width=18),
        Column("target", Label("target")),
        Column("ways", Labels("ways")),
        Column("occasions", Labels("occasions")),
        Column("opener", Words(), width=_TEXT),
        Column("follow_up", Words(), width=_TEXT),
        Column("avoid", Words(), width=_LINES),
        *_SOURCE,
    ),
    "faq": (
        Column("id", Code(), width=22),
        Column("topic", Label("topic")),
        Column("bands", Labels("bands", whole=True), width=18),
        Column("question", Words(), width=_LINES),
        Column("variants", Lines(), width=_LINES),
        Column("negative_examples", Lines(), width=_LINES),
        Column("answer", Words(), width=_TEXT),
        Column("share", Words(), width=_LINES),
        Column("elder", Words(), width=_LINES),
        Column("place", Label("place")),
        Column("escalate.level", Label("escalate.level")),
        Column("escalate.trigger", Label("escalate.trigger")),
        Column("escalate.when", Words(), width=_LINES),
        Column("sources", Lines(), width=24),
        Column("legal_refs", Lines(), width=24),
        *_AROUND,
    ),
    "hotline": (
        Column("id", Code()),
        Column("number", Code()),
        Column("name", Words()),
        Column("scope", Words(), width=_LINES),
        Column("needs_area_code", YesNo(), width=10),
        Column("place", Label("place")),
        Column("hours", Words()),
        Column("answered_by", Words()),
        Column("mark", Words(), width=10),
        Column("verified_on", Day()),
        Column("verified_by", Words()),
        *_SOURCE,
    ),
    "weekly": (
        Column("id", Code(), width=22),
        Column("season", Label("season")),
        Column("weeks", Weeks()),
        Column("text", Words(), width=_TEXT),
        *_SOURCE,
    ),
    # Of what is said in danger only the words are taken in; who is warned of what is decided in the console.
    "safeguarding": (
        Column("trigger", Label("trigger"), width=18),
        Column("number", Code(), fixed=True, width=8),
        Column("level", Label("level"), fixed=True, width=8),
        Column("reply", Words(), width=_TEXT),
        Column("eta_line", Words(), width=_LINES),
        Column("off_duty_line", Words(), width=_TEXT),
        Column("hotlines", Ids(), fixed=True),
        Column("place", Label("place"), fixed=True),
        Column("no_follow_up", YesNo(), fixed=True, width=10),
        Column("source", Words(), fixed=True, width=24),
        Column("signed_off_by", Words(), fixed=True),
        *(Column(each.field, each.form, fixed=True) for each in _AROUND),
    ),
    # A course is a tree; its texts are listed with their places, to be read and counted.
    "course": (
        Column("id", Code(), fixed=True, width=22),
        Column("position", Words(), fixed=True, width=24),
        Column("words", Words(), fixed=True, width=60),
    ),
}


def id_field(kind: str) -> str:
    """The field by which a record of this kind is known."""
    return _ID_FIELDS.get(kind, "id")


def main_field(kind: str) -> str:
    """The field that says most of a record: by it one without an id is known again."""
    return _MAIN[kind]


@cache
def known_headers(kind: str) -> Mapping[str, Column]:
    """What may stand in the header row, as it is heard, and the column it means; what we write ourselves goes first."""
    columns = COLUMNS[kind]
    found: dict[str, Column] = {}
    for words in (_written, _named, _spoken):
        for column in columns:
            for header in words(column):
                found.setdefault(heard(header), column)
    return found


def _written(column: Column) -> Sequence[str]:
    return (column.header,)


def _named(column: Column) -> Sequence[str]:
    return (column.field,)


def _spoken(column: Column) -> Sequence[str]:
    return vocabulary().headers[column.field]
