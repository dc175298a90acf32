"""On the page of requests a second person decides who may see data of children, and cases want a fresh proof."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette_admin.routing import route
from starlette_admin.views import DropDown

from bot.console.admin import console
from bot.console.gate import proven_paths
from bot.console.page import Page
from bot.console.views import staff
from bot.services.staff.identity import PROOF_LASTS
from bot.services.staff.rights import Right, Role
from tests.console.desk import Desk, Visitor, said
from tests.console.staff import PASSWORD, as_signed, code, field, leads_to, signs_in, with_password


async def asked(desk: Desk, visitor: Visitor, subject: str = "K7Q2MD") -> int:
    return await desk.doors.access.ask(await as_signed(desk, visitor), "person", subject, "她问我们留了孩子什么信息")


async def test_a_wish_is_granted_with_one_press_and_told(desk: Desk) -> None:
    trainer, lead = await desk.as_(Role.TRAINER, name="王老师"), await desk.as_(Role.SAFEGUARDING_LEAD, name="周负责")
    number = await asked(desk, trainer)
    page = await lead.reads("/requests")
    assert "王老师想看：家长 K7Q2MD" in page
    assert "她问我们留了孩子什么信息" in page
    assert leads_to(await lead.sends(f"/requests/{number}", {"answer": "yes"})) == "/console/requests"
    assert "周负责同意了，可以看到今天（11月23日 周一）下午2点" in await trainer.reads("/requests")
    who = await as_signed(desk, trainer)
    assert await desk.doors.access.granted(who, "person", "K7Q2MD") == desk.world.clock() + timedelta(hours=4)


async def test_a_refusal_is_told_to_who_asked(desk: Desk) -> None:
    trainer, lead = await desk.as_(Role.TRAINER, name="王老师"), await desk.as_(Role.SAFEGUARDING_LEAD, name="周负责")
    await lead.sends(f"/requests/{await asked(desk, trainer)}", {"answer": "no"})
    assert "周负责没有同意" in await trainer.reads("/requests")


async def test_her_own_wish_has_no_buttons_and_a_forged_press_does_nothing(desk: Desk) -> None:
    lead = await desk.as_(Role.SAFEGUARDING_LEAD, name="周负责")
    number = await asked(desk, lead)
    page = await lead.opens("/requests")
    assert "要由别人来处理" in said(page)
    assert 'value="yes"' not in page.text
    await lead.sends(f"/requests/{number}", {"answer": "yes"})
    assert "自己的申请不能自己批" in await lead.reads("/requests")
    assert await desk.doors.access.granted(await as_signed(desk, lead), "person", "K7Q2MD") is None


async def test_a_trainer_sees_no_wishes_of_others_and_decides_none(desk: Desk) -> None:
    one, other = await desk.as_(Role.TRAINER, name="甲"), await desk.as_(Role.TRAINER, name="乙")
    number = await asked(desk, one)
    assert "K7Q2MD" not in await other.reads("/requests")
    await other.sends(f"/requests/{number}", {"answer": "yes"})
    assert "只有保护负责人或管理员" in await other.reads("/requests")


@pytest.mark.parametrize("answer", ["", "maybe"])
async def test_only_the_two_buttons_count(desk: Desk, answer: str) -> None:
    trainer, lead = await desk.as_(Role.TRAINER, name="王老师"), await desk.as_(Role.SAFEGUARDING_LEAD)
    await lead.sends(f"/requests/{await asked(desk, trainer)}", {"answer": answer})
    assert "请按两个按钮里的一个" in await lead.reads("/requests")


class Guarded(Page):
    """A page about cases."""

    path = "/guarded"
    needed = frozenset({Right.CASES})
    needs_proof = True

    @route("")
    async def index(self, request: Request) -> Response:
        return PlainTextResponse("a case")

    @route("/keep", methods=["POST"])
    async def keep(self, request: Request) -> Response:
        return PlainTextResponse("kept")


def test_pages_that_want_a_proof_are_found_in_the_menu(desk: Desk) -> None:
    assert proven_paths([DropDown("group", [Guarded(desk.doors)])]) == {"/console/guarded"}


@pytest.fixture
def guarded(desk: Desk) -> Desk:
    """The console with a page that wants a fresh proof."""
    desk.app = Starlette()
    console(desk.doors, [Guarded(desk.doors), *staff.views(desk.doors)]).mount_to(desk.app)
    return desk


async def trusted_officer(desk: Desk) -> Visitor:
    """She signed in on her own phone, and asked to be remembered."""
    await with_password(desk, "陈值班", Role.DUTY_OFFICER, phone=True)
    visitor = desk.stranger()
    await signs_in(visitor, "陈值班", trusted="on")
    await visitor.sends("/login/code", {"code": code(desk)})
    return visitor


async def test_a_trusted_device_alone_opens_no_case(guarded: Desk) -> None:
    officer = await trusted_officer(guarded)
    assert (await officer.opens("/guarded")).text == "a case"
    guarded.world.clock.now += PROOF_LASTS
    assert (await officer.opens("/me")).url.path == "/console/me"
    asked_again = await officer.opens("/guarded?all=1")
    assert asked_again.url.path == "/console/prove"
    form = {"next": field(asked_again, "next"), "password": PASSWORD}
    assert (await officer.sends("/prove/now", form)).status_code == 400  # the code is missing
    guarded.world.clock.now += timedelta(minutes=1)
    done = await officer.sends("/prove/now", {**form, "code": code(guarded)})
    assert done.headers["location"] == "/console/guarded?all=1"
    assert (await officer.opens("/guarded")).text == "a case"


async def test_a_form_that_was_begun_in_time_is_not_lost(guarded: Desk) -> None:
    officer = await trusted_officer(guarded)
    guarded.world.clock.now += PROOF_LASTS + timedelta(minutes=20)
    assert (await officer.sends("/guarded/keep", {})).text == "kept"
    guarded.world.clock.now += timedelta(minutes=20)
    assert leads_to(await officer.sends("/guarded/keep", {})) == "/console/prove"
    assert (await officer.posts("/guarded/keep", {})).status_code == 401  # a script is told, not led


async def test_a_wrong_proof_counts_as_a_wrong_try(guarded: Desk) -> None:
    officer = await trusted_officer(guarded)
    answers = [await officer.sends("/prove/now", {"password": "wrong wrong wrong"}) for _try in range(5)]
    assert [one.status_code for one in answers] == [400] * 4 + [429]


async def test_a_phone_is_not_replaced_at_an_open_browser(guarded: Desk) -> None:
    officer = await trusted_officer(guarded)
    guarded.world.clock.now += timedelta(minutes=11)
    assert (await officer.opens("/second-factor")).url.path == "/console/prove"
    assert leads_to(await officer.sends("/second-factor/set-up", {"ticket": "", "code": ""})) == "/console/prove"
