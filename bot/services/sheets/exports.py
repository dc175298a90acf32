"""Content out to a spreadsheet: what is written, what parents read, or an empty sheet to fill in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from bot.services.scene import Clock
from bot.services.sheets.columns import Record
from bot.services.sheets.vocabulary import vocabulary
from bot.services.sheets.writing import csv_of, xlsx_of
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.store import sheets
from bot.store.database import Database


class Which(StrEnum):
    ALL = "all"
    PUBLISHED = "published"
    EMPTY = "empty"


class As(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class Written:
    name: str
    content: bytes


class Exports:
    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit

    async def export(self, who: Signed, kind: str, which: Which, form: As) -> Written:
        """Written down in the log with its number of rows; the writing is slow, so a thread does it."""
        records = await self._records(kind, which)
        write = xlsx_of if form is As.XLSX else csv_of
        content = await asyncio.to_thread(write, kind, records)
        detail = {"rows": len(records), "which": which.value}
        await self._audit.note(who, Deed("sheet_exported", "content", kind, detail=detail))
        return Written(f"{vocabulary().kinds[kind]}-{self._clock():%Y%m%d}.{form}", content)

    async def _records(self, kind: str, which: Which) -> list[Record]:
        if which is Which.EMPTY:
            return []
        async with self._database.reading() as connection:
            if which is Which.PUBLISHED:
                return list(await sheets.published(connection, kind))
            return [row.record for row in await sheets.standing(connection, kind)]
