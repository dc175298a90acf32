"""A danger rings one officer after another until somebody takes it; about our own people the leads alone."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.services.cases.links import Links, State
from bot.services.escalation import Escalation
from bot.services.scene import DutyRoster, Ways
from bot.services.staff.audit import Audit
from bot.services.staff.rights import Role
from bot.store import accounts, roster
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.outbox import Rank
from bot.store.tables import case_alert, case_follow_up, case_note, case_work, outbox, safeguarding_case
from tests.fakes import FakeChannel, World

BEATEN = "老人把孩子打出血了"
TEACHER = "托管班的老师打我孩子"
URL = "https://jia.example"
LINK = re.compile(r"https://jia\.example/console/ack/(\S+)")
HOUR = timedelta(hours=1)


class Duty:
    """The world with a roster: officers on shift have a chat each, and links lead somewhere."""

    def __init__(self, database: Database, *named: Where) -> None:
        self.world = World(database, roster=DutyRoster(tuple(named), ways=Ways("bot")), public_url=URL)
        self.chats = FakeChannel(self.world.clock, name="telegram")
        self.world.setting.channels[("telegram", "bot")] = self.chats
        self.escalation = Escalation(database, self.world.setting)
        self.links = Links(database, self.world.clock, Audit(database, self.world.clock))

    async def officer(self, name: str, role: Role = Role.DUTY_OFFICER, *, rank: int | None = None, **more: Any) -> int:
        """Somebody of the staff whose chat is called like her; with a rank she is on shift now."""
        row = {
            "name": name,
            "password_hash": "",
            "roles": [role.value],
            "factory_employed": False,
            "factory": "",
            "totp_secret": "",
            "totp_step": 0,
            "telegram": name,
            "email": "",
            "wrong_tries": 0,
            "created_at": self.world.clock(),
            **more,
        }
        now = self.world.clock()
        async with self.world.database.writing() as connection:
            number = await accounts.add(connection, row)
            if rank is not None:
                times = {"starts_at": now - HOUR, "ends_at": now + 12 * HOUR, "rank": rank, "acknowledged_at": now}
                await roster.add(connection, [{"account_id": number, **times}])
        await self.escalation.refresh()
        return number

    async def passes(self, **time: float) -> None:
        """Time goes by; what is to be looked at is."""
        await self.world.later(**time)
        await self.escalation.look()
        await self.world.sender.send_due()

    def link(self, who: str) -> str:
        found = LINK.findall("\n".join(message.text for message in self.chats.to(who)))
        assert found, f"{who} has no link"
        return str(found[-1])

    def called(self) -> dict[str, int]:
        """How often each was called."""
        names = [one.external_id for one in self.chats.arrived]
        return {name: names.count(name) for name in sorted(set(names))}

    async def case(self) -> Any:
        (row,) = await self.world.rows(safeguarding_case)
        return row


@pytest.fixture
def duty(database: Database) -> Duty:
    return Duty(database)


async def test_the_first_of_the_roster_is_called_with_number_level_and_link_alone(duty: Duty) -> None:
    await duty.officer("chen", rank=0)
    await duty.officer("li", rank=1)
    await duty.officer("off", Role.DUTY_OFFICER)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    duty.world.sees("mama", "15分钟")
    case = await duty.case()
    assert duty.called() == {"chen": 1}
    (message,) = duty.chats.to("chen")
    assert case.number in message.text
    assert case.level in message.text
    rest = LINK.sub("", message.text)
    code = (await duty.world.facts("mama")).code
    assert not any(part in rest for part in ("老人", "打", "mama", code, "chen"))
    (alert,) = await duty.world.rows(case_alert)
    assert duty.link("chen") not in alert.digest


async def test_nobody_takes_it_so_the_next_is_called_and_then_everybody(duty: Duty) -> None:
    await duty.officer("chen", rank=0)
    await duty.officer("li", rank=1)
    await duty.officer("off", Role.DUTY_OFFICER)
    await duty.officer("writer", Role.TRAINER)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    await duty.passes(minutes=4)
    assert duty.called() == {"chen": 1}
    await duty.passes(minutes=1.1)
    assert duty.called() == {"chen": 1, "li": 1}
    await duty.passes(minutes=5.1)
    assert duty.called() == {"chen": 2, "li": 2, "off": 1}
    for _ in range(30):
        await duty.passes(minutes=5.1)
    assert duty.called() == {"chen": 11, "li": 11, "off": 10}
    rounds = [note for note in await duty.world.rows(case_note) if note.about.startswith("round:")]
    assert [note.about for note in rounds][:2] == ["round:2", "round:3"]
    assert rounds[0].words == "li"


async def test_the_second_takes_it_by_her_link_and_nobody_else_is_called(duty: Duty) -> None:
    await duty.officer("chen", rank=0)
    second = await duty.officer("li", rank=1)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    await duty.passes(minutes=6)
    taken = await duty.links.take(duty.link("li"))
    assert (taken.state, taken.number) == (State.OPEN, (await duty.case()).number)
    await duty.passes(minutes=30)
    assert duty.called() == {"chen": 1, "li": 1}
    (work,) = await duty.world.rows(case_work)
    assert (work.taken_by, work.taken_name) == (second, "li")
    due = [row.due_at - work.taken_at for row in await duty.world.rows(case_follow_up)]
    assert due == [timedelta(hours=24), timedelta(days=7), timedelta(days=30)]
    assert (await duty.links.look(duty.link("chen"))).state is State.TAKEN
    assert (await duty.links.take(duty.link("chen"))).state is State.TAKEN


async def test_a_link_works_once_and_for_a_day_and_looking_at_it_takes_nothing(duty: Duty) -> None:
    await duty.officer("chen", rank=0)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    link = duty.link("chen")
    for _ in range(3):
        assert (await duty.links.look(link)).state is State.OPEN
    assert (await duty.world.rows(case_work))[0].taken_at is None
    duty.world.clock.now += timedelta(hours=25)
    assert (await duty.links.take(link)).state is State.OVER
    duty.world.clock.now -= timedelta(hours=20)
    assert (await duty.links.take(link)).state is State.OPEN
    assert (await duty.links.take(link)).state is State.USED
    assert (await duty.links.take("nothing")).state is State.UNKNOWN


async def test_an_officer_who_has_left_takes_nothing_by_an_old_link(duty: Duty) -> None:
    number = await duty.officer("chen", rank=0)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    async with duty.world.database.writing() as connection:
        await accounts.change(connection, number, {"disabled_at": duty.world.clock()})
    assert (await duty.links.take(duty.link("chen"))).state is State.OVER


async def test_what_is_less_grave_waits_half_an_hour_and_no_longer_than_that(duty: Duty) -> None:
    await duty.officer("chen", rank=0)
    await duty.officer("li", rank=1)
    await duty.world.agrees("mama")
    await duty.world.says("mama", "奶奶住院了孩子一个人在家没人管")
    assert (await duty.case()).level == "P1"
    await duty.passes(minutes=29)
    assert duty.called() == {"chen": 1}
    await duty.passes(minutes=2)
    assert duty.called() == {"chen": 1, "li": 1}


async def test_two_processes_call_the_next_once(duty: Duty, database: Database) -> None:
    await duty.officer("chen", rank=0)
    await duty.officer("li", rank=1)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    await duty.world.later(minutes=6)
    other = Escalation(database, duty.world.setting)
    done = await asyncio.gather(duty.escalation.ring_on(), other.ring_on())
    assert sum(done) == 1
    await duty.world.sender.send_due()
    assert duty.called() == {"chen": 1, "li": 1}


async def test_harm_by_our_own_people_reaches_the_lead_alone_however_long_it_takes(database: Database) -> None:
    duty = Duty(database, Where("fake", "bot", "group"))
    await duty.officer("chen", rank=0)
    await duty.officer("zhou", Role.SAFEGUARDING_LEAD)
    await duty.world.agrees("mama")
    await duty.world.says("mama", TEACHER)
    assert (await duty.case()).trigger == "staff_abuse"
    for _ in range(4):
        await duty.passes(minutes=6)
    assert set(duty.called()) == {"zhou"}
    assert duty.world.channel.to("group") == []


async def test_with_no_lead_to_be_reached_nobody_else_hears_and_she_is_told(database: Database) -> None:
    duty = Duty(database, Where("fake", "bot", "group"))
    await duty.officer("chen", rank=0)
    await duty.world.agrees("mama")
    await duty.world.says("mama", TEACHER)
    await duty.passes(minutes=4)
    assert duty.called() == {}
    assert duty.world.channel.to("group") == []
    duty.world.sees("mama", "还没联系上值班老师", "110")


async def test_a_case_that_turns_out_to_be_about_our_own_people_is_taken_from_the_others(duty: Duty) -> None:
    await duty.officer("chen", rank=0)
    await duty.officer("zhou", Role.SAFEGUARDING_LEAD)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    old = duty.link("chen")
    await duty.passes(minutes=1)
    await duty.world.says("mama", TEACHER)
    assert (await duty.case()).trigger == "staff_abuse"
    assert duty.called() == {"chen": 1, "zhou": 1}
    assert (await duty.links.take(old)).state is State.OVER
    await duty.world.says("mama", "孩子不见了")
    assert (await duty.case()).trigger == "staff_abuse"


async def test_with_nobody_on_shift_the_chats_of_the_settings_are_called_and_then_everybody(database: Database) -> None:
    duty = Duty(database, Where("fake", "bot", "group"))
    await duty.officer("chen")
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    assert len(duty.world.channel.to("group")) == 1
    assert duty.called() == {}
    await duty.passes(minutes=6)
    assert duty.called() == {"chen": 1}


async def test_whoever_takes_it_from_a_group_says_her_name(database: Database) -> None:
    duty = Duty(database, Where("fake", "bot", "group"))
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    link = LINK.findall(duty.world.words("group"))[0]
    assert (await duty.links.take(link)).state is State.NAMELESS
    assert (await duty.links.take(link, " 小李 ")).state is State.OPEN
    (work,) = await duty.world.rows(case_work)
    assert (work.taken_by, work.taken_name) == (None, "小李")


async def test_the_promise_follows_the_shifts(duty: Duty) -> None:
    number = await duty.officer("chen")
    now = duty.world.clock()
    times = {"starts_at": now + 10 * HOUR, "ends_at": now + 20 * HOUR, "rank": 0}
    async with duty.world.database.writing() as connection:
        await roster.add(connection, [{"account_id": number, **times}])
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    duty.world.sees("mama", "没有老师值班")
    await duty.escalation.refresh()
    await duty.world.agrees("baba")
    await duty.world.says("baba", BEATEN)
    duty.world.sees("baba", "晚上8点")


async def test_an_officer_whom_nobody_can_reach_is_no_promise(duty: Duty) -> None:
    await duty.officer("chen", rank=0, telegram="")
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    duty.world.sees("mama", "没有老师值班")


async def test_somebody_employed_by_the_factory_is_never_called(duty: Duty) -> None:
    await duty.officer("wall", rank=0, factory_employed=True)
    await duty.officer("chen", rank=1)
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    await duty.passes(minutes=6)
    await duty.passes(minutes=6)
    assert set(duty.called()) == {"chen"}


async def test_a_trial_on_the_terminal_calls_nobody_now_or_later(database: Database) -> None:
    duty = Duty(database)
    await duty.officer("chen", rank=0)
    duty.world.setting.roster.off = True
    await duty.world.agrees("mama")
    await duty.world.says("mama", BEATEN)
    duty.world.setting.roster.off = False
    await duty.passes(minutes=10)
    assert duty.called() == {}
    assert [row for row in await duty.world.rows(outbox) if row.rank == Rank.DANGER and row.person_id is None] == []


async def test_new_danger_in_a_case_that_was_taken_calls_again(duty: Duty) -> None:
    await duty.officer("chen", rank=0)
    await duty.officer("li", rank=1)
    await duty.world.agrees("mama")
    await duty.world.says("mama", "奶奶住院了孩子一个人在家没人管")
    assert (await duty.links.take(duty.link("chen"))).state is State.OPEN
    await duty.passes(minutes=10)
    await duty.world.says("mama", "孩子不见了")
    assert duty.called() == {"chen": 2}
    await duty.passes(minutes=6)
    assert duty.called() == {"chen": 2, "li": 1}
