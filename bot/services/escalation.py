"""When nobody takes a case: the next is called; when no alert got through, the person is told."""

from __future__ import annotations

from datetime import timedelta

from bot.services.alerts import ring
from bot.services.cases.calling import planned
from bot.services.posting import CardMaker, post_card
from bot.services.scene import Setting
from bot.store import case_alerts, case_work, outbox
from bot.store.database import Database
from bot.store.outbox import Rank
from dialogs.engine.step import Card
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.language.danger import Trigger
from dialogs.text import _

PATIENCE = timedelta(minutes=3)
TOO_OLD = timedelta(hours=12)
WAITS = {"P0": timedelta(minutes=5), "P1": timedelta(minutes=30)}  # how long an alert waits to be taken, by level
MOST_ROUNDS = 12


class Escalation:
    """Looks after cases whose alert nobody has received."""

    def __init__(self, database: Database, setting: Setting) -> None:
        self._database = database
        self._setting = setting

    async def look(self) -> bool:
        """Read the roster anew, call whoever is next, tell whom nobody was reached for; whether anything is to send."""
        await self.refresh()
        rung = await self.ring_on()
        return bool(await self.tell_unheard()) or bool(rung)

    async def refresh(self) -> None:
        """Take up the shifts of the roster, as other processes and the console wrote them."""
        async with self._database.reading() as connection:
            self._setting.roster.shifts = await planned(connection, self._setting)

    async def ring_on(self) -> int:
        """Call the next for every case that nobody has taken; how many rounds were begun here."""
        now = self._setting.clock()
        before = {level: now - waits for level, waits in WAITS.items()}
        async with self._database.reading() as connection:
            late = await case_alerts.untaken(connection, before, MOST_ROUNDS)
        if not late or self._setting.roster.off:
            return 0
        return sum([await self._ring(case.id, case.rounds) for case in late])

    async def _ring(self, case_id: int, seen: int) -> bool:
        """One round of one case, in a transaction of its own; False when another process was first."""
        now = self._setting.clock()
        async with self._database.writing() as connection:
            if not await case_alerts.next_round(connection, case_id, seen, now):
                return False
            letters, names = await ring(connection, self._setting, case_id)
            await outbox.write(connection, letters, now)
            words = "、".join(dict.fromkeys(names))
            await case_work.add_note(connection, case_id, {"at": now, "about": f"round:{seen + 1}", "words": words})
        return True

    async def tell_unheard(self) -> int:
        """Tell everybody whose case is unheard for some minutes; how many were told."""
        if not self._setting.roster.anybody:
            return 0  # the reply itself said that nobody is on duty
        now = self._setting.clock()
        async with self._database.reading() as connection:
            if not await case_alerts.any_unheard(connection, now - TOO_OLD, now - PATIENCE):
                return 0
        async with self._database.writing() as connection:
            found = await case_alerts.take_unheard(connection, now - TOO_OLD, now - PATIENCE, now)
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
