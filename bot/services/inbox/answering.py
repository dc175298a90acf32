"""A trainer's answer on its way to the parent who asked, once and by one of us."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rendering.words import Frame
from bot.rendering.words import card as rendered
from bot.services.errors import Unreachable
from bot.services.inbox.waiting import QUESTION
from bot.services.posting import post_card
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import questions
from bot.store.database import Database
from bot.store.outbox import Rank
from bot.store.questions import Answer
from dialogs.engine.events import Medium
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.text import Text, Verbatim, _

_MEDIA = frozenset(Medium)
_SHOWN = 60
_ANY_CHANNEL = Frame(4000)


async def answer_within(connection: AsyncConnection, setting: Setting, number: int, given: Answer) -> Any | None:
    """Keep the answer and put it into the outbox, together; None when there is no such open question.

    Raises Unreachable when she cannot be reached; the transaction must not be kept then, and the question stays open.
    """
    question = await questions.answer(connection, number, given)
    if question is None or question.person_id is None:
        return question

    def card(facts: Facts) -> Card:
        return answer_card(question.id, question.words, given.words, facts)

    if not await post_card(connection, setting, question.person_id, Rank.REPLY, card):
        raise Unreachable
    return question


def answer_card(number: int, question: str, words: str, facts: Facts) -> Card:
    """The answer as she reads it, under her own question."""
    asked: Text = _("You asked: {question}")(question=Verbatim(question[:_SHOWN]))
    if question in _MEDIA:
        asked = _("You sent a voice message or a picture.")
    texts = (_("The trainer has answered."), asked, *spoken(words, facts))
    return Card("answer", texts, (Choice("human", _("Ask a trainer")),), subject=str(number))


@dataclass(frozen=True)
class Answered:
    """What became of one answer to several questions: whose was answered by whom before, who cannot be reached."""

    sent: tuple[int, ...] = ()
    unreachable: tuple[int, ...] = ()
    taken: Mapping[int, str] | None = None


class Answering:
    """Answers questions in the name of a trainer."""

    def __init__(self, database: Database, setting: Setting, audit: Audit, wake: Callable[[], None]) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit
        self._wake = wake

    async def answer(self, number: int, words: str, who: Signed) -> bool:
        """False when somebody was quicker or the question is gone. Raises Unreachable; it stays open then."""
        return await self._answer(number, Answer(words, who.name, self._setting.clock()), who)

    async def _answer(self, number: int, given: Answer, who: Signed) -> bool:
        async with self._database.writing() as connection:
            if await questions.find(connection, number, staff_abuse=who.may(Right.STAFF_ABUSE)) is None:
                return False
            if await answer_within(connection, self._setting, number, given) is None:
                return False
            await self._audit.note_within(connection, who, Deed("answered", QUESTION, str(number)))
        self._wake()
        return True

    async def answer_all(self, numbers: Sequence[int], words: str, who: Signed) -> Answered:
        """The same words to everybody who asked the same; each by itself, so that one cannot hinder the others."""
        given = Answer(words, who.name, self._setting.clock())  # one moment: they were answered together
        sent: list[int] = []
        unreachable: list[int] = []
        taken: list[int] = []
        for number in dict.fromkeys(numbers):
            try:
                (sent if await self._answer(number, given, who) else taken).append(number)
            except Unreachable:
                unreachable.append(number)
        return Answered(tuple(sent), tuple(unreachable), await self._names_of(taken))

    async def _names_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Who answered these before us; without a name where nobody knows any more."""
        async with self._database.reading() as connection:
            known = {row.id: row.answered_name for row in await questions.find_all(connection, numbers)}
        return {number: known.get(number, "") for number in numbers}

    def preview(self, question: str, words: str) -> str:
        """What a parent of whom nothing is known would read; her own area code goes before local numbers."""
        scene = self._setting.scene(frozenset())
        facts = Facts(now=scene.now, zone=scene.zone, library=scene.library, around=scene.around)
        messages = rendered(answer_card(0, question, words, facts), facts.say, "", _ANY_CHANNEL)
        return "\n".join(message.text for message in messages)
