"""When no alert got through: the person is told, so that she does not wait for a call that will not come."""

from __future__ import annotations

from datetime import timedelta

from bot.services.posting import CardMaker, post_card
from bot.services.scene import Setting
from bot.store import cases
from bot.store.database import Database
from bot.store.outbox import Rank
from dialogs.engine.step import Card
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.language.danger import Trigger
from dialogs.text import _

PATIENCE = timedelta(minutes=3)
TOO_OLD = timedelta(hours=12)


class Escalation:
    """Looks after cases whose alert nobody has received."""

    def __init__(self, database: Database, setting: Setting) -> None:
        self._database = database
        self._setting = setting

    async def tell_unheard(self) -> int:
        """Tell everybody whose case is unheard for some minutes; how many were told."""
        if not self._setting.roster.addresses:
            return 0  # the reply itself said that nobody is on duty
        now = self._setting.clock()
        async with self._database.reading() as connection:
            if not await cases.any_unheard(connection, now - TOO_OLD, now - PATIENCE):
                return 0
        async with self._database.writing() as connection:
            found = await cases.take_unheard(connection, now - TOO_OLD, now - PATIENCE, now)
            for row in found:
                await post_card(connection, self._setting, row.person_id, Rank.DANGER, _saying_so(row.trigger))
        return len(found)


def _saying_so(trigger: str) -> CardMaker:
    """That nobody was reached, and once more what to do without us."""

    def card(facts: Facts) -> Card:
        prepared = facts.library.danger_replies.get(Trigger(trigger)) if trigger in set(Trigger) else None
        general = facts.library.notice("off_duty_general", facts.profile.language)
        words, place = (prepared.off_duty_line, prepared.place) if prepared else (general, "child")
        unheard = _("I have not reached anybody on duty yet.")
        return Card("danger", (unheard, *spoken(words, facts, place=place)), fold=True)

    return card
