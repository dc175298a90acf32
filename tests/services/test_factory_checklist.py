"""A factory opens when everything is done that a first week needs; each item says why it is still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.services.factories.checklist import CHILD_SPACE, CONTACT, Checklist, Item, Standing, first_gap
from bot.services.factories.register import Refused, Register
from bot.services.factories.rehearsal import Rehearsals, Unheard
from bot.services.factories.sheet import Line, Sheet
from bot.services.factories.ticking import Ticking, Untaken
from bot.services.scene import DutyHours, DutyRoster
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store import accounts, factories
from bot.store.addresses import Where
from bot.store.tables import account, audit_entry, content, content_item, content_step, duty_shift, safeguarding_case
from dialogs.facts import Home
from tests.fakes import World

CODE = "GFDG01"


class Week:
    """A factory before its first day, and the people who prepare it."""

    def __init__(self, world: World) -> None:
        self.world = world
        audit = Audit(world.database, world.clock)
        self.checklist = Checklist(world.database, world.setting)
        self.register = Register(world.database, world.clock, audit, self.checklist)
        self.sheet = Sheet(world.database, world.setting, audit)
        self.ticking = Ticking(world.database, world.setting, audit)
        self.rehearsals = Rehearsals(world.database, world.setting, audit)

    def who(self, number: int = 1, role: Role = Role.TRAINER) -> Signed:
        return Signed(number, f"老师{number}", frozenset({role}), False, "", self.world.clock(), "x")

    async def item(self, key: str) -> Item:
        return (await self.standing()).item(key)

    async def standing(self) -> Standing:
        found = await self.checklist.of(CODE)
        assert found is not None
        return found

    async def inserted(self, table: Any, *rows: dict[str, Any]) -> None:
        async with self.world.database.writing() as connection:
            await connection.execute(insert(table), list(rows))

    async def officer(self, name: str = "陈值班", disabled_at: datetime | None = None) -> int:
        row = {
            "name": name,
            "password_hash": "",
            "roles": ["duty_officer"],
            "factory_employed": False,
            "factory": "",
            "totp_secret": "",
            "totp_step": 0,
            "telegram": "",
            "email": "",
            "wrong_tries": 0,
            "created_at": self.world.clock(),
            "disabled_at": disabled_at,
        }
        async with self.world.database.writing() as connection:
            return await accounts.add(connection, row)

    async def on_duty(self, start: timedelta, end: timedelta, *, promised: bool = True, who: int = 0) -> None:
        now = self.world.clock()
        row = {
            "account_id": who or await self.officer(f"值班{len(await self.world.rows(account))}"),
            "starts_at": now + start,
            "ends_at": now + end,
            "rank": 0,
            "acknowledged_at": now if promised else None,
        }
        await self.inserted(duty_shift, row)

    async def text(self, name: str, published: int | None = 2) -> None:
        now = self.world.clock()
        item = {
            "kind": "safeguarding",
            "id": name,
            "status": "published",
            "number": 2,
            "published_number": published,
            "came_from": "files",
            "files_digest": "",
            "title": name,
            "words": "",
            "topic": "",
            "bands": "",
            "updated_at": now,
            "updated_name": "",
        }
        await self.inserted(content, {"kind": "safeguarding", "id": name, "record": {}})
        await self.inserted(content_item, item)

    async def signed(self, name: str, by: int, number: int = 2, act: str = "signed") -> None:
        row = {"kind": "safeguarding", "item_id": name, "number": number, "by_id": by, "by_name": "x", "act": act}
        await self.inserted(content_step, {**row, "at": self.world.clock(), "words": ""})

    async def everything(self) -> None:
        """All that has to be done."""
        await self.on_duty(timedelta(), timedelta(days=8))
        await self.text("abuse")
        for by in (1, 2):
            await self.signed("abuse", by)
        await self.ticking.towns(self.who(), CODE, "长沙")
        await self.ticking.called(self.who(), CODE, "0731", "reached")
        await self.ticking.child_space(self.who(), CODE, has_one=False)
        lines = [Line("contact_role", "驻厂老师"), Line("contact_phone", "0769-1234567")]
        await self.sheet.write(self.who(), CODE, lines, {})
        for number in (1, 2, 3):
            await self.ticking.phone(self.who(), CODE, number, "红米 6A")
        await self.rehearsals.begin(self.who(1), CODE)
        self.world.clock.now += timedelta(minutes=2)
        await self.rehearsals.hear(self.who(2), CODE)


@pytest.fixture
async def week(world: World) -> Week:
    async with world.database.writing() as connection:
        await factories.keep(connection, {CODE: "金田玩具厂"})
    return Week(world)


async def test_a_new_factory_has_everything_but_the_operator_to_do(week: Week) -> None:
    standing = await week.standing()
    # No safeguarding text is published in the small world, so none is unsigned.
    assert [item.key for item in standing.items if item.done] == ["operator", "texts"]
    assert await week.checklist.of("NOWHERE") is None


async def test_the_operator_needs_a_name_and_a_phone(week: Week) -> None:
    operator = replace(week.world.setting.operator, phone="")
    unnamed = Checklist(week.world.database, replace(week.world.setting, operator=operator))
    standing = await unnamed.of(CODE)
    assert standing is not None
    assert not standing.item("operator").done


async def test_the_roster_covers_every_hour_and_every_shift_is_confirmed(week: Week) -> None:
    day = timedelta(days=1)
    await week.on_duty(-day, 3 * day)
    item = await week.item("roster")
    assert (item.done, item.detail["gap"]) == (False, week.world.clock() + 3 * day)
    await week.on_duty(2 * day, 8 * day, promised=False)
    item = await week.item("roster")
    assert (item.done, item.detail["gap"], item.detail["unpromised"]) == (False, None, 1)
    await week.on_duty(2 * day, 8 * day)
    item = await week.item("roster")
    assert (item.done, item.detail["unpromised"]) == (False, 1)


async def test_a_confirmed_roster_is_done_and_the_shift_of_a_closed_account_is_none(week: Week) -> None:
    gone = await week.officer("已走", disabled_at=week.world.clock())
    await week.on_duty(timedelta(), timedelta(days=8), who=gone)
    assert not (await week.item("roster")).done
    await week.on_duty(timedelta(), timedelta(days=8))
    assert (await week.item("roster")).done


async def test_where_duty_has_hours_only_those_are_covered(week: Week) -> None:
    roster = DutyRoster(hours=DutyHours(time(8), time(22)))
    checklist = Checklist(week.world.database, replace(week.world.setting, roster=roster))
    for day in range(9):
        # It is ten in the morning: from two hours ago until twelve hours ahead, every day.
        await week.on_duty(timedelta(days=day, hours=-2), timedelta(days=day, hours=12))
    standing = await checklist.of(CODE)
    assert standing is not None
    assert standing.item("roster").done
    assert not (await week.item("roster")).done


async def test_two_different_people_sign_the_revision_that_is_published(week: Week) -> None:
    await week.text("abuse")
    await week.text("self_harm")
    for by in (1, 2):
        await week.signed("self_harm", by)
    await week.signed("abuse", 1)
    await week.signed("abuse", 1)
    await week.signed("abuse", 2, number=1)
    await week.signed("abuse", 3, act="submitted")
    assert (await week.item("texts")).detail["unsigned"] == ["abuse"]
    await week.signed("abuse", 2)
    assert (await week.item("texts")).done


async def test_a_published_text_that_nobody_took_up_is_not_signed(week: Week) -> None:
    await week.inserted(content, {"kind": "safeguarding", "id": "new", "record": {}})
    assert (await week.item("texts")).detail["unsigned"] == ["new"]


async def test_the_numbers_of_the_commonest_home_towns_are_tried(week: Week) -> None:
    assert await week.ticking.towns(week.who(), CODE, "天上") is Untaken.TOWNS
    assert await week.ticking.towns(week.who(), CODE, "") is Untaken.TOWNS
    assert await week.ticking.towns(week.who(), CODE, "长沙 衡阳 赣州 贵阳") is Untaken.TOO_MANY
    assert await week.ticking.towns(week.who(), "NONE01", "长沙") is Untaken.GONE
    assert await week.ticking.towns(week.who(), CODE, "长沙、0797") is None
    assert (await week.item("numbers")).detail["towns"] == ["0731", "0797"]
    await week.ticking.called(week.who(), CODE, "0731", "reached", "12345，女声")
    await week.ticking.called(week.who(), CODE, "0797", "wrong")
    assert not (await week.item("numbers")).done
    assert await week.ticking.called(week.who(), CODE, "0797", "maybe") is Untaken.RESULT
    assert await week.ticking.called(week.who(), CODE, "x", "reached") is Untaken.TOWNS
    await week.ticking.called(week.who(), CODE, "0797", "reached")
    item = await week.item("numbers")
    assert item.done
    assert item.detail["calls"]["0731"] == {"result": "reached", "words": "12345，女声"}
    assert item.detail["who"]["0731"] == ("老师1", week.world.clock())


async def test_towns_of_ten_people_and_more_come_by_themselves_and_rarer_ones_are_not_named(week: Week) -> None:
    for number in range(10):
        await week.world.joins(f"m{number}", factory=CODE, home=Home("0731", "长沙"))
    await week.world.joins("lan", factory=CODE, home=Home("0797", "赣州"))
    assert (await week.item("numbers")).detail["towns"] == ["0731"]


def test_nobody_is_asked_to_try_an_emergency_number(world: World) -> None:
    numbers = [number for number, _name in Week(world).ticking.numbers("0731")]
    assert "073112345" in numbers
    assert not {"0731110", "0731120", "0731119", "0731122"} & set(numbers)


async def test_the_facts_are_filled_and_still_true(week: Week) -> None:
    values = {key: "有" for key in (*CONTACT, *CHILD_SPACE)}
    lines = [Line(key, value) for key, value in {**values, "contact_phone": "0769-1234567"}.items()]
    lines = [Line(line.key, "no") if line.key == "cfs_police_check" else line for line in lines]
    await week.sheet.write(week.who(), CODE, lines, {})
    item = await week.item("facts")
    assert (item.done, item.detail["missing"], item.detail["unchecked"]) == (False, [], True)
    seen = {key: one.fact for key, one in (await week.sheet.of(CODE)).items()}
    await week.sheet.write(week.who(), CODE, [Line("cfs_police_check", "yes", "2026-11-24")], seen)
    assert (await week.item("facts")).done
    week.world.clock.now += timedelta(days=2)
    assert (await week.item("facts")).detail["missing"] == ["cfs_police_check"]
    await week.ticking.child_space(week.who(), CODE, has_one=False)
    assert (await week.item("facts")).done
    await week.ticking.child_space(week.who(), CODE, has_one=True)
    assert not (await week.item("facts")).done


async def test_three_old_phones_open_the_code(week: Week) -> None:
    assert await week.ticking.phone(week.who(), CODE, 1, " ") is Untaken.MODEL
    assert await week.ticking.phone(week.who(), CODE, 4, "红米 6A") is Untaken.MODEL
    for number in (1, 2, 3):
        assert not (await week.item("phones")).done
        await week.ticking.phone(week.who(), CODE, number, f"红米 {number}")
    item = await week.item("phones")
    assert (item.done, item.detail["models"]) == (True, ["红米 1", "红米 2", "红米 3"])


async def test_a_rehearsal_goes_to_whoever_is_on_duty_and_its_time_is_measured(week: Week) -> None:
    setting = replace(week.world.setting, roster=DutyRoster((Where("fake", "bot", "officer"),)))
    rehearsals = Rehearsals(week.world.database, setting, Audit(week.world.database, week.world.clock))
    assert await rehearsals.begin(week.who(1), CODE)
    await week.world.sender.send_due()
    week.world.sees("officer", "这是演练", CODE)
    assert (await week.item("rehearsal")).detail["state"] == "waiting"
    assert await rehearsals.hear(week.who(1), CODE) is Unheard.OWN
    week.world.clock.now += timedelta(minutes=4, seconds=59)
    assert [one.code for one in await rehearsals.waiting()] == [CODE]
    assert await rehearsals.hear(week.who(2), CODE) == timedelta(minutes=4, seconds=59)
    item = await week.item("rehearsal")
    assert (item.done, item.detail["took"], item.detail["alerts"]) == (True, timedelta(minutes=4, seconds=59), 1)
    assert await rehearsals.hear(week.who(3), CODE) is Unheard.HEARD
    assert await rehearsals.waiting() == []
    assert await week.world.rows(safeguarding_case) == []


async def test_a_rehearsal_that_is_heard_late_has_to_be_done_again(week: Week) -> None:
    await week.rehearsals.begin(week.who(1), CODE)
    week.world.clock.now += timedelta(minutes=5, seconds=1)
    await week.rehearsals.hear(week.who(2), CODE)
    item = await week.item("rehearsal")
    assert (item.done, item.detail["state"]) == (False, "late")
    await week.rehearsals.begin(week.who(1), CODE)
    assert (await week.item("rehearsal")).detail["state"] == "waiting"
    week.world.clock.now += timedelta(hours=2)
    assert await week.rehearsals.hear(week.who(2), CODE) is Unheard.GONE
    assert not await week.rehearsals.begin(week.who(1), "NONE01")


async def test_it_opens_only_when_all_is_done(week: Week) -> None:
    assert await week.register.open(week.who(), CODE) is Refused.NOT_DONE
    await week.everything()
    assert (await week.standing()).done
    assert await week.register.open(week.who(), CODE) is None
    found = await week.register.found(CODE)
    assert found is not None
    assert found.opened_at == week.world.clock()


async def test_an_administrator_opens_it_before_with_a_reason_that_is_kept(week: Week) -> None:
    administrator = week.who(9, Role.ADMINISTRATOR)
    assert await week.register.open(administrator, CODE, " 急 ") is Refused.REASON
    assert await week.register.open(administrator, CODE, "厂里下周就放假，先开") is None
    noted = [row for row in await week.world.rows(audit_entry) if row.act == "open"]
    assert [(row.account_name, row.reason) for row in noted] == [("老师9", "厂里下周就放假，先开")]
    assert "rehearsal" in noted[0].detail["left"]


async def test_a_chat_of_a_closed_factory_says_that_it_is_a_trial(week: Week) -> None:
    officer = DutyRoster((Where("fake", "bot", "officer"),))
    setting = replace(week.world.setting, roster=officer)
    world = World(week.world.database, roster=setting.roster)
    await world.says("mei", f"/start {CODE}")
    world.sees("mei", "试用演示", "还没")
    await week.register.open(week.who(9, Role.ADMINISTRATOR), CODE, "先开了试试")
    await world.says("lan", f"/start {CODE}")
    assert "试用演示" not in world.words("lan")
    await world.says("lan", "同意")
    assert (await world.facts("lan")).profile.factory == CODE
    await week.register.close(week.who(), CODE)
    assert (await world.facts("lan")).profile.factory == CODE
    await world.says("hua", f"/start {CODE}")
    world.sees("hua", "试用演示")


def test_gaps_are_found_wherever_they_are() -> None:
    start = datetime.fromisoformat("2026-11-23T08:00Z")

    def span(first: int, last: int) -> tuple[datetime, datetime]:
        return start + timedelta(hours=first), start + timedelta(hours=last)

    assert first_gap([span(0, 8)], [span(0, 4), span(4, 8)]) is None
    assert first_gap([span(0, 8)], [span(3, 9), span(-1, 5)]) is None
    assert first_gap([span(0, 8)], [span(0, 4), span(5, 8)]) == start + timedelta(hours=4)
    assert first_gap([span(0, 8)], []) == start
    assert first_gap([span(0, 2), span(4, 6)], [span(0, 2), span(4, 5)]) == start + timedelta(hours=5)
