"""What every part of the workflow stands on, and what they all do alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.services.workflow.items import Key, NotAllowed
from bot.services.workflow.remarks import Judge
from bot.store import workflow, workflow_steps
from bot.store.database import Database
from dialogs.text import Text, _

NAME_LENGTH, NOTE_LENGTH, SUBJECT_LENGTH = 40, 200, 120
_LACKING: dict[Right, Text] = {
    Right.WRITE: _("Your account cannot write content. Ask an administrator for the role of a trainer."),
    Right.PUBLISH: _("Your account cannot publish. Ask a reviewer to do it."),
    Right.SIGN: _("Your account cannot sign safeguarding texts. Ask a reviewer or the safeguarding lead to do it."),
}


@dataclass(frozen=True)
class Parts:
    """Handed to each part of the workflow."""

    database: Database
    clock: Clock
    judge: Judge
    audit: Audit

    def refusal(self, why: Text) -> NotAllowed:
        return NotAllowed(self.judge.say(why))

    def require(self, who: Signed, right: Right) -> None:
        """Raises NotAllowed."""
        if not who.may(right):
            raise self.refusal(_LACKING[right])

    async def locked(self, connection: AsyncConnection, key: Key) -> Any:
        """The row of an item, for this transaction alone. Raises KeyError."""
        return (await workflow.locked(connection, [key]))[key]

    async def note(self, connection: AsyncConnection, who: Signed, act: str, key: Key) -> None:
        """Into the log of the console, together with the change."""
        await self.audit.note_within(connection, who, Deed(act, "content", "/".join(key)[:SUBJECT_LENGTH]))

    async def step(
        self, connection: AsyncConnection, who: Signed | None, row: Any, act: str, *, words: str = ""
    ) -> None:
        """A step of an item, and the log of it where somebody did it."""
        await workflow_steps.add(connection, [step_row(row, who, self.clock(), act, words)])
        if who is not None:
            await self.note(connection, who, f"content_{act}", (row.kind, row.id))


def step_row(row: Any, who: Signed | None, at: datetime, act: str, words: str = "") -> Mapping[str, Any]:
    return {
        "kind": row.kind,
        "item_id": row.id,
        "number": row.number,
        "at": at,
        "by_id": who.account_id if who else None,
        "by_name": who.name[:NAME_LENGTH] if who else "",
        "act": act,
        "words": words,
    }
