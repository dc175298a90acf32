"""The questions that wait: by parts, put together where they ask the same, shared out, and set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.inbox.asked import Asked, asked_of
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right, rights_in
from bot.store import accounts, questions
from bot.store.database import Database
from bot.store.questions import Which
from dialogs.language.alike import groups
from dialogs.language.danger import accuses_our_people

PARTS = ("all", "mine", "group", "voice", "spam", "answered")
QUESTION = "question"  # what the audit log calls one


@dataclass(frozen=True)
class Group:
    """Questions that ask nearly the same, the one that has waited longest first."""

    questions: tuple[Asked, ...]

    @property
    def first(self) -> Asked:
        return self.questions[0]

    @property
    def in_danger(self) -> bool:
        """Whether the words of any of them tell of a danger."""
        return any(one.danger is not None for one in self.questions)


@dataclass(frozen=True)
class Seen:
    """One question as it was opened, with those that wait and ask nearly the same."""

    question: Asked
    alike: tuple[Asked, ...]


class Waiting:
    """The inbox of all trainers."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit
        self._last: tuple[tuple[tuple[int, str], ...], list[tuple[int, ...]]] = ((), [])

    async def groups(self, part: str, who: Signed) -> Sequence[Group]:
        """A part of the inbox; where words tell of danger stands first, then what waits longest."""
        asked = await self._part(part, who)
        if part == "answered":
            return [Group((one,)) for one in asked]
        found = [Group(tuple(asked[place] for place in places)) for places in await self._alike(asked)]
        return await asyncio.to_thread(sorted, found, key=lambda group: not group.in_danger)

    async def counts(self, who: Signed) -> Mapping[str, int]:
        """How many questions each part has."""
        async with self._database.reading() as connection:
            return await questions.counts(connection, [_which(part, who) for part in PARTS])

    async def longest_since(self, who: Signed) -> datetime | None:
        """Since when the question waits that has waited longest; None where none waits."""
        waiting = await self._part("all", who)
        return waiting[0].asked_at if waiting else None

    async def look(self, number: int, who: Signed) -> Seen | None:
        """One question with those like it, written down as looked at; None where there is none of that number."""
        question = await self.find(number, who)
        if question is None:
            return None
        alike = tuple(await self._like(question, who)) if question.is_open and not question.is_spam else ()
        others = {"beside": [one.number for one in alike]} if alike else {}
        await self._audit.note(who, Deed("looked", QUESTION, str(number), detail=others))
        return Seen(question, alike)

    async def find(self, number: int, who: Signed) -> Asked | None:
        """One question that she may see, for what is done with it; whoever shows it to somebody uses `look`."""
        async with self._database.reading() as connection:
            row = await questions.find(connection, number, staff_abuse=who.may(Right.STAFF_ABUSE))
        return asked_of(row, await self.colleagues()) if row else None

    async def _like(self, question: Asked, who: Signed) -> Sequence[Asked]:
        asked = await self._part("all", who)
        for places in await self._alike(asked):
            if any(asked[place].number == question.number for place in places):
                return [asked[place] for place in places if asked[place].number != question.number]
        return []

    async def _part(self, part: str, who: Signed) -> Sequence[Asked]:
        async with self._database.reading() as connection:
            rows = await questions.part(connection, _which(part, who))
        names = await self.colleagues()
        return [asked_of(row, names) for row in rows]

    async def _alike(self, asked: Sequence[Asked]) -> list[tuple[int, ...]]:
        """The places of questions that ask the same; worked out in a thread, and again only when something changed."""
        key = tuple((one.number, one.words) for one in asked)
        if self._last[0] != key:
            beside = [faq.question for faq in self._setting.shelf.library.faqs.values()]
            found = await asyncio.to_thread(groups, [one.words for one in asked], beside)
            self._last = (key, found)
        return self._last[1]

    async def colleagues(self, *, accuses: bool = False) -> Mapping[int, str]:
        """Who may answer questions, by number of the account; accuses: those in which our own people are accused."""
        needed = Right.STAFF_ABUSE if accuses else Right.QUESTIONS
        async with self._database.reading() as connection:
            everybody = await accounts.everybody(connection)
        return {row.id: row.name for row in everybody if row.disabled_at is None and needed in rights_in(row)}

    async def assign(self, number: int, to: int | None, who: Signed) -> bool:
        """Give it to somebody who may answer, or back to everybody; False where that cannot be done."""
        question = await self.find(number, who)
        if question is None or (to is not None and to not in await self.colleagues(accuses=question.accuses)):
            return False
        return await self._change(number, {"assigned_to": to}, who, Deed("assigned", QUESTION, str(number)))

    async def set_aside(self, number: int, who: Signed, *, spam: bool) -> bool:
        """Spam waits for nobody, until somebody takes it back; False where it was answered already."""
        if await self.find(number, who) is None:
            return False
        act = "marked as spam" if spam else "took back from spam"
        values = {"spam_at": self._setting.clock() if spam else None}
        return await self._change(number, values, who, Deed(act, QUESTION, str(number)))

    async def _change(self, number: int, values: Mapping[str, object], who: Signed, deed: Deed) -> bool:
        async with self._database.writing() as connection:
            if not await questions.change(connection, number, values):
                return False
            await self._audit.note_within(connection, who, deed)
        return True

    async def keep_from_group(self, words: str, who: Signed) -> int:
        """A question that was asked in a group and has no answer yet; its number. The words are without names."""
        async with self._database.writing() as connection:
            accuses = accuses_our_people(words)
            number = await questions.ask_for_nobody(connection, words, self._setting.clock(), accuses=accuses)
            await self._audit.note_within(connection, who, Deed("kept", QUESTION, str(number)))
        return number


def _which(part: str, who: Signed) -> Which:
    """A part of the inbox as far as it is hers to see: leads alone see who accuses our own people."""
    return Which(part, who.account_id, who.may(Right.STAFF_ABUSE))
