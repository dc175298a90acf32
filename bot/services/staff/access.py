"""Access to data of children under 14: somebody asks with a reason, a second person grants or refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import access
from bot.store.access import Wish
from bot.store.database import Database

GRANTED_FOR = timedelta(hours=4)
WAITS = timedelta(hours=24)  # a request that nobody decided for so long has to be made anew
SHOWN = 20
REASON_LENGTH = 200


class State(StrEnum):
    """What became of a request."""

    NONE = "none"
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    OVER = "over"  # was granted, and its hours have passed
    UNHEARD = "unheard"  # nobody decided in time


class Decided(StrEnum):
    """How a decision went."""

    DONE = "done"
    OWN = "own"  # nobody grants her own request
    NOT_HERS = "not_hers"  # she may not decide
    GONE = "gone"  # no such request, or somebody decided it before, or it is too old


@dataclass(frozen=True)
class Access:
    """Where a request stands. until: the end of the hours that were granted."""

    state: State
    until: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """A request as a page shows it."""

    id: int
    name: str
    subject_kind: str
    subject: str
    reason: str
    asked_at: datetime
    decided_name: str
    access: Access
    own: bool


class AccessRequests:
    """Requests to see data of children under 14."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._audit = audit

    async def ask(self, who: Signed, subject_kind: str, subject: str, reason: str) -> int:
        """A new request, or the one that waits already; its number. Raises ValueError without a reason."""
        words = reason.strip()[:REASON_LENGTH]
        if not words:
            raise ValueError("a request for data of children needs a reason")
        wish, now = Wish(who.account_id, subject_kind, subject), self._clock()
        async with self._database.writing() as connection:
            known = await access.newest(connection, wish)
            if known is not None and _access(known, now).state is State.WAITING:
                return int(known.id)
            row = {
                "account_id": who.account_id,
                "subject_kind": subject_kind,
                "subject": subject,
                "reason": words,
                "asked_at": now,
            }
            number = await access.add(connection, row)
            await self._audit.note_within(connection, who, Deed("access.ask", subject_kind, subject, words))
        return number

    async def decide(self, who: Signed, request_id: int, granted: bool) -> Decided:
        """Grant it for GRANTED_FOR, or refuse it; she needs the right to, and it must be somebody else's request."""
        async with self._database.writing() as connection:
            row = await access.numbered(connection, request_id)
            refusal = _refusal(who, row, self._clock())
            if refusal is not None or row is None:
                return refusal or Decided.GONE
            return await self._decide(connection, who, row, granted)

    async def _decide(self, connection: AsyncConnection, who: Signed, row: Any, granted: bool) -> Decided:
        now = self._clock()
        values = {
            "decided_by": who.account_id,
            "decided_at": now,
            "granted": granted,
            "until": now + GRANTED_FOR if granted else None,
        }
        if not await access.decide(connection, row.id, values):
            return Decided.GONE
        act = "access.grant" if granted else "access.refuse"
        deed = Deed(act, row.subject_kind, row.subject, row.reason, {"for": row.asked_name})
        await self._audit.note_within(connection, who, deed)
        return Decided.DONE

    async def granted(self, who: Signed, subject_kind: str, subject: str) -> datetime | None:
        """Until when she may see these data now, or None."""
        return (await self.standing(who, subject_kind, subject)).until

    async def standing(self, who: Signed, subject_kind: str, subject: str) -> Access:
        """Where her last request about this subject stands."""
        async with self._database.reading() as connection:
            row = await access.newest(connection, Wish(who.account_id, subject_kind, subject))
        return Access(State.NONE) if row is None else _access(row, self._clock())

    async def waiting(self, who: Signed) -> Sequence[Asked]:
        """Requests that wait for somebody's decision, for those who may decide; oldest first."""
        if not who.may(Right.GRANT):
            return ()
        now = self._clock()
        async with self._database.reading() as connection:
            rows = await access.undecided(connection, now - WAITS)
        return tuple(_asked(row, who, now) for row in rows)

    async def to_decide(self, who: Signed) -> int:
        """How many requests of others wait for her."""
        if not who.may(Right.GRANT):
            return 0
        async with self._database.reading() as connection:
            return await access.how_many_undecided(connection, self._clock() - WAITS, but=who.account_id)

    async def own(self, who: Signed) -> Sequence[Asked]:
        """What became of her own requests, newest first."""
        now = self._clock()
        async with self._database.reading() as connection:
            rows = await access.asked_by(connection, who.account_id, SHOWN)
        return tuple(_asked(row, who, now) for row in rows)


def _refusal(who: Signed, row: Any | None, now: datetime) -> Decided | None:
    if not who.may(Right.GRANT):
        return Decided.NOT_HERS
    if row is None or _access(row, now).state is not State.WAITING:
        return Decided.GONE
    return Decided.OWN if row.account_id == who.account_id else None


def _access(row: Any, now: datetime) -> Access:
    if row.decided_at is None:
        return Access(State.WAITING if now - row.asked_at < WAITS else State.UNHEARD)
    if not row.granted:
        return Access(State.REFUSED)
    return Access(State.GRANTED, row.until) if row.until > now else Access(State.OVER)


def _asked(row: Any, who: Signed, now: datetime) -> Asked:
    return Asked(
        row.id,
        row.asked_name,
        row.subject_kind,
        row.subject,
        row.reason,
        row.asked_at,
        row.decided_name or "",
        _access(row, now),
        row.account_id == who.account_id,
    )
