"""What there is to say about a wording, compared with what is published: first what must be put right, then advice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.i18n import Words
from bot.services.scene import Shelf
from bot.services.workflow.items import Key, Record, Remark
from bot.store import contents
from dialogs.text import Text, _

LANGUAGE = "zh_Hans"


class Judge:
    """Knows the rules of the house and what is published."""

    def __init__(self, words: Words, shelf: Shelf) -> None:
        self._words = words
        self._shelf = shelf
        self._version: str | None = None
        self._records: dict[Key, Record] = {}

    def say(self, text: Text) -> str:
        return self._words.say(text, LANGUAGE)

    async def look(self, connection: AsyncConnection) -> None:
        """Take up what is published now; one cheap statement where nothing has changed."""
        version = await contents.version(connection)
        if version != self._version:
            rows = await contents.all_records(connection)
            self._records = {(row.kind, row.id): row.record for row in rows}
            self._version = version

    def published(self, key: Key) -> Record | None:
        return self._records.get(key)

    def remarks(self, kind: str, record: Record) -> Sequence[Remark]:
        return []

    def error(self, kind: str, record: Record) -> Text | None:
        """The first thing that must be put right before parents may read it."""
        return None

    def why_not_retire(self, key: Key) -> Text | None:
        if key[0] == "safeguarding":
            return _("Every danger needs its prepared reply; write better words in its place.")
        return None


def digest_of_words(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:32]
