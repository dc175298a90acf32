"""Writes down who saw and who changed what, and why; nothing here is ever changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Clock
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import audit as entries
from bot.store.database import Database
from bot.store.listing import Condition, Listing


@dataclass(frozen=True)
class Deed:
    """What somebody did: `act` on `subject` of a kind (person, case, question, content, account …).

    No words of parents and no names of people belong into `detail`.
    """

    act: str
    subject_kind: str
    subject: str
    reason: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """What is looked for in the log; nothing given means everything. between: from an instant to before another."""

    account_id: int | None = None
    acts: frozenset[str] = frozenset()
    subject_kind: str = ""
    subject: str = ""
    between: tuple[datetime, datetime] | None = None


class Audit:
    """The log of the console."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self, who: Signed | None, deed: Deed) -> None:
        """In a transaction of its own: also what is only looked at is written down, before it is shown."""
        async with self._database.writing() as connection:
            await self.note_within(connection, who, deed)

    async def note_within(self, connection: AsyncConnection, who: Signed | None, deed: Deed) -> None:
        """Together with the change itself, or not at all."""
        await entries.add(
            connection,
            {
                "at": self._clock(),
                "account_id": who.account_id if who else None,
                "account_name": who.name if who else "",
                "act": deed.act,
                "subject_kind": deed.subject_kind,
                "subject": deed.subject,
                "reason": deed.reason[:200],
                "detail": dict(deed.detail),
            },
        )

    async def about(self, subject_kind: str, subject: str) -> Sequence[Any]:
        """What was done with one subject, newest first."""
        async with self._database.reading() as connection:
            return await entries.about(connection, subject_kind, subject)

    async def page(self, who: Signed, looked: Looked, skip: int, limit: int) -> tuple[Sequence[Any], int]:
        """A page of entries, newest first, and how many there are in all.

        What was done about accusations of our own people is told to safeguarding leads alone.
        """
        leads = who.may(Right.STAFF_ABUSE)
        listing = Listing(skip=skip, limit=limit, sorts=(("id", True),), conditions=tuple(_conditions(looked)))
        async with self._database.reading() as connection:
            page = await entries.page(connection, listing, staff_abuse=leads)
            return page, await entries.count(connection, listing, staff_abuse=leads)


def _conditions(looked: Looked) -> Iterator[Condition]:
    if looked.account_id is not None:
        yield Condition("account_id", "is", looked.account_id)
    if looked.acts:
        yield Condition("act", "one_of", sorted(looked.acts))
    if looked.subject_kind:
        yield Condition("subject_kind", "is", looked.subject_kind)
    if looked.subject:
        yield Condition("subject", "is", looked.subject)
    if looked.between:
        first, after = looked.between
        yield Condition("at", "from", first)
        yield Condition("at", "until", after - timedelta(microseconds=1))
