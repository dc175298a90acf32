"""What taking in a sheet would do, row by row: new, changed, the same, or refused with the reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from bot.services.sheets.cells import clean
from bot.services.sheets.columns import COLUMNS, Column, Record, id_field, main_field
from bot.services.sheets.forms import Lines, Unreadable
from bot.services.sheets.sheet import Row, Sheet
from bot.services.sheets.vocabulary import vocabulary
from dialogs.text import Text, _

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID: Final = 80
TITLE: Final = 40


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Trouble:
    """Why a row is refused, and under which header; no header where it is about the whole row."""

    header: str
    words: Text


@dataclass(frozen=True)
class Change:
    """One cell, as it was written before and as it stands now."""

    header: str
    old: str
    new: str


@dataclass(frozen=True)
class Planned:
    """began: the revision that the row was compared with, None for a new item. id: empty until a new one is named."""

    row: Row
    fate: Fate
    id: str = ""
    title: str = ""
    began: int | None = None
    record: Record = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    def refused(self, *troubles: Trouble) -> Planned:
        return replace(self, fate=Fate.REFUSED, troubles=(*self.troubles, *troubles))

    @property
    def goes(self) -> bool:
        return self.fate in (Fate.NEW, Fate.CHANGED)


@dataclass(frozen=True)
class Plan:
    kind: str
    sheet: Sheet
    rows: tuple[Planned, ...]

    def of(self, *fates: Fate) -> Sequence[Planned]:
        return [row for row in self.rows if row.fate in fates]

    def counts(self) -> Mapping[Fate, int]:
        return {fate: len(self.of(fate)) for fate in Fate}


@dataclass(frozen=True)
class Standing:
    """The wording that an item stands at."""

    number: int
    record: Record


@dataclass(frozen=True)
class Around:
    """What rows are compared with.

    elsewhere: ids of other kinds, with the kind. fresh: what a new record says where its cells are empty.
    """

    standing: Mapping[str, Standing]
    elsewhere: Mapping[str, str]
    fresh: Record


Check = Callable[[str, Record], Sequence[Trouble]]
Progress = Callable[[int, int], None]


def plan_of(
    kind: str, sheet: Sheet, around: Around, check: Check, progress: Progress = lambda _done, _all: None
) -> Plan:
    """Compare every row with what there is; `check` judges what is new or changed, and takes most of the time."""
    compared = [_compared(kind, row, sheet.columns, around) for row in _with_ids(kind, sheet, around)]
    planned: list[Planned] = []
    for done, row in enumerate(_without_twins(kind, compared), start=1):
        planned.append(_checked(kind, row, check) if row.goes else row)
        progress(done, len(compared))
    return Plan(kind, sheet, tuple(planned))


def _with_ids(kind: str, sheet: Sheet, around: Around) -> Iterator[Planned]:
    """Each row with its id: what it says, or that of the one item whose main words it repeats."""
    place = next((at for at, column in sheet.columns.items() if column.field == id_field(kind)), None)
    main = next((at for at, column in sheet.columns.items() if column.field == main_field(kind)), None)
    by_words = _by_main_words(kind, around)
    for row in sheet.rows:
        words = _cell(row, main)
        planned = Planned(row, Fate.SAME, title=_shortened(words.replace("\n", " ")))
        yield _identified(kind, planned, _cell(row, place), by_words.get(words, ""))


def _shortened(words: str) -> str:
    return words if len(words) <= TITLE else f"{words[:TITLE]}…"


def _cell(row: Row, place: int | None) -> str:
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def _by_main_words(kind: str, around: Around) -> Mapping[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for id, standing in around.standing.items():
        found[clean(str(standing.record.get(main_field(kind)) or ""))].append(id)
    return {words: ids[0] for words, ids in found.items() if words and len(ids) == 1}


def _identified(kind: str, planned: Planned, written: str, known: str) -> Planned:
    column = next(column for column in COLUMNS[kind] if column.field == id_field(kind))
    try:
        id = str(column.form.read(written)) if written else known
    except Unreadable as error:
        return planned.refused(Trouble(column.header, error.words))
    return replace(planned, id=id.strip() if kind == "safeguarding" else id.strip().lower())


def _compared(kind: str, planned: Planned, columns: Mapping[int, Column], around: Around) -> Planned:
    if planned.fate is Fate.REFUSED:
        return planned
    standing = around.standing.get(planned.id)
    if standing is None:
        return _new(kind, planned, columns, around)
    record: dict[str, Any] = dict(standing.record)
    changes: list[Change] = []
    troubles: list[Trouble] = []
    for at, column in columns.items():
        old, new = clean(column.written(standing.record)), _cell(planned.row, at)
        if new == old or column.field == id_field(kind):
            continue
        try:
            changes.extend(_put(column, record, new, old))
        except Unreadable as error:
            troubles.append(Trouble(column.header, error.words))
    fate = Fate.CHANGED if changes else Fate.SAME
    found = replace(planned, fate=fate, began=standing.number, record=record, changes=tuple(changes))
    return found.refused(*troubles) if troubles else found


def _put(column: Column, record: dict[str, Any], new: str, old: str) -> Iterator[Change]:
    """Put what the cell says into the record; nothing where it says the same in other words. Raises Unreadable."""
    value, before = column.form.read(new), column.value(record)
    if column.form.same(value, column.form.nothing if before is None else before):
        return
    if column.fixed:
        raise Unreadable(_("This is not changed by a sheet: it is decided in the console. Leave it as it was."))
    column.put(record, value)
    if isinstance(column.form, Lines):
        yield _change_of_lines(column, before or (), value)
    else:
        yield Change(column.header, old, clean(column.written(record)))


def _change_of_lines(column: Column, before: Sequence[str], after: Sequence[str]) -> Change:
    """Of sixty ways to ask, only those that go and those that come; all where only their order changed."""
    gone = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    if not gone and not come:
        gone, come = list(before), list(after)
    return Change(column.header, "\n".join(gone), "\n".join(come))


def _new(kind: str, planned: Planned, columns: Mapping[int, Column], around: Around) -> Planned:
    if kind == "safeguarding":
        words = _("A danger that Jiayin does not know cannot be added by a sheet. Change the words of those there are.")
        return planned.refused(Trouble("", words))
    if (wrong := _wrong_id(kind, planned.id, around)) is not None:
        return planned.refused(Trouble(vocabulary().header(id_field(kind)), wrong))
    record: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for at, column in columns.items():
        if column.fixed or column.field == id_field(kind):
            continue  # who approved it is not for the writer to say
        try:
            column.put(record, column.form.read(_cell(planned.row, at)))
        except Unreadable as error:
            troubles.append(Trouble(column.header, error.words))
    record = {**around.fresh, **{name: value for name, value in record.items() if value not in ("", None)}}
    id = planned.id or (str(record.get("number") or "") if kind == "hotline" else "")
    found = replace(planned, fate=Fate.NEW, id=id, record=record, changes=tuple(_said(columns, record)))
    return found.refused(*troubles) if troubles else found


def _said(columns: Mapping[int, Column], record: Record) -> Iterator[Change]:
    for column in columns.values():
        if not column.fixed and (words := column.written(record)):
            yield Change(column.header, "", words)


def _wrong_id(kind: str, id: str, around: Around) -> Text | None:
    if not id:
        return None
    if other := around.elsewhere.get(id):
        known = vocabulary()
        return _("“{id}” belongs to “{kind}” already. Leave the cell empty, and a new one is given.")(
            id=id, kind=known.kinds.get(other, other)
        )
    if not _ID.fullmatch(id) or len(id) > LONGEST_ID:
        return _("It may only have small letters, digits and hyphens. Leave the cell empty, and one is given.")
    return None


def _without_twins(kind: str, rows: Sequence[Planned]) -> Iterator[Planned]:
    """Which of two rows with one id is meant, nobody can tell: both are refused. So are new rows that say the same."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        places[_identity(kind, row)].append(row.row.number)
    for row in rows:
        others = [number for number in places[_identity(kind, row)] if number != row.row.number]
        if not others or _identity(kind, row) == ("", ""):
            yield row
            continue
        numbers = "、".join(str(number) for number in others[:5])
        if row.id:
            words = _("The same id stands in row {rows} too. Keep one of them.")(rows=numbers)
            yield row.refused(Trouble(vocabulary().header(id_field(kind)), words))
        else:
            words = _("The same words stand in row {rows} too. Keep one of them.")(rows=numbers)
            yield row.refused(Trouble(vocabulary().header(main_field(kind)), words))


def _identity(kind: str, row: Planned) -> tuple[str, str]:
    return (row.id, "") if row.id else ("", str(row.record.get(main_field(kind)) or ""))


def _checked(kind: str, row: Planned, check: Check) -> Planned:
    troubles = check(kind, {**row.record, id_field(kind): row.id} if row.id else row.record)
    return row.refused(*troubles) if troubles else row
