"""Messages on their way out: in order, at least once, and one person's trouble is nobody else's."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.services.delivering import LEASE
from bot.services.ports import ChannelError
from bot.services.sending import Sender
from bot.services.streams import ChannelStream
from bot.store import outbox_claims
from bot.store.database import Database
from bot.store.dealing import Lease
from bot.store.outbox import Rank, Status
from bot.store.tables import address, outbox
from tests.fakes import BLOCKED, DOWN, REFUSED, UNKNOWN, FakeChannel, World
from tests.services.letters import fates, push, reply


def said(world: World, who: str = "mama") -> list[str]:
    return [message.text for message in world.channel.to(who)]


async def test_danger_goes_before_replies_and_replies_before_pushes(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await push(world, "mama")
    await reply(world, "mama", "first")
    await reply(world, "mama", "danger", Rank.DANGER)
    await reply(world, "mama", "second")
    await world.sender.send_due()
    assert said(world)[:3] == ["danger", "first", "second"]
    assert len(said(world)) == 4


async def test_what_must_wait_holds_back_its_own_rank_alone(world: World) -> None:
    world.channel.will("mama", None, DOWN)
    await reply(world, "mama", "danger", Rank.DANGER)
    await reply(world, "mama", "first")
    await reply(world, "mama", "second")
    await world.sender.send_due()
    await reply(world, "mama", "more danger", Rank.DANGER)
    await reply(world, "mama", "third")
    await world.sender.send_due()
    assert said(world) == ["danger", "more danger"]
    await world.later(minutes=1)
    assert said(world) == ["danger", "more danger", "first", "second", "third"]


async def test_one_persons_trouble_holds_back_nobody_else(world: World) -> None:
    world.channel.will("mama", DOWN)
    await reply(world, "mama", "a")
    await reply(world, "baba", "b")
    await world.sender.send_due()
    assert (said(world), said(world, "baba")) == ([], ["b"])


async def test_what_did_not_go_out_is_tried_until_it_does_and_not_too_often(world: World) -> None:
    world.channel.will("mama", *[DOWN] * 20)
    await reply(world, "mama", "hello")
    for _quarter in range(12):
        await world.later(minutes=15)
    assert said(world) == []
    assert 8 <= len(world.channel.calls) <= 20
    for _quarter in range(12):
        await world.later(minutes=15)
    assert said(world) == ["hello"]


async def test_after_a_day_even_a_reply_is_given_up(world: World) -> None:
    world.channel.will("mama", *[DOWN] * 400)
    await reply(world, "mama", "hello")
    for _hour in range(26):
        await world.later(hours=1)
    assert (await fates(world))["hello"] == (Status.FAILED, "nothing went out")


async def test_waiting_behind_another_message_uses_up_no_attempts(world: World) -> None:
    world.channel.will("mama", *[DOWN] * 10)
    await reply(world, "mama", "first")
    await reply(world, "mama", "second")
    for _quarter in range(10):
        await world.later(minutes=15)
    rows = {row.subject: row for row in await world.rows(outbox)}
    assert rows["first"].attempts >= 10
    assert rows["second"].attempts == 0 or rows["second"].status == Status.SENT
    await world.later(hours=1)
    assert said(world) == ["first", "second"]


async def test_when_the_channel_asks_us_to_wait_everybody_waits_and_keeps_her_place(world: World) -> None:
    world.channel.will("mama", ChannelError("too many requests", retry_after=30))
    await reply(world, "mama", "first")
    await world.sender.send_due()
    await reply(world, "mama", "second")
    await reply(world, "baba", "his")
    await world.sender.send_due()
    await reply(world, "baba", "his second")
    await world.sender.send_due()
    assert [words for _to, words in world.channel.calls] == ["first"]
    await world.later(seconds=29)
    assert len(world.channel.calls) == 1
    await world.later(seconds=2)
    assert said(world) == ["first", "second"]
    assert said(world, "baba") == ["his", "his second"]
    assert {row.attempts for row in await world.rows(outbox) if row.subject != "first"} == {1}


async def test_whoever_blocked_us_gets_nothing_more_until_she_writes_again(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    world.channel.will("mama", BLOCKED)
    await reply(world, "mama", "first")
    await reply(world, "mama", "second")
    await world.sender.send_due()
    assert len(world.channel.calls) == 1
    assert {status for status, _why in (await fates(world)).values()} == {Status.FAILED}
    assert [row.reachable for row in await world.rows(address)] == [False]
    await world.at("2026-11-25T20:00")
    assert len(world.channel.calls) == 1
    await world.says("mama", "菜单")
    assert [row.reachable for row in await world.rows(address)] == [True]
    await world.at("2026-12-02T20:00")
    world.sees("mama", "打个电话")


async def test_a_message_that_can_never_be_sent_does_not_block_the_others(world: World) -> None:
    world.channel.will("mama", REFUSED)
    await reply(world, "mama", "broken")
    await reply(world, "mama", "whole")
    await world.sender.send_due()
    assert said(world) == ["whole"]
    assert (await fates(world))["broken"][0] == Status.FAILED


async def test_of_unknown_outcomes_replies_and_calls_are_sent_again_and_tips_are_not(world: World) -> None:
    await world.joins("mama", tips_a_week=7)
    await world.has_reminder("mama", days="MO")
    await world.at("2026-11-23T19:59")
    world.channel.will("mama", UNKNOWN)
    await reply(world, "mama", "reply")
    await world.sender.send_due()
    await world.later(seconds=10)
    assert said(world).count("reply") == 2
    world.channel.will("mama", UNKNOWN)
    await world.at("2026-11-23T20:00:30")
    await world.later(seconds=30)
    rows = {row.kind: row for row in await world.rows(outbox)}
    assert {kind: rows[kind].status for kind in ("call", "tip")} == {"call": Status.SENT, "tip": Status.SENT}
    assert len(world.channel.to("mama")) == 5  # the reminder goes before the tip of the same minute, and went twice


async def test_a_tip_of_which_nobody_knows_whether_it_arrived_is_not_sent_twice(world: World) -> None:
    await world.joins("mama", tips_a_week=7)
    world.channel.will("mama", UNKNOWN)
    await world.at("2026-11-23T20:00")
    await world.later(hours=1)
    assert len(world.channel.calls) == 1
    assert [(row.kind, row.status) for row in await world.rows(outbox)] == [("tip", Status.UNCERTAIN)]


async def test_a_reply_whose_outcome_stays_unknown_is_not_repeated_for_ever(world: World) -> None:
    world.channel.will("mama", *[UNKNOWN] * 50)
    await reply(world, "mama", "hello")
    for _hour in range(12):
        await world.later(hours=1)
    assert len(world.channel.calls) == 8
    assert (await fates(world))["hello"][0] == Status.UNCERTAIN


async def test_a_fault_of_ours_in_a_channel_loses_nothing_and_stops_nobody(world: World) -> None:
    world.channel.will("mama", *[RuntimeError("a bug")] * 2)
    await reply(world, "mama", "first")
    await reply(world, "mama", "second")
    await reply(world, "baba", "his")
    await world.sender.send_due()
    assert said(world, "baba") == ["his"]
    await world.later(minutes=2)
    await world.later(minutes=2)
    assert said(world) == ["first", "second"]


async def _dies_while_sending(world: World, name: str = "dead") -> None:
    """Another process claims what is due, and is killed in the middle of its calls."""
    async with world.database.writing() as connection:
        lease = Lease(name, ("fake:bot",), world.clock() + LEASE, 100)
        rows = await outbox_claims.claim(connection, world.clock(), lease)
        await outbox_claims.sending(connection, [row.id for row in rows])
    assert rows


async def test_what_a_dead_process_was_sending_goes_out_when_its_lease_has_run_out(world: World) -> None:
    await reply(world, "mama", "hello")
    await _dies_while_sending(world)
    await reply(world, "mama", "again")
    await world.later(seconds=60)
    assert said(world) == []
    await world.later(seconds=31)
    assert said(world) == ["hello", "again"]
    assert [row.leased_by is not None and row.lease_until is None for row in await world.rows(address)] == [True]


async def test_a_tip_that_a_dead_process_was_sending_is_not_sent_again(world: World) -> None:
    await world.joins("mama", tips_a_week=7)
    await push(world, "mama", "tip", occurrence="2026-11-23T10:00")
    await _dies_while_sending(world)
    await world.later(minutes=2)
    assert said(world) == []
    assert [row.status for row in await world.rows(outbox, kind="tip")] == [Status.UNCERTAIN]


async def test_a_message_that_kills_every_process_is_given_up(world: World) -> None:
    await reply(world, "mama", "deadly")
    for death in range(5):
        await _dies_while_sending(world, f"dead {death}")
        world.clock.now += timedelta(minutes=2)
    await world.sender.send_due()
    assert said(world) == []
    assert (await fates(world))["deadly"][0] == Status.UNCERTAIN


async def test_two_processes_send_everything_once(world: World) -> None:
    other = World(world.database)
    other.clock.now = world.clock.now
    names = [f"p{number}" for number in range(25)]
    for name in names:
        await reply(world, name, f"to {name}")
    await asyncio.gather(world.sender.send_due(), other.sender.send_due())
    sent = [one.external_id for one in (*world.channel.arrived, *other.channel.arrived)]
    assert sorted(sent) == sorted(names)


async def test_what_belongs_to_a_bot_that_does_not_run_here_waits_without_losing_attempts(world: World) -> None:
    await reply(world, "mama", "hello")
    async with world.database.writing() as connection:
        await connection.execute(address.update().values(bot_id="another"))
    await world.sender.send_due()
    await world.later(hours=1)
    assert world.channel.calls == []
    (row,) = await world.rows(outbox)
    assert (row.status, row.attempts) == (Status.WAITING, 0)
    world.setting.channels[("fake", "another")] = FakeChannel(world.clock, bot_id="another")
    await world.later(hours=1)
    assert [row.status for row in await world.rows(outbox)] == [Status.SENT]


async def test_many_hundred_people_are_served_in_one_go(world: World) -> None:
    for number in range(130):
        await reply(world, f"p{number}", "hello")
    assert await world.sender.send_due() == 130
    assert len(world.channel.arrived) == 130


async def test_a_call_that_takes_long_holds_back_only_the_person_it_is_for(world: World) -> None:
    async with sending(world.sender):
        world.channel.slow.add("mama")
        await reply(world, "mama", "slow")
        world.sender.wake()
        await _until(lambda: ("mama", "slow") in world.channel.calls)
        await reply(world, "baba", "quick")
        await reply(world, "mama", "danger", Rank.DANGER)
        world.sender.wake()
        await _until(lambda: said(world, "baba") == ["quick"])
        assert said(world) == []
        world.channel.gate.set()
        await _until(lambda: said(world) == ["slow", "danger"])


async def test_slow_calls_in_a_row_end_before_the_lease_does(world: World) -> None:
    for number in range(4):
        await reply(world, "mama", str(number))

    class Slow(FakeChannel):
        async def send(self, external_id: str, message: object) -> str | None:
            world.clock.now += timedelta(seconds=30)
            return await world.channel.send(external_id, message)  # type: ignore[arg-type]

    world.setting.channels[("fake", "bot")] = Slow(world.clock)
    started = world.clock.now
    await world.sender.send_due()
    assert said(world) == ["0", "1", "2", "3"]
    assert world.clock.now - started == timedelta(minutes=2)
    assert {row.attempts for row in await world.rows(outbox)} == {1}


async def test_the_sender_goes_on_whatever_happens_to_it(world: World) -> None:
    clock = world.clock.now

    class Broken(Exception):
        pass

    faults = [Broken(), Broken()]

    def broken_clock() -> object:
        if faults:
            raise faults.pop()
        return clock

    setting = replace(world.setting, clock=broken_clock)  # type: ignore[arg-type]
    sender = Sender(world.database, setting, world.streams)
    await reply(world, "mama", "hello")
    async with sending(sender):
        await _until(lambda: _woken(sender) and said(world) == ["hello"])
    assert faults == []


async def test_a_sender_that_is_stopped_finishes_the_calls_it_has_begun(world: World) -> None:
    world.channel.slow.add("mama")
    await reply(world, "mama", "hello")
    async with sending(world.sender):
        await _until(lambda: len(world.channel.calls) == 1)
        asyncio.get_running_loop().call_later(0.05, world.channel.gate.set)
    assert said(world) == ["hello"]
    assert [row.status for row in await world.rows(outbox)] == [Status.SENT]


async def test_what_was_sent_is_written_down_in_the_end_though_the_database_is_away(sqlite_database: Database) -> None:
    world = World(sqlite_database)
    async with sqlite_database.reading() as connection:
        await connection.execute(text("PRAGMA busy_timeout=20"))
    world.channel.slow.add("mama")
    await reply(world, "mama", "hello")
    delivery = asyncio.create_task(world.sender.send_due())
    await _until(lambda: len(world.channel.calls) == 1)
    with closing(sqlite3.connect(str(sqlite_database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        world.channel.gate.set()
        await asyncio.sleep(0.2)
        assert not delivery.done()
        other.execute("ROLLBACK")
    await delivery
    assert said(world) == ["hello"]
    assert [row.status for row in await world.rows(outbox)] == [Status.SENT]


async def test_whoever_watches_her_stream_is_woken_by_what_was_sent(world: World) -> None:
    stream = ChannelStream(world.database, world.streams, "fake", "bot")
    watching = asyncio.create_task(stream.wait("mama", 20))
    await asyncio.sleep(0)
    await reply(world, "baba", "not for her")
    await world.sender.send_due()
    assert not watching.done()
    await reply(world, "mama", "hello")
    await world.sender.send_due()
    await asyncio.wait_for(watching, 5)
    first = await stream.since("mama", 0)
    assert [(one.position, one.kind, one.message.text) for one in first] == [(1, "reply", "hello")]
    assert await stream.since("mama", 1) == []
    assert [one.message.text for one in await stream.latest("mama", 5)] == ["hello"]
    await stream.wait("mama", 0.01)


def _woken(sender: Sender) -> bool:
    sender.wake()
    return True


@asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[None]:
    """The sender runs meanwhile."""
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _until(true: object) -> None:
    """Looks again and again, for five seconds at most."""
    assert callable(true)
    for _look in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen in five seconds")
