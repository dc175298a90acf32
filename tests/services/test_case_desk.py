"""Cases at the desk: looked at, written about, worked on step by step, closed."""

from __future__ import annotations

import asyncio

from bot.services.cases.checklist import missing, steps
from bot.services.cases.desk import Closing, Done
from bot.services.cases.reporting import SITUATIONS, Report, advice
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store import accounts, addresses
from bot.store.outbox import Rank
from bot.store.tables import case_work, outbox, profile
from dialogs.effects import OpenCase
from dialogs.language.danger import Trigger
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


async def _officer(world: World, name: str, *roles: Role) -> Signed:
    row = {
        "name": name,
        "password_hash": "",
        "roles": [role.value for role in roles or (Role.DUTY_OFFICER,)],
        "factory_employed": False,
        "factory": "",
        "totp_secret": "",
        "totp_step": 0,
        "telegram": "",
        "email": "",
        "wrong_tries": 0,
        "created_at": world.clock(),
    }
    async with world.database.writing() as connection:
        number = await accounts.add(connection, row)
    return Signed(number, name, frozenset(roles or (Role.DUTY_OFFICER,)), False, "", world.clock(), "")


async def _opened(world: World, trigger: str = "physical_abuse") -> str:
    await world.joins("mama")
    await world.given("mama", OpenCase(trigger, "P0", "打出血了"))
    (case,) = await world.cases.listed(None)
    return str(case.number)


async def test_two_officers_tick_at_once_and_no_step_is_lost(world: World) -> None:
    chen, li = await _officer(world, "chen"), await _officer(world, "li")
    number = await _opened(world)
    keys = [step.key for step in steps("physical_abuse")]
    desk = world.case_desk
    done = await asyncio.gather(
        *(desk.tick(chen if place % 2 else li, number, key, done=True) for place, key in enumerate(keys))
    )
    assert set(done) == {Done.DONE}
    (work,) = await world.rows(case_work)
    assert set(work.checklist) == set(keys)
    assert await desk.tick(li, number, keys[0], done=True) is Done.CHANGED
    assert await desk.close(chen, number, Closing("safe", "在姑姑家")) is Done.DONE


async def test_a_case_that_somebody_took_is_heard_of_though_no_alert_was_delivered(world: World) -> None:
    chen = await _officer(world, "chen")
    number = await _opened(world)
    assert await world.case_desk.take(chen, number, "") is Done.DONE
    found = await world.cases.open(chen, number)
    assert found is not None
    assert found.row.heard_at == found.row.taken_at == world.clock()


async def test_every_danger_has_its_steps_in_the_fixed_order() -> None:
    for trigger in (*Trigger, "unspecified"):
        keys = [step.key for step in steps(trigger)]
        assert keys[:2] == ["safe", "emergency"]
        assert keys[-5:] == ["facts", "report", "review", "support", "loop"]
        assert len(keys) == len(set(keys))
    assert "support" not in missing("accident", {})
    assert missing("accident", dict.fromkeys(step.key for step in steps("accident"))) == ()


async def test_every_situation_of_the_law_leads_to_the_police_first() -> None:
    assert len(SITUATIONS) == 9
    for key in SITUATIONS:
        assert advice([key]).must
        assert advice([key]).to[0] == "police"
    assert not advice([]).must
    assert not advice(["nonsense"]).must


async def test_follow_ups_are_done_once_and_come_without_a_taker_when_it_is_closed(world: World) -> None:
    chen = await _officer(world, "chen")
    number = await _opened(world)
    assert await world.case_desk.close(chen, number, Closing("no_danger", "玩笑", "玩笑")) is Done.DONE
    await world.later(hours=25)
    (due,) = await world.cases.due(chen)
    assert (due.after, due.number) == ("24h", number)
    assert await world.case_desk.follow_up(chen, number, due.id, "都好") is Done.DONE
    assert await world.case_desk.follow_up(chen, number, due.id, "again") is Done.CHANGED
    assert await world.cases.due(chen) == []


async def test_a_report_is_added_to_those_before_it(world: World) -> None:
    chen = await _officer(world, "chen")
    number = await _opened(world)
    for authority in ("police", "civil_affairs"):
        report = Report(authority, "王", "2026-11-23T10:00", "1")
        assert await world.case_desk.report(chen, number, report) is Done.DONE
    (work,) = await world.rows(case_work)
    assert [one["authority"] for one in work.reports] == ["police", "civil_affairs"]
    assert {one["name"] for one in work.reports} == {"chen"}


async def test_an_officer_cannot_touch_what_is_the_leads_alone(world: World) -> None:
    chen, zhou = await _officer(world, "chen"), await _officer(world, "zhou", Role.SAFEGUARDING_LEAD)
    number = await _opened(world, "staff_abuse")
    desk = world.case_desk
    assert await world.cases.listed(chen) == []
    assert await world.cases.open(chen, number) is None
    assert await desk.take(chen, number, "") is Done.GONE
    assert await desk.note(chen, number, "x") is Done.GONE
    assert await desk.write(chen, number, "x") is Done.GONE
    assert await desk.reopen(chen, number, "x") is Done.GONE
    assert await desk.officers(chen, number) == []
    assert await desk.take(zhou, number, "") is Done.DONE
    await world.later(hours=30)
    assert await world.cases.due(chen) == []
    assert len(await world.cases.due(zhou)) == 1
