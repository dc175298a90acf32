"""Publishing and retiring, now or on a day: what the bots read changes together with its version, or not at all."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.services.workflow.approval import SIGNATURES, needs_two
from bot.services.workflow.items import Key, Record, Remark, Status
from bot.services.workflow.parts import step_row
from bot.services.workflow.writing import Writing
from bot.store import contents, preferences, workflow, workflow_steps
from dialogs.text import Text, _

LOOK_AGAIN = timedelta(days=1)
# Two of these may exclude each other: what was published a moment ago counts for the next one.
_ONE_BY_ONE = frozenset({"weekly", "course"})


@dataclass(frozen=True)
class _Candidate:
    """An item that is to be published, and what speaks for it."""

    row: Any
    revision: Any
    signed: frozenset[int]
    small: bool


class Publishing(Writing):
    """From a wording to what parents read, and back."""

    def remarks(self, kind: str, record: Record) -> Sequence[Remark]:
        """What there is to say about a wording, errors first; without asking the database."""
        return self._parts.judge.remarks(kind, record)

    def errors(self, kind: str, record: Record) -> Sequence[Remark]:
        """Only what must be put right; quick enough for a whole sheet."""
        return self._parts.judge.errors(kind, record)

    async def small_team(self) -> bool:
        async with self._parts.database.reading() as connection:
            return await _is_small(connection)

    async def publish(self, who: Signed, kind: str, id: str, at: datetime | None = None) -> None:
        """At once, or at that instant. Raises NotAllowed."""
        if hindered := await self._publish(who, [(kind, id)], at):
            raise self._parts.refusal(hindered[kind, id])

    async def publish_many(self, who: Signed, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Publish those that can be; what hinders each of the others. Raises NotAllowed where she may not at all."""
        self._parts.require(who, Right.PUBLISH)
        together = [key for key in keys if key[0] not in _ONE_BY_ONE]
        hindered = dict(await self._publish(who, together, None)) if together else {}
        for key in keys:
            if key[0] in _ONE_BY_ONE:
                hindered.update(await self._publish(who, [key], None))
        return {key: self._parts.judge.say(why) for key, why in hindered.items()}

    async def _publish(self, who: Signed, keys: Sequence[Key], at: datetime | None) -> Mapping[Key, Text]:
        """What hindered some of them; the others are published, or will be `at` that instant."""
        self._parts.require(who, Right.PUBLISH)
        wrong = await self._errors(keys)
        async with self._parts.database.writing() as connection:
            rows = await workflow.locked(connection, keys)
            candidates = await self._candidates(connection, rows)
            hindered = {key: why for key, one in candidates.items() if (why := self._why_not(who, one, wrong[key]))}
            hindered.update((key, _("There is no such item any more.")) for key in keys if key not in rows)
            fit = [one for key, one in candidates.items() if key not in hindered]
            now = self._parts.clock()
            later = at is not None and at > now
            for one in fit:
                alone = one.revision.by_id == who.account_id
                again = (at if at and later else now) + LOOK_AGAIN if alone else None
                values = {"publish_at": at, "status": Status.IN_REVIEW.value} if later else _published(one.row)
                await workflow.change_item(connection, _key(one.row), {**values, "look_again_at": again})
                words = at.isoformat() if at and later else ""
                await self._parts.step(connection, who, one.row, "scheduled" if later else "published", words=words)
            if fit and not later:
                await self._put(connection, fit, now)
        return hindered

    async def _candidates(self, connection: AsyncConnection, rows: Mapping[Key, Any]) -> dict[Key, _Candidate]:
        latest = await workflow.latest_revisions(connection, rows)
        signatures = await workflow_steps.signatures(connection, rows)
        small = await _is_small(connection)
        return {
            key: _Candidate(row, latest[key], frozenset(signatures.get((*key, row.number), ())), small)
            for key, row in rows.items()
        }

    async def _errors(self, keys: Sequence[Key]) -> dict[Key, tuple[int, Text | None]]:
        """The number that each stands at, and what is wrong with its words; judged before anything is locked."""
        async with self._parts.database.reading() as connection:
            await self._parts.judge.look(connection)
            latest = await workflow.latest_revisions(connection, keys)
        judge = self._parts.judge
        return await asyncio.to_thread(
            lambda: {key: (row.number, judge.error(row.kind, row.record)) for key, row in latest.items()}
        )

    def _why_not(self, who: Signed, one: _Candidate, judged: tuple[int, Text | None]) -> Text | None:
        number, error = judged
        row, hers = one.row, one.revision.by_id == who.account_id
        if row.number != number:
            return _("Somebody has just changed it. Look at it once more.")
        if row.status == Status.PUBLISHED and row.published_number == row.number:
            return _("This is published already.")
        if row.status == Status.DRAFT and not hers:
            return _("This is still a draft. Its writer has to hand it in for review first.")
        if row.kind == "safeguarding" and len(one.signed - {one.revision.by_id}) < SIGNATURES:
            return _("Safeguarding texts need the signatures of two people who did not write them.")
        if hers:
            return error or self._why_not_alone(one)
        return error

    def _why_not_alone(self, one: _Candidate) -> Text | None:
        if not one.small:
            return _("You wrote this yourself. Somebody else has to look at it and publish it.")
        return needs_two(one.row.kind, one.revision.record, self._parts.judge.published(_key(one.row)))

    async def _put(self, connection: AsyncConnection, fit: Sequence[_Candidate], now: datetime) -> None:
        rows = [{"kind": one.row.kind, "id": one.row.id, "record": one.revision.record} for one in fit]
        await contents.put(connection, rows)
        await contents.renew(connection, secrets.token_hex(8), now)

    async def sign(self, who: Signed, kind: str, id: str) -> None:
        """For exactly the wording it stands at. Raises NotAllowed, KeyError."""
        self._parts.require(who, Right.SIGN)
        if kind != "safeguarding":
            raise self._parts.refusal(_("Only safeguarding texts are signed."))
        async with self._parts.database.writing() as connection:
            row = await self._parts.locked(connection, (kind, id))
            since = row.published_number or 0
            if who.account_id in await workflow.writers(connection, (kind, id), since):
                raise self._parts.refusal(_("You wrote this yourself. Two other people have to sign it."))
            if row.status == Status.DRAFT:
                raise self._parts.refusal(_("This is still a draft. Its writer has to hand it in for review first."))
            signatures = await workflow_steps.signatures(connection, [(kind, id)])
            if who.account_id not in signatures.get((kind, id, row.number), ()):
                await self._parts.step(connection, who, row, "signed")

    async def retire(self, who: Signed, kind: str, id: str, at: datetime | None = None) -> None:
        """Parents do not get it any more, from now or from then on. Raises NotAllowed, KeyError."""
        key = (kind, id)
        async with self._parts.database.reading() as connection:
            await self._parts.judge.look(connection)
        async with self._parts.database.writing() as connection:
            row = await self._parts.locked(connection, key)
            self._parts.require(who, Right.PUBLISH if row.published_number else Right.WRITE)
            if why := self._parts.judge.why_not_retire(key):
                raise self._parts.refusal(why)
            now = self._parts.clock()
            if at is not None and at > now:
                await workflow.change_item(connection, key, {"retire_at": at})
                await self._parts.step(connection, who, row, "retiring", words=at.isoformat())
                return
            await self._take_away(connection, row, now)
            await self._parts.step(connection, who, row, "retired")

    async def _take_away(self, connection: AsyncConnection, row: Any, now: datetime) -> None:
        await workflow.change_item(connection, _key(row), _RETIRED)
        if row.published_number:
            await contents.drop(connection, [_key(row)])
            await contents.renew(connection, secrets.token_hex(8), now)

    async def unschedule(self, who: Signed, kind: str, id: str) -> None:
        """No day any more for publishing or retiring it. Raises NotAllowed, KeyError."""
        self._parts.require(who, Right.PUBLISH)
        async with self._parts.database.writing() as connection:
            row = await self._parts.locked(connection, (kind, id))
            if row.publish_at or row.retire_at:
                await workflow.change_item(connection, (kind, id), {"publish_at": None, "retire_at": None})
                await self._parts.step(connection, who, row, "unscheduled")

    async def looked_again(self, who: Signed, kind: str, id: str) -> None:
        """Somebody else has looked at what went out with one person. Raises NotAllowed, KeyError."""
        self._parts.require(who, Right.PUBLISH)
        async with self._parts.database.writing() as connection:
            row = await self._parts.locked(connection, (kind, id))
            latest = (await workflow.latest_revisions(connection, [(kind, id)]))[kind, id]
            if latest.by_id == who.account_id:
                raise self._parts.refusal(_("You wrote this yourself. Somebody else has to look at it."))
            if row.look_again_at:
                await workflow.change_item(connection, (kind, id), {"look_again_at": None})
                await self._parts.step(connection, who, row, "looked_again")

    async def turn(self, now: datetime) -> int:
        """Publish and retire what is due; how many. Any process may: each item changes once."""
        async with self._parts.database.reading() as connection:
            due = [(row.kind, row.id) for row in await workflow.waiting(connection, now)]
            if due:  # a process that only answers parents never needs what the rules compare with
                await self._parts.judge.look(connection)
        done = 0
        for key in due:
            wrong = await self._errors([key])
            async with self._parts.database.writing() as connection:
                row = (await workflow.locked(connection, [key])).get(key)
                if row is not None:
                    done += await self._turn_one(connection, row, wrong[key], now)
        return done

    async def _turn_one(
        self, connection: AsyncConnection, row: Any, judged: tuple[int, Text | None], now: datetime
    ) -> int:
        """Another process may have been here: the row says what is still due."""
        if row.publish_at and row.publish_at <= now:
            return await self._turn_to_published(connection, row, judged, now)
        if not row.retire_at or row.retire_at > now:
            return 0
        why = self._parts.judge.why_not_retire(_key(row))
        if why:
            await workflow.change_item(connection, _key(row), {"retire_at": None})
        else:
            await self._take_away(connection, row, now)
        await self._system_step(connection, row, "hindered" if why else "retired", why, now)
        return 0 if why else 1

    async def _turn_to_published(
        self, connection: AsyncConnection, row: Any, judged: tuple[int, Text | None], now: datetime
    ) -> int:
        number, why = judged
        if number != row.number:
            return 0
        one = (await self._candidates(connection, {_key(row): row}))[_key(row)]
        if why:
            await workflow.change_item(connection, _key(row), {"publish_at": None})
        else:
            await workflow.change_item(connection, _key(row), _published(row))
            await self._put(connection, [one], now)
        await self._system_step(connection, row, "hindered" if why else "published", why, now)
        return 0 if why else 1

    async def _system_step(
        self, connection: AsyncConnection, row: Any, act: str, why: Text | None, now: datetime
    ) -> None:
        words = self._parts.judge.say(why) if why else ""
        await workflow_steps.add(connection, [step_row(row, None, now, act, words)])


_RETIRED: Mapping[str, Any] = {
    "status": Status.RETIRED.value,
    "published_number": None,
    "publish_at": None,
    "retire_at": None,
    "look_again_at": None,
}


def _published(row: Any) -> dict[str, Any]:
    return {"status": Status.PUBLISHED.value, "published_number": row.number, "publish_at": None}


def _key(row: Any) -> Key:
    return row.kind, row.id


async def _is_small(connection: AsyncConnection) -> bool:
    return bool(await preferences.value(connection, "small_team"))
