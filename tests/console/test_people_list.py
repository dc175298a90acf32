"""The list of people: newest first, narrowed by state, factory, shift and day."""

from __future__ import annotations

from bot.services.staff.rights import Role
from bot.store.tables import outbox
from dialogs.calendar.shifts import Shift, ShiftPattern
from tests.console.desk import Desk, said
from tests.fakes import instant


async def _crowd(desk: Desk) -> dict[str, str]:
    world = desk.world
    await world.joins("active", factory="GFDG01", shift=ShiftPattern(Shift.NIGHT_LONG))
    world.clock.now = instant("2026-11-24T10:00")
    await world.joins("paused", factory="GFDG02", paused=True)
    world.clock.now = instant("2026-11-25T10:00")
    await world.joins("left", stopped=True)
    return {who: (await world.facts(who)).code for who in ("active", "paused", "left")}


async def _shown(desk: Desk, codes: dict[str, str], query: dict[str, str]) -> list[str]:
    trainer = await desk.as_(Role.TRAINER, name=f"t{len(query)}{query}"[:40])
    response = await trainer.http.get("/console/people/list", params=query)
    assert response.status_code == 200, said(response)[-300:]
    found = {who: response.text.find(f"/person/{code}") for who, code in codes.items()}
    return sorted((who for who, place in found.items() if place >= 0), key=lambda who: found[who])


async def test_who_was_there_last_comes_first(desk: Desk) -> None:
    codes = await _crowd(desk)
    assert await _shown(desk, codes, {}) == ["left", "paused", "active"]
    assert await _shown(desk, codes, {"sort": "last_in_at__asc"}) == ["active", "paused", "left"]


async def test_the_list_is_narrowed(desk: Desk) -> None:
    codes = await _crowd(desk)
    assert await _shown(desk, codes, {"filter": "state__in=paused,left"}) == ["left", "paused"]
    assert await _shown(desk, codes, {"filter": "shift__in=night_long"}) == ["active"]
    assert await _shown(desk, codes, {"filter": "factory__contains=gfdg02"}) == ["paused"]
    assert await _shown(desk, codes, {"filter": "created_at__until=2026-11-24"}) == ["paused", "active"]
    assert await _shown(desk, codes, {"filter": "last_in_at__from=2026-11-25"}) == ["left"]


async def test_looking_through_the_list_writes_nothing_to_anybody(desk: Desk) -> None:
    await _shown(desk, await _crowd(desk), {})
    assert await desk.world.rows(outbox) == []
