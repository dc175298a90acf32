"""The links of alerts: one tap takes the case; they show number and level, work once, and for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.cases.taking import Taker, take
from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.rights import Right, rights_in
from bot.services.staff.sessions import digest_of
from bot.store import accounts, case_alerts
from bot.store.cases import STAFF_ABUSE
from bot.store.database import Database

LASTS = timedelta(hours=24)


class State(StrEnum):
    OPEN = "open"
    USED = "used"
    TAKEN = "taken"  # by somebody else, since it was sent
    OVER = "over"  # too old, or there is a newer alert about the case
    CLOSED = "closed"
    UNKNOWN = "unknown"
    NAMELESS = "nameless"  # a group's link, and nobody said who she is


@dataclass(frozen=True)
class Link:
    """What its page may show. for_group: nobody's own, so whoever takes it has to say her name."""

    state: State
    number: str = ""
    level: str = ""
    for_group: bool = False


class Links:
    """Alerts, as whoever holds their link meets them."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit

    async def look(self, secret: str) -> Link:
        async with self._database.reading() as connection:
            alert = await case_alerts.by_digest(connection, digest_of(secret))
            return self._link(alert)

    async def take(self, secret: str, name: str = "") -> Link:
        """Take the case; the state is OPEN when that was done now."""
        async with self._database.writing() as connection:
            alert = await case_alerts.by_digest(connection, digest_of(secret))
            link = self._link(alert)
            if link.state is not State.OPEN or alert is None:
                return link
            taker = await self._taker(connection, alert, name.strip()[:40])
            if taker is None:
                state = State.NAMELESS if link.for_group and not name.strip() else State.OVER
                return Link(state, link.number, link.level, link.for_group)
            return await self._taken(connection, alert, taker, link)

    async def _taken(self, connection: AsyncConnection, alert: Any, taker: Taker, link: Link) -> Link:
        now = self._clock()
        if not await case_alerts.acknowledge(connection, alert.id, taker.name, now):
            return Link(State.USED, link.number, link.level)
        if not await take(connection, alert.case_id, alert.taken_at, taker, now):
            return Link(State.TAKEN, link.number, link.level)
        detail = {"by_link": alert.way, "account": taker.account_id}
        await self._audit.note_within(connection, None, Deed("case.take", "case", link.number, detail=detail))
        return link

    async def _taker(self, connection: AsyncConnection, alert: Any, name: str) -> Taker | None:
        """The officer the alert went to, while she may see the case; from a group, whoever says her name.

        Nobody from a group takes what has become a case about our own people since.
        """
        needed = Right.STAFF_ABUSE if alert.trigger == STAFF_ABUSE else Right.CASES
        if alert.account_id is None:
            return Taker(None, name) if name and needed is Right.CASES else None
        found = await accounts.numbered(connection, alert.account_id)
        if found is None or found.disabled_at is not None or needed not in rights_in(found):
            return None
        return Taker(found.id, found.name)

    def _link(self, alert: Any | None) -> Link:
        if alert is None:
            return Link(State.UNKNOWN)
        return Link(self._state(alert), alert.number, alert.level, alert.account_id is None)

    def _state(self, alert: Any) -> State:
        if alert.closed_at is not None:
            return State.CLOSED
        if alert.acknowledged_at is not None:
            return State.USED
        if alert.sent_at < alert.alerted_at or self._clock() - alert.sent_at > LASTS:
            return State.OVER
        if alert.taken_at is not None and alert.taken_at >= alert.sent_at:
            return State.TAKEN
        return State.OPEN
