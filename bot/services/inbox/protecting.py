"""From a question to a safeguarding case: when the words tell of a danger, the person on duty has to know."""

from __future__ import annotations

from collections.abc import Callable

from bot.services.alerts import alert_letters
from bot.services.inbox.waiting import QUESTION
from bot.services.metrics import CASES
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.services.work import Work
from bot.store import cases, outbox, questions
from bot.store.cases import Opening
from bot.store.database import Database
from dialogs.danger.card import LONGEST_NOTE
from dialogs.language.danger import Level, Trigger


class Protecting:
    """Opens cases for those who asked."""

    def __init__(self, database: Database, setting: Setting, audit: Audit, wake: Callable[[], None]) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit
        self._wake = wake

    def level_of(self, trigger: Trigger) -> Level:
        """How grave this danger is as a rule."""
        prepared = self._setting.shelf.library.danger_replies.get(trigger)
        return prepared.level if prepared else Level.P2

    async def open_case(self, number: int, danger: tuple[Trigger, str], who: Signed) -> str | None:
        """The number of the case that now holds her words, alert included; None where nobody is known to have asked.

        Nothing was promised to her: whoever is on duty decides how to reach her.
        """
        trigger, level = danger
        async with self._database.writing() as connection:
            question = await questions.find(connection, number, staff_abuse=who.may(Right.STAFF_ABUSE))
            if question is None or question.person_id is None:
                return None
            work = Work(connection, self._setting.scene(frozenset()), self._setting)
            words = question.words[:LONGEST_NOTE]
            opening = Opening(question.person_id, trigger, level, words, promised=False)
            work.opened.extend(await cases.open_cases(connection, [opening], work.scene.now))
            if trigger is Trigger.STAFF_ABUSE:
                await questions.keep_for_leads(connection, number)
            await outbox.write(connection, await alert_letters(work), work.scene.now)
            detail = {"case": work.opened[0].number}
            await self._audit.note_within(connection, who, Deed("opened a case", QUESTION, str(number), detail=detail))
        for opened in work.opened:
            if opened.new:
                CASES.labels(opened.level).inc()
        self._wake()
        return work.opened[0].number
