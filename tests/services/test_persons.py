"""People as services give them to the console, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.services.listing import Condition, Listing
from bot.services.persons.changing import Changes, Outcome, Why
from bot.services.persons.codes import readings, tidy
from bot.services.persons.looking import Persons
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store.tables import audit_entry, person, safeguarding_case, schedule
from dialogs.calendar.shifts import Shift, ShiftPattern
from tests.fakes import World


def _persons(world: World) -> Persons:
    return Persons(world.database, world.setting, Audit(world.database, world.clock))


def _changes(world: World) -> Changes:
    return Changes(world.database, world.setting, Audit(world.database, world.clock))


def _trainer(world: World, session: str = "s" * 64) -> Signed:
    return Signed(
        7,
        "王老师",
        frozenset({Role.TRAINER}),
        factory_employed=False,
        factory="",
        proven_at=world.clock(),
        session=session,
    )


async def _why(world: World) -> Why:
    return Why(_trainer(world), (await world.facts("mei")).code, "她来问")


CROWD: dict[str, dict[str, Any]] = {
    "active": {"factory": "GFDG01", "shift": ShiftPattern(Shift.NIGHT_LONG)},
    "paused": {"factory": "GFDG02", "paused": True},
    "resting": {"paused_until": date(2026, 12, 1)},
    "left": {"stopped": True},
}


async def _crowd(world: World) -> dict[str, str]:
    for who, profile in CROWD.items():
        await world.joins(who, **profile)
        world.clock.now += timedelta(hours=2)
    await world.says("new", "开始")
    return {(await world.facts(who)).code: who for who in (*CROWD, "new")}


async def _listed(world: World, *conditions: Condition, skip: int = 0, limit: int = 50) -> list[str]:
    names = await _crowd(world)
    asked = Listing(skip, limit, conditions=conditions)
    rows = await _persons(world).page(asked)
    if not skip:
        assert await _persons(world).count(asked) == len(rows)
    return [names[row.code] for row in rows]


async def test_who_was_there_last_comes_first(world: World) -> None:
    assert await _listed(world) == ["new", "left", "resting", "paused", "active"]


async def test_a_page_begins_where_the_one_before_ended(world: World) -> None:
    assert await _listed(world, skip=2, limit=2) == ["resting", "paused"]


@pytest.mark.parametrize(
    ("condition", "who"),
    [
        (Condition("state", "one_of", ["paused"]), ["resting", "paused"]),
        (Condition("state", "one_of", ["left", "unagreed"]), ["new", "left"]),
        (Condition("state", "one_of", ["active"]), ["active"]),
        (Condition("shift", "one_of", ["night_long"]), ["active"]),
        (Condition("factory", "contains", "gfdg02"), ["paused"]),
        (Condition("created_at", "from", date(2026, 11, 24)), []),
        (Condition("created_at", "until", date(2026, 11, 22)), []),
        (Condition("last_in_at", "until", date(2026, 11, 23)), ["new", "left", "resting", "paused", "active"]),
    ],
)
async def test_the_list_is_narrowed_by_one_condition(world: World, condition: Condition, who: list[str]) -> None:
    assert await _listed(world, condition) == who


async def test_a_code_is_found_where_a_letter_was_misread(world: World) -> None:
    await world.joins("mei")
    code = (await world.facts("mei")).code
    misread = code.replace("Q", "O").replace("D", "0").replace("V", "U").replace("J", "I").replace("T", "1")
    doubts = sum(one != other for one, other in zip(code, misread, strict=True))
    found = await _persons(world).find(misread)
    assert found.codes == ((code,) if doubts <= 3 else ())
    assert found.exact == (misread == code)


def test_what_cannot_be_a_code_is_read_as_none() -> None:
    assert readings("") == readings("ABC") == readings("O" * 8) == readings("王小明的孩子八个") == frozenset()
    assert readings("2345678９") == {"23456789"}
    assert readings("O2345678") == {"D2345678", "Q2345678"}
    assert tidy(" ab-cd 23 ") == "ABCD23"


async def test_a_change_is_written_down_together_with_itself(world: World) -> None:
    await world.joins("mei", tips_a_week=7)
    why = await _why(world)
    assert await _changes(world).pause(why, date(2026, 11, 30)) is Outcome.DONE
    (planned,) = await world.rows(schedule)
    assert planned.next_at.date() == date(2026, 12, 1)
    (entry,) = await world.rows(audit_entry)
    assert (entry.act, entry.subject, entry.reason) == ("person.pause", why.code, "她来问")
    assert entry.detail == {"until": "2026-11-30"}


async def test_a_change_of_somebody_who_is_gone_leaves_no_trace(world: World) -> None:
    await world.joins("mei")
    why = replace(await _why(world), code="QQQQ7777")
    changes = _changes(world)
    assert await changes.pause(why, date(2026, 11, 30)) is Outcome.GONE
    assert await changes.mark(why, trial=True) is Outcome.GONE
    assert await changes.erase(why, "QQQQ7777") is Outcome.GONE
    assert await changes.send_data(why) is Outcome.GONE
    assert await world.rows(audit_entry) == []


async def test_records_of_danger_outlive_her_and_do_not_name_her(world: World) -> None:
    await world.joins("mei")
    await world.says("mei", "孩子喝了农药")
    why = await _why(world)
    assert await _changes(world).erase(why, why.code) is Outcome.DONE
    assert await world.rows(person) == []
    (case,) = await world.rows(safeguarding_case)
    assert case.person_id is None


async def test_a_day_that_is_over_pauses_nothing(world: World) -> None:
    await world.joins("mei")
    assert await _changes(world).pause(await _why(world), date(2026, 11, 22)) is Outcome.PAST


async def test_what_is_looked_at_holds_no_words_and_no_tip(world: World) -> None:
    await world.joins("mei", tips_a_week=7)
    code = (await world.facts("mei")).code
    seen = await _persons(world).look(_trainer(world), code, "她来问")
    assert seen is not None
    assert len(seen.coming) == 7
    assert all(one.card is None for one in seen.coming)
