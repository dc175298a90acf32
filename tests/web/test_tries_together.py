"""Whoever guesses return codes finds the same lid at every process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.channels.web.pace import CodeTries
from bot.services.line import Line
from bot.store.database import Database
from bot.web_side import code_tries
from tests.console.desk import Desk
from tests.services.test_line import up

WITHIN = 10.0


def process(database: Database) -> tuple[Desk, CodeTries, Line]:
    desk = Desk(database)
    desk.jiayin.line = Line(database)
    return desk, code_tries(desk.jiayin), desk.jiayin.line


async def test_wrong_codes_are_counted_over_all_processes(postgres_database: Database) -> None:
    one, tries, line = process(postgres_database)
    other, tries_there, line_there = process(postgres_database)
    now = one.world.clock()
    async with up(line, line_there):
        for number in range(1000):
            assert tries.admit(f"phone {number}", f"10.0.{number // 250}.{number}", now)
            tries.was_wrong()
        assert not tries.admit("one more", "10.9.9.9", now)
        async with asyncio.timeout(WITHIN):
            while tries_there.admit("somebody", "10.9.9.9", other.world.clock()):
                tries_there.was_right("10.9.9.9")
                await asyncio.sleep(0.02)
    assert tries_there.admit("somebody else", "10.8.8.8", now + timedelta(minutes=16))
