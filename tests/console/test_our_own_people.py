"""Somebody accuses one of our own people: the safeguarding leads alone ever come across it."""

from __future__ import annotations

import pytest

from bot.services.cases.links import Links, State
from bot.services.staff.rights import Role
from bot.services.staff.sessions import digest_of
from bot.store import accounts, case_alerts, cases
from bot.store.cases import Opening
from bot.store.tables import audit_entry, question, safeguarding_case
from dialogs.effects import ForwardToTrainer
from tests.console.desk import Desk, Visitor

ACCUSES = "儿童空间的老师摸我女儿"
ASKS = "厂门口修鞋摊几点收摊"
ALL_BUT_LEADS = tuple(role for role in Role if role not in (Role.SAFEGUARDING_LEAD, Role.FACTORY_CONTACT))


async def asked(desk: Desk, who: str, words: str) -> int:
    if await desk.world.person(who) is None:
        await desk.world.joins(who)
    await desk.world.given(who, ForwardToTrainer(words, ""))
    return int((await desk.world.rows(question))[-1].id)


async def case_of(desk: Desk, who: str, trigger: str = "staff_abuse") -> str:
    person_id = await desk.world.person(who)
    assert person_id is not None
    async with desk.world.database.writing() as connection:
        (opened,) = await cases.open_cases(connection, [Opening(person_id, trigger, "P0", ACCUSES)], desk.world.clock())
    return opened.number


async def opened(desk: Desk, visitor: Visitor, who: str) -> str:
    code = (await desk.world.facts(who)).code
    await visitor.sends(f"/person/{code}/open", {"reason": "asked"})
    return await visitor.reads(f"/person/{code}")


async def test_a_question_that_accuses_our_people_is_in_no_trainers_inbox(desk: Desk) -> None:
    number, other = await asked(desk, "mei", ACCUSES), await asked(desk, "hong", ASKS)
    trainer, lead = await desk.as_(Role.TRAINER), await desk.as_(Role.SAFEGUARDING_LEAD)
    for part in ("all", "mine", "group", "voice", "answered", "spam"):
        assert ACCUSES not in await trainer.reads(f"/questions?show={part}")
    assert ACCUSES in await lead.reads("/questions")
    assert ACCUSES in await lead.reads(f"/questions/{number}")
    assert ACCUSES not in await trainer.reads(f"/questions/{number}")
    assert ACCUSES not in await trainer.reads(f"/questions/{other}")
    assert "有1个家长的问题" in await trainer.reads("/day")
    assert "1个问题" in await trainer.reads("/counts")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("answer", {"words": "谢谢您告诉我们。"}),
        ("assign", {"account": "1"}),
        ("spam", {"spam": "1"}),
        ("case", {"trigger": "accident"}),
        ("new-answer", {}),
        ("new-wording", {"item": "praise"}),
    ],
)
async def test_a_trainer_does_nothing_with_such_a_question(desk: Desk, path: str, form: dict[str, str]) -> None:
    number, trainer = await asked(desk, "mei", ACCUSES), await desk.as_(Role.TRAINER)
    before = await desk.world.rows(question)
    await trainer.sends(f"/questions/{number}/{path}", form)
    assert await desk.world.rows(question) == before
    assert await desk.world.rows(safeguarding_case) == []
    assert (await trainer.posts(f"/questions/{number}/look", {"words": "好"})).status_code == 404
    assert (await trainer.opens(f"/questions/{number}/sound")).status_code == 404


async def test_nor_does_she_answer_it_along_with_another(desk: Desk) -> None:
    number, other, trainer = (
        await asked(desk, "mei", ACCUSES),
        await asked(desk, "hong", ASKS),
        await desk.as_(Role.TRAINER),
    )
    await trainer.sends(f"/questions/{other}/answer", {"words": "晚上8点收摊。", "also": str(number)})
    answers = {row.id: row.answer for row in await desk.world.rows(question)}
    assert answers == {number: None, other: "晚上8点收摊。"}


async def test_what_a_trainer_says_is_about_our_people_leaves_her_inbox(desk: Desk) -> None:
    number, trainer = await asked(desk, "mei", ASKS), await desk.as_(Role.TRAINER)
    response = await trainer.sends(f"/questions/{number}/case", {"trigger": "staff_abuse"})
    assert response.headers["location"] == "/console/questions"
    assert ASKS not in await trainer.reads("/questions")
    assert ASKS in await (await desk.as_(Role.SAFEGUARDING_LEAD)).reads("/questions")


async def test_an_accusation_from_a_group_goes_to_the_leads(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends("/group-question/keep", {"words": ACCUSES})
    assert response.headers["location"] == "/console/group-question"
    assert ACCUSES not in await trainer.reads("/questions")
    assert ACCUSES in await (await desk.as_(Role.SAFEGUARDING_LEAD)).reads("/questions")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.DUTY_OFFICER])
async def test_the_page_of_a_parent_keeps_it_from_everybody_else(desk: Desk, role: Role) -> None:
    await asked(desk, "mei", ACCUSES)
    number = await case_of(desk, "mei")
    words = await opened(desk, await desk.as_(role), "mei")
    assert ACCUSES not in words
    assert number not in words
    words = await opened(desk, await desk.as_(Role.SAFEGUARDING_LEAD), "mei")
    assert ACCUSES in words
    assert number in words


async def test_a_duty_officer_still_sees_the_other_cases_of_a_parent(desk: Desk) -> None:
    await desk.world.joins("mei")
    number = await case_of(desk, "mei", "accident")
    assert number in await opened(desk, await desk.as_(Role.DUTY_OFFICER), "mei")


async def test_not_even_the_log_tells_an_administrator_of_it(desk: Desk) -> None:
    number = await asked(desk, "mei", ACCUSES)
    case, other = await case_of(desk, "mei"), await asked(desk, "hong", ASKS)
    lead, administrator = await desk.as_(Role.SAFEGUARDING_LEAD), await desk.as_(Role.ADMINISTRATOR)
    await lead.reads(f"/cases/file/{case}")
    await lead.reads(f"/questions/{number}")
    await lead.reads(f"/questions/{other}")
    assert {row.subject for row in await desk.world.rows(audit_entry)} >= {case, str(number), str(other)}
    assert case not in await administrator.reads("/audit-log")
    assert "共1条" in await administrator.reads("/audit-log?kind=question")
    both = await desk.as_(Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR, name="两样都是")
    assert case in await both.reads("/audit-log")


async def test_every_way_to_such_a_case_is_closed_to_everybody_else(desk: Desk) -> None:
    await desk.world.joins("mei")
    number, visitor = await case_of(desk, "mei"), await desk.as_(*ALL_BUT_LEADS, name="几乎全能")
    await visitor.sends(f"/cases/record/{number}/reason", {"reason": "duty"})
    for path in (f"file/{number}", f"record/{number}", f"record/{number}/print", f"record/{number}/report"):
        assert ACCUSES not in (await visitor.opens(f"/cases/{path}")).text
    for path in ("", "?closed=1"):
        assert number not in (await visitor.opens(f"/cases{path}")).text
    assert ACCUSES not in (await visitor.opens(f"/cases/record/{number}/json")).text
    for deed in ("take", "step", "note", "write", "hand", "follow", "close", "reopen"):
        form = {"seen": "", "step": "safe", "done": "1", "note": "x", "message": "x", "found": "x", "follow_up": "1"}
        form |= {"officer": "1", "outcome": "safe", "ended": "x", "lacking": "x", "reason": "x"}
        await visitor.sends(f"/cases/file/{number}/{deed}", form)
    (row,) = await desk.world.rows(safeguarding_case)
    assert row.closed_at is None
    assert number not in {entry.subject for entry in await desk.world.rows(audit_entry)}


@pytest.mark.parametrize("trigger", ["staff_abuse", "accident"])
async def test_a_link_ends_with_the_role_it_was_sent_for(desk: Desk, trigger: str) -> None:
    """Who is no officer any more, or went over to the factory, takes no case with an old alert."""
    await desk.world.joins("mei")
    await case_of(desk, "mei", trigger)
    account_id = await desk.account("老李", Role.SAFEGUARDING_LEAD)
    (case,) = await desk.world.rows(safeguarding_case)
    row = {"case_id": case.id, "round": 1, "way": "email", "sent_at": desk.world.clock()}
    async with desk.world.database.writing() as connection:
        await case_alerts.add(
            connection,
            [
                {**row, "digest": digest_of("hers"), "account_id": account_id},
                {**row, "digest": digest_of("group"), "account_id": None},
            ],
        )
        await accounts.change(connection, account_id, {"factory_employed": True})
    links: Links = desk.doors.links
    assert (await links.take("hers")).state is State.OVER
    expected = State.OVER if trigger == "staff_abuse" else State.OPEN
    assert (await links.take("group", "路过的人")).state is expected
