"""A rehearsed alert: nobody is in danger, and the time until somebody on duty hears it is the real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rendering.message import Message
from bot.services.alerts import ALERT, LANGUAGE
from bot.services.factories.checklist import REHEARSAL
from bot.services.factories.register import KIND
from bot.services.letters import REF_LENGTH
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.store import addresses, factories, factory_checks, outbox
from bot.store.addresses import new_code
from bot.store.database import Database
from bot.store.outbox import Letter, Rank
from dialogs.text import _

OPEN_FOR: Final = timedelta(hours=1)


class Unheard(StrEnum):
    """Why an acknowledgement does not count."""

    GONE = "gone"  # there is none, or it was begun anew
    OWN = "own"  # who begins it cannot be the one who hears it
    HEARD = "heard"


@dataclass(frozen=True)
class Rehearsal:
    """One that waits for somebody on duty."""

    code: str
    name: str
    started_at: datetime
    started_name: str


class Rehearsals:
    """Begins rehearsals and hears them."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    async def begin(self, who: Signed, code: str) -> bool:
        """Begin anew; an alert goes to everybody on duty. False where there is no such factory."""
        now = self._setting.clock()
        async with self._database.writing() as connection:
            if await factories.found(connection, code) is None:
                return False
            sent = await self._alert(connection, code, now)
            detail = {"started_by": who.account_id, "alerts": sent}
            row = {"factory": code, "item": REHEARSAL, "done_at": now, "done_name": who.name, "detail": detail}
            await factory_checks.tick(connection, row)
            await self._audit.note_within(connection, who, Deed("rehearse", KIND, code, detail={"alerts": sent}))
        return True

    async def _alert(self, connection: AsyncConnection, code: str, now: datetime) -> int:
        """To where real alerts go, in the same way and with the same haste; how many."""
        said = _(
            "This is a rehearsal, nobody is in danger. Factory {factory}: please press “I heard it” in the console."
        )
        words = self._setting.shelf.library.wording(said(factory=code), LANGUAGE)
        letters: list[Letter] = []
        for where in self._setting.roster.addresses:
            address_id = await addresses.keep_unowned(connection, where)
            body = Message(words).to_json()
            about = (new_code(REF_LENGTH), address_id, None, ALERT, Rank.DANGER, now, code)
            letters.append(Letter(*about, body=body, lane=where.lane))
        await outbox.write(connection, letters, now)
        return len(letters)

    async def waiting(self) -> Sequence[Rehearsal]:
        """Those that nobody has heard yet, the newest first."""
        since = self._setting.clock() - OPEN_FOR
        async with self._database.reading() as connection:
            rows = await factory_checks.waiting(connection, REHEARSAL)
            names = {row.code: row.name for row in await factories.everyone(connection)}
        fresh = [row for row in rows if "acknowledged_at" not in row.detail and row.done_at > since]
        found = [Rehearsal(row.factory, names.get(row.factory, ""), row.done_at, row.done_name) for row in fresh]
        return sorted(found, key=lambda one: one.started_at, reverse=True)

    async def hear(self, who: Signed, code: str) -> timedelta | Unheard:
        """Acknowledge; how long it took."""
        now = self._setting.clock()
        async with self._database.writing() as connection:
            ticked: Any = (await factory_checks.ticks(connection, code)).get(REHEARSAL)
            if ticked is None or ticked.done_at <= now - OPEN_FOR:
                return Unheard.GONE
            if "acknowledged_at" in ticked.detail:
                return Unheard.HEARD
            if ticked.detail.get("started_by") == who.account_id:
                return Unheard.OWN
            detail = {**ticked.detail, "acknowledged_at": now.isoformat(), "acknowledged_name": who.name}
            if not await factory_checks.swap(connection, code, REHEARSAL, ticked.done_at, detail):
                return Unheard.GONE
            await self._audit.note_within(connection, who, Deed("hear", KIND, code))
        took: timedelta = now - ticked.done_at
        return took
