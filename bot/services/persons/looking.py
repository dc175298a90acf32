"""Looking at people: found by a code, opened with a reason, shown without a word of their chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.composing import WEEK, Lately
from bot.services.kinds import UNASKED
from bot.services.persons.codes import readings, tidy
from bot.services.scene import Setting
from bot.services.simulator.forecast import Coming, Standing, run
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import conversations, factories, outbox_claims, people, persons
from bot.store.cases import STAFF_ABUSE
from bot.store.database import Database
from bot.store.listing import Condition, Listing
from bot.store.outbox import Rank, Status
from dialogs.facts import Facts

OPEN_FOR: Final = timedelta(minutes=30)
AHEAD: Final = timedelta(days=7)
BEHIND: Final = timedelta(days=30)
MOST_SENT: Final = 2000
MOST_COMING: Final = 60
CASE_OPEN: Final = "a case is open"
QUIET: Final = "it is held back for now"  # the same for those who may not know of a case
_DAYS = frozenset({"from", "until"})
_LETTERS = frozenset({"answer", "announcement", "notice"})  # asked for by nobody this minute, though sent as replies


@dataclass(frozen=True)
class Found:
    """Whose code was typed; several where a letter can be read in more than one way."""

    codes: tuple[str, ...]
    exact: bool


@dataclass(frozen=True)
class Person:
    """Everything that a trainer may see of a person, without her words and without her children."""

    code: str
    row: Any
    facts: Facts
    ways: Sequence[Any]
    consents: Sequence[Any]
    coming: Sequence[Coming]
    sent: Sequence[Any]
    replies: int
    questions: Sequence[Any]
    cases: Sequence[Any] | None  # None: she may not know

    @property
    def reachable(self) -> bool:
        return any(way.reachable for way in self.ways)


class Persons:
    """People, for those who may see them."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    # -- finding --------------------------------------------------------------------------------------------------

    async def page(self, listing: Listing) -> Sequence[Any]:
        async with self._database.reading() as connection:
            return await persons.page(connection, self._by_instants(listing), self._today)

    async def count(self, listing: Listing) -> int:
        async with self._database.reading() as connection:
            return await persons.how_many(connection, self._by_instants(listing), self._today)

    async def find(self, typed: str) -> Found:
        """Whose code this is, also where it was misread."""
        async with self._database.reading() as connection:
            codes = await persons.with_codes(connection, readings(typed))
        return Found(tuple(codes), codes == [tidy(typed)])

    async def exists(self, code: str) -> bool:
        async with self._database.reading() as connection:
            return await people.with_code(connection, code) is not None

    @property
    def _today(self) -> date:
        return self._setting.clock().astimezone(self._setting.zone).date()

    def _by_instants(self, listing: Listing) -> Listing:
        """Days as the instants at which they begin and end here; the code as it is kept."""
        conditions = tuple(self._by_instant(one) for one in listing.conditions)
        return replace(listing, words=tidy(listing.words), conditions=conditions)

    def _by_instant(self, condition: Condition) -> Condition:
        if condition.how not in _DAYS or isinstance(condition.value, datetime):
            return condition
        begins = datetime.combine(condition.value, time(0), self._setting.zone)
        ends = datetime.combine(condition.value + timedelta(days=1), time(0), self._setting.zone)
        return replace(condition, value=begins if condition.how == "from" else ends - timedelta(microseconds=1))

    # -- opening --------------------------------------------------------------------------------------------------

    async def open(self, who: Signed, code: str, reason: str) -> bool:
        """Keep why she looks, for a while and this session; False when nobody has the code."""
        if not await self.exists(code):
            return False
        await self._audit.note(who, Deed("person.open", "person", code, reason, {"session": _session(who)}))
        return True

    async def reason(self, who: Signed, code: str) -> str:
        """Why she opened this person a short while ago; empty when she did not."""
        since = self._setting.clock() - OPEN_FOR
        for entry in await self._audit.about("person", code):
            if entry.at <= since:
                break
            hers = entry.act == "person.open" and entry.account_id == who.account_id
            if hers and entry.detail.get("session") == _session(who):
                return str(entry.reason)
        return ""

    async def look(self, who: Signed, code: str, reason: str) -> Person | None:
        """A person with what she receives; the look is written down first."""
        async with self._database.reading() as connection:
            person_id = await people.with_code(connection, code)
        if person_id is None:
            return None
        await self._audit.note(who, Deed("person.see", "person", code, reason))
        async with self._database.reading() as connection:
            return await self._read(connection, who, person_id)

    async def _read(self, connection: AsyncConnection, who: Signed, person_id: int) -> Person | None:
        scene = self._setting.scene(await factories.open_codes(connection))
        facts = (await people.read_readable(connection, [person_id], scene)).get(person_id)
        if facts is None:
            return None
        leads = who.may(Right.STAFF_ABUSE)
        cases = await persons.cases(connection, person_id) if who.may(Right.CASES) else ()
        seen = [case for case in cases if leads or case.trigger != STAFF_ABUSE]
        # A case about our own people shows in nothing: neither by its number, nor by what was sent or held back for it.
        knows = who.may(Right.CASES) and len(seen) == len(cases)
        rows = await persons.sent(connection, person_id, scene.now - BEHIND, MOST_SENT)
        listed = [row for row in rows if _is_listed(row) and (knows or row.rank != Rank.DANGER)]
        return Person(
            code=facts.code,
            row=await persons.numbered(connection, person_id, self._today),
            facts=facts,
            ways=await persons.ways_to(connection, person_id),
            consents=await persons.consents(connection, person_id),
            coming=await _coming(connection, person_id, facts, knows=knows),
            sent=[row if knows else _discreet(row) for row in listed],
            replies=sum(not _is_listed(row) and row.rank != Rank.DANGER for row in rows),
            questions=await persons.questions(connection, person_id, staff_abuse=leads),
            cases=seen if who.may(Right.CASES) else None,
        )

    async def children(self, who: Signed, code: str, reason: str) -> Facts | None:
        """What is kept of her children; only for those who were granted it, and each look is written down."""
        await self._audit.note(who, Deed("children.see", "person", code, reason))
        async with self._database.reading() as connection:
            person_id = await people.with_code(connection, code)
            if person_id is None:
                return None
            scene = self._setting.scene(frozenset())
            return (await people.read_readable(connection, [person_id], scene)).get(person_id)


@dataclass(frozen=True)
class Discreet:
    """A row of the outbox whose reason would tell of a case."""

    kind: str
    rank: int
    status: str
    reason: str
    due_at: datetime
    sent_at: datetime | None


def _discreet(row: Any) -> Any:
    if row.reason != CASE_OPEN:
        return row
    return Discreet(row.kind, row.rank, row.status, QUIET, row.due_at, row.sent_at)


def _is_listed(row: Any) -> bool:
    """What came by itself, what a person wrote to her, and what did not arrive; talk is only counted."""
    return row.rank != Rank.REPLY or row.kind in _LETTERS or row.status not in (Status.SENT, Status.WAITING)


def _session(who: Signed) -> str:
    return who.session[:16]


async def _coming(connection: AsyncConnection, person_id: int, facts: Facts, *, knows: bool) -> Sequence[Coming]:
    """What comes within a week, without its words."""
    talks = await conversations.read(connection, [person_id])
    unasked = await outbox_claims.pushed_since(connection, [person_id], UNASKED, facts.now - WEEK)
    talk = talks.get(person_id)
    lately = Lately(talk.moved_at if talk else None, unasked.get(person_id, ()))
    planned = tuple(await persons.planned(connection, person_id))
    _standing, found = run(Standing(facts, planned, lately), facts.now + AHEAD)
    shown = [replace(one, card=None) for one in found[:MOST_COMING]]
    if knows:
        return shown
    return [replace(one, reason=QUIET) if one.reason == CASE_OPEN else one for one in shown]
