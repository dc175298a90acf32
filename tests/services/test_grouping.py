"""Whatever waits is done in one go, and nobody waits without need."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.services.grouping import Group


class Book:
    """Notes in which goes what was done; a go lasts until the gate opens, and fails where it holds bad items."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def do(self, items: Sequence[int]) -> None:
        self.goes.append(list(items))
        await self.gate.wait()
        if any(item < 0 for item in items):
            raise ValueError("a bad item")


async def test_a_lone_item_is_done_at_once() -> None:
    book = Book()
    group = Group(book.do)
    await group(1)
    await group(2)
    assert book.goes == [[1], [2]]


async def test_what_comes_while_others_are_being_done_is_done_together_in_order() -> None:
    book = Book()
    book.gate.clear()
    group = Group(book.do, most=3)
    tasks = [asyncio.create_task(group(number)) for number in range(6)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    late = asyncio.create_task(group(6))
    await asyncio.sleep(0)
    book.gate.set()
    await asyncio.gather(*tasks, late)
    assert [item for go in book.goes for item in go] == list(range(7))
    assert max(len(go) for go in book.goes) <= 3
    assert len(book.goes) < 7


async def test_a_failure_reaches_those_of_its_go_and_nobody_else() -> None:
    book = Book()
    group = Group(book.do)
    await group(1)
    with pytest.raises(ValueError, match="bad item"):
        await group(-1)
    await group(2)
    assert book.goes == [[1], [-1], [2]]


async def test_whoever_gives_up_waiting_stops_nothing() -> None:
    book = Book()
    book.gate.clear()
    group = Group(book.do)
    hasty = asyncio.create_task(group(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    hasty.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hasty
    patient = asyncio.create_task(group(2))
    await asyncio.sleep(0)
    book.gate.set()
    await patient
    assert book.goes == [[1], [2]]


async def test_a_failure_that_nobody_waits_for_makes_no_noise() -> None:
    book = Book()
    book.gate.clear()
    group = Group(book.do)
    hasty = asyncio.create_task(group(-1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    hasty.cancel()
    book.gate.set()
    await asyncio.gather(hasty, return_exceptions=True)
    await group(1)
    assert book.goes[-1] == [1]
