"""Alerts by e-mail: what reaches a duty officer, and what is known when it does not."""

from __future__ import annotations

import pytest

from bot.channels.email.channel import EmailChannel
from bot.rendering.message import Message
from bot.services.escalation import Escalation
from bot.services.ports import ChannelError
from bot.services.scene import DutyRoster, Ways
from bot.services.staff.rights import Role
from bot.store import accounts
from bot.store.database import Database
from bot.store.tables import safeguarding_case
from tests.fakes import World
from tests.mail.post_office import PostOffice, post_office

ALERT = Message("家音提醒：个案J261123-ABCD，P0级。")


def channel(port: int, user: str = "") -> EmailChannel:
    return EmailChannel(f"smtp://{user}127.0.0.1:{port}", "duty@jia.example", "家音：有人需要你")


async def test_an_officer_gets_the_words_in_a_plain_mail() -> None:
    async with post_office() as office:
        assert await channel(office.port).send("li@jia.example", ALERT) is None
    (mail,) = office.mails
    assert mail.get_content().strip() == ALERT.text
    assert (mail["To"], mail["From"], mail["Subject"]) == ("li@jia.example", "duty@jia.example", "家音：有人需要你")
    assert "li@jia.example" in office.to[0]


async def test_user_and_password_are_shown_to_a_server_that_wants_them() -> None:
    async with post_office() as office:
        await channel(office.port, "duty:p%40ss@").send("li@jia.example", ALERT)
        office.answers["AUTH"] = "535 wrong"
        with pytest.raises(ChannelError, match="user and password") as failure:
            await channel(office.port, "duty:wrong@").send("li@jia.example", ALERT)
    assert (failure.value.permanent, failure.value.refused, failure.value.unknown) == (False, False, False)
    assert len(office.mails) == 1


@pytest.mark.parametrize(
    ("command", "answer", "permanent", "refused"),
    [
        ("RCPT", "550 nobody of this name", True, False),
        ("RCPT", "450 later", False, False),
        ("MAIL", "451 later", False, False),
        ("DATA", "554 not such words", False, True),
    ],
)
async def test_a_refusal_says_whether_it_is_worth_another_try(
    command: str, answer: str, permanent: bool, refused: bool
) -> None:
    async with post_office() as office:
        office.answers[command] = answer
        with pytest.raises(ChannelError) as failure:
            await channel(office.port).send("li@jia.example", ALERT)
    assert (failure.value.permanent, failure.value.refused) == (permanent, refused)
    assert office.mails == []


async def test_where_nobody_listens_it_was_certainly_not_sent() -> None:
    with pytest.raises(ChannelError, match="not reached") as failure:
        await channel(9).send("li@jia.example", ALERT)
    assert not failure.value.unknown


async def test_a_line_that_is_cut_leaves_it_unknown() -> None:
    async with post_office() as office:
        office.hang_up = "DATA"
        with pytest.raises(ChannelError) as failure:
            await channel(office.port).send("li@jia.example", ALERT)
    assert failure.value.unknown


async def test_what_is_no_address_at_all_is_not_tried_again() -> None:
    with pytest.raises(ChannelError) as failure:
        await channel(9).send("li@jia.example\nBcc: all@jia.example", ALERT)
    assert failure.value.permanent


async def test_a_danger_in_the_chat_reaches_the_mailbox_of_whoever_is_on_duty(database: Database) -> None:
    async with post_office() as office:
        world = _with_mail(database, office)
        async with world.database.writing() as connection:
            await accounts.add(connection, _officer(world))
        await Escalation(world.database, world.setting).refresh()
        await world.agrees("mama")
        await world.says("mama", "老人把孩子打出血了")
        (case,) = await world.rows(safeguarding_case)
    (mail,) = office.mails
    words = mail.get_content()
    assert case.number in words
    assert "https://jia.example/console/ack/" in words
    assert "打出血" not in words
    assert case.heard_at is not None


def _with_mail(database: Database, office: PostOffice) -> World:
    world = World(database, roster=DutyRoster(ways=Ways(mail=True)), public_url="https://jia.example")
    world.setting.channels[("email", "email")] = channel(office.port)
    return world


def _officer(world: World) -> dict[str, object]:
    return {
        "name": "li",
        "password_hash": "",
        "roles": [Role.DUTY_OFFICER.value],
        "factory_employed": False,
        "factory": "",
        "totp_secret": "",
        "totp_step": 0,
        "telegram": "",
        "email": "li@jia.example",
        "wrong_tries": 0,
        "created_at": world.clock(),
    }
