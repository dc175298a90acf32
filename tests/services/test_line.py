"""Processes ring for each other with keys, never with words; whoever was deaf for a while looks at everything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import text

from bot.services.line import DELIVERED, OUTBOX, Line
from bot.services.streams import Streams, key_of
from bot.store.addresses import Where
from bot.store.database import Database

WITHIN = 10.0
CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
MOTHER = Where("web", "web", "a-token-that-opens-her-chat")


class Ear:
    """What one process hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._news = asyncio.Event()

    def hear(self, keys: str) -> None:
        self.heard.append(keys)
        self._news.set()

    async def hears(self, keys: str) -> None:
        async with asyncio.timeout(WITHIN):
            while keys not in self.heard and not any(keys in words.split(",") for words in self.heard):
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def up(*lines: Line) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(line.run()) for line in lines]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def lines(database: Database, count: int = 2) -> tuple[Sequence[Line], Sequence[Ear]]:
    found = [Line(database) for _ in range(count)], [Ear() for _ in range(count)]
    for line, ear in zip(*found, strict=True):
        line.listen(DELIVERED, ear.hear)
    return found


async def test_another_process_hears_whose_page_has_something_new(postgres_database: Database) -> None:
    (one, other), (own_ear, ear) = lines(postgres_database)
    async with up(one, other):
        await ear.hears("*")
        await own_ear.hears("*")
        one.tell(DELIVERED, "1")
        await ear.hears("1")
    assert own_ear.heard == ["*"]


async def test_what_is_told_together_goes_in_few_notices(postgres_database: Database) -> None:
    (one, other), (_own_ear, ear) = lines(postgres_database)
    keys = [key_of(Where("web", "web", str(number))) for number in range(1000)]
    async with up(one, other):
        await ear.hears("*")
        for key in keys:
            one.tell(DELIVERED, key)
        await ear.hears(",".join(sorted(keys)[800:]))
    notices = [words for words in ear.heard if words != "*"]
    assert sorted(key for words in notices for key in words.split(",")) == sorted(keys)
    assert len(notices) == 3
    assert max(map(len, notices)) < 8000


async def test_after_its_connection_was_cut_it_is_up_again_and_looks_at_everything(postgres_database: Database) -> None:
    (one, other), (own_ear, ear) = lines(postgres_database)
    async with up(one, other):
        await ear.hears("*")
        await own_ear.hears("*")
        ear.heard.clear()
        async with postgres_database.reading() as connection:
            await connection.execute(text(CUT))
        one.tell(DELIVERED, "told while it is down")
        await ear.hears("*")
        one.tell(DELIVERED, "2")
        await ear.hears("2")


async def test_a_sender_is_woken_by_whoever_writes_to_the_outbox(postgres_database: Database) -> None:
    receiver, sender, ear = Line(postgres_database), Line(postgres_database), Ear()
    sender.listen(OUTBOX, ear.hear)
    async with up(receiver, sender):
        await ear.hears("*")
        receiver.tell(OUTBOX)
        await ear.hears("")


async def test_a_notice_does_not_hold_what_opens_a_chat() -> None:
    told: list[str] = []
    Streams(told.append).announce(MOTHER)
    Streams(told.append).announce(Where("telegram", "1", "2"))
    assert len(told) == 1
    assert MOTHER.external_id not in told[0]


async def test_a_page_wakes_for_its_own_key_only() -> None:
    streams = Streams()
    waiting = asyncio.create_task(streams.wait(MOTHER, WITHIN))
    await asyncio.sleep(0)
    streams.hear(key_of(Where("web", "web", "somebody else")))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    streams.hear(f"x,{key_of(MOTHER)}")
    await asyncio.wait_for(waiting, WITHIN)
