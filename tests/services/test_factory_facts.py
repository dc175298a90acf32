"""The facts of a factory reach the chats of its people at once, in a statement for the factories concerned only."""

from __future__ import annotations

from datetime import date

from bot.services.factories.sheet import Line, Sheet, Wrong
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store import factories, factory_facts
from bot.store.database import Database
from bot.store.tables import audit_entry, factory_fact
from dialogs.factory_facts import FactoryFact
from tests.fakes import World

ASK = "要问清楚，发“找老师”。"


def trainer(world: World, name: str = "王老师") -> Signed:
    return Signed(1, name, frozenset({Role.TRAINER}), False, "", world.clock(), "x")


def sheet_of(world: World) -> Sheet:
    return Sheet(world.database, world.setting, Audit(world.database, world.clock))


async def with_factory(world: World, *codes: str) -> Sheet:
    async with world.database.writing() as connection:
        await factories.keep(connection, {code: code for code in codes or ("GFDG01",)})
    return sheet_of(world)


async def test_a_mother_reads_the_facts_of_her_own_factory(world: World) -> None:
    sheet = await with_factory(world, "GFDG01", "GFDG02")
    await sheet.write(trainer(world), "GFDG01", [Line("cfs_place", "3号宿舍一楼")], {})
    await world.joins("mei", factory="GFDG01")
    await world.joins("lan", factory="GFDG02")
    await world.says("mei", "厂里托管班")
    world.sees("mei", "在哪：3号宿舍一楼。", ASK)
    await world.says("lan", "厂里托管班")
    world.sees("lan", "儿童友好空间", ASK)
    assert "3号" not in world.words("lan")
    assert "在哪" not in world.words("lan")
    assert "{" not in world.words("lan")


async def test_the_answer_is_good_without_any_factory(world: World) -> None:
    await world.joins("mei")
    await world.says("mei", "厂里托管班")
    world.sees("mei", "12351", "8岁以下别一个人留宿舍", ASK)
    assert world.words("mei").count(ASK) == 1


async def test_a_change_is_read_in_the_very_next_answer_and_the_past_is_not(world: World) -> None:
    sheet = await with_factory(world)
    await world.joins("mei", factory="GFDG01")
    who = trainer(world)
    await sheet.write(who, "GFDG01", [Line("cfs_place", "饭堂旁边", "2026-11-24")], {})
    await world.says("mei", "厂里托管班")
    world.sees("mei", "在哪：饭堂旁边。")
    await world.at("2026-11-25T10:00")
    await world.says("mei", "厂里托管班")
    assert "饭堂" not in world.words("mei")
    seen = {"cfs_place": FactoryFact("饭堂旁边", date(2026, 11, 24))}
    await sheet.write(who, "GFDG01", [Line("cfs_place", "2号门进")], seen)
    await world.says("mei", "厂里托管班")
    world.sees("mei", "在哪：2号门进。")


async def test_only_the_factories_of_these_people_are_read(world: World) -> None:
    sheet = await with_factory(world, "GFDG01", "GFDG02")
    for code in ("GFDG01", "GFDG02"):
        await sheet.write(trainer(world), code, [Line("cfs_fee", "不要钱")], {})
    await world.joins("mei", factory="GFDG01")
    facts = await world.facts("mei")
    assert set(facts.around.factory_facts) == {"GFDG01"}
    assert facts.factory_facts["cfs_fee"] == FactoryFact("不要钱")


async def test_two_trainers_at_once_lose_nothing(world: World) -> None:
    sheet = await with_factory(world)
    seen: dict[str, FactoryFact] = {}
    await sheet.write(trainer(world), "GFDG01", [Line("cfs_fee", "不要钱")], seen)
    saved = await sheet.write(
        trainer(world, "李老师"), "GFDG01", [Line("cfs_fee", "5元"), Line("cfs_place", "一楼")], seen
    )
    assert saved.wrong == {"cfs_fee": Wrong.CHANGED}
    kept = await sheet.of("GFDG01")
    assert kept["cfs_fee"].fact.value == "不要钱"
    assert kept["cfs_fee"].changed_name == "王老师"
    assert "cfs_place" not in kept
    seen = {"cfs_fee": FactoryFact("不要钱")}
    saved = await sheet.write(trainer(world, "李老师"), "GFDG01", [Line("cfs_fee", "5元")], seen)
    assert list(saved.changed) == ["cfs_fee"]


async def test_every_change_is_in_the_log_with_what_was_there_before(world: World) -> None:
    sheet = await with_factory(world)
    await sheet.write(trainer(world), "GFDG01", [Line("cfs_fee", "不要钱")], {})
    await sheet.write(trainer(world), "GFDG01", [Line("cfs_fee", "")], {"cfs_fee": FactoryFact("不要钱")})
    assert await world.rows(factory_fact) == []
    noted = await world.rows(audit_entry)
    assert [(row.act, row.account_name, row.detail) for row in noted] == [
        ("facts", "王老师", {"cfs_fee": {"from": "", "to": "不要钱"}}),
        ("facts", "王老师", {"cfs_fee": {"from": "不要钱", "to": ""}}),
    ]


async def test_what_may_not_stand_in_a_fact_is_refused_with_its_reason(world: World) -> None:
    sheet = await with_factory(world)
    wrong = {
        Line("cfs_fee", "长" * 401): Wrong.LONG,
        Line("cfs_fee", "{110}"): Wrong.BRACE,
        Line("cfs_place", "有事打12351"): Wrong.NUMBER,
        Line("cfs_sign_up", "你必须来报名"): Wrong.UNKIND,
        Line("contact_phone", "找王姐"): Wrong.PHONE,
        Line("cfs_police_check", "maybe"): Wrong.YES_OR_NO,
        Line("cfs_fee", "不要钱", "明天"): Wrong.DAY,
        Line("owner", "x"): Wrong.KEY,
    }
    assert {line: sheet.judged(line) for line in wrong} == wrong
    saved = await sheet.write(trainer(world), "GFDG01", [Line("cfs_fee", "不要钱", "2026-11-22")], {})
    assert saved.wrong == {"cfs_fee": Wrong.PAST}
    assert sheet.judged(Line("contact_phone", "0769-1234567")) == FactoryFact("0769-1234567")
    assert sheet.judged(Line("cfs_sign_up", "打驻厂老师 13800138000 报名")) == FactoryFact(
        "打驻厂老师 13800138000 报名"
    )
    assert sheet.judged(Line("cfs_fee", " 一天\n120元\x00 ")) == FactoryFact("一天 120元")


async def test_nothing_is_read_where_nobody_has_a_factory(database: Database) -> None:
    async with database.reading() as connection:
        assert await factory_facts.known_of(connection, ["", ""]) == {}
