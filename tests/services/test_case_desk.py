"""Cases at the desk: looked at, written about, worked on step by step, closed."""

from __future__ import annotations

from bot.services.cases.desk import Closing, Done
from bot.store import addresses
from bot.store.outbox import Rank
from bot.store.tables import outbox, profile
from dialogs.effects import OpenCase
from tests.fakes import World


async def test_whoever_is_on_duty_can_write_to_somebody_whose_profile_makes_no_sense(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    async with world.database.writing() as connection:
        await connection.execute(profile.update().values(rest_day="someday"))
    (case,) = await world.cases.listed(None)
    assert await world.case_desk.write(None, case.number, "孩子送医院了吗?") is Done.DONE
    await world.sender.send_due()
    world.sees("mama", "孩子送医院了吗?")


async def test_a_case_is_looked_at_and_closed(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    (listed,) = await world.cases.listed(None)
    found = await world.cases.open(None, listed.number)
    assert found is not None
    assert found.row.code == (await world.facts("mama")).code
    assert [note.words for note in found.notes] == ["烫着了"]
    assert await world.case_desk.close(None, listed.number, Closing("safe", "孩子没事了", "演练")) is Done.DONE
    assert await world.case_desk.close(None, listed.number, Closing("safe", "again", "演练")) is Done.GONE
    assert await world.cases.listed(None) == []
    assert len(await world.cases.listed(None, closed=True)) == 1
    assert (await world.facts("mama")).case is None
    assert await world.cases.open(None, "J000000-XXXX") is None


async def test_whoever_is_on_duty_writes_to_the_parent_of_an_open_case(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    (case,) = await world.cases.listed(None)
    assert await world.case_desk.write(None, case.number, "我是值班的王老师,孩子送医院了吗?") is Done.DONE
    await world.sender.send_due()
    world.sees("mama", "我是值班的王老师,孩子送医院了吗?")
    (row,) = await world.rows(outbox)
    assert row.rank == Rank.DANGER
    found = await world.cases.open(None, case.number)
    assert found is not None
    assert [note.about for note in found.notes] == ["opened", "written"]


async def test_nobody_is_written_to_without_an_open_case_or_a_way_to_her(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    (case,) = await world.cases.listed(None)
    async with world.database.writing() as connection:
        await addresses.set_reachable(connection, world.where("mama"), reachable=False)
    assert await world.case_desk.write(None, case.number, "在吗?") is not Done.DONE
    async with world.database.writing() as connection:
        await addresses.set_reachable(connection, world.where("mama"), reachable=True)
    await world.case_desk.close(None, case.number, Closing("safe", "", "演练"))
    assert await world.case_desk.write(None, case.number, "在吗?") is not Done.DONE
    assert await world.case_desk.write(None, "J000000-XXXX", "在吗?") is not Done.DONE
    assert await world.rows(outbox) == []
