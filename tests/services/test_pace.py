"""The pace of a lane holds over all processes, and what is urgent goes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.rendering.message import Message
from bot.services.pace import Clocks, Pacing, Rule
from bot.services.ports import ChannelError
from bot.services.sending import Sender
from bot.services.slots import Slots
from bot.store import pace
from bot.store.database import Database
from bot.store.outbox import Rank, Status, Urgency
from bot.store.tables import address, outbox
from tests.fakes import FakeChannel, World
from tests.services.letters import reply

LANE = "fake:bot"


@dataclass
class Timed(FakeChannel):
    """A channel that remembers when it was called, by the loop's clock."""

    at: list[float] = field(default_factory=list)

    async def send(self, external_id: str, message: Message) -> str | None:
        self.at.append(asyncio.get_running_loop().time())
        return await super().send(external_id, message)


class Runs:
    """A world in which real time passes, with a paced sender of its own."""

    def __init__(self, database: Database, rate: float, **rule: float) -> None:
        self.world = World(database)
        self.channel = Timed(self.world.clock)
        self.world.setting.channels[("fake", "bot")] = self.channel
        setting = replace(self.world.setting, clock=lambda: datetime.now(UTC))
        self.world.setting = setting
        self.world.clock.now = datetime.now(UTC)
        self.sender = Sender(database, setting, self.world.streams, {LANE: Rule(rate, **rule)})  # type: ignore[arg-type]

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.sender.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def until(true: object, seconds: float = 15.0) -> None:
    assert callable(true)
    for _look in range(int(seconds / 0.01)):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen in time")


def most_in_a_second(times: Sequence[float]) -> int:
    """The most calls in any sliding second."""
    ordered = sorted(times)
    most, first = 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


async def _written(runs: Runs, count: int, rank: Rank = Rank.REPLY) -> None:
    for number in range(count):
        await reply(runs.world, f"p{number}", f"to {number}", rank)


async def test_two_senders_together_keep_the_pace_in_any_sliding_second(postgres_database: Database) -> None:
    one, other = Runs(postgres_database, 100), Runs(postgres_database, 100)
    await _written(one, 220)
    async with one.sending(), other.sending():
        await until(lambda: len(one.channel.at) + len(other.channel.at) >= 220)
    times = sorted(one.channel.at + other.channel.at)
    assert len(times) == 220
    assert min(len(one.channel.at), len(other.channel.at)) > 20
    assert most_in_a_second(times) <= 100


async def test_the_pace_is_kept_after_a_stall_and_what_missed_its_slot_goes_later(database: Database) -> None:
    runs = Runs(database, 100)
    await _written(runs, 120)
    async with runs.sending():
        await until(lambda: len(runs.channel.at) >= 20)
        block(0.3)
        await until(lambda: len(runs.channel.at) >= 120)
    assert most_in_a_second(runs.channel.at) <= 100
    assert {row.status for row in await runs.world.rows(outbox)} == {Status.SENT}
    assert {row.attempts for row in await runs.world.rows(outbox)} == {1}


def block(seconds: float) -> None:
    """Hold up the loop, as a long computation would."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        pass


async def test_when_a_channel_asks_one_process_to_wait_the_other_waits_as_well(postgres_database: Database) -> None:
    one, other = Runs(postgres_database, 200), Runs(postgres_database, 200)
    one.channel.will("p0", ChannelError("too many requests", retry_after=1.0))
    await reply(one.world, "p0", "first")
    async with one.sending():
        await until(lambda: one.channel.calls)
        asked = asyncio.get_running_loop().time()
        await until(lambda: _is_held(one))
        async with other.sending():
            await reply(one.world, "p1", "second", Rank.DANGER)
            other.sender.wake()
            await until(lambda: len(one.channel.arrived) + len(other.channel.arrived) == 2)
    assert min(other.channel.at + one.channel.at[1:]) >= asked + 0.99


def _is_held(runs: Runs) -> bool:
    slots = runs.sender._pacing.slots(LANE)
    return slots is not None and slots.held > 0


async def test_answers_may_come_a_few_at_once_and_then_one_a_second(database: Database) -> None:
    runs = Runs(database, 200, every=0.2, burst=3)
    for number in range(5):
        await reply(runs.world, "mama", str(number))
    async with runs.sending():
        await until(lambda: len(runs.channel.arrived) == 5)
    assert [one.message.text for one in runs.channel.arrived] == ["0", "1", "2", "3", "4"]
    assert runs.channel.at[2] - runs.channel.at[0] < 0.2
    assert runs.channel.at[4] - runs.channel.at[3] >= 0.15
    (home,) = await runs.world.rows(address)
    assert home.free_at is not None
    assert home.lease_until is None


async def test_what_was_claimed_and_not_begun_goes_back_when_the_sender_ends(database: Database) -> None:
    runs = Runs(database, 5)
    await _written(runs, 4)
    async with runs.sending():
        await until(lambda: len(runs.channel.arrived) == 1)
    rows = await runs.world.rows(outbox)
    sent = [row for row in rows if row.status == Status.SENT]
    assert len(sent) == len(runs.channel.arrived)
    assert {(row.status, row.attempts) for row in rows if row not in sent} == {(Status.WAITING, 0)}
    assert [row.lease_until for row in await runs.world.rows(address)] == [None] * 4


async def test_slots_are_never_reserved_twice_and_start_when_a_hold_ends(database: Database) -> None:
    async with database.writing() as connection:
        first = await pace.reserve(connection, "a", 1000)
        second = await pace.reserve(connection, "a", 1000)
        assert second.first == first.first + 1000
        other = await pace.reserve(connection, "b", 5_000_000)
        await pace.hold(connection, "a", 5_000_000)
        held = await pace.reserve(connection, "a", 1000)
        assert held.first >= other.first + 4_900_000
        standings = await pace.standings(connection, ["a", "b", "c"])
    assert set(standings) == {"a", "b"}
    assert standings["a"].ahead >= 4_000_000
    assert 4_000_000 < standings["b"].ahead <= 5_000_000


async def test_a_clock_that_was_set_back_does_not_stop_a_lane(database: Database) -> None:
    async with database.writing() as connection:
        hour = 3600 * pace.SECOND
        first = await pace.reserve(connection, "a", hour)
        second = await pace.reserve(connection, "a", 1000)
        assert second.first - first.first < pace.SECOND
        await pace.hold(connection, "a", hour)
        assert (await pace.standings(connection, ["a"]))["a"].ahead <= pace.LONGEST_HOLD


class Counter:
    """Gives slots that have come already, as many as are lacking."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def __call__(self, lacking: int) -> Sequence[float]:
        self.asked.append(lacking)
        return [asyncio.get_running_loop().time()] * lacking


async def test_danger_takes_the_next_slot_before_what_has_waited_longer() -> None:
    slots = Slots(Counter())
    order: list[str] = []

    async def go(name: str, urgency: Urgency) -> None:
        assert await slots.turn(urgency)
        order.append(name)

    now = asyncio.get_running_loop().time()
    slots.grant([now + 0.01, now + 0.02, now + 0.03, now + 0.04])
    waiting = [go("tip", Urgency.REST), go("call", Urgency.REMINDER), go("reply", Urgency.REPLY)]
    await asyncio.gather(*waiting, go("danger", Urgency.DANGER))
    assert order == ["danger", "reply", "call", "tip"]


async def test_a_slot_that_was_missed_is_given_back_and_another_one_taken() -> None:
    more = Counter()
    slots = Slots(more)
    slots.grant([asyncio.get_running_loop().time() - 0.006])
    assert await slots.turn(Urgency.REPLY)
    assert more.asked == [1]


async def test_whoever_waits_is_sent_away_when_a_lane_is_held_or_ends() -> None:
    slots = Slots(Counter())
    slots.grant([asyncio.get_running_loop().time() + 60])
    waiting = asyncio.create_task(slots.turn(Urgency.REPLY))
    await asyncio.sleep(0)
    slots.hold(30)
    assert not await waiting
    assert not await slots.turn(Urgency.REPLY)
    assert 29 < slots.held <= 30
    await slots.close()
    assert not await slots.turn(Urgency.DANGER)


def test_the_quickest_answer_tells_most_of_the_databases_clock() -> None:
    clocks = Clocks()
    clocks.learn(10.0, 1_000_010_100_000, 10.3)
    assert abs(clocks.local(1_000_010_000_000) - 10.05) < 0.001
    clocks.learn(11.0, 1_000_011_000_500, 11.001)
    clocks.learn(12.0, 1_000_012_200_000, 12.3)
    assert abs(clocks.local(1_000_020_000_000) - 20.0) < 0.001
    clocks.learn(13.0, 1_003_613_000_500, 13.001)
    assert abs(clocks.local(1_003_620_000_000) - 20.0) < 0.001


def test_a_chats_own_pace_lets_answers_through_before_pushes() -> None:
    rule = Rule(30)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    free = None
    for _answer in range(5):
        at = rule.chat_is_free(free, Urgency.REPLY)
        assert at is None or at <= now
        free = rule.chat_is_free_after(free, now)
    assert free == now + timedelta(seconds=5)
    assert rule.chat_is_free(free, Urgency.REPLY) == now + timedelta(seconds=1)
    assert rule.chat_is_free(free, Urgency.REST) == now + timedelta(seconds=5)


async def test_a_lane_without_a_rule_waits_for_nobody(database: Database) -> None:
    pacing = Pacing(database, {})
    assert pacing.slots("web:web") is None
    async with database.reading() as connection:
        rooms = await pacing.rooms(connection)
    assert rooms.room("web:web", Urgency.REST) > 1_000_000
