"""The web chat's codes and PINs over a real database, where they belong to the same person as everywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.web.channel import WebChannel
from bot.channels.web.door import Unlocking
from bot.services.own_data import RETURN_CODE_LENGTH
from bot.services.ports import Inbound
from bot.services.streams import ChannelStream
from bot.store import addresses, people
from bot.store.addresses import Where
from bot.store.tables import address, person
from bot.web_side import Locks
from dialogs.effects import MakeReturnCode
from dialogs.engine.events import Said
from dialogs.facts import Profile
from dialogs.pin import CLOSED_FOR, hashed
from tests.fakes import World

HERS = "her phone"


@pytest.fixture
def locks(world: World) -> Locks:
    web = WebChannel()
    world.setting.channels[(web.name, web.bot_id)] = web
    return Locks(world.database, world.setting)


async def writes(world: World, external_id: str, words: str) -> list[str]:
    """What the page shows after she wrote this."""
    await world.receiver([Inbound("web", "web", f"{external_id}:{words}", external_id, Said(words))])
    await world.sender.send_due()
    stream = ChannelStream(world.database, world.streams, "web", "web")
    return [delivered.message.text for delivered in await stream.latest(external_id, 50)]


async def her_profile(world: World) -> Profile:
    async with world.database.reading() as connection:
        found = await addresses.find_one(connection, Where("web", "web", HERS))
        assert found is not None
        facts = await people.read_facts(connection, [found.person_id], world.setting.scene(frozenset()))
        return facts[found.person_id].profile


async def sets_a_pin(world: World, pin: str) -> None:
    await writes(world, HERS, "/start")
    async with world.database.writing() as connection:
        found = await addresses.find_one(connection, Where("web", "web", HERS))
        assert found is not None
        facts = await people.read_facts(connection, [found.person_id], world.setting.scene(frozenset()))
        hers = facts[found.person_id]
        kept = replace(hers.profile, pin=hashed(pin, hers.code))
        await people.save_profiles(connection, [(found.person_id, kept)])


async def test_a_code_from_another_channel_opens_a_chat_of_the_same_person(world: World, locks: Locks) -> None:
    await world.joins("mama")
    await world.given("mama", MakeReturnCode())
    await world.sender.send_due()
    (code,) = re.findall(rf"\b[A-Z0-9]{{{RETURN_CODE_LENGTH}}}\b", world.words("mama"))
    opened = await locks.redeem(code)
    assert opened is not None
    assert opened != "mama"
    assert await locks.redeem(code) is None
    rows = {row.external_id: row for row in await world.rows(address)}
    assert rows[opened].channel == "web"
    assert rows[opened].person_id == rows["mama"].person_id
    assert "同意" not in " ".join(await writes(world, opened, "/start"))
    assert len(await world.rows(person)) == 1


async def test_wrong_digits_on_the_page_count_where_the_chat_counts_them(world: World, locks: Locks) -> None:
    await sets_a_pin(world, "2580")
    tries = [await locks.unlock(HERS, pin) for pin in ("0000", "1111", "2222", "2580")]
    assert tries == [Unlocking.WRONG, Unlocking.WRONG, Unlocking.CLOSED, Unlocking.CLOSED]
    assert (await her_profile(world)).wrong_pins == 3


async def test_after_an_hour_she_gets_in_and_hears_of_it_once(world: World, locks: Locks) -> None:
    await sets_a_pin(world, "2580")
    for _ in range(3):
        await locks.unlock(HERS, "0000")
    world.clock.now += CLOSED_FOR + timedelta(minutes=1)
    assert await locks.unlock(HERS, "2580") is Unlocking.OPEN_AFTER_TRIES
    assert await locks.unlock(HERS, "2580") is Unlocking.OPEN
    assert (await her_profile(world)).wrong_pins == 0


@pytest.mark.parametrize("typed", ["２５８０", " 25 80 ", "25-80"])
async def test_the_digits_count_however_the_keyboard_writes_them(world: World, locks: Locks, typed: str) -> None:
    await sets_a_pin(world, "2580")
    assert await locks.locked(HERS)
    assert await locks.unlock(HERS, typed) is Unlocking.OPEN


async def test_what_cannot_be_a_pin_is_wrong_but_no_try(world: World, locks: Locks) -> None:
    await sets_a_pin(world, "2580")
    assert [await locks.unlock(HERS, typed) for typed in ("", "25801", "家音")] == [Unlocking.WRONG] * 3
    assert (await her_profile(world)).wrong_pins == 0


async def test_without_a_pin_everything_is_open(world: World, locks: Locks) -> None:
    await writes(world, HERS, "/start")
    for who in (HERS, "a stranger"):
        assert not await locks.locked(who)
        assert await locks.unlock(who, "0000") is Unlocking.OPEN
