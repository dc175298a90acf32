"""The web chat: its pages and streams, return codes and PINs, recordings and wall cards."""

from __future__ import annotations

import secrets

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.routing import Route

from bot.assembly import Jiayin
from bot.channels.web.door import Unlocking, WebDoor
from bot.channels.web.pace import CodeTries
from bot.channels.web.routes import routes
from bot.channels.web.session import new_token
from bot.channels.web.voice import voice_route
from bot.channels.web.wall_card import wall_card_route
from bot.services.line import EVERYTHING, WRONG_CODE
from bot.services.own_data import code_digest
from bot.services.scene import Setting
from bot.services.streams import ChannelStream
from bot.store import addresses, people, records
from bot.store.addresses import Address, Where
from bot.store.database import Database
from dialogs.facts import Facts, Profile
from dialogs.pin import MOST_WRONG, fits, is_closed, read_pin, with_right_pin, with_wrong_pin


def web_routes(jiayin: Jiayin) -> list[Route]:
    """All pages that parents open."""
    card = wall_card_route(lambda: jiayin.setting.shelf.library)
    return [*routes(web_door(jiayin)), card, voice_route(jiayin.voices)]


def code_tries(jiayin: Jiayin) -> CodeTries:
    """Wrong return codes, counted over all processes that serve pages."""
    line = jiayin.line
    if line is None:
        return CodeTries()
    tries = CodeTries(lambda: line.tell(WRONG_CODE, secrets.token_hex(4)))

    def hear(keys: str) -> None:
        if keys != EVERYTHING:
            tries.was_wrong_elsewhere(len(keys.split(",")), jiayin.setting.clock())

    line.listen(WRONG_CODE, hear)
    return tries


def web_door(jiayin: Jiayin) -> WebDoor:
    locks = Locks(jiayin.database, jiayin.setting)
    return WebDoor(
        receive=jiayin.receiver,
        stream=ChannelStream(jiayin.database, jiayin.streams, "web", "web"),
        redeem=locks.redeem,
        locked=locks.locked,
        unlock=locks.unlock,
        signer_key=jiayin.settings.signing_key(),
        secure=jiayin.settings.public_url.startswith("https://"),
        now=jiayin.setting.clock,
        tries=code_tries(jiayin),
        zone=jiayin.settings.timezone,
    )


class Locks:
    """Return codes and PINs of the web chat."""

    def __init__(self, database: Database, setting: Setting) -> None:
        self._database = database
        self._setting = setting

    async def redeem(self, code: str) -> str | None:
        fresh = Where("web", "web", new_token())
        async with self._database.writing() as connection:
            return await records.redeem(connection, code_digest(code), self._setting.clock(), fresh)

    async def locked(self, external_id: str) -> bool:
        async with self._database.reading() as connection:
            found = await addresses.find_one(connection, Where("web", "web", external_id))
            facts = await self._facts(connection, found)
        return facts is not None and bool(facts.profile.pin)

    async def unlock(self, external_id: str, pin: str) -> Unlocking:
        """Open the history, and count wrong digits where the chat counts them."""
        async with self._database.writing() as connection:
            found = await addresses.find_one(connection, Where("web", "web", external_id))
            if found is not None:
                await people.lock(connection, [found.person_id])
            facts = await self._facts(connection, found)
            if found is None or facts is None or not facts.profile.pin:
                return Unlocking.OPEN
            outcome, profile = tried(pin, facts)
            if profile != facts.profile:
                await people.save_profiles(connection, [(found.person_id, profile)])
            return outcome

    async def _facts(self, connection: AsyncConnection, found: Address | None) -> Facts | None:
        if found is None:
            return None
        facts = await people.read_facts(connection, [found.person_id], self._setting.scene(frozenset()))
        return facts.get(found.person_id)


def tried(pin: str, facts: Facts) -> tuple[Unlocking, Profile]:
    """What a try at the PIN leads to, and what is remembered of it."""
    profile, given = facts.profile, read_pin(pin)
    if is_closed(profile, facts.now):
        return Unlocking.CLOSED, profile
    if given is None:
        return Unlocking.WRONG, profile
    if fits(given, profile.pin, facts.code):
        warned = profile.wrong_pins >= MOST_WRONG
        return (Unlocking.OPEN_AFTER_TRIES if warned else Unlocking.OPEN), with_right_pin(profile)
    profile = with_wrong_pin(profile, facts.now)
    return (Unlocking.CLOSED if is_closed(profile, facts.now) else Unlocking.WRONG), profile
