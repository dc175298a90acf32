"""What trainers do: answer questions, export or erase a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.services.inbox.answering import answer_within
from bot.services.receiving import Receiver
from bot.services.scene import Setting
from bot.store import people, questions, records
from bot.store.database import Database
from bot.store.questions import Answer
from dialogs.pin import with_right_pin


class Office:
    """The desk behind the chat."""

    def __init__(self, database: Database, setting: Setting, receiver: Receiver) -> None:
        self._database = database
        self._setting = setting
        self._receiver = receiver

    async def questions(self, *, answered: bool = False) -> Sequence[Any]:
        async with self._database.reading() as connection:
            return await questions.listed(connection, answered=answered)

    async def answer(self, number: int, words: str) -> bool:
        """Keep the answer and put it into the outbox, in one transaction; False when there is no such open question.

        Raises Unreachable when she cannot be reached; the question stays open then.
        """
        given = Answer(words, "", self._setting.clock())
        async with self._database.writing() as connection:
            return await answer_within(connection, self._setting, number, given) is not None

    async def export(self, code: str) -> Mapping[str, Any] | None:
        async with self._database.reading() as connection:
            person_id = await people.with_code(connection, code)
            return None if person_id is None else await records.read_out(connection, person_id)

    async def reset_pin(self, code: str) -> bool:
        """Take away a PIN that was forgotten; False when nobody has this code."""
        async with self._database.writing() as connection:
            person_id = await people.with_code(connection, code)
            if person_id is None:
                return False
            facts = await people.read_facts(connection, [person_id], self._setting.scene(frozenset()))
            profile = with_right_pin(replace(facts[person_id].profile, pin=""))
            await people.save_profiles(connection, [(person_id, profile)])
        return True

    async def erase(self, code: str) -> bool:
        async with self._database.writing() as connection:
            person_id = await people.with_code(connection, code)
            if person_id is None:
                return False
            await records.erase(connection, person_id, self._setting.clock())
        return True
