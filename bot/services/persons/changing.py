"""What trainers do for a person at her wish: quiet, going on, a forgotten code word, her own data, being forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.doing import do_all
from bot.services.own_data import send_my_data
from bot.services.persons.codes import tidy
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.work import Deed as Doing
from bot.services.work import Work
from bot.store import addresses, factories, outbox, people, persons, records
from bot.store.addresses import Address, Where
from bot.store.database import Database
from dialogs.effects import SaveProfile, SendMyData, after
from dialogs.facts import Facts, Profile
from dialogs.pin import with_right_pin


class Outcome(StrEnum):
    """How it went."""

    DONE = "done"
    GONE = "gone"  # nobody has this code
    OTHER_CODE = "other_code"  # the code that was typed to confirm is not hers
    PAST = "past"  # that day is over
    LOCKED = "locked"  # her code word keeps her data from others who hold her phone
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Why:
    """Who changes something, of whom, and why the person was opened."""

    who: Signed
    code: str
    reason: str


class Changes:
    """Changes to one person, each written down together with the change itself."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    async def pause(self, why: Why, until: date) -> Outcome:
        """Nothing comes by itself up to and with this day."""
        if until < self._setting.clock().astimezone(self._setting.zone).date():
            return Outcome.PAST
        quiet = {"until": until.isoformat()}
        return await self._profile(
            why, "person.pause", lambda known: replace(known, paused=False, paused_until=until), quiet
        )

    async def resume(self, why: Why) -> Outcome:
        """Tips and reminders come again; who has left comes back only by herself."""
        return await self._profile(
            why, "person.resume", lambda known: replace(known, paused=False, paused_until=None), {}
        )

    async def reset_pin(self, why: Why) -> Outcome:
        return await self._profile(why, "person.reset_pin", lambda known: with_right_pin(replace(known, pin="")), {})

    async def mark(self, why: Why, *, trial: bool) -> Outcome:
        """Somebody of ours who tries it is never counted."""
        async with self._database.writing() as connection:
            person_id = await people.with_code(connection, why.code)
            if person_id is None:
                return Outcome.GONE
            await persons.set_trial(connection, person_id, trial=trial)
            await self._note(connection, why, "person.trial" if trial else "person.no_trial", {})
        return Outcome.DONE

    async def erase(self, why: Why, typed: str) -> Outcome:
        """Forget her for good; cases stay, without her, as long as the law asks."""
        if tidy(typed) != why.code:
            return Outcome.OTHER_CODE
        async with self._database.writing() as connection:
            person_id = await people.with_code(connection, why.code)
            if person_id is None:
                return Outcome.GONE
            await records.erase(connection, person_id, self._setting.clock())
            await self._note(connection, why, "person.erase", {})
        return Outcome.DONE

    async def send_data(self, why: Why) -> Outcome:
        """Her own data, as a file into her own chat: nobody else reads them on the way."""
        async with self._database.writing() as connection:
            found = await self._facts(connection, why.code)
            if found is None:
                return Outcome.GONE
            person_id, facts, work = found
            home = (await addresses.for_pushes(connection, [person_id])).get(person_id)
            if facts.profile.pin:
                return Outcome.LOCKED
            if home is None:
                return Outcome.UNREACHABLE
            await send_my_data(work, [Doing(home, SendMyData(), facts)])
            await outbox.write(connection, work.letters, work.scene.now)
            await self._note(connection, why, "person.send_data", {})
        return Outcome.DONE

    async def _profile(
        self, why: Why, act: str, change: Callable[[Profile], Profile], detail: dict[str, str]
    ) -> Outcome:
        async with self._database.writing() as connection:
            found = await self._facts(connection, why.code)
            if found is None:
                return Outcome.GONE
            person_id, facts, work = found
            effect = SaveProfile(change(facts.profile))
            nowhere = Address(0, person_id, Where("", "", ""))  # nothing is said to her by this
            await do_all(work, [[Doing(nowhere, effect, after(facts, [effect]))]])
            await self._note(connection, why, act, detail)
        return Outcome.DONE

    async def _facts(self, connection: AsyncConnection, code: str) -> tuple[int, Facts, Work] | None:
        """The person, held until the transaction ends."""
        person_id = await people.with_code(connection, code)
        if person_id is None:
            return None
        await people.lock(connection, [person_id])
        scene = self._setting.scene(await factories.open_codes(connection))
        facts = (await people.read_facts(connection, [person_id], scene)).get(person_id)
        return None if facts is None else (person_id, facts, Work(connection, scene, self._setting))

    async def _note(self, connection: AsyncConnection, why: Why, act: str, detail: dict[str, str]) -> None:
        await self._audit.note_within(connection, why.who, Deed(act, "person", why.code, why.reason, detail))
