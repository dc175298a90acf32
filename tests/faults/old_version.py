"""The version before as the database knew it: its statements, word for word, without the columns that came later."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.store import schema
from bot.store.addresses import new_code
from bot.store.database import Database

BEFORE: Final = "0002"

_WRITE: Final = text("""
    INSERT INTO outbox (ref, address_id, person_id, kind, subject, occurrence, rank, dedupe, body, verbs, status,
        due_at, created_at, attempts)
    SELECT :ref, id, person_id, 'reply', '', '', 1, NULL, CAST(:body AS JSON), NULL, 'waiting', :now, :now, 0
    FROM address WHERE external_id = :chat""")
_SERVICEABLE: Final = text("""
    SELECT address.id FROM address JOIN (
        SELECT outbox.address_id AS address_id, min(outbox.rank) AS rank, min(outbox.due_at) AS since FROM outbox
        WHERE outbox.status IN ('waiting', 'sending') AND outbox.due_at <= :now AND NOT EXISTS (
            SELECT * FROM outbox AS earlier WHERE earlier.address_id = outbox.address_id
            AND earlier.rank = outbox.rank AND earlier.id < outbox.id AND earlier.status = 'waiting'
            AND earlier.due_at > :now AND (earlier.attempts > 0 OR earlier.rank != 2))
        GROUP BY outbox.address_id) AS ready ON ready.address_id = address.id
    WHERE address.channel = 'telegram' AND (address.lease_until IS NULL OR address.lease_until <= :now)
    ORDER BY ready.rank, ready.since, address.id LIMIT 1 FOR NO KEY UPDATE OF address SKIP LOCKED""")
_LEASE: Final = text("UPDATE address SET lease_until = :until, leased_by = 'the version before' WHERE id = :id")
_CLAIM: Final = text("""
    UPDATE outbox SET status = 'sending', attempts = attempts + 1
    WHERE id = (SELECT min(id) FROM outbox WHERE address_id = :id AND status IN ('waiting', 'sending'))
    RETURNING id, ref""")
_SENT: Final = text("""
    UPDATE outbox SET status = 'sent', external_id = '0', sent_at = :now, position = address.position + 1
    FROM address WHERE address.id = outbox.address_id AND outbox.id = :row""")
_RELEASE: Final = text("UPDATE address SET lease_until = NULL, position = position + 1 WHERE id = :id")


async def schema_of_the_version_before(database: Database) -> None:
    def run(connection: Connection) -> None:
        config = Config(str(schema.INI))
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)

    async with database.writing() as connection:
        await connection.run_sync(run)


class OldVersion:
    """Processes of the version before: one writes replies, another sends some of them."""

    def __init__(self, database: Database, chats: Sequence[int]) -> None:
        self._database = database
        self._chats = chats
        self.wrote: list[tuple[int, str]] = []
        self.sent: set[str] = set()  # refs

    async def writes(self) -> None:
        """Until cancelled, everybody in turn; any error ends it."""
        while True:
            chat, words = self._chats[len(self.wrote) % len(self._chats)], f"旧版第{len(self.wrote) + 1}句"
            values = {"ref": new_code(16), "chat": str(chat), "body": json.dumps({"text": words})}
            async with self._database.writing() as connection:
                await connection.execute(_WRITE, {**values, "now": datetime.now(UTC)})
            self.wrote.append((chat, words))
            await asyncio.sleep(0.01)

    async def sends(self) -> None:
        """Until cancelled, more slowly than they are written."""
        while True:
            if (claimed := await self.claims()) is not None:
                async with self._database.writing() as connection:
                    await connection.execute(_SENT, {"row": claimed[1], "now": datetime.now(UTC)})
                    await connection.execute(_RELEASE, {"id": claimed[0]})
                self.sent.add(claimed[2])
            await asyncio.sleep(0.03)

    async def claims(self) -> tuple[int, int, str] | None:
        """Address, row and ref of what it would send now."""
        now = datetime.now(UTC)
        async with self._database.writing() as connection:
            found = (await connection.execute(_SERVICEABLE, {"now": now})).first()
            if found is None:
                return None
            await connection.execute(_LEASE, {"id": found.id, "until": now + timedelta(seconds=90)})
            row = (await connection.execute(_CLAIM, {"id": found.id})).one()
        return found.id, row.id, row.ref
