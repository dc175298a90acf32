"""Takes planned rows in as drafts, many in one transaction: what one save after another takes a minute for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.sheets.columns import Record
from bot.services.sheets.planning import Fate, Planned, Trouble
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.workflow.items import Status
from bot.services.workflow.parts import NAME_LENGTH, NOTE_LENGTH, step_row
from bot.services.workflow.summary import kept, summary_of
from bot.store import sheets, workflow, workflow_steps
from bot.store.database import Database
from dialogs.text import _

AT_ONCE: Final = 250
_CHANGED_MEANWHILE = _("Somebody changed this in the meantime. Take the sheet in again to see what is different now.")
_TAKEN_MEANWHILE = _("Somebody made one with this id in the meantime. Take the sheet in again to compare.")


@dataclass(frozen=True)
class Taking:
    """Who takes in which sheet, when, and whether the drafts go to review at once."""

    who: Signed
    kind: str
    file: str
    at: datetime
    submit: bool


class _Stepped(NamedTuple):
    kind: str
    id: str
    number: int


class Names:
    """Gives ids to new items: kind, topic or age, and a number that is free."""

    def __init__(self, taken: Mapping[str, str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def give(self, kind: str, record: Record) -> str:
        about = record.get("topic") or next(iter(record.get("bands") or ()), "")
        begin = re.sub(r"[^a-z0-9]+", "-", f"{kind}-{about}".lower()).strip("-")
        number = self._next.get(begin, 1)
        while f"{begin}-{number}" in self._taken:
            number += 1
        self._next[begin] = number + 1
        self._taken.add(f"{begin}-{number}")
        return f"{begin}-{number}"


async def save_rows(database: Database, audit: Audit, taking: Taking, rows: Sequence[Planned]) -> list[Planned]:
    """Save the rows that go; each comes back with its id, or refused because somebody was faster."""
    async with database.writing() as connection:
        saved = [
            *await _add(connection, taking, [row for row in rows if row.fate is Fate.NEW]),
            *await _change(connection, taking, [row for row in rows if row.fate is Fate.CHANGED]),
        ]
        counts = {fate.value: sum(row.fate is fate for row in saved) for fate in (Fate.NEW, Fate.CHANGED, Fate.REFUSED)}
        await audit.note_within(connection, taking.who, Deed("sheet_imported", "content", taking.kind, detail=counts))
    return saved


async def _add(connection: AsyncConnection, taking: Taking, rows: Sequence[Planned]) -> list[Planned]:
    records = {row.id: kept((taking.kind, row.id), row.record) for row in rows}
    new = await sheets.add_items(connection, [_item(taking, id, record) for id, record in sorted(records.items())])
    await sheets.add_revisions(connection, [_revision(taking, id, 1, records[id]) for id in sorted(new)])
    await _steps(connection, taking, {id: 1 for id in sorted(new)})
    return [row if row.id in new else row.refused(Trouble("", _TAKEN_MEANWHILE)) for row in rows]


async def _change(connection: AsyncConnection, taking: Taking, rows: Sequence[Planned]) -> list[Planned]:
    # Locked in the order of their ids, so that two imports wait for each other and never for themselves.
    found = await workflow.locked(connection, [(taking.kind, row.id) for row in rows])
    there = {id: item.number for (_kind, id), item in found.items()}
    going = {row.id: row for row in rows if there.get(row.id) == row.began}
    records = {id: kept((taking.kind, id), row.record) for id, row in sorted(going.items())}
    last = await sheets.last_numbers(connection, taking.kind, list(records))
    numbers = {id: last.get(id, 0) + 1 for id in records}
    await sheets.add_revisions(connection, [_revision(taking, id, numbers[id], records[id]) for id in records])
    changed = [{"of_id": id, **_standing(taking, id, numbers[id], records[id])} for id in records]
    await sheets.change_items(connection, taking.kind, changed)
    await _steps(connection, taking, numbers)
    return [row if row.id in going else row.refused(Trouble("", _CHANGED_MEANWHILE)) for row in rows]


async def _steps(connection: AsyncConnection, taking: Taking, numbers: Mapping[str, int]) -> None:
    if taking.submit:
        these = (_Stepped(taking.kind, id, number) for id, number in numbers.items())
        await workflow_steps.add(connection, [step_row(each, taking.who, taking.at, "submitted") for each in these])


def _standing(taking: Taking, id: str, number: int, record: Record) -> dict[str, Any]:
    return {
        **summary_of((taking.kind, id), record),
        "number": number,
        "status": (Status.IN_REVIEW if taking.submit else Status.DRAFT).value,
        "publish_at": None,
        "updated_at": taking.at,
        "updated_name": taking.who.name[:NAME_LENGTH],
    }


def _item(taking: Taking, id: str, record: Record) -> dict[str, Any]:
    around = {"kind": taking.kind, "id": id, "came_from": "console", "files_digest": ""}
    return {**around, **_standing(taking, id, 1, record)}


def _revision(taking: Taking, id: str, number: int, record: Record) -> dict[str, Any]:
    return {
        "kind": taking.kind,
        "item_id": id,
        "number": number,
        "record": dict(record),
        "at": taking.at,
        "by_id": taking.who.account_id,
        "by_name": taking.who.name[:NAME_LENGTH],
        "act": "imported",
        "note": taking.file[:NOTE_LENGTH],
    }
