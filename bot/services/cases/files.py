"""Cases as officers read them: lists, a case with all that was done, her words, the whole record to take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import case_work, people
from bot.store.database import Database
from dialogs.facts import Facts, Home
from dialogs.hotlines import phone
from dialogs.language.danger import Trigger

READABLE = timedelta(minutes=15)  # how long her words stay open for whoever gave a reason
SOON = timedelta(hours=12)
_HERS = frozenset({"opened", "again", "words", "safe", "place", "contact", "joke"})
_ALWAYS = ("110", "120", "12356", "12345")


@dataclass(frozen=True)
class Case:
    """row: the case with the work on it; notes are split into what came from her and what we wrote."""

    row: Any
    hers: Sequence[Any]
    ours: Sequence[Any]
    follow_ups: Sequence[Any]
    alerts: Sequence[Any]
    channels: tuple[str, ...]

    @property
    def notes(self) -> Sequence[Any]:
        return sorted((*self.hers, *self.ours), key=lambda note: note.id)


@dataclass(frozen=True)
class Line:
    name: str
    number: str


@dataclass(frozen=True)
class Numbers:
    """Numbers to dial for a case. place: her home town; plain: numbers to try where one with an area code fails."""

    place: str
    lines: tuple[Line, ...]
    plain: tuple[str, ...]
    no_follow_up: bool


def sees_staff_abuse(who: Signed | None) -> bool:
    """Cases about our own people are the leads' alone; who sits at the machine itself (None) has the whole database."""
    return who is None or who.may(Right.STAFF_ABUSE)


def is_hers(about: str) -> bool:
    """Whether a note came from the parent."""
    return about.partition(":")[0] in _HERS


class NoReason(Exception):
    """Somebody opens a case that is not hers, and has to say why."""


def _plain_reason(row: Any, who: Signed | None) -> str:
    """Why somebody looks at a case, where that needs no asking: nobody has it yet, or she has."""
    if row.taken_at is None or row.taken_at < row.alerted_at:
        return "taking"
    return "following" if who is not None and row.taken_by == who.account_id else ""


class CaseFiles:
    """Reading cases; every look at one is written down."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    async def listed(self, who: Signed | None, *, closed: bool = False, limit: int | None = None) -> Sequence[Any]:
        async with self._database.reading() as connection:
            seen = sees_staff_abuse(who)
            return await case_work.listed(connection, closed=closed, staff_abuse=seen, limit=limit)

    async def due(self, who: Signed | None) -> Sequence[Any]:
        """Follow-ups that are due within half a day, or late."""
        until = self._setting.clock() + SOON
        async with self._database.reading() as connection:
            return await case_work.due(connection, until, staff_abuse=sees_staff_abuse(who))

    async def open(self, who: Signed | None, number: str) -> Case | None:
        """A case, and the look at it with its reason in the log; None where there is none that she may see.

        Raises NoReason where a colleague has the case and she has not said lately why she opens it.
        """
        given = await self._reason(who, number) if who else "terminal"
        async with self._database.writing() as connection:
            found = await self._found(connection, who, number)
            if found is None:
                return None
            reason = given or _plain_reason(found.row, who)
            if not reason:
                raise NoReason
            await self._audit.note_within(connection, who, Deed("case.look", "case", number, reason))
        return found

    async def give_reason(self, who: Signed, number: str, reason: str) -> bool:
        """Why she reads the words; they are open to her for a quarter of an hour."""
        async with self._database.writing() as connection:
            found = await case_work.one(connection, number, staff_abuse=sees_staff_abuse(who))
            if found is None or not reason.strip():
                return False
            await self._audit.note_within(connection, who, Deed("case.reason", "case", number, reason.strip()))
        return True

    async def read_words(self, who: Signed, number: str) -> Case | None:
        """The case with what she wrote, if a reason was given lately; this opening is written down."""
        reason = await self._reason(who, number)
        if not reason:
            return None
        async with self._database.writing() as connection:
            found = await self._found(connection, who, number)
            if found is not None:
                await self._audit.note_within(connection, who, Deed("case.words", "case", number, reason))
        return found

    async def export(self, who: Signed, number: str, way: str) -> Case | None:
        """The whole record, where a reason was given lately; way: how it is taken along."""
        reason = await self._reason(who, number)
        if not reason:
            return None
        async with self._database.writing() as connection:
            found = await self._found(connection, who, number)
            if found is not None:
                deed = Deed("case.export", "case", number, reason, {"way": way})
                await self._audit.note_within(connection, who, deed)
        return found

    async def _reason(self, who: Signed, number: str) -> str:
        since = self._setting.clock() - READABLE
        entries = await self._audit.about("case", number)
        given = (e for e in entries if e.act == "case.reason" and e.account_id == who.account_id and e.at > since)
        return next((str(entry.reason) for entry in given), "")

    async def _found(self, connection: AsyncConnection, who: Signed | None, number: str) -> Case | None:
        row = await case_work.one(connection, number, staff_abuse=sees_staff_abuse(who))
        if row is None:
            return None
        notes = await case_work.notes(connection, row.id)
        return Case(
            row,
            [note for note in notes if is_hers(note.about)],
            [note for note in notes if not is_hers(note.about)],
            await case_work.follow_ups(connection, row.id),
            await case_work.alerts(connection, row.id),
            tuple(one.channel for one in await case_work.channels(connection, row.person_id)),
        )

    async def numbers(self, case: Case) -> Numbers:
        """Whom to call for it, as it must be dialled to reach the child's place."""
        library = self._setting.shelf.library
        trigger = case.row.trigger
        reply = library.danger_replies.get(Trigger(trigger)) if trigger in set(Trigger) else None
        home = await self._home(case.row.person_id) or self._told(case)
        near = reply is not None and reply.place != "child"
        lines, plain = [], []
        for name in reply.hotlines if reply and reply.hotlines else _ALWAYS:
            if (hotline := library.hotlines.get(name)) is not None:
                dialled = phone(hotline, None if near else home)
                lines.append(Line(hotline.name, dialled.dialled))
                plain += [hotline.number] if dialled.area_code else []
        return Numbers(home.name if home else "", tuple(lines), tuple(plain), bool(reply and reply.no_follow_up))

    def _told(self, case: Case) -> Home | None:
        """The place that she wrote in this case, where it is clear which it is."""
        for note in reversed([note for note in case.hers if note.about == "place"]):
            areas = self._setting.shelf.library.areas.find(note.words)
            if len({area.code for area in areas}) == 1:
                return Home(areas[0].code, areas[0].name)
        return None

    async def _home(self, person_id: int | None) -> Home | None:
        if person_id is None:
            return None
        scene = self._setting.scene(frozenset())
        async with self._database.reading() as connection:
            found: Mapping[int, Facts] = await people.read_readable(connection, [person_id], scene)
        return found[person_id].profile.home if person_id in found else None
