"""One message can be followed: from the update, through the outbox, to the line that says it was sent."""

from __future__ import annotations

from datetime import timedelta

from structlog.testing import capture_logs

from bot.services.ports import ChannelError
from bot.store.tables import outbox
from tests.fakes import World
from tests.services.letters import push


async def test_an_update_and_what_was_sent_for_it_bear_one_trace(world: World) -> None:
    with capture_logs() as lines:
        await world.says("mama", "你好")
        await world.says("baba", "你好")
    taken = [line for line in lines if line["event"] == "update_taken"]
    sent = [line for line in lines if line["event"] == "sent"]
    assert len({line["trace"] for line in taken}) == 2
    assert {line["trace"] for line in sent} == {line["trace"] for line in taken}
    rows = {row.id: row for row in await world.rows(outbox)}
    for line in sent:
        assert rows[line["outbox"]].trace == line["trace"]
        assert rows[line["outbox"]].person_id == line["person"]


async def test_nobody_can_be_told_by_her_words_or_her_name_in_these_lines(world: World) -> None:
    with capture_logs() as lines:
        await world.says("mama", "你好", "我叫王芳")
    for line in lines:
        assert "mama" not in str(line)
        assert "王芳" not in str(line)
        assert set(line) <= {"event", "log_level", "channel", "kind", "outbox", "trace", "person"}


async def test_two_updates_of_one_batch_are_told_apart(world: World) -> None:
    with capture_logs() as lines:
        await world.receiver([world.update("mama", "你好"), world.update("mama", "同意"), world.update("baba", "你好")])
        await world.sender.send_due()
    taken = {line["trace"] for line in lines if line["event"] == "update_taken"}
    assert len(taken) == 3
    assert {row.trace for row in await world.rows(outbox)} == taken


async def test_an_update_that_comes_again_is_told_once(world: World) -> None:
    update = world.update("mama", "你好")
    with capture_logs() as lines:
        await world.receiver([update])
        await world.receiver([update])
    assert [line["event"] for line in lines].count("update_taken") == 1


async def test_a_send_that_fails_is_told_with_the_same_trace_until_it_works(world: World) -> None:
    world.channel.will("mama", ChannelError("down"))
    with capture_logs() as lines:
        await world.says("mama", "你好")
        world.clock.now += timedelta(minutes=1)
        await world.sender.send_due()
    (failed,) = [line for line in lines if line["event"] == "send_failed"]
    (taken,) = [line for line in lines if line["event"] == "update_taken"]
    assert failed["trace"] == taken["trace"]
    assert failed["outbox"] in {line["outbox"] for line in lines if line["event"] == "sent"}


async def test_a_push_that_no_update_led_to_is_followed_by_its_own_name(world: World) -> None:
    await world.joins("mama", tips_a_week=7)
    await push(world, "mama", "tip", occurrence="2026-11-23T10:00")
    with capture_logs() as lines:
        await world.sender.send_due()
    (row,) = await world.rows(outbox)
    assert [line["trace"] for line in lines if line["event"] == "sent"] == [row.ref]
