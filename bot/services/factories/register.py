"""The register of factories: made, named, opened and closed in the console; every change is in the log."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.services.factories.checklist import Checklist
from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store import factories
from bot.store.database import Database

CODE: Final = re.compile(r"[A-Z0-9_-]{3,32}")
LONGEST_NAME: Final = 80
SHORTEST_REASON: Final = 5
KIND: Final = "factory"


class Refused(StrEnum):
    """Why the register was not changed."""

    CODE = "code"
    TAKEN = "taken"
    NAME = "name"
    GONE = "gone"
    NOT_DONE = "not_done"
    REASON = "reason"


@dataclass(frozen=True)
class Factory:
    """opened_at: nothing while it is a trial."""

    code: str
    name: str
    opened_at: datetime | None


class Register:
    """The factories, and their doors."""

    def __init__(self, database: Database, clock: Clock, audit: Audit, checklist: Checklist) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit
        self._checklist = checklist

    async def everyone(self) -> Sequence[Factory]:
        async with self._database.reading() as connection:
            return [_factory(row) for row in await factories.everyone(connection)]

    async def found(self, code: str) -> Factory | None:
        async with self._database.reading() as connection:
            row = await factories.found(connection, code)
        return _factory(row) if row else None

    async def add(self, who: Signed, code: str, name: str) -> Refused | None:
        """A new factory, as a trial."""
        code, name = code_of(code), name_of(name)
        if not CODE.fullmatch(code):
            return Refused.CODE
        if not name or len(name) > LONGEST_NAME:
            return Refused.NAME
        async with self._database.writing() as connection:
            if not await factories.add(connection, code, name):
                return Refused.TAKEN
            await self._audit.note_within(connection, who, Deed("add", KIND, code, detail={"name": name}))
        return None

    async def rename(self, who: Signed, code: str, name: str) -> Refused | None:
        name = name_of(name)
        if not name or len(name) > LONGEST_NAME:
            return Refused.NAME
        async with self._database.writing() as connection:
            if not await factories.rename(connection, code, name):
                return Refused.GONE
            await self._audit.note_within(connection, who, Deed("rename", KIND, code, detail={"name": name}))
        return None

    async def open(self, who: Signed, code: str, reason: str = "") -> Refused | None:
        """When everything is done; before that only an administrator, who says why."""
        standing = await self._checklist.of(code)
        if standing is None:
            return Refused.GONE
        if not standing.done:
            if Role.ADMINISTRATOR not in who.roles:
                return Refused.NOT_DONE
            if len(name_of(reason)) < SHORTEST_REASON:
                return Refused.REASON
        left = [item.key for item in standing.items if not item.done]
        async with self._database.writing() as connection:
            if await factories.open_one(connection, code, self._clock()):
                deed = Deed("open", KIND, code, name_of(reason) if left else "", {"left": left})
                await self._audit.note_within(connection, who, deed)
        return None

    async def close(self, who: Signed, code: str) -> Refused | None:
        """Back to a trial; whoever came by it stays."""
        async with self._database.writing() as connection:
            if await factories.close_one(connection, code):
                await self._audit.note_within(connection, who, Deed("close", KIND, code))
            elif await factories.found(connection, code) is None:
                return Refused.GONE
        return None


def code_of(words: str) -> str:
    """A code as it is typed on any phone: ｇｆｄｇ０１ is GFDG01."""
    return unicodedata.normalize("NFKC", words).strip().upper()


def name_of(words: str) -> str:
    """One line without signs that cannot be seen."""
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in words)
    return " ".join(seen.split())


def _factory(row: Any) -> Factory:
    return Factory(row.code, row.name, row.opened_at)
