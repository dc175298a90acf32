"""What officers do with cases: take, tick steps, write down, write to the parent, report, follow up, close."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.alerts import call
from bot.services.cases import taking
from bot.services.cases.calling import STAFF_ABUSE, Called, officers
from bot.services.cases.checklist import missing, steps
from bot.services.cases.files import sees_staff_abuse
from bot.services.cases.reporting import Report
from bot.services.cases.taking import Taker
from bot.services.posting import post_card
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import case_alerts, case_work, cases, outbox
from bot.store.database import Database
from bot.store.outbox import Rank
from dialogs.engine.step import Card
from dialogs.text import Verbatim, _

OUTCOMES = ("safe", "with_authorities", "no_danger", "not_reached", "other")


@dataclass(frozen=True)
class Closing:
    """How a case ended, in words; lacking: why steps are missing that should be there."""

    outcome: str
    words: str
    lacking: str = ""


class Done(StrEnum):
    """What became of something that was asked for."""

    DONE = "done"
    GONE = "gone"  # no such case, or not one that she may see, or closed meanwhile
    CHANGED = "changed"  # somebody was quicker
    MISSING = "missing"  # steps are missing, and no reason was written
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Held:
    """A case whose work nobody else changes until this transaction ends."""

    connection: AsyncConnection
    row: Any


class CaseDesk:
    """Working on cases. who: None is whoever works at the machine itself."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    @asynccontextmanager
    async def _held(self, who: Signed | None, number: str) -> AsyncIterator[Held | None]:
        async with self._database.writing() as connection:
            row = await case_work.one(connection, number, staff_abuse=sees_staff_abuse(who), hold=True)
            if row is not None:
                await cases.work_for(connection, row.id)
            yield Held(connection, row) if row is not None else None

    async def _noted(self, held: Held, who: Signed | None, deed: tuple[str, str, str]) -> None:
        """deed: act for the log, what the note is about, and its words, which go into the case alone."""
        act, about, words = deed
        row = {"at": self._setting.clock(), "about": about, "words": words, "name": who.name if who else ""}
        await case_work.add_note(held.connection, held.row.id, row)
        await self._audit.note_within(held.connection, who, Deed(act, "case", held.row.number))

    async def take(self, who: Signed, number: str, seen: str) -> Done:
        """seen: when it was last taken, as her page said; somebody may have been quicker."""
        async with self._held(who, number) as held:
            if held is None or held.row.closed_at is not None:
                return Done.GONE
            known = held.row.taken_at
            if (known.isoformat() if known else "") != seen:
                return Done.CHANGED
            taker = Taker(who.account_id, who.name)
            if not await taking.take(held.connection, held.row.id, known, taker, self._setting.clock()):
                return Done.CHANGED
            await self._audit.note_within(held.connection, who, Deed("case.take", "case", number))
        return Done.DONE

    async def hand_over(self, who: Signed, number: str, account_id: int) -> Done:
        """Ask another officer to take it: she is alerted, and it stays with whoever has it until she does."""
        async with self._held(who, number) as held:
            if held is None or held.row.closed_at is not None:
                return Done.GONE
            right = Right.STAFF_ABUSE if held.row.trigger == STAFF_ABUSE else Right.CASES
            found = await officers(held.connection, self._setting.roster, right)
            whom = [
                Called(one.account_id, one.name, to)
                for one in found
                if one.account_id == account_id
                for to in one.addresses
            ]
            if not whom:
                return Done.UNREACHABLE
            alarm = await case_alerts.alarm(held.connection, held.row.id)
            now = self._setting.clock()
            await outbox.write(held.connection, await call(held.connection, self._setting, alarm, whom), now)
            await self._noted(held, who, ("case.hand_over", "asked", whom[0].name))
        return Done.DONE

    async def officers(self, who: Signed, number: str) -> list[tuple[int, str]]:
        """Who else could take it: (account, name)."""
        async with self._database.reading() as connection:
            row = await case_work.one(connection, number, staff_abuse=sees_staff_abuse(who))
            right = Right.STAFF_ABUSE if row is not None and row.trigger == STAFF_ABUSE else Right.CASES
            found = await officers(connection, self._setting.roster, right)
        return [(one.account_id, one.name) for one in found if one.account_id != who.account_id]

    async def tick(self, who: Signed, number: str, step: str, *, done: bool) -> Done:
        """A step is done, or is not after all; both with who and when."""
        async with self._held(who, number) as held:
            if held is None or step not in {one.key for one in steps(held.row.trigger)}:
                return Done.GONE
            checklist = dict(held.row.checklist or {})
            if done == (step in checklist):
                return Done.CHANGED
            if done:
                checklist[step] = {"at": self._setting.clock().isoformat(), "name": who.name}
            else:
                del checklist[step]
            await case_work.change(held.connection, held.row.id, {"checklist": checklist})
            await self._noted(held, who, ("case.step", "step" if done else "undone", step))
        return Done.DONE

    async def note(self, who: Signed, number: str, words: str) -> Done:
        async with self._held(who, number) as held:
            if held is None:
                return Done.GONE
            await self._noted(held, who, ("case.note", "note", words))
        return Done.DONE

    async def write(self, who: Signed | None, number: str, words: str) -> Done:
        """Write to the person of an open case, and note it there."""
        async with self._held(who, number) as held:
            if held is None or held.row.closed_at is not None:
                return Done.GONE
            card = Card("danger", (_("From the person on duty:"), Verbatim(words)), fold=True)
            person, connection = held.row.person_id, held.connection
            if person is None or not await post_card(
                connection, self._setting, person, Rank.DANGER, lambda _facts: card
            ):
                return Done.UNREACHABLE
            await self._noted(held, who, ("case.write", "written", words))
        return Done.DONE

    async def report(self, who: Signed, number: str, report: Report) -> Done:
        """A report that was made: to whom, when, and its receipt."""
        async with self._held(who, number) as held:
            if held is None:
                return Done.GONE
            entry = {**report.to_json(), "name": who.name, "kept_at": self._setting.clock().isoformat()}
            await case_work.change(held.connection, held.row.id, {"reports": [*(held.row.reports or []), entry]})
            await self._noted(held, who, ("case.report", "reported", report.authority))
        return Done.DONE

    async def follow_up(self, who: Signed, number: str, follow_up: int, words: str) -> Done:
        async with self._held(who, number) as held:
            if held is None:
                return Done.GONE
            values = {"done_at": self._setting.clock(), "done_name": who.name, "words": words}
            if not await case_work.do_follow_up(held.connection, held.row.id, follow_up, values):
                return Done.CHANGED
            await self._noted(held, who, ("case.follow_up", "followed", words))
        return Done.DONE

    async def close(self, who: Signed | None, number: str, closing: Closing) -> Done:
        """Close it; pushes to the person go on. Follow-ups stay due."""
        async with self._held(who, number) as held:
            if held is None or held.row.closed_at is not None:
                return Done.GONE
            if missing(held.row.trigger, held.row.checklist) and not closing.lacking.strip():
                return Done.MISSING
            now = self._setting.clock()
            if not await case_work.close(held.connection, number, closing.words, now):
                return Done.GONE
            await case_work.change(held.connection, held.row.id, {"outcome": closing.outcome})
            await taking.plan_follow_ups(held.connection, held.row.id, now)
            if closing.lacking.strip():
                await self._noted(held, who, ("case.lacking", "lacking", closing.lacking.strip()))
            await self._noted(held, who, ("case.close", "closed", closing.words))
        return Done.DONE

    async def reopen(self, who: Signed, number: str, reason: str) -> Done:
        async with self._held(who, number) as held:
            if held is None or not await case_work.reopen(held.connection, held.row.id):
                return Done.GONE
            await self._noted(held, who, ("case.reopen", "reopened", reason))
        return Done.DONE
