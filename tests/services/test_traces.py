"""One id leads from an update to what was said about it in the logs and to the letters it led to."""

from __future__ import annotations

import structlog
from structlog.contextvars import merge_contextvars

from bot.services.scene import DutyRoster
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.tables import conversation, outbox
from dialogs.effects import StartTimer
from tests.fakes import World

ON_DUTY = DutyRoster((Where("fake", "bot", "officer"),))


async def test_every_letter_tells_which_update_it_answers(world: World) -> None:
    updates = [world.update(who, words) for who, words in (("mama", "开始"), ("baba", "开始"), ("mama", "同意"))]
    await world.receiver(updates)
    assert len({update.trace for update in updates}) == 3
    assert all(0 < len(update.trace) <= 16 for update in updates)
    for who in ("mama", "baba"):
        traces = [row.trace for row in await world.rows(outbox, person_id=await world.person(who))]
        hers = [update.trace for update in updates if update.external_id == who]
        assert list(dict.fromkeys(traces)) == hers


async def test_an_update_that_comes_again_keeps_its_key_and_not_its_trace(world: World) -> None:
    first, again = (world.update("mama", "你好", key="same") for _ in range(2))
    assert first == again
    assert first.trace != again.trace


async def test_what_an_effect_sends_and_whom_a_danger_calls_belong_to_the_update_as_well(database: Database) -> None:
    world = World(database, roster=ON_DUTY)
    await world.agrees("mama")
    told = len(await world.rows(outbox))
    updates = [world.update("mama", "我的资料"), world.update("mama", "孩子说他不想活了")]
    await world.receiver(updates)
    letters = (await world.rows(outbox))[told:]
    assert {row.kind for row in letters} >= {"my_data", "danger", "alert"}
    assert {row.trace for row in letters if row.kind == "my_data"} == {updates[0].trace}
    assert {row.trace for row in letters if row.kind in ("danger", "alert")} == {updates[1].trace}


async def test_what_a_timer_of_a_conversation_leads_to_has_a_trace_too(database: Database) -> None:
    world = World(database, roster=ON_DUTY)
    await world.agrees("mama")
    await world.given("mama", StartTimer("danger_ask_back", "accident:P1", world.clock()))
    told = len(await world.rows(outbox))
    await world.planner.plan_due()
    letters = (await world.rows(outbox))[told:]
    assert [row.kind for row in letters] == ["alert"]
    assert letters[0].trace


async def test_what_is_logged_of_an_update_that_failed_carries_its_trace(world: World) -> None:
    await world.agrees("mama")
    async with world.database.writing() as connection:
        await connection.execute(conversation.update().values(state={"frames": 7}))
    poison = world.update("mama", "菜单")
    logs: list[structlog.typing.EventDict] = []

    def keep(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        logs.append(dict(event))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[merge_contextvars, keep])
    try:
        await world.receiver([poison])
    finally:
        structlog.configure(**before)
    failed = next(log for log in logs if log["event"] == "update_failed")
    assert failed["trace"] == poison.trace
    (apology,) = [row for row in await world.rows(outbox) if row.trace == poison.trace]
    assert "再发一次" in apology.body["text"]
