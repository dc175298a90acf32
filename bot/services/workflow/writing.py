"""Writing: a new wording is a new revision, and two people who write at once both keep what they wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.services.workflow.items import EDITED, Conflict, Item, Key, Record, Revision, Status, item_from, revision_from
from bot.services.workflow.parts import NAME_LENGTH, NOTE_LENGTH
from bot.services.workflow.reading import Reading
from bot.services.workflow.summary import digest_of, kept, summary_of
from bot.store import drafts, workflow
from dialogs.language.danger import Trigger
from dialogs.text import _

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 80
REVIEW_AFTER = timedelta(days=365)


class Writing(Reading):
    """Saving, handing in, sending back, going back to old words."""

    async def save(  # noqa: PLR0913 - what a form holds
        self,
        who: Signed,
        kind: str,
        id: str,
        record: Record,
        *,
        number: int | None,
        act: str = "wrote",
        note: str = "",
    ) -> Item:
        """A new revision, begun from revision `number`; None makes a new item.

        Words that are the same as before make no revision. What is published stays in use until the new words are.
        Raises Conflict, NotAllowed, and KeyError where there is no such item.
        """
        self._parts.require(who, Right.WRITE)
        if kind not in EDITED:
            raise self._parts.refusal(_("This kind of content is not written in the console."))
        key = (kind, id)
        words = self._answered_for(who, kept(key, record))
        async with self._parts.database.writing() as connection:
            row = {**_revision(who, key, words, self._parts.clock()), "act": act, "note": note[:NOTE_LENGTH]}
            if number is None:
                await self._begin(connection, who, key, row)
            else:
                await self._go_on(connection, who, key, row, number)
            await drafts.drop(connection, who.account_id, key)
            return item_from(await workflow.item(connection, key))

    def _answered_for(self, who: Signed, record: dict[str, Any]) -> dict[str, Any]:
        """Somebody answers for every text, and looks at it again within a year."""
        due = self._parts.judge.today + REVIEW_AFTER
        return {
            **record,
            "author": record.get("author") or who.name,
            "review_due": record.get("review_due") or due.isoformat(),
        }

    async def _begin(self, connection: AsyncConnection, who: Signed, key: Key, row: dict[str, Any]) -> None:
        named_well = _SLUG.fullmatch(key[1]) and len(key[1]) <= LONGEST_ID
        if not (key[1] in set(Trigger) if key[0] == "safeguarding" else named_well):
            raise self._parts.refusal(_("The short name may only have small letters, digits and hyphens."))
        item = {
            "kind": key[0],
            "id": key[1],
            "status": Status.DRAFT.value,
            "number": 1,
            "came_from": "console",
            "files_digest": "",
            **summary_of(key, row["record"]),
            "updated_at": row["at"],
            "updated_name": row["by_name"],
        }
        if not await workflow.add_item(connection, item):
            raise Conflict(await self._theirs(connection, key))
        await workflow.add_revision(connection, {**row, "number": 1})
        await self._parts.note(connection, who, "content_wrote", key)

    async def _go_on(
        self, connection: AsyncConnection, who: Signed, key: Key, row: dict[str, Any], number: int
    ) -> None:
        item = await self._parts.locked(connection, key)
        theirs = await self._theirs(connection, key)
        if digest_of(theirs.record) == digest_of(row["record"]):
            if item.status == Status.RETIRED:  # she wants it back, in the very same words
                await workflow.change_item(connection, key, {"status": Status.DRAFT.value})
            return
        if item.number != number:
            raise Conflict(theirs)
        newest = await workflow.last_number(connection, key) + 1
        await workflow.add_revision(connection, {**row, "number": newest})
        values = {
            **summary_of(key, row["record"]),
            "number": newest,
            "status": Status.DRAFT.value,
            "publish_at": None,
            "updated_at": row["at"],
            "updated_name": row["by_name"],
        }
        await workflow.change_item(connection, key, values)
        await self._parts.note(connection, who, "content_wrote", key)

    async def _theirs(self, connection: AsyncConnection, key: Key) -> Revision:
        return revision_from((await workflow.latest_revisions(connection, [key]))[key])

    async def restore(self, who: Signed, kind: str, id: str, number: int) -> Item:
        """A new revision with the words of an old one. Raises KeyError."""
        item = await self.find(kind, id)
        record = await self.record(kind, id, number)
        if item is None:
            raise KeyError((kind, id))
        note = str(number)
        return await self.save(who, kind, id, record, number=item.number, act="restored", note=note)

    async def submit(self, who: Signed, kind: str, id: str) -> None:
        """Hand it in for review. Raises NotAllowed, KeyError."""
        self._parts.require(who, Right.WRITE)
        async with self._parts.database.writing() as connection:
            row = await self._parts.locked(connection, (kind, id))
            if row.status != Status.DRAFT:
                raise self._parts.refusal(_("Only a draft can be handed in for review."))
            await workflow.change_item(connection, (kind, id), {"status": Status.IN_REVIEW.value})
            await self._parts.step(connection, who, row, "submitted")

    async def send_back(self, who: Signed, kind: str, id: str, words: str) -> None:
        """Back to the writer, with words on what to change; a date that was set for it falls. Raises NotAllowed."""
        self._parts.require(who, Right.PUBLISH)
        async with self._parts.database.writing() as connection:
            row = await self._parts.locked(connection, (kind, id))
            if row.status != Status.IN_REVIEW:
                raise self._parts.refusal(_("Only what is in review can be sent back."))
            values: Mapping[str, Any] = {"status": Status.DRAFT.value, "publish_at": None}
            await workflow.change_item(connection, (kind, id), values)
            await self._parts.step(connection, who, row, "sent_back", words=words)

    async def new_id(self, kind: str, record: Record) -> str:
        """A short name that nothing of this kind has yet: kind, topic or age, and a number."""
        about = record.get("topic") or next(iter(record.get("bands") or ()), "")
        begin = re.sub(r"[^a-z0-9]+", "-", f"{kind}-{about}".lower()).strip("-")[: LONGEST_ID - 8]
        async with self._parts.database.reading() as connection:
            taken = await workflow.ids_of(connection, kind, f"{begin}-")
        number = 1
        while f"{begin}-{number}" in taken:
            number += 1
        return f"{begin}-{number}"


def _revision(who: Signed, key: Key, record: Record, at: datetime) -> dict[str, Any]:
    return {
        "kind": key[0],
        "item_id": key[1],
        "record": dict(record),
        "at": at,
        "by_id": who.account_id,
        "by_name": who.name[:NAME_LENGTH],
    }
