"""Answers that trainers keep at hand, to begin their own with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.store import questions
from bot.store.database import Database

LONGEST_TITLE = 20
MOST = 100


@dataclass(frozen=True)
class Canned:
    """One of them: what it is for, and its words."""

    number: int
    title: str
    words: str
    made_name: str


class CannedAnswers:
    """All of them, shared by all trainers."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit

    async def all(self) -> Sequence[Canned]:
        async with self._database.reading() as connection:
            rows = await questions.canned(connection)
        return [Canned(row.id, row.title, row.words, row.made_name) for row in rows]

    async def keep(self, number: int | None, title: str, words: str, who: Signed) -> bool:
        """A new one, or other words for one; False where there is none of that number, or no room for more."""
        row = {"title": title, "words": words, "made_name": who.name, "made_at": self._clock()}
        async with self._database.writing() as connection:
            if number is None and len(await questions.canned(connection)) >= MOST:
                return False
            kept = await questions.keep_canned(connection, row, number)
            if kept is None:
                return False
            await self._audit.note_within(connection, who, Deed("kept", "canned", str(kept)))
        return True

    async def drop(self, number: int, who: Signed) -> bool:
        async with self._database.writing() as connection:
            if not await questions.drop_canned(connection, number):
                return False
            await self._audit.note_within(connection, who, Deed("dropped", "canned", str(number)))
        return True
