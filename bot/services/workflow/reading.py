"""Looking at items: lists, one of them, its wordings, and what was done with it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services.listing import Listing
from bot.services.workflow.items import Item, Record, Revision, Step, item_from, revision_from, step_from
from bot.services.workflow.parts import Parts
from bot.store import workflow, workflow_steps


class Reading:
    """Everything that changes nothing."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def listed(self, kind: str, listing: Listing) -> Sequence[Item]:
        async with self._parts.database.reading() as connection:
            return [item_from(row) for row in await workflow.listed(connection, kind, listing)]

    async def counted(self, kind: str, listing: Listing) -> int:
        async with self._parts.database.reading() as connection:
            return await workflow.counted(connection, kind, listing)

    async def find(self, kind: str, id: str) -> Item | None:
        async with self._parts.database.reading() as connection:
            row = await workflow.item(connection, (kind, id))
        return item_from(row) if row is not None else None

    async def record(self, kind: str, id: str, number: int | None = None) -> Record:
        """The wording it stands at, or that revision. Raises KeyError."""
        async with self._parts.database.reading() as connection:
            if number is None:
                row = (await workflow.latest_revisions(connection, [(kind, id)])).get((kind, id))
            else:
                row = await workflow.revision(connection, (kind, id), number)
        if row is None:
            raise KeyError((kind, id, number))
        return revision_from(row).record

    async def revisions(self, kind: str, id: str) -> Sequence[Revision]:
        """All wordings, newest first; those that only stand in the files among them."""
        async with self._parts.database.reading() as connection:
            return [revision_from(row) for row in await workflow.revisions(connection, (kind, id))]

    async def steps(self, kind: str, id: str) -> Sequence[Step]:
        """What was done with it, newest first."""
        async with self._parts.database.reading() as connection:
            return [step_from(row) for row in await workflow_steps.of(connection, (kind, id))]
