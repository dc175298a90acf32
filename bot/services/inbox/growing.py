"""From an answered question to the library: a new answer in it, or one more way of asking for an old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.services.inbox.asked import Asked, asked_of
from bot.services.inbox.matching import Matching, Tried
from bot.services.inbox.typed import without_names
from bot.services.inbox.waiting import QUESTION
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.workflow.items import Item, Status
from bot.services.workflow.workflow import Workflow
from bot.store import questions
from bot.store.database import Database
from dialogs.calendar.bands import Band
from dialogs.text import Text, _

FAQ = "faq"
REVIEWED_AFTER = timedelta(days=365)
_LANGUAGE = "zh_Hans"
_SOURCE: Text = _("A question that parents asked")
_ANY_TOPIC = "service"


class Growing:
    """Puts what was asked and answered into the content workflow, as drafts."""

    def __init__(self, database: Database, setting: Setting, audit: Audit, workflow: Workflow) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit
        self._workflow = workflow
        self._matching = Matching(database, setting)

    async def wordings(self, question: Asked) -> tuple[str, ...]:
        """How the question was asked by everybody who got the same answer with it, without names, each once."""
        together = [question, *await self._answered_with(question)]
        return tuple(dict.fromkeys(words for one in together if (words := without_names(one.words))))

    async def _answered_with(self, question: Asked) -> Sequence[Asked]:
        """The others; words that accuse our own people are no wording for a library."""
        async with self._database.reading() as connection:
            rows = await questions.answered_together(connection, question.number)
        return [asked_of(row, {}) for row in rows if not row.accuses]

    async def as_new(self, question: Asked, who: Signed) -> Item:
        """A draft of a new answer. Raises NotAllowed, Conflict; ValueError where nothing was asked in words."""
        wordings = await self.wordings(question)
        if not wordings:
            raise ValueError("nothing was asked in words")
        record = {
            **await self._likely_place(wordings[0]),
            "question": wordings[0],
            "variants": list(wordings),
            "answer": question.answer,
            "sources": [self._setting.shelf.library.wording(_SOURCE, _LANGUAGE)],
            "author": who.name,
            "review_due": (self._setting.clock() + REVIEWED_AFTER).date().isoformat(),
        }
        record["id"] = await self._workflow.new_id(FAQ, record)
        item = await self._workflow.save(who, FAQ, record["id"], record, number=None)
        await self._led_to(question, item, who)
        return item

    async def _likely_place(self, words: str) -> dict[str, Any]:
        """Topic and bands of the answer that comes nearest: a guess that the trainer can change."""
        nearest = self._matching.best(words, most=1)
        if nearest and await self._workflow.find(FAQ, nearest[0].id):
            known = await self._workflow.record(FAQ, nearest[0].id)
            return {"topic": known["topic"], "bands": list(known["bands"])}
        return {"topic": _ANY_TOPIC, "bands": [band.value for band in Band]}

    async def as_wording(self, question: Asked, item_id: str, who: Signed) -> Item:
        """These words as ways of asking for a known answer. Raises KeyError, NotAllowed, Conflict; ValueError as above.

        Where all of them stand there already, nothing changes.
        """
        wordings = await self.wordings(question)
        if not wordings:
            raise ValueError("nothing was asked in words")
        item = await self._workflow.find(FAQ, item_id)
        if item is None:
            raise KeyError(item_id)
        record = dict(await self._workflow.record(FAQ, item_id))
        variants = list(dict.fromkeys([*record.get("variants", ()), *wordings]))
        if variants != record.get("variants"):
            item = await self._workflow.save(
                who, FAQ, item_id, {**record, "variants": variants}, number=item.number, act="wrote"
            )
        await self._led_to(question, item, who)
        return item

    async def _led_to(self, question: Asked, item: Item, who: Signed) -> None:
        numbers = [question.number, *(one.number for one in await self._answered_with(question))]
        async with self._database.writing() as connection:
            await questions.set_became(connection, numbers, item.id)
            deed = Deed("made part of the library", QUESTION, str(question.number), detail={"item": item.id})
            await self._audit.note_within(connection, who, deed)

    async def item(self, question: Asked) -> Item | None:
        """What the question led to, as it stands now."""
        return await self._workflow.find(FAQ, question.became) if question.became else None

    async def try_again(self, question: Asked, item: Item) -> Tried:
        """What the same words would be answered: by the library in use once it is there, else as if it were."""
        in_use = item.status is Status.PUBLISHED and item.published_number == item.number
        if in_use and item.id in self._setting.shelf.library.faqs:
            return await self._matching.now(question.words, item.id)
        record: Mapping[str, Any] = await self._workflow.record(FAQ, item.id)
        return await self._matching.with_record(question.words, {**record, "id": item.id})
