"""Data of a child under 14 are seen only after a second person has said yes, and only for a few hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services.staff.access import GRANTED_FOR, WAITS, AccessRequests, Decided, State
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store import accounts
from bot.store.database import Database
from tests.fakes import World

CHILD = ("person", "K7Q2MD")


@pytest.fixture
def requests(world: World) -> AccessRequests:
    return AccessRequests(world.database, world.clock, Audit(world.database, world.clock))


async def somebody(world: World, name: str, *roles: Role, factory_employed: bool = False) -> Signed:
    """An account, as its pages see it."""
    row = {
        "name": name,
        "password_hash": "",
        "roles": [role.value for role in roles],
        "factory_employed": factory_employed,
        "factory": "",
        "totp_secret": "",
        "totp_step": 0,
        "telegram": "",
        "email": "",
        "wrong_tries": 0,
        "created_at": world.clock(),
    }
    async with world.database.writing() as connection:
        number = await accounts.add(connection, row)
    return Signed(number, name, frozenset(roles), factory_employed, "", world.clock(), "")


async def test_a_second_person_grants_it_for_four_hours(world: World, requests: AccessRequests) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    number = await requests.ask(trainer, *CHILD, "She asks what we keep of her son.")
    assert (await requests.standing(trainer, *CHILD)).state is State.WAITING
    assert await requests.decide(lead, number, granted=True) is Decided.DONE
    assert await requests.granted(trainer, *CHILD) == world.clock() + GRANTED_FOR
    world.clock.now += GRANTED_FOR
    assert await requests.granted(trainer, *CHILD) is None
    assert (await requests.standing(trainer, *CHILD)).state is State.OVER


async def test_what_is_granted_is_granted_to_one_person_and_one_child(world: World, requests: AccessRequests) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    other = await somebody(world, "other", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    await requests.decide(lead, await requests.ask(trainer, *CHILD, "She asked."), granted=True)
    assert await requests.granted(other, *CHILD) is None
    assert await requests.granted(trainer, "person", "AAAAAA") is None


async def test_nobody_grants_her_own_wish(world: World, requests: AccessRequests) -> None:
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    number = await requests.ask(lead, *CHILD, "A case.")
    assert await requests.decide(lead, number, granted=True) is Decided.OWN
    assert await requests.granted(lead, *CHILD) is None


@pytest.mark.parametrize("role", [Role.TRAINER, Role.REVIEWER, Role.DUTY_OFFICER, Role.FACTORY_CONTACT])
async def test_these_roles_grant_nothing(world: World, requests: AccessRequests, role: Role) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    other = await somebody(world, "other", role)
    number = await requests.ask(trainer, *CHILD, "She asked.")
    assert await requests.decide(other, number, granted=True) is Decided.NOT_HERS
    assert await requests.waiting(other) == ()


async def test_a_lead_who_is_employed_by_the_factory_grants_nothing(world: World, requests: AccessRequests) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD, factory_employed=True)
    number = await requests.ask(trainer, *CHILD, "She asked.")
    assert await requests.decide(lead, number, granted=True) is Decided.NOT_HERS


async def test_a_refusal_is_told(world: World, requests: AccessRequests) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    number = await requests.ask(trainer, *CHILD, "Curious.")
    await requests.decide(lead, number, granted=False)
    [own] = await requests.own(trainer)
    assert (own.access.state, own.decided_name) == (State.REFUSED, "lead")


async def test_what_was_decided_is_not_decided_again(world: World, requests: AccessRequests) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    administrator = await somebody(world, "administrator", Role.ADMINISTRATOR)
    number = await requests.ask(trainer, *CHILD, "She asked.")
    await requests.decide(lead, number, granted=False)
    assert await requests.decide(administrator, number, granted=True) is Decided.GONE
    assert await requests.granted(trainer, *CHILD) is None


async def test_a_wish_that_nobody_heard_has_to_be_made_anew(world: World, requests: AccessRequests) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    number = await requests.ask(trainer, *CHILD, "She asked.")
    world.clock.now += WAITS + timedelta(minutes=1)
    assert (await requests.standing(trainer, *CHILD)).state is State.UNHEARD
    assert await requests.decide(lead, number, granted=True) is Decided.GONE
    assert await requests.ask(trainer, *CHILD, "She asked again.") != number


async def test_asking_twice_is_one_wish_and_needs_a_reason(world: World, requests: AccessRequests) -> None:
    trainer = await somebody(world, "trainer", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    first = await requests.ask(trainer, *CHILD, "She asked.")
    assert await requests.ask(trainer, *CHILD, "She asked.") == first
    assert await requests.to_decide(lead) == 1
    with pytest.raises(ValueError, match="reason"):
        await requests.ask(trainer, *CHILD, "  ")


async def test_who_asked_and_who_granted_is_written_down(world: World, database: Database) -> None:
    audit = Audit(database, world.clock)
    requests = AccessRequests(database, world.clock, audit)
    trainer = await somebody(world, "trainer", Role.TRAINER)
    lead = await somebody(world, "lead", Role.SAFEGUARDING_LEAD)
    await requests.decide(lead, await requests.ask(trainer, *CHILD, "She asked."), granted=True)
    entries = [(one.account_name, one.act, one.reason) for one in await audit.about(*CHILD)]
    assert entries == [("lead", "access.grant", "She asked."), ("trainer", "access.ask", "She asked.")]
