"""Fetching updates without losing any."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import BACKOFF, Polling
from bot.rendering.message import Button, Message
from dialogs.engine.events import Edited, Medium, Pressed, Said, Sent
from tests.telegram import faults
from tests.telegram.conftest import GROUP_WORDS
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.recording import Recording


class Pauses:
    """Remembers how long the loop wanted to wait, and lets it go on at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0.001)


@asynccontextmanager
async def polling(channel: TelegramChannel, recording: Recording, pauses: Pauses | None = None) -> AsyncIterator[None]:
    intake = Intake(channel, recording.receive, recording.note)
    task = asyncio.create_task(Polling(channel, intake, seconds=5, pause=pauses or Pauses()).run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def recording() -> Recording:
    return Recording()


async def confirmed(telegram: FakeTelegram) -> None:
    await telegram.until(lambda: not telegram.waiting, within=3)


async def test_all_that_people_do_comes_in(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    mother, father = telegram.person(), telegram.person()
    async with polling(channel, recording):
        await mother.starts("a1B2c3")
        await mother.sends("voice")
        await father.says("想家了")
        await father.edits("很想家")
        await confirmed(telegram)
    assert recording.events == [
        Said("/start a1B2c3"),
        Sent(Medium.VOICE, file="AgAD"),
        Said("想家了"),
        Edited("很想家"),
    ]
    assert {inbound.external_id for inbound in recording.kept.values()} == {mother.external_id, father.external_id}
    assert {(inbound.channel, inbound.bot_id) for inbound in recording.kept.values()} == {("telegram", telegram.bot_id)}


async def test_the_last_time_that_telegram_was_asked_well_is_seen(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    mother = telegram.person()
    pauses = Pauses()
    began = time.time()
    telegram.fails("getUpdates", faults.out_of_order())
    async with polling(channel, recording, pauses):
        await mother.says("想家了")
        await confirmed(telegram)
    assert pauses.seconds == [BACKOFF[0]]
    assert (REGISTRY.get_sample_value("jiayin_last_success_timestamp_seconds", {"of": "poll"}) or 0) >= began


async def test_what_waited_while_the_bot_was_away_comes_in_one_batch(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    mother = telegram.person()
    for number in range(130):
        await mother.says(str(number))
    async with polling(channel, recording):
        await confirmed(telegram)
    assert [len(batch) for batch in recording.batches] == [100, 30]
    assert [event.text for event in recording.events if isinstance(event, Said)] == [str(n) for n in range(130)]


async def test_an_update_is_confirmed_only_after_it_was_kept(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    recording.trouble = 2
    pauses = Pauses()
    key = await telegram.person().says("想家了")
    with capture_logs() as logs:
        async with polling(channel, recording, pauses):
            await confirmed(telegram)
    assert recording.batches == [[str(key)]] * 3
    assert recording.events == [Said("想家了")]
    assert pauses.seconds == list(BACKOFF[:2])
    assert [log["event"] for log in logs] == ["telegram_updates_not_kept"] * 2


async def test_what_was_under_way_when_the_bot_stopped_comes_again(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    started = asyncio.Event()

    class Stuck(Recording):
        async def receive(self, batch: object) -> None:
            started.set()
            await asyncio.sleep(60)

    await telegram.person().says("想家了")
    async with polling(channel, Stuck()):
        await started.wait()
    assert recording.events == []
    async with polling(channel, recording):
        await confirmed(telegram)
    assert recording.events == [Said("想家了")]


async def test_a_press_is_kept_and_its_little_clock_stops(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    mother = telegram.person()
    await channel.send(mother.external_id, Message("同意吗?", (Button("同意", "s:1:yes"), Button("不", "s:1:no"))))
    async with polling(channel, recording):
        await mother.presses("同意")
        await confirmed(telegram)
        await telegram.until(lambda: all(telegram.presses.values()), within=2)
    assert recording.events == [Pressed("s:1:yes")]


async def test_when_she_stops_the_bot_and_starts_it_again_we_know(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    mother, father = telegram.person(), telegram.person()
    await mother.blocks()
    await father.blocks()
    await mother.unblocks()
    await mother.says("我回来了")
    async with polling(channel, recording):
        await confirmed(telegram)
    assert recording.reachable == [(mother.external_id, True), (father.external_id, False)]
    assert recording.events == [Said("我回来了")]


async def test_taken_into_a_group_the_bot_says_one_sentence_and_leaves(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    async with polling(channel, recording):
        group = telegram.group()
        await telegram.until(lambda: group.closed, within=2)
        await confirmed(telegram)
    assert [shown.text for shown in group.shown] == [GROUP_WORDS]
    assert recording.batches == []


async def test_an_update_that_nobody_can_read_holds_up_no_other(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    telegram.queue({"message": {"chat": "?", "text": "secret words"}})
    telegram.queue({"something_new": {"id": 1}})
    await telegram.person().says("想家了")
    with capture_logs() as logs:
        async with polling(channel, recording):
            await confirmed(telegram)
    assert recording.events == [Said("想家了")]
    (log,) = logs
    assert log["event"] == "telegram_update_unreadable"
    assert "secret words" not in str(log)


async def test_another_process_with_the_same_bot_is_named_in_the_log(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    telegram.fails("getUpdates", faults.refused(409, "Conflict: terminated by other getUpdates request"))
    pauses = Pauses()
    with capture_logs() as logs:
        async with polling(channel, recording, pauses):
            await telegram.person().says("想家了")
            await confirmed(telegram)
    assert [log["event"] for log in logs] == ["telegram_conflict"]
    assert pauses.seconds == [BACKOFF[0]]
    assert recording.events == [Said("想家了")]


async def test_two_that_fetch_at_once_lose_nothing(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    mother = telegram.person()
    with capture_logs() as logs:
        async with polling(channel, recording), polling(channel, recording):
            for number in range(5):
                await mother.says(str(number))
                await asyncio.sleep(0.02)
            await confirmed(telegram)
    assert [event.text for event in recording.events if isinstance(event, Said)] == list("01234")
    assert {log["event"] for log in logs} == {"telegram_conflict"}


async def test_when_telegram_asks_for_patience_it_is_obeyed(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    telegram.fails("getUpdates", faults.flood(33))
    pauses = Pauses()
    async with polling(channel, recording, pauses):
        await telegram.person().says("想家了")
        await confirmed(telegram)
    assert pauses.seconds == [33]


async def test_through_all_kinds_of_trouble_nothing_is_lost_and_the_waits_grow(
    telegram: FakeTelegram, channel: TelegramChannel, recording: Recording
) -> None:
    await telegram.person().says("想家了")
    telegram.fails(
        "getUpdates",
        faults.cut_before(),
        faults.cut_after(),
        faults.out_of_order(),
        faults.html_page(),
        faults.html_page(200),
        faults.refused(401, "Unauthorized"),
        faults.Fault(answer={"ok": True, "result": [{"message": "no number"}]}),
    )
    pauses = Pauses()
    with capture_logs() as logs:
        async with polling(channel, recording, pauses):
            await confirmed(telegram)
    assert recording.events == [Said("想家了")]
    assert pauses.seconds == [*BACKOFF, BACKOFF[-1]]
    assert telegram.token not in str(logs)
    assert any("JIAYIN_TELEGRAM_TOKEN" in str(log) for log in logs)
