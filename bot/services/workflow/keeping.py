"""What is typed and not saved yet, and the advice that somebody set aside."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.services.workflow.items import Draft, Record, Remark
from bot.services.workflow.parts import NAME_LENGTH
from bot.services.workflow.publishing import Publishing
from bot.services.workflow.summary import kept
from bot.store import drafts, preferences
from dialogs.text import _

SMALL_TEAM = "small_team"


class Keeping(Publishing):
    """Drafts, advice, and the switch of a small team."""

    async def keep_draft(self, who: Signed, kind: str, id: str, number: int, record: Record) -> None:
        """In the place of what she typed before. number: the revision she began from, 0 for something new."""
        self._parts.require(who, Right.WRITE)
        row = {
            "account_id": who.account_id,
            "kind": kind,
            "item_id": id,
            "number": number,
            "record": kept((kind, id), record),
            "at": self._parts.clock(),
        }
        async with self._parts.database.writing() as connection:
            await drafts.keep(connection, row)

    async def draft_of(self, who: Signed, kind: str, id: str) -> Draft | None:
        async with self._parts.database.reading() as connection:
            row = await drafts.of(connection, who.account_id, (kind, id))
        return Draft(row.number, row.record, row.at) if row is not None else None

    async def drop_draft(self, who: Signed, kind: str, id: str) -> None:
        async with self._parts.database.writing() as connection:
            await drafts.drop(connection, who.account_id, (kind, id))

    async def dismiss(self, who: Signed, kind: str, id: str, digest: str) -> None:
        """Set one piece of advice aside, for everybody."""
        self._parts.require(who, Right.WRITE)
        row = {"kind": kind, "item_id": id, "advice": digest[:64], "at": self._parts.clock()}
        async with self._parts.database.writing() as connection:
            await drafts.dismiss(connection, {**row, "by_name": who.name[:NAME_LENGTH]})
            await self._parts.note(connection, who, "content_dismissed", (kind, id))

    async def remarks_on(self, kind: str, id: str, record: Record) -> Sequence[Remark]:
        """The remarks on a wording, compared with what is published now, without the advice that was set aside."""
        async with self._parts.database.reading() as connection:
            aside = await drafts.dismissed(connection, (kind, id))
            await self._parts.judge.look(connection)
        found = self.remarks(kind, kept((kind, id), record))
        return [remark for remark in found if remark.must or remark.digest not in aside]

    async def set_small_team(self, who: Signed, on: bool) -> None:
        if not (who.may(Right.PUBLISH) or who.may(Right.ACCOUNTS)):
            raise self._parts.refusal(_("Only a reviewer or an administrator can change this."))
        row = {"key": SMALL_TEAM, "value": on, "changed_at": self._parts.clock()}
        async with self._parts.database.writing() as connection:
            await preferences.put(connection, {**row, "changed_name": who.name[:NAME_LENGTH]})
            await self._parts.note(connection, who, "small_team_on" if on else "small_team_off", ("preference", ""))
