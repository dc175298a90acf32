"""Several processes over one database: what must happen once happens once, whoever of them does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.assembly import known_channels, opened, prepare
from bot.channels.telegram.channel import TelegramChannel
from bot.roles import ALL_ROLES, ProcessRole, roles_from, spelled
from bot.services.announcements.announcements import Announcements, Audience
from bot.services.escalation import Escalation
from bot.services.ports import ChannelError
from bot.services.presence import Presence
from bot.services.scene import LEAST, DutyRoster
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.settings import Settings
from bot.store import processes, schema
from bot.store.addresses import Where
from bot.store.alone import alone
from bot.store.database import Database
from bot.store.schema import SchemaState
from bot.store.tables import outbox, process
from tests.fakes import World

DUTY = DutyRoster((Where("fake", "bot", "值班"),))


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[World, World]]:
    """Two processes, each with connections of its own."""
    databases = [Database(postgres_url) for _ in range(2)]
    one, other = (World(database, roster=DUTY) for database in databases)
    yield one, other
    for database in databases:
        await database.close()


async def test_two_processes_tell_her_once_that_nobody_was_reached(pair: tuple[World, World]) -> None:
    one = pair[0]
    mothers = [f"mama{number}" for number in range(12)]
    one.channel.will("值班", *[ChannelError("away")] * 99)
    for mother in mothers:
        await one.agrees(mother)
        await one.says(mother, "孩子不见了")
    for world in pair:
        await world.later(minutes=5)
    looks = [Escalation(world.database, world.setting) for world in pair]
    told = await asyncio.gather(*(look.tell_unheard() for look in looks))
    assert sum(told) == len(mothers)


async def test_two_processes_spread_an_announcement_once(pair: tuple[World, World]) -> None:
    one = pair[0]
    for number in range(30):
        await one.joins(f"mama{number}")
    who = Signed(1, "陈老师", frozenset({Role.TRAINER}), False, "", one.clock(), "session")
    spreading = [Announcements(world.database, world.setting, Audit(world.database, world.clock)) for world in pair]
    written = await spreading[0].draft(who, "明天下午两点，活动室有人讲怎么给孩子打电话。", Audience(), None)
    await spreading[0].send(who, written.number)
    await asyncio.gather(*(each.spread() for each in spreading))
    rows = await one.rows(outbox, kind="announcement")
    assert len({row.person_id for row in rows}) == len(rows) == 30


async def test_while_one_tidies_the_other_has_something_else_to_do(postgres_url: str) -> None:
    one, other = Database(postgres_url), Database(postgres_url)
    try:
        async with alone(one, "tidy") as ours, alone(other, "tidy") as theirs, alone(other, "count") as free:
            assert (ours, theirs, free) == (True, False, True)
        async with alone(other, "tidy") as theirs:
            assert theirs
    finally:
        await one.close()
        await other.close()


async def test_two_who_upgrade_at_once_do_it_once(bare_postgres_url: str) -> None:
    databases = [Database(bare_postgres_url) for _ in range(3)]
    try:
        await asyncio.gather(*(schema.upgrade(database) for database in databases))
        assert await schema.state(databases[0]) is SchemaState.CURRENT
        assert await schema.differences(databases[0]) == []
    finally:
        for database in databases:
            await database.close()


async def test_several_that_start_on_an_empty_database_set_it_up_once(bare_postgres_url: str) -> None:
    databases = [Database(bare_postgres_url) for _ in range(3)]
    try:
        await asyncio.gather(*(prepare(database) for database in databases))
        world = World(databases[0])
        await world.agrees("mama")
    finally:
        for database in databases:
            await database.close()


async def test_a_process_says_that_it_runs_and_takes_it_back_when_it_ends(world: World) -> None:
    sender = Presence(world.database, world.clock, [ProcessRole.SEND])
    planner = Presence(world.database, world.clock, [ProcessRole.SEND, ProcessRole.PLAN])
    await sender.beat()
    await world.later(seconds=10)
    for presence in (sender, planner, planner):
        await presence.beat()
    rows = {row.name: row for row in await world.rows(process)}
    assert {name: row.roles for name, row in rows.items()} == {sender.name: ["send"], planner.name: ["plan", "send"]}
    assert rows[sender.name].started_at < rows[sender.name].seen_at == world.clock()
    await planner.leave()
    assert [row.name for row in await world.rows(process)] == [sender.name]


async def test_a_process_that_died_is_forgotten_after_a_while(world: World) -> None:
    dead, alive = (Presence(world.database, world.clock, ALL_ROLES) for _ in range(2))
    await dead.beat()
    await world.later(minutes=11)
    await alive.beat()
    assert (await world.housekeeping.tidy())["processes"] == 1
    async with world.database.reading() as connection:
        assert [row.name for row in await processes.everyone(connection)] == [alive.name]


def test_a_process_that_runs_no_channel_writes_for_it_all_the_same() -> None:
    known = known_channels(_settings(telegram_token=SecretStr("7012345678:AAGxTest")))
    assert known[("telegram", "7012345678")] == TelegramChannel.capabilities
    assert known[("web", "web")].buttons
    assert LEAST not in known.values()
    assert ("telegram", "") not in known_channels(_settings())


def test_roles_are_read_as_people_write_them() -> None:
    assert roles_from("") == ALL_ROLES
    assert roles_from(" Send, plan ,") == {ProcessRole.SEND, ProcessRole.PLAN}
    assert spelled(roles_from("send,receive")) == "receive,send"
    with pytest.raises(ValueError, match=r"'cook'.*receive,plan,send,web,console"):
        roles_from("send,cook")


def test_the_pool_is_as_large_as_the_settings_say(postgres_url: str) -> None:
    settings = _settings(database_url=postgres_url, secret_key=SecretStr("k" * 32), database_pool=2)
    assert opened(settings).most_connections == 4


def _settings(**given: Any) -> Settings:
    own: dict[str, Any] = {"_env_file": None, **given}
    return Settings(**own)
